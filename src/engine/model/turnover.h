/*
 * Muscle mass as turnover around a habitual life (docs/math-physiology.md, section 2):
 *
 *   dM/dt = k_d (F(t) m_ref - B(t) M)
 *
 * with synthesis F = S N a u and breakdown B = b, both 1 in habitual life. On a piece F may
 * decline as F e^(-g t) (age), B may relax as b + x e^(-t / tau) (a cast). First what the
 * factors come from, then mass on a piece; model/forcing.c makes pieces of a life.
 */
#ifndef MT_MODEL_TURNOVER_H
#define MT_MODEL_TURNOVER_H

#include <math.h>
#include <muscletwin.h>
#include <stdint.h>

#include "base/fp.h"

/* Turnover of muscle, per day: deuterated water, Kilroe 2020; 0.0126 to 0.0135 over studies. */
#define TURNOVER_K_D 0.0126
/* The largest that has a meaning: all is new within a minute and a half. */
#define TURNOVER_MOST_K_D 1e3
/* Days in which extra breakdown relaxes. */
#define TURNOVER_TAU 7.0

/* A person in habitual life. */
extern const mt_turnover mt_i_turnover_usual;

/* ---- S: training ---- */

/* How far the effect of training has come at a week's load w relative to the reference: 0
 * in habitual life, 1 at the reference. The saturation is a choice of design. */
static inline double turnover_training_response(double w) {
  return -expm1(-1.5 * w) / -expm1(-1.5);
}

/* How much of an old person's response applies: 0 to age 50, 1 from 70 on, linear between
 * (the ramp is a choice of design). NaN: of unknown age, as the young. */
static inline double turnover_oldness(double age) {
  return isnan(age) ? 0.0 : fmin(1.0, fmax(0.0, (age - 50.0) / 20.0));
}

/* S - 1 at the reference load. Weeks of training before day 1 wear it off with a time
 * constant of 7 weeks (a choice of design; Brook et al. 2015, FASEB J 29:4485: synthesis
 * 1.60 % a day in weeks 0 to 3, 1.29 in weeks 3 to 6). In the old it is a half. */
static inline double turnover_training_gain(double gain, double weeks, double age) {
  return gain * exp(-weeks / 7.0) * (1.0 - 0.5 * turnover_oldness(age));
}

/* A trainee's factor of S - 1, by a standard normal z: log-normal with mean 1 and a
 * coefficient of variation of 0.5 (Hubal et al. 2005, Med Sci Sports Exerc 37:964). The
 * number is sqrt(log(1 + 0.5^2)). */
static inline double turnover_responds(double z) {
  const double sdlog = 0.47238072707743883;
  return exp(sdlog * z - sdlog * sdlog / 2.0);
}

/* ---- a: age ---- */

/* Loss of synthesis per year: men 0.0047, women 0.0037 up to 70; 0.0089 and 0.0067 from 75;
 * linear between. The mean of both for MT_SEX_UNKNOWN. */
static inline double turnover_ageing_rate(double age, int64_t sex) {
  static const double rates[3][2] = {{(0.0047 + 0.0037) / 2.0, (0.0089 + 0.0067) / 2.0},
                                     {0.0047, 0.0089},
                                     {0.0037, 0.0067}};
  const double *rate = rates[sex];
  return rate[0] + (rate[1] - rate[0]) * fmin(1.0, fmax(0.0, (age - 70.0) / 5.0));
}

/* ---- u, b: disuse ---- */

/* What is left of extra breakdown `days` after it began. */
static inline double turnover_transient(double transient, double days) {
  return transient * exp(-days / TURNOVER_TAU);
}

/* Loss of strength for a loss of mass of 1 after `day` days of disuse: 4.2 at day 5, 2.4 at
 * 14, 1.9 from 35 on, linear in log time (Marusic et al. 2021, J Appl Physiol 131:194). Held
 * before day 5, a choice of design. */
static inline double turnover_strength_ratio(double day) {
  const double first = log(5.0), second = log(14.0), last = log(35.0), x = log(day);

  if (x <= first) {
    return 4.2;
  }
  if (x >= last) {
    return 1.9;
  }
  return x < second ? 4.2 + (2.4 - 4.2) * ((x - first) / (second - first))
                    : 2.4 + (1.9 - 2.4) * ((x - second) / (last - second));
}

/* Strength by day, per cent of before, for a course of mass[n], per cent. On days of disuse
 * (away[n] is 1) the loss is that of mass times the ratio of the days of disuse so far, and
 * never less than it was: the ratio falls with time, strength does not come back in a brace.
 * After it strength comes back with mass: the ratio stays as the last day of disuse left it
 * (both choices of design). */
void mt_i_strength_course(int64_t n, const double *mass, const int32_t *away,
                          double *strength);

/* ---- mass ---- */

/* One piece, in time from its start. */
typedef struct turnover_piece {
  double k_d, inflow; /* inflow = k_d F m_ref at the start, kg a day */
  double decline;     /* g, per day */
  double b, extra, tau;
} turnover_piece;

static inline double turnover_rate(const turnover_piece *p, double t, double mass) {
  const double b = p->extra == 0.0 ? p->b : p->b + p->extra * exp(-t / p->tau);
  const double in = p->decline == 0.0 ? p->inflow : p->inflow * exp(-p->decline * t);
  return in - p->k_d * b * mass;
}

/* What some days of a piece make of any mass: what is kept of it, and what its inflow, times
 * the other four, leaves. Two of them where a transient has run out on the way. */
typedef struct turnover_step {
  double kept, start, days, fade, relaxed;
} turnover_step;

enum { TURNOVER_MOST_STEPS = 2 };

/* The steps of `days` of a piece, exact to rounding; the piece's inflow has no say. Returns
 * how many there are. */
int mt_i_turnover_steps(const turnover_piece *piece, double days,
                        turnover_step steps[TURNOVER_MOST_STEPS]);

/* Mass after a step, in this order of multiplications everywhere. */
static inline double turnover_after_step(const turnover_step *step, double mass,
                                         double inflow) {
  return mass * step->kept +
         inflow * step->start * step->days * step->fade * step->relaxed;
}

/* Mass after `days` of a piece, exact to rounding. */
double mt_i_turnover_after(const turnover_piece *piece, double mass, double days);

#endif
