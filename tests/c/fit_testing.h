/* What the tests of fits and forecasts share: a small log with its prior. */
#ifndef MT_FIT_TESTING_H
#define MT_FIT_TESTING_H

#include <muscletwin.h>
#include <stdlib.h>

#include "test.h"

enum { DAYS = 60 };
typedef struct small_log {
  double day[DAYS], load[DAYS], performance[DAYS];
  mt_log log;
  mt_prior prior;
} small_log;

MAYBE void make_log(small_log *s, int tests) {
  for (int i = 0; i < DAYS; i++) {
    s->day[i] = i + 1.0;
    s->load[i] = i % 7 == 0 || i % 7 == 4 ? 0.0 : 30.0 + 7.0 * (i % 5);
    s->performance[i] = NAN;
  }
  for (int j = 0; j < tests; j++) {
    const int i = 2 + j * (DAYS - 4) / (tests > 1 ? tests - 1 : 1);
    s->performance[i] = 250.0 + 6.0 * sin(0.9 * j) + 0.5 * i;
  }
  mt_log_init(&s->log);
  s->log.n = DAYS;
  s->log.day = s->day;
  s->log.load = s->load;
  s->log.performance = s->performance;
  mt_prior_init(&s->prior);
  MT_CHECK_EQ(mt_prior_scale(NULL, &s->log, &s->prior), MT_OK);
}

MAYBE double *room_for_points(const mt_fit_options *options) {
  return malloc(sizeof(double) * (size_t)mt_fit_points(options) * MT_FIT_COLUMNS);
}

/* Fits it into points, and says all that a forecast needs to know of the fit. */
MAYBE mt_posterior fit_log(const small_log *s, const mt_fit_options *options, mt_fit *fit,
                           double *points) {
  mt_posterior posterior;

  mt_fit_init(fit);
  MT_CHECK(mt_fit_bayes(NULL, &s->log, &s->prior, options, fit, points) >= 0);
  mt_posterior_init(&posterior);
  posterior.log = &s->log;
  posterior.prior = &s->prior;
  posterior.options = options;
  posterior.n_points = mt_fit_points(options);
  posterior.points = points;
  return posterior;
}

MAYBE mt_loads loads_of(int64_t n, const double *day, const double *load) {
  mt_loads loads;

  mt_loads_init(&loads);
  loads.n = n;
  loads.day = day;
  loads.load = load;
  return loads;
}

#endif
