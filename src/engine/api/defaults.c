/* What NULL options, and the _init functions, mean. Twins and populations have theirs in
 * model/. */
#include <math.h>
#include <muscletwin.h>
#include <string.h>

void mt_solver_options_init(mt_solver_options *options) {
  memset(options, 0, sizeof(*options));
  options->struct_size = sizeof(*options);
  options->solver = MT_SOLVER_CVODE;
  options->rtol = 1e-8;
  options->atol = 1e-10;
  options->step = 0.5;
}

void mt_cohort_init(mt_cohort *cohort) {
  memset(cohort, 0, sizeof(*cohort));
  cohort->struct_size = sizeof(*cohort);
  cohort->n = 400;
  cohort->seed = 99;
  cohort->load_effect = MT_LOAD_SAME_DAY;
}

void mt_cohort_options_init(mt_cohort_options *options) {
  mt_solver_options solver;

  mt_solver_options_init(&solver);
  memset(options, 0, sizeof(*options));
  options->struct_size = sizeof(*options);
  options->solver = MT_SOLVER_EXACT;
  options->rtol = solver.rtol;
  options->atol = solver.atol;
  options->step = solver.step;
  options->threads = 1;
  options->threshold = NAN;
}
