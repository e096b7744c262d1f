#include "base/fp.h"

#include "method/fit/fit.h"

mt_status mt_i_fit_log(mt_ctx *ctx, const mt_log *log, const mt_prior *prior,
                       const mt_fit_options *options, mt_fit *fit, double *points) {
  fit_series series;
  mt_status status;

  MT_I_TRY(mt_i_fit_series(ctx, log, NULL, 0, NULL, options->load_effect, &series));
  if (series.n_tests == 0) {
    status = mt_i_fail(ctx, MT_ERROR_SIZE, "the log has no test");
  } else {
    status = mt_i_fit_bayes(ctx, &series, prior, options, fit, points);
  }
  mt_i_fit_series_release(ctx, &series);
  return status;
}

mt_status mt_i_prior_quantiles(mt_ctx *ctx, const mt_prior *prior,
                               const mt_fit_options *options, int64_t n_probs,
                               const double *probs, double *quantiles) {
  /* More points than a fit has, as nothing narrows the prior. */
  enum { POINTS = 4096 };
  const double day = 1.0, load = 1.0, performance = NAN;
  fit_posterior posterior;
  double *points = NULL;
  fit_series series;
  mt_status status;
  mt_log log;
  mt_fit fit;

  mt_log_init(&log);
  log.n = 1;
  log.day = &day;
  log.load = &load;
  log.performance = &performance;
  posterior.log = log;
  posterior.prior = *prior;
  posterior.options = *options;
  posterior.options.points = POINTS;
  posterior.n_points = POINTS;
  MT_I_TRY(mt_i_fit_series(ctx, &log, NULL, 0, NULL, MT_LOAD_SAME_DAY, &series));
  points = mt_i_allocate(ctx, POINTS * MT_FIT_COLUMNS, sizeof(double));
  if (points == NULL) {
    status = MT_ERROR_MEMORY;
    goto cleanup;
  }
  mt_fit_init(&fit);
  MT_I_TRY_OR_CLEAN_UP(
      mt_i_fit_bayes(ctx, &series, prior, &posterior.options, &fit, points));
  posterior.points = points;
  status = mt_i_fit_quantiles(ctx, &posterior, n_probs, probs, quantiles);

cleanup:
  mt_i_release(ctx, points);
  mt_i_fit_series_release(ctx, &series);
  return status;
}

/* ---- many logs ---- */

/* The points of the log that a worker is at: its quantiles are made from them. */
typedef struct fit_worker {
  mt_ctx *ctx;
  double *points;
} fit_worker;

static mt_status hire(mt_ctx *own, void *memory, const void *call) {
  const fit_call *all = call;
  fit_worker *worker = memory;

  worker->ctx = own;
  if (all->n_probs > 0) {
    worker->points = mt_i_allocate(own, mt_i_fit_n_points(&all->options) * MT_FIT_COLUMNS,
                                   sizeof(double));
    if (worker->points == NULL) {
      return MT_ERROR_MEMORY;
    }
  }
  return MT_OK;
}

static void dismiss(void *memory) {
  fit_worker *worker = memory;
  mt_i_release(worker->ctx, worker->points);
}

static mt_status one_log(mt_ctx *own, void *memory, const void *call, const void *item) {
  const fit_call *all = call;
  const fit_item *one = item;
  fit_worker *worker = memory;
  mt_status news;
  mt_fit fit;

  mt_fit_init(&fit);
  news = mt_i_fit_log(own, &one->log, &one->prior, &all->options, &fit, worker->points);
  MT_I_TRY(news);
  if (all->n_probs > 0) {
    const fit_posterior posterior = {one->log, one->prior, all->options, fit.n_points,
                                     worker->points};
    MT_I_TRY(
        mt_i_fit_quantiles(own, &posterior, all->n_probs, all->probs, one->quantiles));
  }
  mt_i_give(one->fit, &fit);
  if (one->scales != NULL) {
    one->scales[0] = one->prior.performance;
    one->scales[1] = one->prior.load;
  }
  return news;
}

const many_work mt_i_fit_work = {sizeof(fit_item), sizeof(fit_worker), hire, dismiss,
                                 one_log};
