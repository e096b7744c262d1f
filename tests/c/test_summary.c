#include "cohort_testing.h"
#include "method/cohort/summary.h"

enum { N = MT_N_PARAMETERS, DAYS = BLOCK_DAYS, PROBS = 11 };

static const double probs[PROBS] = {0.0,  0.01, 0.05, 0.10, 0.25, 0.5,
                                    0.75, 0.90, 0.95, 0.99, 1.0};

/* ---- sums without rounding ---- */

static void test_exact_sum__order_does_not_matter(void) {
  const double terms[] = {1e300, 1.0,       -1e300, 0x1p-64, -0.1, 3e17,
                          -3e17, 0x1.8p-63, 1e-5,   -7e99,   7e99, 0x1p900,
                          -1e-9, -0x1p900,  2.5,    0.1};
  const int n = sizeof(terms) / sizeof(terms[0]);
  exact_sum forward = {{0}, 0}, backward = {{0}, 0}, halves[2] = {{{0}, 0}, {{0}, 0}};

  for (int i = 0; i < n; i++) {
    mt_i_exact_sum_add(&forward, terms[i]);
    mt_i_exact_sum_add(&backward, terms[n - 1 - i]);
    mt_i_exact_sum_add(&halves[i % 2], terms[i]);
  }
  mt_i_exact_sum_merge(&halves[0], &halves[1]);
  mt_i_exact_sum_carry(&forward);
  mt_i_exact_sum_carry(&backward);
  MT_CHECK(memcmp(forward.limb, backward.limb, sizeof(forward.limb)) == 0);
  MT_CHECK(memcmp(forward.limb, halves[0].limb, sizeof(forward.limb)) == 0);
  MT_CHECK_NEAR(mt_i_exact_sum_value(&forward), 3.5 + 1e-5 - 1e-9, 1e-15);
}

static void test_exact_sum__values(void) {
  const int64_t counts[] = {1, -1, 12345678901234567, -98765432109876543, INT64_MAX};

  for (int exponent = -64; exponent <= 900; exponent += 13) {
    for (int i = 0; i < 5; i++) {
      exact_sum sum = {{0}, 0};
      mt_i_exact_sum_add_integer(&sum, counts[i], exponent);
      MT_CHECK_NEAR(mt_i_exact_sum_value(&sum), ldexp((double)counts[i], exponent),
                    3e-16);
      mt_i_exact_sum_add_integer(&sum, -counts[i], exponent);
      MT_CHECK_EQ(mt_i_exact_sum_value(&sum), 0.0);
    }
  }
}

static void test_exact_sum__many_carries(void) {
  exact_sum sum = {{0}, 0};

  sum.pending = (INT64_C(1) << 29) - 5; /* the tenth addition carries */
  for (int i = 0; i < 1000; i++) {
    mt_i_exact_sum_add(&sum, -0.7);
  }
  MT_CHECK_NEAR(mt_i_exact_sum_value(&sum), -0.7 * 1000, 3e-16);
}

/* ---- bins ---- */

static void test_bins__cover_the_line(void) {
  double before = mt_i_column_edge(0);

  MT_CHECK_EQ(before, -INFINITY);
  MT_CHECK_EQ(mt_i_column_edge(SUMMARY_BINS), INFINITY);
  MT_CHECK_EQ(mt_i_column_edge(SUMMARY_ZERO), 0.0);
  for (int64_t bin = 1; bin < SUMMARY_BINS; bin++) {
    const double edge = mt_i_column_edge(bin);
    const double middle = 0.5 * (edge + before);

    MT_CHECK(edge > before);
    if (isfinite(before)) {
      MT_CHECK_EQ(mt_i_column_bin(middle), bin - 1);
      if (fabs(middle) < 15.0) {
        MT_CHECK(edge - before <= (1.0 + fabs(middle)) / 512.0);
      }
    }
    before = edge;
  }
  MT_CHECK_EQ(mt_i_column_bin(1e200), SUMMARY_BINS - 1);
  MT_CHECK_EQ(mt_i_column_bin(-1e200), 0);
}

/* ---- against the exact distribution ---- */

static int ascending(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* R's quantile(type = 7) of sorted values. */
static double type_7(const double *x, int64_t n, double p) {
  const double at = (double)(n - 1) * p;
  int64_t k = (int64_t)floor(at + 4 * 2.220446049250313e-16);
  const double part = fabs(at - (double)k) < 1e-15 ? 0.0 : at - (double)k;

  k = k > n - 1 ? n - 1 : k;
  return part == 0.0 ? x[k] : (1.0 - part) * x[k] + part * x[k + 1];
}

typedef struct exact {
  double mean, sd, quantile[PROBS];
} exact;

static exact exactly(const double *from, int64_t n, int64_t stride) {
  double *x = doubles(n);
  long double sum = 0.0L, squares = 0.0L;
  exact found;

  for (int64_t i = 0; i < n; i++) {
    x[i] = from[i * stride];
    sum += x[i];
  }
  found.mean = (double)(sum / n);
  for (int64_t i = 0; i < n; i++) {
    const long double d = x[i] - sum / n;
    squares += d * d;
  }
  found.sd = n > 1 ? (double)sqrtl(squares / (n - 1)) : NAN;
  qsort(x, (size_t)n, sizeof(double), ascending);
  if (x[0] == x[n - 1]) {
    found.mean = x[0];
    found.sd = n > 1 ? 0.0 : NAN;
  }
  for (int i = 0; i < PROBS; i++) {
    found.quantile[i] = type_7(x, n, probs[i]);
  }
  free(x);
  return found;
}

typedef struct told {
  double mean[DAYS], sd[DAYS], quantile[DAYS * PROBS], error[DAYS * PROBS];
} told;

static void tell(const mt_summary *summary, int64_t quantity, told *out) {
  MT_CHECK_EQ(mt_summary_moments(NULL, summary, quantity, out->mean, out->sd), MT_OK);
  MT_CHECK_EQ(mt_summary_quantiles(NULL, summary, quantity, PROBS, probs, out->quantile,
                                   out->error),
              MT_OK);
}

/* Every column; `worst` gets the largest error bound and true error in standard
 * deviations, over 1 % to 99 %. */
static void check_column(const told *told, int64_t t, int64_t days, const exact *expected,
                         double scale, double *bound, double *miss) {
  const double variance = told->sd[t] * told->sd[t];
  const double variance_off = fabs(variance - expected->sd * expected->sd);

  /* what the header promises, and the rounding of the result itself */
  MT_CHECK(fabs(told->mean[t] - expected->mean) <=
           0x1p-45 * scale + 4e-16 * fabs(expected->mean));
  MT_CHECK(variance_off <= 0x1p-40 * scale * scale + 4e-15 * variance ||
           (isnan(variance) && isnan(expected->sd)));
  for (int i = 0; i < PROBS; i++) {
    const double off = fabs(told->quantile[t + days * i] - expected->quantile[i]);
    const double error = told->error[t + days * i];

    if (!MT_CHECK(off <= error * (1.0 + 1e-9) + 1e-15 * fabs(expected->quantile[i]))) {
      printf("  day %d prob %g: %.17g not %.17g, error %g\n", (int)t + 1, probs[i],
             told->quantile[t + days * i], expected->quantile[i], error);
    }
    if (expected->sd > 0.0 && i > 0 && i < PROBS - 1) {
      *bound = fmax(*bound, error / expected->sd);
      *miss = fmax(*miss, off / expected->sd);
    }
  }
  MT_CHECK_EQ(told->quantile[t], expected->quantile[0]);
  MT_CHECK_EQ(told->error[t], 0.0);
  MT_CHECK_EQ(told->quantile[t + days * (PROBS - 1)], expected->quantile[PROBS - 1]);
}

static void check_cohort(const mt_cohort *cohort, const mt_cohort_options *options,
                         double *bound, double *miss) {
  const int64_t n = cohort->n;
  double *days[4], *peak = doubles(n), load[DAYS];
  static told found;
  mt_summary *summary = NULL;
  int64_t responders = 0;

  published_block(load);
  load[0] = 0.0; /* everybody's fitness is 0 on day 1 */
  for (int q = 0; q < 4; q++) {
    days[q] = doubles(n * DAYS);
  }
  MT_CHECK_EQ(mt_cohort_days(NULL, cohort, DAYS, load, NULL, options, days[0], days[1],
                             days[2], days[3]),
              MT_OK);
  MT_CHECK_EQ(mt_cohort_trainees(NULL, cohort, DAYS, load, NULL, options, NULL, peak,
                                 NULL, NULL, NULL),
              MT_OK);
  MT_CHECK_EQ(mt_summary_create(NULL, cohort, DAYS, load, NULL, options, &summary),
              MT_OK);
  MT_CHECK_EQ(mt_summary_add(NULL, summary, cohort->twins ? 0 : cohort->first, n), MT_OK);
  *bound = *miss = 0.0;
  for (int q = MT_MASS; q <= MT_PERFORMANCE; q++) {
    tell(summary, q, &found);
    for (int64_t t = 0; t < DAYS; t++) {
      const exact expected = exactly(days[q] + t, n, DAYS);
      const int64_t column = summary->first_column[q] + t;
      const double scale = summary->first_column[q] < 0 ? 0.0 : summary->scale[column];
      check_column(&found, t, DAYS, &expected, scale, bound, miss);
    }
    free(days[q]);
  }
  {
    const exact expected = exactly(peak, n, 1);
    tell(summary, MT_PEAK, &found);
    check_column(&found, 0, 1, &expected, summary->scale[summary->first_column[MT_PEAK]],
                 bound, miss);
  }
  for (int64_t i = 0; i < n; i++) {
    responders += peak[i] > options->threshold;
  }
  MT_CHECK_EQ(mt_summary_responders(summary), responders);
  MT_CHECK_EQ(mt_summary_n(summary), n);
  mt_summary_destroy(summary);
  free(peak);
}

static void test_summary__exact_within_its_bound(void) {
  const int64_t sizes[] = {1, 2, 3, 10, 401, 2048, 8000};
  const mt_population wide = wide_population();
  mt_cohort_options options = taper_options();
  double bound, miss;

  options.threshold = 700.0;
  for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
    mt_cohort cohort = cohort_of(sizes[s], s % 2 == 0 ? NULL : &wide);

    cohort.first = 1000 * (int64_t)s;
    check_cohort(&cohort, &options, &bound, &miss);
    /* a bin is at most (1 + |z|) / 512 scales wide; |z| < 4 here */
    MT_CHECK(sizes[s] < 400 || bound < 5.0 / 512.0);
  }
  MT_CHECK(miss < bound);
}

/* Far values: log-normals of spread 2 reach hundreds of scales. */
static void test_summary__heavy_tails(void) {
  mt_cohort_options options = taper_options();
  mt_population population = {0};
  mt_cohort cohort = cohort_of(5000, &population);
  double bound, miss;

  mt_population_init(&population);
  population.spread[MT_K1] = population.spread[MT_K2] = 2.0;
  options.threshold = 700.0;
  check_cohort(&cohort, &options, &bound, &miss);
}

/* Twins given as numbers, in blocks of the same one: the pilot must see them all. */
static void test_summary__blocks_of_twins(void) {
  enum { HERE = 6000 };
  double *twins = doubles(HERE * N);
  mt_cohort_options options = taper_options();
  mt_cohort cohort = cohort_of(HERE, NULL);
  double bound, miss;

  for (int64_t i = 0; i < HERE; i++) {
    mt_twin twin;
    const double p[N] = {0.0018, 0.0008, 35, 100, 1.0 + 0.5 * (i / 2000), 2.2, 45, 12};
    mt_twin_init(&twin);
    for (int j = 0; j < N; j++) {
      twins[i + HERE * j] = p[j];
    }
  }
  cohort.twins = twins;
  options.threshold = 700.0;
  check_cohort(&cohort, &options, &bound, &miss);
  free(twins);
}

static void test_summary__all_alike(void) {
  double load[DAYS], mass[DAYS], p[DAYS];
  static told found;
  mt_population population = {0};
  const mt_cohort cohort = cohort_of(777, &population);
  mt_solver_options solver;
  mt_summary *summary = NULL;
  mt_twin twin;

  published_block(load);
  mt_population_init(&population);
  for (int j = 0; j < N; j++) {
    population.spread[j] = 0.0;
  }
  mt_twin_init(&twin);
  mt_solver_options_init(&solver);
  solver.solver = MT_SOLVER_EXACT;
  MT_CHECK_EQ(mt_simulate(NULL, &twin, DAYS, load, NULL, &solver, mass, NULL, NULL, p),
              MT_OK);
  MT_CHECK_EQ(mt_summary_create(NULL, &cohort, DAYS, load, NULL, NULL, &summary), MT_OK);
  tell(summary, MT_MASS, &found);
  MT_CHECK_EQ(found.mean[3], NAN); /* nobody yet */
  MT_CHECK_EQ(found.quantile[3], NAN);
  MT_CHECK_EQ(mt_summary_add(NULL, summary, 0, 1), MT_OK);
  tell(summary, MT_MASS, &found);
  MT_CHECK_EQ(found.sd[3], NAN);
  MT_CHECK_EQ(mt_summary_add(NULL, summary, 1, 776), MT_OK);
  for (int q = MT_MASS; q <= MT_PERFORMANCE; q += 3) {
    tell(summary, q, &found);
    for (int t = 0; t < DAYS; t++) {
      MT_CHECK_NEAR(found.mean[t], q == MT_MASS ? mass[t] : p[t],
                    q == MT_MASS ? 0 : 1e-12);
      MT_CHECK_EQ(found.sd[t], 0.0);
      for (int i = 0; i < PROBS; i++) {
        MT_CHECK_EQ(found.quantile[t + DAYS * i], found.mean[t]);
        MT_CHECK_EQ(found.error[t + DAYS * i], 0.0);
      }
    }
  }
  mt_summary_destroy(summary);
}

/* ---- the same bits in any order and grouping ---- */

static mt_summary *begin(const mt_cohort *cohort, int64_t threads) {
  mt_cohort_options options = taper_options();
  mt_summary *summary = NULL;
  double load[DAYS];

  published_block(load);
  options.threads = threads;
  MT_CHECK_EQ(mt_summary_create(NULL, cohort, DAYS, load, NULL, &options, &summary),
              MT_OK);
  return summary;
}

static unsigned char *bytes_of(const mt_summary *summary, int64_t *bytes) {
  unsigned char *memory;

  MT_CHECK_EQ(mt_summary_bytes(NULL, summary, bytes), MT_OK);
  memory = malloc((size_t)*bytes);
  MT_CHECK_EQ(mt_summary_save(NULL, summary, *bytes, memory), MT_OK);
  return memory;
}

static void expect_bytes(mt_summary *summary, const unsigned char *bytes, int64_t n) {
  int64_t here;
  unsigned char *found = bytes_of(summary, &here);

  MT_CHECK_EQ(here, n);
  MT_CHECK(here == n && memcmp(found, bytes, (size_t)n) == 0);
  free(found);
}

static void test_summary__grouping_changes_nothing(void) {
  enum { HERE = 9000 };
  mt_population population = wide_population();
  mt_cohort cohort = cohort_of(HERE, &population);
  mt_summary *whole, *other, *part;
  unsigned char *bytes, *saved;
  int64_t n, n_saved;

  population.spread[MT_K1] = 1.5; /* far values too */
  whole = begin(&cohort, 1);
  MT_CHECK_EQ(mt_summary_add(NULL, whole, 0, HERE), MT_OK);
  bytes = bytes_of(whole, &n);

  for (int64_t threads = 2; threads <= 7; threads += threads == 2 ? 1 : 4) {
    other = begin(&cohort, threads);
    MT_CHECK_EQ(mt_summary_add(NULL, other, 0, HERE), MT_OK);
    expect_bytes(other, bytes, n);
    mt_summary_destroy(other);
  }
  /* n of the cohort does not matter; odd chunks, the last first */
  cohort.n = 17;
  other = begin(&cohort, 2);
  for (int64_t end = HERE, size = 1; end > 0; end -= size, size = size * 3 + 1) {
    size = size < end ? size : end;
    MT_CHECK_EQ(mt_summary_add(NULL, other, end - size, size), MT_OK);
  }
  expect_bytes(other, bytes, n);
  mt_summary_destroy(other);

  /* in two parts: joined in memory, and joined as bytes */
  part = begin(&cohort, 1);
  other = begin(&cohort, 3);
  MT_CHECK_EQ(mt_summary_add(NULL, part, 4000, 5000), MT_OK);
  MT_CHECK_EQ(mt_summary_add(NULL, other, 0, 4000), MT_OK);
  saved = bytes_of(part, &n_saved);
  MT_CHECK_EQ(mt_summary_merge(NULL, other, part), MT_OK);
  expect_bytes(other, bytes, n);
  mt_summary_destroy(other);
  other = begin(&cohort, 1);
  MT_CHECK_EQ(mt_summary_load(NULL, other, n_saved, saved), MT_OK);
  MT_CHECK_EQ(mt_summary_add(NULL, other, 0, 4000), MT_OK);
  expect_bytes(other, bytes, n);
  mt_summary_destroy(other);
  mt_summary_destroy(part);

  for (int q = MT_MASS; q <= MT_PEAK; q++) { /* and what is read is the same */
    static told a, b;
    other = begin(&cohort, 1);
    MT_CHECK_EQ(mt_summary_load(NULL, other, n, bytes), MT_OK);
    tell(whole, q, &a);
    tell(other, q, &b);
    MT_CHECK(memcmp(&a, &b, sizeof(a)) == 0);
    mt_summary_destroy(other);
  }
  mt_summary_destroy(whole);
  free(saved), free(bytes);
}

/* More than 32 bits can count: the counts move to 64 bits and go on. */
static void test_summary__beyond_32_bits(void) {
  const mt_cohort cohort = cohort_of(100, NULL);
  mt_summary *summary = begin(&cohort, 1);
  const int64_t big = UINT32_MAX - 50;
  static told before, after;

  MT_CHECK_EQ(mt_summary_add(NULL, summary, 0, 1), MT_OK);
  tell(summary, MT_PEAK, &before);
  for (int64_t i = 0; i < summary->n_columns * SUMMARY_BINS; i++) {
    summary->parts[0].counts[i] *= (uint32_t)big; /* that trainee, so often */
  }
  summary->parts[0].n = big;
  MT_CHECK_EQ(mt_summary_add(NULL, summary, 0, 100), MT_OK);
  MT_CHECK_EQ(mt_summary_n(summary), big + 100);
  MT_CHECK_EQ(summary->total.n, big);
  tell(summary, MT_PEAK, &after);
  MT_CHECK(fabs(after.quantile[5] - before.quantile[5]) <= after.error[5]);
  mt_summary_destroy(summary);
}

/* ---- what can go wrong ---- */

static void test_summary__others_are_refused(void) {
  mt_population population = wide_population();
  mt_cohort cohort = cohort_of(100, &population);
  mt_summary *ours, *theirs;
  unsigned char *bytes;
  int64_t n;

  theirs = begin(&cohort, 1);
  MT_CHECK_EQ(mt_summary_add(NULL, theirs, 0, 100), MT_OK);
  bytes = bytes_of(theirs, &n);
  for (int what = 0; what < 3; what++) {
    if (what == 0) {
      cohort.seed++;
    } else if (what == 1) {
      population.spread[MT_TAU_H] *= 1.0000001;
    } else {
      cohort.load_effect = MT_LOAD_NEXT_DAY;
    }
    ours = begin(&cohort, 1);
    MT_CHECK_EQ(mt_summary_merge(NULL, ours, theirs), MT_ERROR_VALUE);
    MT_CHECK_EQ(mt_summary_load(NULL, ours, n, bytes), MT_ERROR_VALUE);
    MT_CHECK_EQ(mt_summary_add(NULL, ours, 0, 10), MT_OK); /* it is none the worse */
    mt_summary_destroy(ours);
  }
  MT_CHECK_EQ(mt_summary_merge(NULL, theirs, theirs), MT_ERROR_VALUE);
  mt_summary_destroy(theirs);
  free(bytes);
}

/* Rewrites the checksum, so that what it protects is looked at. */
static void seal(unsigned char *bytes, int64_t n) {
  const uint64_t sum = mt_i_summary_hash(SUMMARY_HASH_START, bytes, (size_t)(n - 8));
  for (int b = 0; b < 8; b++) {
    bytes[n - 8 + b] = (unsigned char)(sum >> (8 * b));
  }
}

static void test_summary__damaged_bytes(void) {
  mt_cohort cohort = cohort_of(100, NULL);
  double load[2] = {50.0, 60.0};
  mt_summary *summary = NULL;
  unsigned char *bytes, *copy;
  int64_t n, accepted = 0;

  MT_CHECK_EQ(mt_summary_create(NULL, &cohort, 2, load, NULL, NULL, &summary), MT_OK);
  MT_CHECK_EQ(mt_summary_add(NULL, summary, 0, 100), MT_OK);
  bytes = bytes_of(summary, &n);
  mt_summary_destroy(summary);
  copy = malloc((size_t)n);
  MT_CHECK_EQ(mt_summary_create(NULL, &cohort, 2, load, NULL, NULL, &summary), MT_OK);
  for (int64_t at = 0; at < n; at++) { /* a flipped bit is seen, a cut too */
    memcpy(copy, bytes, (size_t)n);
    copy[at] ^= (unsigned char)(1 << (at % 8));
    MT_CHECK_EQ(mt_summary_load(NULL, summary, n, copy), MT_ERROR_VALUE);
    if (at > 0) {
      MT_CHECK_EQ(mt_summary_load(NULL, summary, at, bytes), MT_ERROR_VALUE);
    }
  }
  MT_CHECK_EQ(mt_summary_load(NULL, summary, 0, bytes), MT_ERROR_SIZE);
  mt_summary_destroy(summary);
  for (int64_t at = 0; at < n - 8; at += 3) { /* with a checksum that fits: no crash */
    MT_CHECK_EQ(mt_summary_create(NULL, &cohort, 2, load, NULL, NULL, &summary), MT_OK);
    memcpy(copy, bytes, (size_t)n);
    copy[at] ^= 0xff;
    seal(copy, n);
    accepted += mt_summary_load(NULL, summary, n, copy) == MT_OK;
    mt_summary_destroy(summary);
  }
  MT_CHECK(accepted < n / 3);
  free(copy), free(bytes);
}

static mt_status whole_run(mt_ctx *ctx, int64_t threads) {
  const mt_cohort cohort = cohort_of(5000, NULL);
  mt_cohort_options options = taper_options();
  double load[DAYS], quantiles[DAYS];
  mt_summary *summary = NULL;
  mt_status status;

  published_block(load);
  options.threads = threads;
  status = mt_summary_create(ctx, &cohort, DAYS, load, NULL, &options, &summary);
  if (status >= 0) {
    status = mt_summary_add(ctx, summary, 0, 5000);
    if (status < 0) { /* it stays unusable, and says so */
      MT_CHECK_EQ(mt_summary_add(NULL, summary, 0, 1), MT_ERROR_VALUE);
      MT_CHECK_EQ(mt_summary_moments(NULL, summary, 0, quantiles, NULL), MT_ERROR_VALUE);
    }
  }
  if (status >= 0) {
    status = mt_summary_quantiles(ctx, summary, MT_FITNESS, 1, probs, quantiles, NULL);
  }
  mt_summary_destroy(summary);
  return status;
}

static void test_summary__cancel(void) {
  for (int64_t stop = 1; stop <= 3; stop++) {
    watcher w = {0};
    mt_ctx *ctx;

    w.stop_at = stop;
    ctx = watched(&w, 0);
    MT_CHECK_EQ(whole_run(ctx, stop == 1 ? 3 : 1), MT_ERROR_CANCELLED);
    mt_ctx_destroy(ctx);
  }
}

static void test_summary__nth_allocation_fails(void) {
  int64_t needed = 0;

  for (int64_t n = 1; n < 60; n++) {
    watcher w = {0};
    mt_ctx *ctx = watched(&w, 1);
    mt_status status;

    w.fail_at = w.taken + n;
    status = whole_run(ctx, 2);
    MT_CHECK_EQ(w.taken, w.given + 1);
    mt_ctx_destroy(ctx);
    if (status == MT_OK) {
      needed = n;
      break;
    }
    MT_CHECK_EQ(status, MT_ERROR_MEMORY);
  }
  MT_CHECK(needed > 10);
}

static void test_summary__outlives_its_context(void) {
  const mt_cohort cohort = cohort_of(10, NULL);
  double load[DAYS];
  mt_summary *summary = NULL;
  watcher w = {0};
  mt_ctx *ctx = watched(&w, 1);

  published_block(load);
  MT_CHECK_EQ(mt_summary_create(ctx, &cohort, DAYS, load, NULL, NULL, &summary), MT_OK);
  mt_ctx_destroy(ctx);
  load[0] = NAN; /* copied */
  MT_CHECK_EQ(mt_summary_add(NULL, summary, 0, 10), MT_OK);
  mt_summary_destroy(summary);
  MT_CHECK_EQ(w.taken, w.given);
}

static void test_summary__bad_arguments(void) {
  double load[DAYS], out[DAYS], bad[2] = {0.5, 1.5}, twins[N];
  mt_cohort cohort = cohort_of(10, NULL);
  mt_summary *summary = begin(&cohort, 1);
  mt_twin twin;

  published_block(load);
  MT_CHECK_EQ(mt_summary_create(NULL, &cohort, DAYS, load, NULL, NULL, NULL),
              MT_ERROR_NULL);
  MT_CHECK_EQ(mt_summary_add(NULL, NULL, 0, 1), MT_ERROR_NULL);
  MT_CHECK_EQ(mt_summary_add(NULL, summary, -1, 1), MT_ERROR_VALUE);
  MT_CHECK_EQ(mt_summary_add(NULL, summary, 0, 0), MT_ERROR_SIZE);
  MT_CHECK_EQ(mt_summary_add(NULL, summary, INT64_MAX, 1), MT_ERROR_SIZE);
  MT_CHECK_EQ(mt_summary_moments(NULL, summary, 5, out, out), MT_ERROR_VALUE);
  MT_CHECK_EQ(mt_summary_quantiles(NULL, summary, 0, 2, bad, out, NULL), MT_ERROR_VALUE);
  MT_CHECK_EQ(mt_summary_quantiles(NULL, summary, 0, 0, bad, out, NULL), MT_ERROR_SIZE);
  MT_CHECK_EQ(mt_summary_quantiles(NULL, summary, 0, 1, bad, NULL, NULL), MT_ERROR_NULL);
  MT_CHECK_EQ(mt_summary_n(NULL), 0);
  mt_summary_destroy(summary);
  mt_summary_destroy(NULL);

  mt_twin_init(&twin);
  for (int j = 0; j < N; j++) {
    twins[j] = j == MT_TAU_G ? -1.0 : 1.0;
  }
  cohort.n = 1;
  cohort.twins = twins;
  MT_CHECK_EQ(mt_summary_create(NULL, &cohort, DAYS, load, NULL, NULL, &summary), MT_OK);
  MT_CHECK_EQ(mt_summary_add(NULL, summary, 0, 2), MT_ERROR_SIZE);
  MT_CHECK_EQ(mt_summary_add(NULL, summary, 0, 1), MT_ERROR_VALUE);
  mt_summary_destroy(summary);
}

/* Mass by a solver: columns filled trainee by trainee. */
static void test_summary__mass_by_cvode(void) {
  const mt_population population = wide_population();
  const mt_cohort cohort = cohort_of(90, &population);
  mt_cohort_options options = taper_options();
  double bound, miss;

  options.solver = MT_SOLVER_CVODE;
  options.threshold = 700.0;
  check_cohort(&cohort, &options, &bound, &miss);
}

MT_TEST_MAIN(test_exact_sum__order_does_not_matter, test_exact_sum__values,
             test_exact_sum__many_carries, test_bins__cover_the_line,
             test_summary__exact_within_its_bound, test_summary__heavy_tails,
             test_summary__blocks_of_twins, test_summary__all_alike,
             test_summary__grouping_changes_nothing, test_summary__beyond_32_bits,
             test_summary__others_are_refused, test_summary__damaged_bytes,
             test_summary__cancel, test_summary__nth_allocation_fails,
             test_summary__outlives_its_context, test_summary__bad_arguments,
             test_summary__mass_by_cvode)
