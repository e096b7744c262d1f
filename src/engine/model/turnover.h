/*
 * Muscle mass as turnover around a habitual life (docs/math-physiology.md, section 2):
 *
 *   dM/dt = k_d (F(t) m_ref - B(t) M)
 *
 * with synthesis F = S N a u and breakdown B = b, both 1 in habitual life. On a piece F may
 * decline as F e^(-g t) (age), B may relax as b + x e^(-t / tau) (a cast).
 */
#ifndef MT_MODEL_TURNOVER_H
#define MT_MODEL_TURNOVER_H

#include <math.h>
#include <muscletwin.h>
#include <stdint.h>

/* Turnover of muscle, per day: deuterated water, Kilroe 2020; 0.0126 to 0.0135 over studies. */
#define TURNOVER_K_D 0.0126
/* Days in which extra breakdown relaxes. */
#define TURNOVER_TAU 7.0

/* A person in habitual life. */
extern const mt_turnover mt_i_turnover_usual;

/* How much of an old person's response applies: 0 to age 50, 1 from 70 on, linear between
 * (the ramp is a choice of design). NaN: of unknown age, as the young. */
static inline double turnover_oldness(double age) {
  return isnan(age) ? 0.0 : fmin(1.0, fmax(0.0, (age - 50.0) / 20.0));
}

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

/* Mass after `days` of a piece, exact to rounding. */
double mt_i_turnover_after(const turnover_piece *piece, double mass, double days);

#endif
