/* Joining summaries, in memory and as bytes. */
#include <string.h>

#include "method/cohort/summary.h"

/*
 * The bytes, least significant first:
 *   8   "MTSUMRY1"
 *   8   fingerprint
 *   8   trainees      8  responders      8  columns      8  bins in a column
 *   for each column
 *     8   smallest     8  largest (the bits of doubles)
 *     the 36 limbs of the sum of z and of z^2, carried, each a varint (the highest zigzag)
 *     its bins: a varint of how many are empty, a varint count, and so on to the last bin
 *   8   FNV-1a of all before
 */
static const unsigned char magic[8] = {'M', 'T', 'S', 'U', 'M', 'R', 'Y', '1'};

/* ---- writing ---- */

typedef struct writer {
  unsigned char *at; /* NULL: only count */
  int64_t bytes;
} writer;

static void put_byte(writer *to, unsigned byte) {
  if (to->at != NULL) {
    to->at[to->bytes] = (unsigned char)byte;
  }
  to->bytes++;
}

static void put_word(writer *to, uint64_t word) {
  for (int b = 0; b < 8; b++) {
    put_byte(to, (unsigned)(word >> (8 * b)) & 0xff);
  }
}

static void put_double(writer *to, double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof(bits));
  put_word(to, bits);
}

/* Seven bits a byte, the eighth set when more follow. */
static void put_varint(writer *to, uint64_t value) {
  while (value >= 0x80) {
    put_byte(to, (unsigned)(value & 0x7f) | 0x80);
    value >>= 7;
  }
  put_byte(to, (unsigned)value);
}

static void put_sum(writer *to, const exact_sum *sum) {
  exact_sum carried = *sum;
  int64_t top;

  mt_i_exact_sum_carry(&carried);
  for (int i = 0; i < EXACT_SUM_LIMBS - 1; i++) {
    put_varint(to, (uint64_t)carried.limb[i]);
  }
  top = carried.limb[EXACT_SUM_LIMBS - 1];
  put_varint(to, top < 0 ? (uint64_t)(-(top + 1)) * 2 + 1 : (uint64_t)top * 2);
}

static void put_column(writer *to, const mt_summary *summary, int64_t column) {
  double least, most;
  exact_sum sum, squares;
  uint64_t empty = 0;

  mt_i_column_range(summary, column, &least, &most);
  put_double(to, least);
  put_double(to, most);
  mt_i_column_sums(summary, column, &sum, &squares);
  put_sum(to, &sum);
  put_sum(to, &squares);
  for (int64_t bin = 0; bin < SUMMARY_BINS; bin++) {
    const int64_t count = mt_i_column_at(summary, column, bin);
    if (count == 0 && bin + 1 < SUMMARY_BINS) {
      empty++;
    } else {
      put_varint(to, empty);
      put_varint(to, (uint64_t)count);
      empty = 0;
    }
  }
}

int64_t mt_i_summary_save(const mt_summary *summary, unsigned char *out) {
  writer to = {out, 0};
  int64_t n, responders;

  mt_i_summary_totals(summary, &n, &responders);
  for (int b = 0; b < 8; b++) {
    put_byte(&to, magic[b]);
  }
  put_word(&to, summary->fingerprint);
  put_word(&to, (uint64_t)n);
  put_word(&to, (uint64_t)responders);
  put_word(&to, (uint64_t)summary->n_columns);
  put_word(&to, SUMMARY_BINS);
  for (int64_t column = 0; column < summary->n_columns; column++) {
    put_column(&to, summary, column);
  }
  put_word(&to, out == NULL
                    ? 0
                    : mt_i_summary_hash(SUMMARY_HASH_START, out, (size_t)to.bytes));
  return to.bytes;
}

/* ---- reading: every byte may be wrong ---- */

typedef struct reader {
  const unsigned char *at;
  int64_t left;
  int bad;
} reader;

static unsigned get_byte(reader *from) {
  if (from->left < 1) {
    from->bad = 1;
    return 0;
  }
  from->left--;
  return *from->at++;
}

static uint64_t get_word(reader *from) {
  uint64_t word = 0;
  for (int b = 0; b < 8; b++) {
    word |= (uint64_t)get_byte(from) << (8 * b);
  }
  return word;
}

static double get_double(reader *from) {
  const uint64_t bits = get_word(from);
  double value;
  memcpy(&value, &bits, sizeof(value));
  return value;
}

static uint64_t get_varint(reader *from) {
  uint64_t value = 0;

  for (int shift = 0; shift < 64; shift += 7) {
    const unsigned byte = get_byte(from);
    value |= (uint64_t)(byte & 0x7f) << shift;
    if (byte < 0x80) {
      return value;
    }
  }
  from->bad = 1;
  return 0;
}

static void get_sum(reader *from, exact_sum *sum) {
  uint64_t top;

  memset(sum, 0, sizeof(*sum));
  for (int i = 0; i < EXACT_SUM_LIMBS - 1; i++) {
    sum->limb[i] = (int64_t)(get_varint(from) & UINT64_C(0xffffffff));
  }
  top = get_varint(from);
  sum->limb[EXACT_SUM_LIMBS - 1] =
      top & 1 ? -(int64_t)(top >> 1) - 1 : (int64_t)(top >> 1);
}

static void get_column(reader *from, mt_summary *into, int64_t column, uint64_t n) {
  summary_part *total = &into->total;
  const double least = get_double(from), most = get_double(from);
  int64_t *counts = into->joined + column * SUMMARY_BINS;
  exact_sum sum, squares;
  uint64_t seen = 0;

  total->least[column] = least < total->least[column] ? least : total->least[column];
  total->most[column] = most > total->most[column] ? most : total->most[column];
  get_sum(from, &sum);
  get_sum(from, &squares);
  mt_i_exact_sum_merge(&total->sum[column], &sum);
  mt_i_exact_sum_merge(&total->squares[column], &squares);
  for (int64_t bin = 0; bin < SUMMARY_BINS && !from->bad; bin++) {
    const uint64_t empty = get_varint(from);
    const uint64_t count = get_varint(from);

    if (empty > (uint64_t)(SUMMARY_BINS - 1 - bin) || count > n - seen) {
      from->bad = 1;
      return;
    }
    bin += (int64_t)empty;
    counts[bin] += (int64_t)count;
    seen += count;
  }
  from->bad |= seen != n;
}

static mt_status not_ours(mt_ctx *ctx, const char *why) {
  return mt_i_fail(ctx, MT_ERROR_VALUE, "the saved summary %s", why);
}

mt_status mt_i_summary_load(mt_ctx *ctx, mt_summary *into, int64_t bytes,
                            const unsigned char *from) {
  reader at = {from, bytes - 8, 0};
  reader end = {from + (bytes < 8 ? 0 : bytes - 8), 8, 0};
  uint64_t n, responders;

  if (bytes < 56 || memcmp(from, magic, sizeof(magic)) != 0) {
    return not_ours(ctx, "is not one: its first bytes are not those of a summary");
  }
  if (mt_i_summary_hash(SUMMARY_HASH_START, from, (size_t)(bytes - 8)) !=
      get_word(&end)) {
    return not_ours(ctx, "is damaged: its checksum does not fit");
  }
  at.at += 8;
  at.left -= 8;
  if (get_word(&at) != into->fingerprint) {
    return not_ours(ctx, "is of another cohort, schedule or option");
  }
  n = get_word(&at);
  responders = get_word(&at);
  if (get_word(&at) != (uint64_t)into->n_columns || get_word(&at) != SUMMARY_BINS ||
      n > INT64_MAX / 2 || responders > n) {
    return not_ours(ctx, "is damaged: its sizes do not fit");
  }
  MT_I_TRY(mt_i_summary_gather(ctx, into));
  for (int64_t column = 0; column < into->n_columns && !at.bad; column++) {
    get_column(&at, into, column, n);
  }
  if (at.bad || at.left != 0) {
    into->broken = 1;
    return not_ours(ctx, "is damaged: its counts do not add up");
  }
  into->total.n += (int64_t)n;
  into->total.responders += (int64_t)responders;
  return MT_OK;
}

/* ---- joining ---- */

mt_status mt_i_summary_merge(mt_ctx *ctx, mt_summary *into, const mt_summary *from) {
  summary_part *total = &into->total;
  int64_t n, responders;

  if (into->fingerprint != from->fingerprint || into->n_columns != from->n_columns) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "the summaries are of different cohorts, schedules or options");
  }
  MT_I_TRY(mt_i_summary_gather(ctx, into));
  for (int64_t column = 0; column < into->n_columns; column++) {
    double least, most;
    exact_sum sum, squares;

    mt_i_column_range(from, column, &least, &most);
    total->least[column] = least < total->least[column] ? least : total->least[column];
    total->most[column] = most > total->most[column] ? most : total->most[column];
    mt_i_column_sums(from, column, &sum, &squares);
    mt_i_exact_sum_merge(&total->sum[column], &sum);
    mt_i_exact_sum_merge(&total->squares[column], &squares);
    for (int64_t bin = 0; bin < SUMMARY_BINS; bin++) {
      into->joined[column * SUMMARY_BINS + bin] += mt_i_column_at(from, column, bin);
    }
  }
  mt_i_summary_totals(from, &n, &responders);
  total->n += n;
  total->responders += responders;
  return MT_OK;
}
