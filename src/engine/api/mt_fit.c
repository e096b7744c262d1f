/* Entry points of calibration. */
#include "api/check.h"
#include "api/check_fit.h"

mt_status mt_prior_scale(mt_ctx *ctx, const mt_log *log, mt_prior *prior) {
  mt_prior checked;
  mt_log known;

  MT_I_TRY(mt_i_check_log(ctx, log, &known));
  MT_I_TRY(mt_i_check_prior(ctx, prior, 0, &checked));
  MT_I_TRY(mt_i_prior_scale(ctx, &known, &checked));
  prior->performance = checked.performance;
  prior->load = checked.load;
  return MT_OK;
}

int64_t mt_fit_points(const mt_fit_options *options) {
  mt_fit_options chosen;

  if (mt_i_check_fit_options(NULL, options, &chosen) < 0) {
    mt_fit_options_init(&chosen);
  }
  return mt_i_fit_n_points(&chosen);
}

mt_status mt_fit_bayes(mt_ctx *ctx, const mt_log *log, const mt_prior *prior,
                       const mt_fit_options *options, mt_fit *fit, double *points) {
  mt_fit_options chosen;
  mt_prior belief;
  mt_status status;
  mt_log known;
  mt_fit done;

  MT_I_TRY(mt_i_check_log(ctx, log, &known));
  MT_I_TRY(mt_i_check_prior(ctx, prior, 1, &belief));
  MT_I_TRY(mt_i_check_fit_options(ctx, options, &chosen));
  MT_I_TRY(mt_i_check_result(ctx, "fit", fit, sizeof(done)));
  mt_fit_init(&done);
  status = mt_i_fit_log(ctx, &known, &belief, &chosen, &done, points);
  mt_i_give(fit, &done);
  return status;
}

mt_status mt_fit_quantiles(mt_ctx *ctx, const mt_posterior *posterior, int64_t n_probs,
                           const double *probs, double *quantiles) {
  fit_posterior from;

  MT_I_TRY(mt_i_check_posterior(ctx, posterior, 0, &from));
  MT_I_TRY(mt_i_check_probs(ctx, n_probs, probs));
  MT_I_TRY(mt_i_check_pointer(ctx, "quantiles", quantiles));
  return mt_i_fit_quantiles(ctx, &from, n_probs, probs, quantiles);
}

mt_status mt_prior_quantiles(mt_ctx *ctx, const mt_prior *prior,
                             const mt_fit_options *options, int64_t n_probs,
                             const double *probs, double *quantiles) {
  mt_fit_options chosen;
  mt_prior belief;

  MT_I_TRY(mt_i_check_prior(ctx, prior, 1, &belief));
  MT_I_TRY(mt_i_check_fit_options(ctx, options, &chosen));
  MT_I_TRY(mt_i_check_probs(ctx, n_probs, probs));
  MT_I_TRY(mt_i_check_pointer(ctx, "quantiles", quantiles));
  return mt_i_prior_quantiles(ctx, &belief, &chosen, n_probs, probs, quantiles);
}

mt_status mt_fit_draws(mt_ctx *ctx, const mt_posterior *posterior, int64_t n_draws,
                       uint64_t seed, double *draws) {
  fit_posterior from;

  MT_I_TRY(mt_i_check_posterior(ctx, posterior, 0, &from));
  MT_I_TRY(mt_i_check_count(ctx, "n_draws", n_draws));
  MT_I_TRY(mt_i_check_pointer(ctx, "draws", draws));
  return mt_i_fit_draws(ctx, &from, n_draws, seed, draws);
}

/* ---- many logs ---- */

static mt_status check_item(mt_ctx *ctx, const void *call, int64_t i, void *item) {
  const fit_call *all = call;
  const int64_t prior = all->shared_prior ? 0 : i;
  fit_item *one = item;
  mt_prior scaled;

  MT_I_TRY(mt_i_check_log(ctx, mt_i_item(all->logs, i), &one->log));
  MT_I_TRY(mt_i_check_prior(ctx, mt_i_item(all->priors, prior), 0, &scaled));
  MT_I_TRY(mt_i_prior_scale(ctx, &one->log, &scaled));
  MT_I_TRY(mt_i_check_prior(ctx, &scaled, 1, &one->prior));
  one->fit = mt_i_item(all->fits, i);
  MT_I_TRY(mt_i_check_result(ctx, "fits", one->fit, sizeof(mt_fit)));
  one->scales = all->scales != NULL ? all->scales + 2 * i : NULL;
  one->quantiles = all->n_probs > 0 ? all->quantiles + i * all->n_probs * MT_N_FIT : NULL;
  return MT_OK;
}

mt_status mt_fit_batch(mt_ctx *ctx, int64_t n, const mt_log *logs, int64_t shared_prior,
                       const mt_prior *priors, const mt_fit_options *options,
                       int64_t n_probs, const double *probs, int64_t threads,
                       mt_status *statuses, mt_fit *fits, double *scales,
                       double *quantiles) {
  fit_call all;

  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_items(ctx, "logs", logs, sizeof(mt_log)));
  MT_I_TRY(mt_i_check_items(ctx, "priors", priors, sizeof(mt_prior)));
  MT_I_TRY(mt_i_check_items(ctx, "fits", fits, sizeof(mt_fit)));
  MT_I_TRY(mt_i_check_threads(ctx, threads));
  MT_I_TRY(mt_i_check_fit_options(ctx, options, &all.options));
  MT_I_TRY(mt_i_check_probs(ctx, n_probs, probs));
  if (n_probs > 0) {
    MT_I_TRY(mt_i_check_pointer(ctx, "quantiles", quantiles));
  }
  all.logs = logs;
  all.shared_prior = shared_prior;
  all.priors = priors;
  all.n_probs = n_probs;
  all.probs = probs;
  all.fits = fits;
  all.scales = scales;
  all.quantiles = quantiles;
  return mt_i_many(ctx, n, check_item, &mt_i_fit_work, &all, threads, statuses);
}
