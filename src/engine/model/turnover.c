#include "model/turnover.h"

const mt_turnover mt_i_turnover_usual = {.struct_size = sizeof(mt_turnover),
                                         .tau = TURNOVER_TAU,
                                         .k_d = TURNOVER_K_D,
                                         .m_ref = 35.0,
                                         .m0 = NAN};

/* (1 - e^(-x)) / x, 1 at 0. */
static double relaxed(double x) { return x == 0.0 ? 1.0 : -expm1(-x) / x; }

/* Breakdown summed from the piece's start: k_d (b s + x tau (1 - e^(-s / tau))). */
static double decay(const turnover_piece *p, double s) {
  return p->k_d * (p->b * s - p->extra * p->tau * expm1(-s / p->tau));
}

/* The integral over a relaxing breakdown has no closed form: Gauss and Legendre's rule with
 * 10 points on stretches of at most 2 days, where the integrand is e to a sum of slow
 * exponents, is exact to rounding. */
static double gauss(const turnover_piece *p, double from, double to, double end) {
  static const double node[5] = {0.1488743389816312108848, 0.4333953941292471907993,
                                 0.6794095682990244062343, 0.8650633666889845107321,
                                 0.9739065285171717200780};
  static const double weight[5] = {0.2955242247147528701739, 0.2692667193099963550913,
                                   0.2190863625159820439955, 0.1494513491505805931458,
                                   0.0666713443086881375936};
  const double middle = 0.5 * (from + to), half = 0.5 * (to - from), all = decay(p, end);
  double sum = 0.0;

  for (int i = 0; i < 5; i++) {
    const double left = middle - half * node[i], right = middle + half * node[i];
    sum += weight[i] * (exp(-p->decline * left - all + decay(p, left)) +
                        exp(-p->decline * right - all + decay(p, right)));
  }
  return half * sum;
}

/* Constant breakdown, from a time at which `start` of the inflow is left. */
static turnover_step closed_step(const turnover_piece *p, double start, double days) {
  const double out = p->k_d * p->b;
  turnover_step step;

  step.kept = exp(-out * days);
  step.start = start;
  step.days = days;
  step.fade = exp(-p->decline * days);
  step.relaxed = relaxed((out - p->decline) * days);
  return step;
}

static turnover_step relaxing_step(const turnover_piece *p, double days) {
  const double longest = 2.0;
  const int64_t n = (int64_t)ceil(days / longest);
  turnover_step step = {exp(-decay(p, days)), 1.0, 0.0, 1.0, 1.0};

  for (int64_t i = 0; i < n; i++) {
    step.days +=
        gauss(p, days * (double)i / (double)n, days * (double)(i + 1) / (double)n, days);
  }
  return step;
}

int mt_i_turnover_steps(const turnover_piece *p, double days,
                        turnover_step steps[TURNOVER_MOST_STEPS]) {
  const double early = 40.0 * p->tau; /* after that nothing is left to relax */

  if (p->extra == 0.0) {
    steps[0] = closed_step(p, 1.0, days);
    return 1;
  }
  if (days > early) {
    steps[0] = relaxing_step(p, early);
    steps[1] = closed_step(p, exp(-p->decline * early), days - early);
    return 2;
  }
  steps[0] = relaxing_step(p, days);
  return 1;
}

double mt_i_turnover_after(const turnover_piece *p, double mass, double days) {
  turnover_step steps[TURNOVER_MOST_STEPS];
  const int n = mt_i_turnover_steps(p, days, steps);

  for (int i = 0; i < n; i++) {
    mass = turnover_after_step(&steps[i], mass, p->inflow);
  }
  return mass;
}

void mt_i_strength_course(int64_t n, const double *mass, const int32_t *away,
                          double *strength) {
  double disused = 0.0, before = 0.0, held = 1.0;

  for (int64_t t = 0; t < n; t++) {
    double loss = 100.0 - mass[t];

    if (away[t]) {
      const double of_mass = loss;
      disused += 1.0;
      loss = loss > 0.0 ? loss * turnover_strength_ratio(disused) : loss;
      loss = t > 0 ? fmax(before, loss) : loss;
      held = of_mass > 0.0 ? loss / of_mass : 1.0;
    } else if (disused > 0.0 && loss > 0.0) {
      loss *= held;
    }
    strength[t] = fmax(100.0 - loss, 0.0);
    before = loss;
  }
}
