#include "r_posterior.h"

mt_log r_log(SEXP list) {
  r_fields from = r_fields_of(list, "log");
  const SEXP day = r_field(&from, "day");
  const R_xlen_t n = XLENGTH(day);
  mt_log log;

  mt_log_init(&log);
  log.n = n;
  log.day = r_doubles(day, n, "day");
  log.load = r_doubles(r_field(&from, "load"), n, "load");
  log.performance = r_doubles(r_field(&from, "performance"), n, "performance");
  r_fields_end(&from);
  return log;
}

mt_prior r_prior(SEXP list) {
  r_fields from = r_fields_of(list, "prior");
  mt_prior prior;

  mt_prior_init(&prior);
  prior.performance = r_field_double(&from, "performance", prior.performance);
  prior.load = r_field_double(&from, "load", prior.load);
  prior.half_life = r_field_double(&from, "half_life", prior.half_life);
  prior.initial_sd = r_field_double(&from, "initial_sd", prior.initial_sd);
  r_field_copy(&from, "mean", MT_N_PRIOR, prior.mean);
  r_field_copy(&from, "covariance", MT_N_PRIOR * MT_N_PRIOR, prior.covariance);
  r_fields_end(&from);
  return prior;
}

mt_fit_options r_fit_options(SEXP list) {
  r_fields from = r_fields_of(list, "options");
  mt_fit_options options;

  mt_fit_options_init(&options);
  options.model = r_field_int(&from, "model", options.model);
  options.load_effect = r_field_int(&from, "load_effect", options.load_effect);
  options.initial = r_field_int(&from, "initial", options.initial);
  options.fitness0 = r_field_double(&from, "fitness0", options.fitness0);
  options.fatigue0 = r_field_double(&from, "fatigue0", options.fatigue0);
  options.points = r_field_int(&from, "points", options.points);
  r_fields_end(&from);
  return options;
}

void r_posterior_read(SEXP list, r_posterior *out) {
  r_fields from = r_fields_of(list, "posterior");
  SEXP points;

  out->log = r_log(r_field(&from, "log"));
  out->prior = r_prior(r_field(&from, "prior"));
  out->options = r_fit_options(r_field(&from, "options"));
  points = r_field(&from, "points");
  mt_posterior_init(&out->it);
  out->it.log = &out->log;
  out->it.prior = &out->prior;
  out->it.options = &out->options;
  out->it.n_points = XLENGTH(points) / MT_FIT_COLUMNS;
  out->it.points =
      r_doubles(points, (R_xlen_t)out->it.n_points * MT_FIT_COLUMNS, "points");
  r_fields_end(&from);
}
