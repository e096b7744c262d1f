/* Entry points for the distribution over a cohort. */
#include "method/cohort/summary.h"

#include "api/check.h"
#include "api/check_cohort.h"

mt_status mt_summary_create(mt_ctx *ctx, const mt_cohort *cohort, int64_t n_days,
                            const double *load, const double *nutrition,
                            const mt_cohort_options *options, mt_summary **out) {
  cohort_run run;

  MT_I_TRY(mt_i_check_pointer(ctx, "out", out));
  *out = NULL;
  MT_I_TRY(mt_i_check_cohort(ctx, cohort, &run));
  MT_I_TRY(mt_i_check_cohort_work(ctx, n_days, load, nutrition, options, &run));
  if (run.responds != NULL && run.twins == NULL) {
    return mt_i_fail(
        ctx, MT_ERROR_VALUE,
        "cohort->responds is given but cohort->twins is not: a summary counts "
        "in trainees by their number");
  }
  run.wants_mass = run.wants_days = 1;
  run.first = 0; /* mt_summary_add() counts from the population's first trainee */
  return mt_i_summary_create(ctx, &run, out);
}

void mt_summary_destroy(mt_summary *summary) { mt_i_summary_destroy(summary); }

/* A summary that can be asked and added to. */
static mt_status check_summary(mt_ctx *ctx, const mt_summary *summary) {
  MT_I_TRY(mt_i_check_pointer(ctx, "summary", summary));
  if (summary->broken) {
    return mt_i_fail(
        ctx, MT_ERROR_VALUE,
        "the summary is incomplete: counting into it failed or was cancelled");
  }
  return MT_OK;
}

mt_status mt_summary_add(mt_ctx *ctx, mt_summary *summary, int64_t first, int64_t n) {
  int64_t failed = -1, before, responders;
  const cohort_run *run;
  mt_status status;

  MT_I_TRY(check_summary(ctx, summary));
  run = &summary->run;
  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  if (first < 0) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "first is %lld; it must be 0 or more",
                     (long long)first);
  }
  if (run->twins != NULL && (n > run->n || first > run->n - n)) {
    return mt_i_fail(
        ctx, MT_ERROR_SIZE, "trainees %lld to %lld are asked for; %lld were given",
        (long long)first + 1, (long long)first + (long long)n, (long long)run->n);
  }
  mt_i_summary_totals(summary, &before, &responders);
  if (n > INT64_MAX - first || before > INT64_MAX / 2 - n) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "first + n is more than 64 bits can count");
  }
  status = mt_i_summary_add(ctx, summary, first, n, &failed);
  return failed < 0 ? status : mt_i_explain_trainee(ctx, run, failed, status);
}

int64_t mt_summary_n(const mt_summary *summary) {
  int64_t n = 0, responders;

  if (summary != NULL) {
    mt_i_summary_totals(summary, &n, &responders);
  }
  return n;
}

int64_t mt_summary_responders(const mt_summary *summary) {
  int64_t n, responders = 0;

  if (summary != NULL) {
    mt_i_summary_totals(summary, &n, &responders);
  }
  return responders;
}

static mt_status check_quantity(mt_ctx *ctx, int64_t quantity) {
  if (quantity < MT_MASS || quantity > MT_PEAK) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "quantity is %lld, not one of MT_MASS to MT_PEAK",
                     (long long)quantity);
  }
  return MT_OK;
}

mt_status mt_summary_moments(mt_ctx *ctx, const mt_summary *summary, int64_t quantity,
                             double *mean, double *sd) {
  MT_I_TRY(check_summary(ctx, summary));
  MT_I_TRY(check_quantity(ctx, quantity));
  mt_i_summary_moments(summary, quantity, mean, sd);
  return MT_OK;
}

mt_status mt_summary_quantiles(mt_ctx *ctx, const mt_summary *summary, int64_t quantity,
                               int64_t n_probs, const double *probs, double *quantiles,
                               double *error) {
  MT_I_TRY(check_summary(ctx, summary));
  MT_I_TRY(check_quantity(ctx, quantity));
  MT_I_TRY(mt_i_check_count(ctx, "n_probs", n_probs));
  MT_I_TRY(mt_i_check_values(ctx, "probs", n_probs, probs, 0.0, 1.0, 0));
  MT_I_TRY(mt_i_check_pointer(ctx, "quantiles", quantiles));
  return mt_i_summary_quantiles(ctx, summary, quantity, n_probs, probs, quantiles, error);
}

mt_status mt_summary_merge(mt_ctx *ctx, mt_summary *into, const mt_summary *from) {
  MT_I_TRY(check_summary(ctx, into));
  MT_I_TRY(check_summary(ctx, from));
  if (into == from) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "a summary cannot be counted into itself");
  }
  return mt_i_summary_merge(ctx, into, from);
}

mt_status mt_summary_bytes(mt_ctx *ctx, const mt_summary *summary, int64_t *bytes) {
  MT_I_TRY(check_summary(ctx, summary));
  MT_I_TRY(mt_i_check_pointer(ctx, "bytes", bytes));
  *bytes = mt_i_summary_save(summary, NULL);
  return MT_OK;
}

mt_status mt_summary_save(mt_ctx *ctx, const mt_summary *summary, int64_t bytes,
                          void *memory) {
  int64_t needed;

  MT_I_TRY(mt_summary_bytes(ctx, summary, &needed));
  MT_I_TRY(mt_i_check_pointer(ctx, "memory", memory));
  if (bytes != needed) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "bytes is %lld; the summary takes %lld",
                     (long long)bytes, (long long)needed);
  }
  mt_i_summary_save(summary, memory);
  return MT_OK;
}

mt_status mt_summary_load(mt_ctx *ctx, mt_summary *into, int64_t bytes,
                          const void *memory) {
  MT_I_TRY(check_summary(ctx, into));
  MT_I_TRY(mt_i_check_pointer(ctx, "memory", memory));
  MT_I_TRY(mt_i_check_count(ctx, "bytes", bytes));
  return mt_i_summary_load(ctx, into, bytes, memory);
}
