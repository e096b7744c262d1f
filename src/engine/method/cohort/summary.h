/*
 * The distribution over a cohort, in memory that does not grow with it.
 *
 * A column is one quantity on one day. Each has a centre and a scale, set by a pilot, and
 * everything is kept of z = (x - centre) / scale as integers, which may be added in any
 * order and grouping: counts in fixed bins, sums of z and z^2 without rounding, smallest and
 * largest. docs/decisions/0004-summary-sketch.md says why so and how large the errors are.
 */
#ifndef MT_METHOD_COHORT_SUMMARY_H
#define MT_METHOD_COHORT_SUMMARY_H

#include "method/cohort/cohort.h"
#include "num/exact_sum.h"

/* Bins in z. With v = 1 + |z|, each octave of v below NEAR_LIMIT has NEAR_BINS equal bins,
 * each of the FAR_OCTAVES above it FAR_BINS; the last bin on either side has no end. So a
 * near bin is at most (1 + |z|) / 512 of a scale wide. */
enum {
  SUMMARY_NEAR_OCTAVES = 4,
  SUMMARY_NEAR_BINS = 512, /* in an octave */
  SUMMARY_FAR_OCTAVES = 16,
  SUMMARY_FAR_BINS = 64,
  SUMMARY_SIDE =
      SUMMARY_NEAR_OCTAVES * SUMMARY_NEAR_BINS + SUMMARY_FAR_OCTAVES * SUMMARY_FAR_BINS,
  SUMMARY_BINS = 2 * SUMMARY_SIDE,
  SUMMARY_ZERO = SUMMARY_SIDE, /* the bin that starts at z = 0 */
  SUMMARY_PILOT = 1024
};

/* What one thread has counted. */
typedef struct summary_part {
  int64_t n, responders;
  uint32_t *counts; /* [SUMMARY_BINS x n_columns] */
  double *least, *most;
  exact_sum *sum, *squares; /* of z and z^2 */
} summary_part;

struct mt_summary {
  mt_ctx *memory; /* for allocation alone; the caller's context may be gone */
  cohort_run run;
  double *owned; /* what the run points at: load, nutrition, twins */
  int64_t n_columns;
  int64_t first_column[5]; /* of each quantity; -1: mass that everybody shares */
  double *centre, *scale;
  uint64_t fingerprint; /* of everything that must agree for two summaries to be joined */
  int64_t n_parts;
  summary_part *parts;
  summary_part total; /* counts NULL: what was joined from elsewhere is in `joined` */
  int64_t *joined;    /* [SUMMARY_BINS x n_columns], made when needed */
  int broken;         /* an add failed half-way */
};

/* `run` is worked out here; its load, nutrition and twins are copied. */
mt_status mt_i_summary_create(mt_ctx *ctx, const cohort_run *run, mt_summary **out);
void mt_i_summary_destroy(mt_summary *summary);
mt_status mt_i_summary_add(mt_ctx *ctx, mt_summary *summary, int64_t first, int64_t n,
                           int64_t *failed);
void mt_i_summary_totals(const mt_summary *summary, int64_t *n, int64_t *responders);

/* All days of a quantity, as mt_summary_moments() and mt_summary_quantiles() give them. */
void mt_i_summary_moments(const mt_summary *summary, int64_t quantity, double *mean,
                          double *sd);
mt_status mt_i_summary_quantiles(mt_ctx *ctx, const mt_summary *summary, int64_t quantity,
                                 int64_t n_probs, const double *probs, double *quantiles,
                                 double *errors);

mt_status mt_i_summary_merge(mt_ctx *ctx, mt_summary *into, const mt_summary *from);

/* Writes to `out` (NULL: nowhere) and returns the bytes; the same content, however it came
 * together, gives the same bytes. */
int64_t mt_i_summary_save(const mt_summary *summary, unsigned char *out);
mt_status mt_i_summary_load(mt_ctx *ctx, mt_summary *into, int64_t bytes,
                            const unsigned char *from);

/* ---- between the files ---- */

/* Moves the parts' counts to `joined` and the rest of them to `total`: before 32 bits
 * overflow, and before joining. */
mt_status mt_i_summary_gather(mt_ctx *ctx, mt_summary *summary);

/* All parts together. */
void mt_i_column_range(const mt_summary *summary, int64_t column, double *least,
                       double *most);
void mt_i_column_sums(const mt_summary *summary, int64_t column, exact_sum *sum,
                      exact_sum *squares);
int64_t mt_i_column_at(const mt_summary *summary, int64_t column, int64_t bin);

/* FNV-1a, 64 bits. */
#define SUMMARY_HASH_START UINT64_C(0xcbf29ce484222325)
uint64_t mt_i_summary_hash(uint64_t seed, const void *bytes, size_t n);

/* Counts n values of a column into a part; n is at most SUMMARY_BLOCK. x and bins, which is
 * scratch, have room for n rounded up to COHORT_LANES; x is written to beyond n. */
enum { SUMMARY_BLOCK = 2048 };
void mt_i_column_count(double *x, int64_t n, double centre, double scale,
                       uint32_t *counts, double *least, double *most, exact_sum *sum,
                       exact_sum *squares, uint16_t *bins);

/* The bin of z, and the z at which a bin begins (bin SUMMARY_BINS: the end of all). */
int64_t mt_i_column_bin(double z);
double mt_i_column_edge(int64_t bin);

#endif
