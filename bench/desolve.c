/*
 * Right-hand sides for deSolve, compiled, as its vignette "compiledCode" advises. Loads
 * are not looked up by time: they enter by events, at which the solver stops.
 */
#include <R.h>
#include <math.h>

/* ---- fitness and fatigue of one twin: y = g, h; a load is added to both ---- */

static double twin[4]; /* tau_g, tau_h, k1, k2 */

void bench_twin_init(void (*parameters)(int *, double *)) {
  int n = 4;
  parameters(&n, twin);
}

void bench_twin_rates(int *n, double *t, double *y, double *rate, double *out, int *ip) {
  rate[0] = -y[0] / twin[0];
  rate[1] = -y[1] / twin[1];
}

/* ---- muscle mass: y = M and the load, a state that events replace ---- */

static double muscle[2]; /* k_s, k_d */

void bench_mass_init(void (*parameters)(int *, double *)) {
  int n = 2;
  parameters(&n, muscle);
}

void bench_mass_rates(int *n, double *t, double *y, double *rate, double *out, int *ip) {
  rate[0] = muscle[0] * y[1] - muscle[1] * y[0];
  rate[1] = 0.0;
}
