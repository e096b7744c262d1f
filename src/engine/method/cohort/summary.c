#include "base/fp.h"
/* The arithmetic's rules come first, before any header with arithmetic. */
#include "method/cohort/summary.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum {
  LANES = COHORT_LANES,
  QUANTITIES = 4,
  TURNOVER_COLUMNS = 5 /* of forcing that have a say in mass */
};

/* ---- columns ---- */

/* Mass comes last of the quantities with days, as it may be missing. */
static void number_columns(mt_summary *summary) {
  const int64_t n_days = summary->run.n_days;
  int64_t next = 0;

  for (int q = MT_FITNESS; q <= MT_PERFORMANCE; q++) {
    summary->first_column[q] = next;
    next += n_days;
  }
  summary->first_column[MT_PEAK] = next++;
  summary->first_column[MT_MASS] = -1;
  if (summary->run.shared_mass == NULL) {
    summary->first_column[MT_MASS] = next;
    next += n_days;
  }
  summary->n_columns = next;
}

static int by_solver(const cohort_run *run) {
  return run->shared_mass == NULL && run->solver.solver != MT_SOLVER_EXACT;
}

/* ---- one block of trainees, day by day ---- */

/* Told the n values of each column in turn. */
typedef struct column_reader {
  void (*read)(void *reader, int64_t column, double *x, int64_t n);
  void *reader;
} column_reader;

static int64_t padded(int64_t count) { return (count + LANES - 1) / LANES * LANES; }

/* Scratch of a block: four columns, and its mass by a solver, trainee by trainee. */
static int64_t block_scratch(const cohort_run *run, int64_t block) {
  return QUANTITIES * padded(block) + (by_solver(run) ? block * run->n_days : 0);
}

/* The state of every batch takes a step, then each quantity's column is read: a column's
 * bins are then in the cache for all of the block. */
static void walk_block(const mt_summary *summary, const cohort_run *run,
                       cohort_batch *batches, int64_t count, double *scratch,
                       const double *solved, const column_reader *reader) {
  const int64_t *first = summary->first_column;
  const int64_t n_batches = (count + LANES - 1) / LANES;
  double *column[QUANTITIES];
  const int recursion = first[MT_MASS] >= 0 && solved == NULL;

  for (int q = 0; q < QUANTITIES; q++) {
    column[q] = scratch + q * padded(count);
  }
  for (int64_t b = 0; b < n_batches; b++) {
    mt_i_batch_start(&batches[b]);
  }
  for (int64_t t = 0; t < run->n_days; t++) {
    for (int64_t b = 0; b < n_batches; b++) {
      mt_i_batch_days(run, &batches[b], t, 1,
                      recursion ? column[MT_MASS] + b * LANES : NULL,
                      column[MT_FITNESS] + b * LANES, column[MT_FATIGUE] + b * LANES,
                      column[MT_PERFORMANCE] + b * LANES);
    }
    for (int64_t i = 0; i < count && solved != NULL; i++) {
      column[MT_MASS][i] = solved[i * run->n_days + t];
    }
    for (int q = 0; q < QUANTITIES; q++) {
      if (first[q] >= 0) {
        reader->read(reader->reader, first[q] + t, column[q], count);
      }
    }
  }
  for (int64_t b = 0; b < n_batches; b++) {
    mt_i_batch_peaks(run, &batches[b], 0);
    memcpy(column[0] + b * LANES, batches[b].peak, sizeof(batches[b].peak));
  }
  reader->read(reader->reader, first[MT_PEAK], column[0], count);
}

/* ---- the pilot: where the bins are ---- */

typedef struct pilot {
  mt_summary *summary;
  const char *good; /* [n] */
} pilot;

/* So many of them, and their deviations, add up within a double: 2^1024 / 2^12. */
static const double far_sum = DBL_MAX * 0x1p-12;

/* Centre: the mean. Scale: 1.25 mean absolute deviations, which is the standard deviation
 * of a normal distribution but bears a wild value better. All alike: any scale will do, as
 * z is then 0. Plain sums in a fixed order, on one thread. */
static void place_column(void *payload, int64_t column, double *x, int64_t n) {
  const pilot *from = payload;
  double least = INFINITY, most = -INFINITY, sum = 0.0, deviation = 0.0;
  double centre, scale, unit = 1.0;
  int64_t used = 0;

  for (int64_t i = 0; i < n; i++) {
    if (from->good[i]) {
      least = x[i] < least ? x[i] : least;
      most = x[i] > most ? x[i] : most;
      sum += x[i];
      used++;
    }
  }
  if (most > far_sum || least < -far_sum) { /* the plain sums may overflow */
    unit = 0x1p-12;
    sum = 0.0;
    for (int64_t i = 0; i < n; i++) {
      sum += from->good[i] ? x[i] * unit : 0.0;
    }
  }
  centre = used == 0 ? 0.0 : least == most ? least : sum / (double)used / unit;
  for (int64_t i = 0; i < n; i++) {
    if (from->good[i]) {
      deviation += fabs(x[i] * unit - centre * unit);
    }
  }
  scale = used == 0 ? 0.0 : 1.25 * deviation / (double)used / unit;
  if (!(scale > 0x1p-44 * fabs(centre)) || scale < DBL_MIN / DBL_EPSILON) {
    scale = centre != 0.0 ? 0x1p-10 * fabs(centre) : 1.0;
  }
  from->summary->centre[column] = centre;
  from->summary->scale[column] = scale < DBL_MIN / DBL_EPSILON ? 1.0 : scale;
}

/* Rows spread evenly over twins given as numbers, which may come in blocks of a kind; and how
 * they respond, if that is given too. */
static void sample_twins(const cohort_run *run, int64_t n, double *sample) {
  for (int64_t i = 0; i < n; i++) {
    const int64_t row = run->n <= n ? i : i * (run->n / n) + i * (run->n % n) / n;
    for (int j = 0; j < MT_N_PARAMETERS; j++) {
      sample[i + n * j] = run->twins[row + run->n * j];
    }
    sample[i + n * MT_N_PARAMETERS] = run->responds == NULL ? 1.0 : run->responds[row];
  }
}

static mt_status place_bins(mt_summary *summary) {
  mt_ctx *memory = summary->memory;
  cohort_run run = summary->run; /* the same but for who is in it */
  char good[SUMMARY_PILOT];
  pilot from = {summary, good};
  const column_reader reader = {place_column, &from};
  cohort_batch *batches = NULL;
  double *sample = NULL, *scratch = NULL, *steps = NULL;
  mt_status status = MT_ERROR_MEMORY;

  run.solver.solver = MT_SOLVER_EXACT; /* near enough, and quick */
  run.first = 0;
  run.n = run.twins != NULL && run.n < SUMMARY_PILOT ? run.n : SUMMARY_PILOT;
  batches = mt_i_allocate(memory, SUMMARY_PILOT / LANES, sizeof(*batches));
  scratch = mt_i_allocate(memory, block_scratch(&run, SUMMARY_PILOT), sizeof(*scratch));
  sample = mt_i_allocate(memory, run.n, (MT_N_PARAMETERS + 1) * sizeof(*sample));
  steps = mt_i_allocate(memory, SUMMARY_PILOT / LANES * mt_i_batch_steps(&run),
                        sizeof(*steps));
  if (batches == NULL || scratch == NULL || sample == NULL || steps == NULL) {
    goto cleanup;
  }
  mt_i_batch_lend_steps(&run, SUMMARY_PILOT / LANES, batches, steps);
  if (run.twins != NULL) {
    sample_twins(&summary->run, run.n, sample);
    run.twins = sample;
    run.responds = run.responds == NULL ? NULL : sample + run.n * MT_N_PARAMETERS;
  }
  for (int64_t i = 0; i < run.n; i += LANES) {
    const int64_t here = run.n - i < LANES ? run.n - i : LANES;
    const int64_t bad = mt_i_batch_open(&run, i, here, &batches[i / LANES]);
    for (int64_t lane = 0; lane < here; lane++) {
      good[i + lane] =
          lane < bad || mt_i_batch_lane_good(&run, &batches[i / LANES], lane);
    }
  }
  walk_block(summary, &run, batches, run.n, scratch, NULL, &reader);
  status = MT_OK;

cleanup:
  mt_i_release(memory, batches);
  mt_i_release(memory, scratch);
  mt_i_release(memory, sample);
  mt_i_release(memory, steps);
  return status;
}

/* ---- making one ---- */

uint64_t mt_i_summary_hash(uint64_t seed, const void *bytes, size_t n) {
  const unsigned char *at = bytes;

  for (size_t i = 0; i < n; i++) {
    seed = (seed ^ at[i]) * UINT64_C(0x100000001b3);
  }
  return seed;
}

static uint64_t hash_doubles(uint64_t seed, const double *values, int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    unsigned char bytes[8];
    uint64_t bits;

    memcpy(&bits, &values[i], sizeof(bits));
    for (int b = 0; b < 8; b++) {
      bytes[b] = (unsigned char)(bits >> (8 * b));
    }
    seed = mt_i_summary_hash(seed, bytes, sizeof(bytes));
  }
  return seed;
}

/* Centres and scales come of everything that shapes the numbers but the solver's details. */
static uint64_t fingerprint(const mt_summary *summary) {
  const cohort_run *run = &summary->run;
  const double more[] = {(double)run->n_days,
                         (double)summary->n_columns,
                         (double)run->window_from,
                         (double)run->window_to,
                         (double)run->load_effect,
                         (double)run->solver.solver,
                         run->solver.solver == MT_SOLVER_CVODE ? run->solver.rtol : 0.0,
                         run->solver.solver == MT_SOLVER_CVODE ? run->solver.atol : 0.0,
                         run->solver.solver == MT_SOLVER_EULER ? run->solver.step : 0.0,
                         isnan(run->threshold) ? 0.0 : 1.0,
                         isnan(run->threshold) ? 0.0 : run->threshold,
                         (double)(run->seed >> 32),
                         (double)(run->seed & UINT32_MAX),
                         SUMMARY_BINS};
  uint64_t seed = SUMMARY_HASH_START;

  seed = hash_doubles(seed, more, sizeof(more) / sizeof(more[0]));
  seed = hash_doubles(seed, summary->centre, summary->n_columns);
  seed = hash_doubles(seed, summary->scale, summary->n_columns);
  if (run->shared_mass != NULL) {
    seed = hash_doubles(seed, run->shared_mass, run->n_days);
  }
  if (run->mass_model == MT_MASS_TURNOVER) {
    const mt_forcing *forcing = &run->turnover.forcing;
    const double *const columns[TURNOVER_COLUMNS] = {forcing->piece_end, forcing->gain,
                                                     forcing->factor, forcing->decline,
                                                     forcing->transient};
    for (int i = 0; i < TURNOVER_COLUMNS; i++) {
      seed = hash_doubles(seed, columns[i], columns[i] == NULL ? 0 : forcing->n_pieces);
    }
  }
  return seed;
}

static mt_status make_part(mt_ctx *memory, int64_t n_columns, int with_counts,
                           summary_part *part) {
  memset(part, 0, sizeof(*part));
  part->least = mt_i_allocate(memory, n_columns, 2 * sizeof(double));
  part->sum = mt_i_allocate(memory, n_columns, 2 * sizeof(exact_sum));
  if (with_counts) {
    part->counts = mt_i_allocate(memory, n_columns, SUMMARY_BINS * sizeof(uint32_t));
  }
  if (part->least == NULL || part->sum == NULL || (with_counts && part->counts == NULL)) {
    return MT_ERROR_MEMORY; /* what there is, destroy() releases */
  }
  part->most = part->least + n_columns;
  part->squares = part->sum + n_columns;
  for (int64_t c = 0; c < n_columns; c++) {
    part->least[c] = INFINITY;
    part->most[c] = -INFINITY;
  }
  return MT_OK;
}

static void release_part(mt_ctx *memory, summary_part *part) {
  mt_i_release(memory, part->least);
  mt_i_release(memory, part->sum);
  mt_i_release(memory, part->counts);
}

void mt_i_summary_destroy(mt_summary *summary) {
  mt_ctx *memory;

  if (summary == NULL) {
    return;
  }
  memory = summary->memory;
  for (int64_t i = 0; i < summary->n_parts && summary->parts != NULL; i++) {
    release_part(memory, &summary->parts[i]);
  }
  release_part(memory, &summary->total);
  mt_i_release(memory, summary->parts);
  mt_i_release(memory, summary->joined);
  mt_i_release(memory, summary->centre);
  mt_i_release(memory, summary->owned);
  mt_i_cohort_release(memory, &summary->run);
  mt_i_release(memory, summary);
  mt_ctx_destroy(memory);
}

/* Copies n doubles that *from points at, if any, to *to, and lets both point on. */
static void own_doubles(const double **from, int64_t n, double **to) {
  if (*from != NULL) {
    memcpy(*to, *from, (size_t)n * sizeof(double));
    *from = *to;
    *to += n;
  }
}

/* Copies what the run points at. */
static mt_status own_inputs(mt_summary *summary) {
  cohort_run *run = &summary->run;
  mt_forcing *forcing = &run->turnover.forcing;
  const int64_t n_given = run->twins != NULL ? run->n : 0;
  const int64_t n_pieces = forcing->n_pieces; /* 0 if mass is the post's */
  double *at;

  summary->owned = mt_i_allocate(
      summary->memory,
      2 * run->n_days + (MT_N_PARAMETERS + 1) * n_given + TURNOVER_COLUMNS * n_pieces,
      sizeof(double));
  if (summary->owned == NULL) {
    return MT_ERROR_MEMORY;
  }
  at = summary->owned;
  own_doubles(&run->load, run->n_days, &at);
  own_doubles(&run->nutrition, run->n_days, &at);
  own_doubles(&run->twins, MT_N_PARAMETERS * n_given, &at);
  own_doubles(&run->responds, n_given, &at);
  own_doubles(&forcing->piece_end, n_pieces, &at);
  own_doubles(&forcing->gain, n_pieces, &at);
  own_doubles(&forcing->factor, n_pieces, &at);
  own_doubles(&forcing->decline, n_pieces, &at);
  own_doubles(&forcing->transient, n_pieces, &at);
  return MT_OK;
}

mt_status mt_i_summary_create(mt_ctx *ctx, const cohort_run *run, mt_summary **out) {
  mt_summary *summary = NULL;
  mt_ctx *memory = NULL;
  mt_status status = MT_ERROR_MEMORY;

  *out = NULL;
  MT_I_TRY(mt_i_ctx_keep(ctx, &memory));
  summary = mt_i_allocate(memory, 1, sizeof(*summary));
  if (summary == NULL) {
    mt_ctx_destroy(memory);
    return mt_i_fail(ctx, MT_ERROR_MEMORY, "out of memory");
  }
  summary->memory = memory;
  summary->run = *run;
  MT_I_TRY_OR_CLEAN_UP(own_inputs(summary));
  /* With the caller's context: CVODE asks it whether to stop and tells it what fails. */
  status = mt_i_cohort_prepare(ctx, &summary->run);
  if (status < 0) {
    goto cleanup;
  }
  number_columns(summary);
  summary->centre = mt_i_allocate(memory, summary->n_columns, 2 * sizeof(double));
  summary->parts = mt_i_allocate(memory, run->threads, sizeof(summary_part));
  status = MT_ERROR_MEMORY;
  if (summary->centre == NULL || summary->parts == NULL) {
    goto cleanup;
  }
  summary->n_parts = run->threads;
  summary->scale = summary->centre + summary->n_columns;
  for (int64_t i = 0; i < summary->n_parts; i++) {
    MT_I_TRY_OR_CLEAN_UP(make_part(memory, summary->n_columns, 1, &summary->parts[i]));
  }
  MT_I_TRY_OR_CLEAN_UP(make_part(memory, summary->n_columns, 0, &summary->total));
  MT_I_TRY_OR_CLEAN_UP(place_bins(summary));
  summary->fingerprint = fingerprint(summary);
  *out = summary;
  return MT_OK;

cleanup:
  if (status == MT_ERROR_MEMORY) {
    mt_i_fail(ctx, status, "out of memory");
  }
  mt_i_summary_destroy(summary);
  return status;
}

/* ---- counting in ---- */

typedef struct counter {
  const mt_summary *summary;
  summary_part *part;
  uint16_t *bins;
} counter;

static void count_column(void *payload, int64_t column, double *x, int64_t n) {
  const counter *to = payload;
  summary_part *part = to->part;

  mt_i_column_count(x, n, to->summary->centre[column], to->summary->scale[column],
                    part->counts + column * SUMMARY_BINS, &part->least[column],
                    &part->most[column], &part->sum[column], &part->squares[column],
                    to->bins);
}

static mt_status solve_mass(const cohort_run *run, cohort_worker *worker, int64_t count,
                            double *out, int64_t *failed) {
  for (int64_t i = 0; i < count; i++) {
    const cohort_batch *batch = &worker->batches[i / LANES];
    const mt_status status =
        mt_i_cohort_mass(run, batch, i % LANES, worker, out + i * run->n_days);
    if (status < 0) {
      *failed = batch->first + i % LANES;
      return status;
    }
  }
  return MT_OK;
}

static mt_status do_block(const cohort_run *run, void *payload, cohort_worker *worker,
                          int64_t first, int64_t count, int64_t *failed) {
  mt_summary *summary = payload;
  summary_part *part = &summary->parts[worker->index];
  uint16_t bins[SUMMARY_BLOCK];
  counter to = {summary, part, bins};
  const column_reader reader = {count_column, &to};
  double *solved = NULL;

  for (int64_t i = 0; i < count; i += LANES) {
    const int64_t here = count - i < LANES ? count - i : LANES;
    const int64_t good =
        mt_i_batch_open(run, first + i, here, &worker->batches[i / LANES]);
    if (good < here) {
      *failed = first + i + good;
      return MT_ERROR_VALUE;
    }
  }
  if (by_solver(run)) {
    solved = worker->scratch + QUANTITIES * padded(count);
    MT_I_TRY(solve_mass(run, worker, count, solved, failed));
  }
  walk_block(summary, run, worker->batches, count, worker->scratch, solved, &reader);
  for (int64_t i = 0; i < count; i++) {
    part->responders += mt_i_batch_responds(run, &worker->batches[i / LANES], i % LANES);
  }
  part->n += count;
  return MT_OK;
}

mt_status mt_i_summary_gather(mt_ctx *ctx, mt_summary *summary) {
  const int64_t n_counts = summary->n_columns * SUMMARY_BINS;
  summary_part *total = &summary->total;

  if (summary->joined == NULL) {
    summary->joined = mt_i_allocate(summary->memory, n_counts, sizeof(int64_t));
    if (summary->joined == NULL) {
      return mt_i_fail(ctx, MT_ERROR_MEMORY, "out of memory");
    }
  }
  for (int64_t p = 0; p < summary->n_parts; p++) {
    summary_part *part = &summary->parts[p];
    for (int64_t i = 0; i < n_counts; i++) {
      summary->joined[i] += part->counts[i];
      part->counts[i] = 0;
    }
    for (int64_t c = 0; c < summary->n_columns; c++) {
      total->least[c] =
          part->least[c] < total->least[c] ? part->least[c] : total->least[c];
      total->most[c] = part->most[c] > total->most[c] ? part->most[c] : total->most[c];
      mt_i_exact_sum_merge(&total->sum[c], &part->sum[c]);
      mt_i_exact_sum_merge(&total->squares[c], &part->squares[c]);
      memset(&part->sum[c], 0, sizeof(part->sum[c]));
      memset(&part->squares[c], 0, sizeof(part->squares[c]));
      part->least[c] = INFINITY;
      part->most[c] = -INFINITY;
    }
    total->n += part->n;
    total->responders += part->responders;
    part->n = part->responders = 0;
  }
  return MT_OK;
}

/* Trainees a unit: as many as bins of a column should serve, fewer if days are many, so
 * that the caller is asked often enough, or if each trainee has many steps of its own. */
static int64_t block_size(const cohort_run *run) {
  const int64_t own_steps = mt_i_batch_steps(run) / LANES;
  int64_t block = SUMMARY_BLOCK;

  while (block > LANES && (by_solver(run) || block * run->n_days > 4 * 1024 * 1024 ||
                           block * own_steps > 1024 * 1024)) {
    block /= 2;
  }
  return block;
}

mt_status mt_i_summary_add(mt_ctx *ctx, mt_summary *summary, int64_t first, int64_t n,
                           int64_t *failed) {
  const int64_t block = block_size(&summary->run);
  const cohort_work work = {
      do_block, summary, block, block / LANES, block_scratch(&summary->run, block),
      NULL,     NULL};
  const int64_t most = INT64_C(1) << 31; /* in one part before 32 bits overflow */
  mt_status status = MT_OK;

  *failed = -1;
  while (n > 0 && status >= 0) {
    const int64_t here = n < most ? n : most;
    int64_t counted = 0;

    for (int64_t p = 0; p < summary->n_parts; p++) {
      counted = summary->parts[p].n > counted ? summary->parts[p].n : counted;
    }
    if (counted > UINT32_MAX - here) {
      MT_I_TRY(mt_i_summary_gather(ctx, summary));
    }
    status = mt_i_cohort_run(ctx, &summary->run, &work, first, here, failed);
    first += here;
    n -= here;
  }
  summary->broken |= status < 0;
  return status;
}
