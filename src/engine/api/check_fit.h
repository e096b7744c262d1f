/* What the entry points of calibration and forecasts ask of their arguments. Each copies a
 * caller's struct, of this version or an older one, over the defaults in *out. */
#ifndef MT_API_CHECK_FIT_H
#define MT_API_CHECK_FIT_H

#include "method/fit/fit.h"

mt_status mt_i_check_log(mt_ctx *ctx, const mt_log *log, mt_log *out);

/* options: NULL for the defaults. */
mt_status mt_i_check_fit_options(mt_ctx *ctx, const mt_fit_options *options,
                                 mt_fit_options *out);

/* scaled: the scales must be there. */
mt_status mt_i_check_prior(mt_ctx *ctx, const mt_prior *prior, int scaled, mt_prior *out);

/* with_log: a forecast needs it. */
mt_status mt_i_check_posterior(mt_ctx *ctx, const mt_posterior *posterior, int with_log,
                               fit_posterior *out);

/* probs[n_probs] within (0, 1); none is fine. */
mt_status mt_i_check_probs(mt_ctx *ctx, int64_t n_probs, const double *probs);

#endif
