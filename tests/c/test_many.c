/* Many at once: what every _batch promises, and the helper that keeps the promise. */
#include <muscletwin.h>
#include <stdlib.h>

#include "method/many.h"
#include "watcher.h"

enum { N = 3, ROOM = 200 };

/* One _batch: three items, how to spoil the first by a value, one alone, all at once. The
 * results of an item are written to a row of ROOM doubles, `width` of which are in use. */
typedef struct batch {
  const char *name;
  int width;
  size_t size; /* of an item's struct, whose last field has its default */
  void *(*make)(void);
  void (*spoil)(void);
  mt_status (*alone)(mt_ctx *ctx, int i, double *row);
  mt_status (*many)(mt_ctx *ctx, const void *items, int64_t threads, mt_status *statuses,
                    double *rows);
} batch;

/* ---- fits: priors are the items, each with a log of its own ---- */

enum { DAYS = 40, PROBS = 2, FIT_WIDTH = (int)(sizeof(mt_fit) / sizeof(double)) };

static const double fit_probs[PROBS] = {0.1, 0.9};
static double fit_day[N][DAYS], fit_load[N][DAYS], fit_test[N][DAYS];
static mt_prior fit_priors[N];
static mt_log fit_logs[N];

static void *make_fits(void) {
  for (int i = 0; i < N; i++) {
    for (int t = 0; t < DAYS; t++) {
      fit_day[i][t] = t + 1.0;
      fit_load[i][t] = t % 7 == 0 ? 0.0 : 30.0 + 5.0 * i + 7.0 * (t % 5);
      fit_test[i][t] = t % 9 == 4 ? 250.0 + 6.0 * sin(0.9 * t + i) + 0.5 * t : NAN;
    }
    mt_log_init(&fit_logs[i]);
    fit_logs[i].n = DAYS;
    fit_logs[i].day = fit_day[i];
    fit_logs[i].load = fit_load[i];
    fit_logs[i].performance = fit_test[i];
    mt_prior_init(&fit_priors[i]);
    fit_priors[i].half_life = 100.0 + 10.0 * i;
  }
  return fit_priors;
}

static void spoil_fits(void) { fit_load[0][7] = -1.0; }

static void fit_row(const mt_fit *fit, const double *scales, const double *quantiles,
                    double *row) {
  memcpy(row, fit, sizeof(*fit));
  row[0] = 0.0; /* its size, which may differ */
  memcpy(row + FIT_WIDTH, scales, 2 * sizeof(double));
  memcpy(row + FIT_WIDTH + 2, quantiles, PROBS * MT_N_FIT * sizeof(double));
}

static mt_status fit_alone(mt_ctx *ctx, int i, double *row) {
  const int64_t n = mt_fit_points(NULL);
  double *points = malloc(sizeof(double) * (size_t)n * MT_FIT_COLUMNS);
  double quantiles[PROBS * MT_N_FIT] = {0.0}, scales[2];
  mt_prior prior = fit_priors[i];
  mt_status status;
  mt_fit fit;

  mt_fit_init(&fit);
  status = mt_prior_scale(ctx, &fit_logs[i], &prior);
  if (status >= 0) {
    status = mt_fit_bayes(ctx, &fit_logs[i], &prior, NULL, &fit, points);
  }
  if (status >= 0) {
    mt_posterior posterior;

    mt_posterior_init(&posterior);
    posterior.prior = &prior;
    posterior.n_points = n;
    posterior.points = points;
    status = mt_fit_quantiles(ctx, &posterior, PROBS, fit_probs, quantiles);
  }
  scales[0] = prior.performance;
  scales[1] = prior.load;
  fit_row(&fit, scales, quantiles, row);
  free(points);
  return status;
}

static mt_status many_fits(mt_ctx *ctx, const void *items, int64_t threads,
                           mt_status *statuses, double *rows) {
  double scales[2 * N], quantiles[PROBS * MT_N_FIT * N];
  mt_fit fits[N];
  mt_status status;

  memset(scales, 0, sizeof(scales));
  memset(quantiles, 0, sizeof(quantiles));
  for (int i = 0; i < N; i++) {
    mt_fit_init(&fits[i]);
  }
  status = mt_fit_batch(ctx, N, fit_logs, 0, items, NULL, PROBS, fit_probs, threads,
                        statuses, fits, scales, quantiles);
  for (int i = 0; i < N; i++) {
    fit_row(&fits[i], scales + 2 * i, quantiles + PROBS * MT_N_FIT * i, rows + ROOM * i);
  }
  return status;
}

/* ---- turnover, by both solvers: pieces that differ, and end where they must ---- */

enum { PIECES = 2, TIMES = 3 };

static const double times[TIMES] = {10.0, 30.0, 60.0};
static double piece_end[N][PIECES], piece_value[N][PIECES];
static mt_turnover persons[N];
static mt_solver_options solver;

static void make_pieces(void) {
  for (int i = 0; i < N; i++) {
    piece_end[i][0] = 20.0 + i;
    piece_end[i][1] = 60.0 + i;
    piece_value[i][0] = 1.1 + 0.1 * i;
    piece_value[i][1] = 0.8;
  }
}

static void *make_persons(void) {
  make_pieces();
  for (int i = 0; i < N; i++) {
    mt_turnover_init(&persons[i]);
    persons[i].n_pieces = PIECES;
    persons[i].piece_end = piece_end[i];
    persons[i].synthesis = piece_value[i];
  }
  mt_solver_options_init(&solver);
  return persons;
}

static void *make_exact_persons(void) {
  make_persons();
  solver.solver = MT_SOLVER_EXACT;
  return persons;
}

/* Pieces that end before the last of the times: no other's times are fewer for it. */
static void spoil_pieces(void) { piece_end[0][1] = 59.0; }

static mt_status person_alone(mt_ctx *ctx, int i, double *row) {
  return mt_turnover_run(ctx, &persons[i], TIMES, times, &solver, row);
}

/* Results of `width` doubles an item, one behind the other, as rows. */
static void spread(const double *results, int width, double *rows) {
  for (int i = 0; i < N; i++) {
    memcpy(rows + ROOM * i, results + width * i, sizeof(double) * (size_t)width);
  }
}

static mt_status many_persons(mt_ctx *ctx, const void *items, int64_t threads,
                              mt_status *statuses, double *rows) {
  double mass[N * TIMES] = {0.0};
  const mt_status status =
      mt_turnover_batch(ctx, N, items, TIMES, times, &solver, threads, statuses, mass);

  spread(mass, TIMES, rows);
  return status;
}

/* ---- bodies ---- */

static mt_body bodies[N];

static void *make_bodies(void) {
  make_pieces();
  for (int i = 0; i < N; i++) {
    mt_body_init(&bodies[i]);
    bodies[i].n_pieces = PIECES;
    bodies[i].piece_end = piece_end[i];
    bodies[i].stimulus = piece_value[i];
    bodies[i].area[0] = 4000.0 + 300.0 * i; /* tolerances of its own */
  }
  return bodies;
}

static mt_status body_alone(mt_ctx *ctx, int i, double *row) {
  return mt_body_run(ctx, &bodies[i], TIMES, times, row);
}

static mt_status many_bodies(mt_ctx *ctx, const void *items, int64_t threads,
                             mt_status *statuses, double *rows) {
  double states[N * MT_BODY_STATES * TIMES] = {0.0};
  const mt_status status =
      mt_body_batch(ctx, N, items, TIMES, times, threads, statuses, states);

  spread(states, MT_BODY_STATES * TIMES, rows);
  return status;
}

/* ---- runs of leucine ---- */

enum { STATES = MT_LEUCINE_STATES * TIMES, FLOWS = MT_LEUCINE_FLOWS * TIMES };
enum { INTEGRALS = MT_LEUCINE_INTEGRALS * TIMES };
enum { COUNTS = (int)(sizeof(mt_solver_statistics) / sizeof(double)) };

static const double dose[N] = {3.5, 2.0, 0.0};
static double leucine_factor[N][MT_LEUCINE_RATES];
static mt_leucine runs[N];

static void *make_runs(void) {
  for (int i = 0; i < N; i++) {
    for (int k = 0; k < MT_LEUCINE_RATES; k++) {
      leucine_factor[i][k] = k == 38 ? 1.0 - 0.1 * i : 1.0;
    }
    mt_leucine_init(&runs[i]);
    runs[i].n_doses = 1;
    runs[i].dose_g = &dose[i];
    runs[i].rate = leucine_factor[i];
  }
  return runs;
}

static void spoil_runs(void) { leucine_factor[0][47] = 0.0; } /* is divided by */

static void leucine_row(const double *amounts, const double *flows,
                        const double *integrals, const mt_solver_statistics *statistics,
                        double *row) {
  memcpy(row, amounts, STATES * sizeof(double));
  memcpy(row + STATES, flows, FLOWS * sizeof(double));
  memcpy(row + STATES + FLOWS, integrals, INTEGRALS * sizeof(double));
  memcpy(row + STATES + FLOWS + INTEGRALS, statistics, COUNTS * sizeof(double));
}

static mt_status run_alone(mt_ctx *ctx, int i, double *row) {
  double amounts[STATES], flows[FLOWS], integrals[INTEGRALS];
  mt_solver_statistics statistics;
  mt_status status;

  mt_solver_statistics_init(&statistics);
  status =
      mt_leucine_run(ctx, &runs[i], TIMES, times, amounts, flows, integrals, &statistics);
  leucine_row(amounts, flows, integrals, &statistics, row);
  return status;
}

static mt_status many_runs(mt_ctx *ctx, const void *items, int64_t threads,
                           mt_status *statuses, double *rows) {
  double amounts[N * STATES], flows[N * FLOWS], integrals[N * INTEGRALS];
  mt_solver_statistics statistics[N];
  mt_status status;

  for (int i = 0; i < N; i++) {
    mt_solver_statistics_init(&statistics[i]);
  }
  status = mt_leucine_batch(ctx, N, items, TIMES, times, threads, statuses, amounts,
                            flows, integrals, statistics);
  for (int i = 0; i < N; i++) {
    leucine_row(amounts + STATES * i, flows + FLOWS * i, integrals + INTEGRALS * i,
                &statistics[i], rows + ROOM * i);
  }
  return status;
}

/* ---- what each of them promises ---- */

static const batch batches[] = {
    {"mt_fit_batch", FIT_WIDTH + 2 + PROBS *MT_N_FIT, sizeof(mt_prior), make_fits,
     spoil_fits, fit_alone, many_fits},
    {"mt_turnover_batch, CVODE", TIMES, sizeof(mt_turnover), make_persons, spoil_pieces,
     person_alone, many_persons},
    {"mt_turnover_batch, exact", TIMES, sizeof(mt_turnover), make_exact_persons,
     spoil_pieces, person_alone, many_persons},
    {"mt_body_batch", MT_BODY_STATES *TIMES, sizeof(mt_body), make_bodies, spoil_pieces,
     body_alone, many_bodies},
    {"mt_leucine_batch", STATES + FLOWS + INTEGRALS + COUNTS, sizeof(mt_leucine),
     make_runs, spoil_runs, run_alone, many_runs},
};

#define EACH_BATCH(b)            \
  for (const batch *b = batches; \
       b < batches + sizeof(batches) / sizeof(batches[0]) && tell_which(b->name); b++)

static const char *which;
static int tell_which(const char *name) {
  which = name;
  return 1;
}

/* The same check for every batch: its name is told when it fails. */
#define CHECK_BATCH(condition)          \
  do {                                  \
    if (!MT_CHECK(condition)) {         \
      printf("  that was %s\n", which); \
    }                                   \
  } while (0)

static int same_row(const batch *b, const double *one, const double *other) {
  return memcmp(one, other, sizeof(double) * (size_t)b->width) == 0;
}

static double rows[2][N * ROOM], row[ROOM];

static void test_many__one_bad_item_marks_its_own_status(void) {
  EACH_BATCH(b) {
    mt_status statuses[N];

    for (int64_t threads = 1; threads <= 2; threads++) {
      const void *items = b->make();
      memset(rows, 0, sizeof(rows));
      b->spoil();
      CHECK_BATCH(b->many(NULL, items, threads, statuses, rows[0]) == MT_OK);
      CHECK_BATCH(statuses[0] == MT_ERROR_VALUE);
      CHECK_BATCH(b->alone(NULL, 0, row) == MT_ERROR_VALUE);
      for (int i = 1; i < N; i++) {
        memset(row, 0, sizeof(row));
        CHECK_BATCH(statuses[i] == MT_OK);
        CHECK_BATCH(b->alone(NULL, i, row) == MT_OK);
        CHECK_BATCH(same_row(b, row, rows[0] + ROOM * i));
      }
    }
  }
}

static void test_many__without_statuses_its_failure_is_the_calls(void) {
  EACH_BATCH(b) {
    const void *items = b->make();
    char message[256];
    mt_ctx *ctx;

    MT_CHECK_EQ(mt_ctx_create(NULL, &ctx), MT_OK);
    b->spoil();
    CHECK_BATCH(b->alone(ctx, 0, row) == MT_ERROR_VALUE);
    snprintf(message, sizeof(message), "%s", mt_ctx_message(ctx));
    CHECK_BATCH(message[0] != '\0');
    for (int64_t threads = 1; threads <= 2; threads++) {
      mt_ctx_destroy(ctx);
      MT_CHECK_EQ(mt_ctx_create(NULL, &ctx), MT_OK);
      CHECK_BATCH(b->many(ctx, items, threads, NULL, rows[0]) == MT_ERROR_VALUE);
      CHECK_BATCH(strcmp(mt_ctx_message(ctx), message) == 0);
    }
    mt_ctx_destroy(ctx);
  }
}

static void test_many__threads_change_no_bit(void) {
  EACH_BATCH(b) {
    const void *items = b->make();

    memset(rows, 0, sizeof(rows));
    CHECK_BATCH(b->many(NULL, items, 1, NULL, rows[0]) == MT_OK);
    CHECK_BATCH(b->many(NULL, items, 2, NULL, rows[1]) == MT_OK);
    for (int i = 0; i < N; i++) {
      CHECK_BATCH(same_row(b, rows[0] + ROOM * i, rows[1] + ROOM * i));
    }
    CHECK_BATCH(b->many(NULL, items, MT_MOST_THREADS, NULL, rows[1]) == MT_OK);
    CHECK_BATCH(b->many(NULL, items, MT_MOST_THREADS + 1, NULL, rows[1]) ==
                MT_ERROR_VALUE);
    CHECK_BATCH(b->many(NULL, items, 0, NULL, rows[1]) == MT_ERROR_VALUE);
  }
}

static void test_many__cancelled(void) {
  EACH_BATCH(b) {
    const void *items = b->make();
    mt_status statuses[N];

    for (int64_t threads = 1; threads <= 2; threads++) {
      for (int with = 0; with < 2; with++) {
        watcher w = {0};
        mt_ctx *ctx;

        w.stop_at = 1;
        ctx = watched(&w, 1);
        CHECK_BATCH(b->many(ctx, items, threads, with ? statuses : NULL, rows[0]) ==
                    MT_ERROR_CANCELLED);
        CHECK_BATCH(strcmp(mt_ctx_message(ctx), "cancelled by the caller") == 0);
        mt_ctx_destroy(ctx);
        CHECK_BATCH(w.asked == 1 && w.taken == w.given);
      }
    }
  }
}

/* An older caller's structs are shorter and lie closer together. */
static void test_many__structs_of_an_older_version(void) {
  EACH_BATCH(b) {
    const size_t older = b->size - sizeof(double);
    const char *items = b->make();
    char *packed = malloc(N * older);
    mt_status statuses[N];
    size_t wrong = b->size + 8;

    for (size_t i = 0; i < N; i++) {
      memcpy(packed + i * older, items + i * b->size, older);
      memcpy(packed + i * older, &older, sizeof(older));
    }
    memset(rows, 0, sizeof(rows));
    CHECK_BATCH(b->many(NULL, items, 1, NULL, rows[0]) == MT_OK);
    CHECK_BATCH(b->many(NULL, packed, 1, NULL, rows[1]) == MT_OK);
    for (int i = 0; i < N; i++) {
      CHECK_BATCH(same_row(b, rows[0] + ROOM * i, rows[1] + ROOM * i));
    }
    /* One that says it is longer than the first is wrong for itself; if the first's own
     * size is none, nobody knows where the others are. */
    memcpy(packed + older, &wrong, sizeof(wrong));
    CHECK_BATCH(b->many(NULL, packed, 1, statuses, rows[1]) == MT_OK);
    CHECK_BATCH(statuses[0] == MT_OK && statuses[1] == MT_ERROR_STRUCT &&
                statuses[2] == MT_OK);
    for (int k = 0; k < 3; k++) {
      wrong = k == 0 ? 0 : k == 1 ? 9 : b->size + 8;
      memcpy(packed, &wrong, sizeof(wrong));
      CHECK_BATCH(b->many(NULL, packed, 1, statuses, rows[1]) == MT_ERROR_STRUCT);
    }
    free(packed);
  }
}

/* ---- the helper ---- */

typedef struct shop {
  int bad[N];        /* what checking an item says */
  mt_status gone[N]; /* what doing it says */
  int done[N], hired, dismissed, refuses;
} shop;

typedef struct shop_item {
  int64_t i;
  shop *s;
} shop_item;

typedef struct shop_worker {
  shop *s;
  int64_t served;
} shop_worker;

static mt_status check_shop(mt_ctx *ctx, const void *call, int64_t i, void *item) {
  shop *s = *(shop *const *)call;
  shop_item *one = item;

  one->i = i;
  one->s = s;
  return s->bad[i] ? mt_i_fail(ctx, s->bad[i], "item %d is wrong", (int)i) : MT_OK;
}

static mt_status hire_shop(mt_ctx *own, void *worker, const void *call) {
  shop_worker *w = worker;

  MT_CHECK(own != NULL && w->s == NULL && w->served == 0);
  w->s = *(shop *const *)call;
  w->s->hired++;
  return w->s->refuses ? mt_i_fail(own, MT_ERROR_SOLVER, "nobody works here") : MT_OK;
}

static void dismiss_shop(void *worker) {
  shop_worker *w = worker;
  w->s->dismissed++;
}

static mt_status run_shop(mt_ctx *own, void *worker, const void *call, const void *item) {
  const shop_item *one = item;
  shop_worker *w = worker;

  MT_CHECK(one->s == *(shop *const *)call && w->s == one->s);
  w->served++;
  one->s->done[one->i]++;
  return one->s->gone[one->i] < 0
             ? mt_i_fail(own, one->s->gone[one->i], "item %d failed", (int)one->i)
             : one->s->gone[one->i];
}

static const many_work shop_work = {sizeof(shop_item), sizeof(shop_worker), hire_shop,
                                    dismiss_shop, run_shop};

static mt_status keep_shop(mt_ctx *ctx, shop *s, int64_t threads, mt_status *statuses) {
  memset(s->done, 0, sizeof(s->done));
  s->hired = s->dismissed = 0;
  return mt_i_many(ctx, N, check_shop, &shop_work, &s, threads, statuses);
}

static void test_many__checks_come_first_and_the_lowest_failure_is_told(void) {
  mt_ctx *ctx;

  MT_CHECK_EQ(mt_ctx_create(NULL, &ctx), MT_OK);
  for (int64_t threads = 1; threads <= 2; threads++) {
    shop s = {{0}, {MT_OK, MT_ERROR_SOLVER, MT_ERROR_OVERFLOW}, {0}, 0, 0, 0};

    MT_CHECK_EQ(keep_shop(ctx, &s, threads, NULL), MT_ERROR_SOLVER);
    MT_CHECK(strcmp(mt_ctx_message(ctx), "item 1 failed") == 0);
    MT_CHECK(s.done[0] == 1 && s.done[1] == 1);
    s.bad[2] = MT_ERROR_VALUE; /* higher, but found before any is done */
    MT_CHECK_EQ(keep_shop(ctx, &s, threads, NULL), MT_ERROR_VALUE);
    MT_CHECK(strcmp(mt_ctx_message(ctx), "item 2 is wrong") == 0);
    MT_CHECK(s.done[0] == 0 && s.hired == 0);
  }
  mt_ctx_destroy(ctx);
}

static void test_many__news_and_memory(void) {
  mt_status statuses[N];
  mt_ctx *ctx;

  MT_CHECK_EQ(mt_ctx_create(NULL, &ctx), MT_OK);
  for (int64_t threads = 1; threads <= 2; threads++) {
    shop s = {{0}, {MT_OK, MT_NOT_CONVERGED, MT_OK}, {0}, 0, 0, 0};

    MT_CHECK_EQ(keep_shop(ctx, &s, threads, NULL), MT_NOT_CONVERGED);
    MT_CHECK_EQ(keep_shop(ctx, &s, threads, statuses), MT_OK);
    MT_CHECK(statuses[0] == MT_OK && statuses[1] == MT_NOT_CONVERGED);
    /* An item's want of memory is the call's, whoever else fails for himself. */
    s.bad[0] = MT_ERROR_VALUE;
    s.gone[2] = MT_ERROR_MEMORY;
    MT_CHECK_EQ(keep_shop(ctx, &s, threads, statuses), MT_ERROR_MEMORY);
    MT_CHECK(strcmp(mt_ctx_message(ctx), "item 2 failed") == 0);
    MT_CHECK(s.hired == s.dismissed && s.hired <= threads);
    s.refuses = 1;
    MT_CHECK_EQ(keep_shop(ctx, &s, threads, statuses), MT_ERROR_SOLVER);
    MT_CHECK(strcmp(mt_ctx_message(ctx), "nobody works here") == 0);
    MT_CHECK(s.hired == 1 && s.dismissed == 1 && s.done[1] == 0);
  }
  mt_ctx_destroy(ctx);
}

MT_TEST_MAIN(test_many__one_bad_item_marks_its_own_status,
             test_many__without_statuses_its_failure_is_the_calls,
             test_many__threads_change_no_bit, test_many__cancelled,
             test_many__structs_of_an_older_version,
             test_many__checks_come_first_and_the_lowest_failure_is_told,
             test_many__news_and_memory)
