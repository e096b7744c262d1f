/* Wrong logs, priors and options of a fit: each has its status, and a message that names
 * what is wrong. */
#include "fit_testing.h"

static mt_fit_options options;
static small_log small;
static mt_ctx *ctx;

/* Fits what is there: is it refused with this status, in words that name `field`? */
static int refused(mt_status status, const char *field) {
  mt_fit fit;

  mt_fit_init(&fit);
  return mt_fit_bayes(ctx, &small.log, &small.prior, &options, &fit, NULL) == status &&
         strstr(mt_ctx_message(ctx), field) != NULL;
}

/* Sets a field for one fit. */
#define WITH(field, wrong, status, words)  \
  do {                                     \
    const double before = (double)(field); \
    field = wrong;                         \
    MT_CHECK(refused(status, words));      \
    field = before;                        \
  } while (0)
#define WITH_COUNT(field, wrong, status, words) \
  do {                                          \
    const int64_t before = field;               \
    field = wrong;                              \
    MT_CHECK(refused(status, words));           \
    field = before;                             \
  } while (0)

static int begin(void) {
  mt_fit fit;

  make_log(&small, 8);
  mt_fit_options_init(&options);
  options.points = 64;
  mt_fit_init(&fit);
  return MT_CHECK_EQ(mt_ctx_create(NULL, &ctx), MT_OK) &&
         MT_CHECK(mt_fit_bayes(ctx, &small.log, &small.prior, &options, &fit, NULL) >= 0);
}

static void test_check_fit__log(void) {
  if (begin()) {
    WITH(small.performance[2], INFINITY, MT_ERROR_NOT_FINITE, "log->performance[2]");
    WITH(small.load[4], -1.0, MT_ERROR_VALUE, "log->load[4]");
    WITH(small.load[4], NAN, MT_ERROR_NOT_FINITE, "log->load[4]");
    WITH(small.day[5], 2.0, MT_ERROR_ORDER, "log->day[5]");
    WITH_COUNT(small.log.n, 0, MT_ERROR_SIZE, "log->n");
  }
  mt_ctx_destroy(ctx);
}

static void test_check_fit__options(void) {
  if (begin()) {
    WITH_COUNT(options.model, 99, MT_ERROR_VALUE, "options->model is 99");
    WITH_COUNT(options.model, -1, MT_ERROR_VALUE, "options->model is -1");
    WITH_COUNT(options.load_effect, 7, MT_ERROR_VALUE, "options->load_effect");
    WITH_COUNT(options.initial, 7, MT_ERROR_VALUE, "options->initial");
    WITH(options.fitness0, NAN, MT_ERROR_NOT_FINITE, "fitness0");
    WITH(options.fatigue0, INFINITY, MT_ERROR_NOT_FINITE, "fatigue0");
    WITH_COUNT(options.points, 63, MT_ERROR_VALUE, "options->points is 63");
    WITH_COUNT(options.points, 96, MT_ERROR_VALUE, "options->points is 96");
    WITH_COUNT(options.points, 131072, MT_ERROR_VALUE, "options->points is 131072");
    WITH_COUNT(options.rounds, 0, MT_ERROR_VALUE, "options->rounds");
  }
  mt_ctx_destroy(ctx);
}

static void test_check_fit__prior(void) {
  if (begin()) {
    WITH(small.prior.half_life, 0.0, MT_ERROR_VALUE, "prior->half_life");
    WITH(small.prior.half_life, NAN, MT_ERROR_VALUE, "prior->half_life");
    WITH(small.prior.initial_sd, INFINITY, MT_ERROR_VALUE, "prior->initial_sd");
    WITH(small.prior.mean[0], -INFINITY, MT_ERROR_NOT_FINITE, "prior->mean[0]");
    WITH(small.prior.covariance[1], NAN, MT_ERROR_NOT_FINITE, "prior->covariance[0, 1]");
    WITH(small.prior.covariance[0], -1.0, MT_ERROR_CORRELATION,
         "prior->covariance[0, 0]");
    WITH(small.prior.performance, 0.0, MT_ERROR_VALUE, "scales of the prior");
    WITH(small.prior.load, INFINITY, MT_ERROR_VALUE, "scales of the prior");
  }
  mt_ctx_destroy(ctx);
}

static void test_check_fit__points(void) {
  double points[64 * MT_FIT_COLUMNS], quantiles[MT_N_FIT], prob = 0.5;
  mt_fit fit;

  if (begin()) {
    mt_posterior p = fit_log(&small, &options, &fit, points);
    MT_CHECK_EQ(mt_fit_quantiles(ctx, &p, 1, &prob, quantiles), MT_OK);
    prob = 1.0;
    MT_CHECK_EQ(mt_fit_quantiles(ctx, &p, 1, &prob, quantiles), MT_ERROR_VALUE);
    MT_CHECK(strstr(mt_ctx_message(ctx), "probs[0]") != NULL);
    prob = 0.5;
    p.n_points = 65;
    MT_CHECK_EQ(mt_fit_quantiles(ctx, &p, 1, &prob, quantiles), MT_ERROR_SIZE);
    MT_CHECK(strstr(mt_ctx_message(ctx), "n_points is 65") != NULL);
  }
  mt_ctx_destroy(ctx);
}

MT_TEST_MAIN(test_check_fit__log, test_check_fit__options, test_check_fit__prior,
             test_check_fit__points)
