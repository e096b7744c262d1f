/*
 * One call of each kernel, with fixed work, for counting instructions: tools/test/budget.sh runs
 * this under valgrind and reads what each function named budget_... cost, calls included.
 * The counts hold for the AVX2 clones, as valgrind knows no AVX-512.
 *
 * Without valgrind it runs in milliseconds and says nothing; a failed call ends it with 1.
 */
#include <muscletwin.h>
#include <stdint.h>
#include <stdlib.h>

enum { DAYS = 140, TRAINEES = 4096, DAILY = 1024, SUMMED = 8192, CALLS = 32 };

#if defined(__GNUC__)
#define BUDGET __attribute__((noinline, noclone))
#else
#define BUDGET
#endif

typedef struct work {
  double load[DAYS], day_end[DAYS], path[4][DAYS];
  mt_twin twin;
  mt_cohort alike;  /* people who differ in performance: the mass of all is the same */
  mt_cohort varied; /* people who differ in mass as well */
  mt_population population;
  double forcing_memory[DAYS * MT_FORCING_COLUMNS];
  mt_forcing forcing;
  mt_cohort_options turnover; /* mass by turnover, of a life with this load */
  double *twins, *peak, *mass, *days;
  int32_t *peak_day;
  int failed;
} work;

static void note(work *w, mt_status status) {
  if (status < MT_OK) {
    w->failed = 1;
  }
}

/* Each takes whole batches of trainees, so that a count is that of the inner loops. */

/* Four log-normal draws a trainee. */
BUDGET void budget_draw(work *w) { note(w, mt_cohort_draw(NULL, &w->alike, w->twins)); }

/* Draws, recursion, peak and its day. */
BUDGET void budget_peak(work *w) {
  note(w, mt_cohort_trainees(NULL, &w->alike, DAYS, w->load, NULL, NULL, NULL, w->peak,
                             w->peak_day, NULL, NULL));
}

/* The same with each trainee's own final mass. */
BUDGET void budget_peak_and_mass(work *w) {
  note(w, mt_cohort_trainees(NULL, &w->varied, DAYS, w->load, NULL, NULL, NULL, w->peak,
                             w->peak_day, w->mass, NULL));
}

/* People given as numbers. */
BUDGET void budget_given(work *w) {
  mt_cohort given = w->varied;

  given.twins = w->twins;
  note(w, mt_cohort_trainees(NULL, &given, DAYS, w->load, NULL, NULL, NULL, w->peak,
                             w->peak_day, NULL, NULL));
}

/* Draws, recursion, peak and final mass by turnover; with one k_d for all, and with each
 * trainee's own. */
BUDGET void budget_turnover(work *w) {
  note(w, mt_cohort_trainees(NULL, &w->alike, DAYS, w->load, NULL, &w->turnover, NULL,
                             w->peak, w->peak_day, w->mass, NULL));
}

BUDGET void budget_turnover_varied(work *w) {
  note(w, mt_cohort_trainees(NULL, &w->varied, DAYS, w->load, NULL, &w->turnover, NULL,
                             w->peak, w->peak_day, w->mass, NULL));
}

/* All four quantities on every day. */
BUDGET void budget_days(work *w) {
  const int64_t cells = (int64_t)DAYS * DAILY;
  mt_cohort some = w->varied;

  some.n = DAILY;
  note(w, mt_cohort_days(NULL, &some, DAYS, w->load, NULL, NULL, w->days, w->days + cells,
                         w->days + 2 * cells, w->days + 3 * cells));
}

/* The distribution over a cohort: counting people in. What making it and reading it costs
 * does not grow with the cohort and is left out. */
BUDGET void budget_summary_add(work *w, mt_summary *summary) {
  note(w, mt_summary_add(NULL, summary, 0, SUMMED));
}

BUDGET void budget_turnover_summary_add(work *w, mt_summary *summary) {
  note(w, mt_summary_add(NULL, summary, 0, SUMMED));
}

BUDGET void budget_summary_quantiles(work *w, const mt_summary *summary) {
  static const double probs[] = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};

  note(w, mt_summary_quantiles(NULL, summary, MT_PERFORMANCE, 7, probs, w->days, NULL));
}

/* One twin: 32 calls of each. */
BUDGET void budget_banister(work *w) {
  for (int i = 0; i < CALLS; i++) {
    note(w, mt_banister(NULL, &w->twin, DAYS, w->load, NULL, w->path[0], w->path[1],
                        w->path[2]));
  }
}

BUDGET void budget_mass_exact(work *w) {
  mt_solver_options options;

  mt_solver_options_init(&options);
  options.solver = MT_SOLVER_EXACT;
  for (int i = 0; i < CALLS; i++) {
    note(w, mt_mass(NULL, &w->twin, DAYS, w->day_end, w->load, NULL, DAYS, w->day_end,
                    &options, w->path[0]));
  }
}

/* One call of CVODE. */
BUDGET void budget_mass_cvode(work *w) {
  note(w, mt_mass(NULL, &w->twin, DAYS, w->day_end, w->load, NULL, DAYS, w->day_end, NULL,
                  w->path[0]));
}

static void live(work *w) {
  mt_life life;

  mt_life_init(&life);
  life.n_days = DAYS;
  life.load = w->load;
  mt_forcing_init(&w->forcing);
  note(w, mt_forcing_make(NULL, &life, w->forcing_memory, NULL, &w->forcing));
  mt_cohort_options_init(&w->turnover);
  w->turnover.mass_model = MT_MASS_TURNOVER;
  w->turnover.forcing = &w->forcing;
}

static void vary(mt_population *population, int parameter, int64_t kind, double spread) {
  population->kind[parameter] = kind;
  population->spread[parameter] = spread;
}

int main(void) {
  work *w = calloc(1, sizeof(*w));
  mt_summary *summary = NULL, *turned = NULL;
  int code = 1;

  if (w == NULL) {
    return 1;
  }
  w->twins = malloc(MT_N_PARAMETERS * TRAINEES * sizeof(double));
  w->peak = malloc(TRAINEES * sizeof(double));
  w->mass = malloc(TRAINEES * sizeof(double));
  w->peak_day = malloc(TRAINEES * sizeof(int32_t));
  w->days = malloc((size_t)4 * DAYS * DAILY * sizeof(double));
  if (w->twins == NULL || w->peak == NULL || w->mass == NULL || w->peak_day == NULL ||
      w->days == NULL) {
    goto cleanup;
  }
  for (int d = 0; d < DAYS; d++) {
    w->day_end[d] = d + 1;
  }
  mt_twin_init(&w->twin);
  mt_population_init(&w->population);
  vary(&w->population, MT_K_S, MT_LOGNORMAL, 0.2);
  vary(&w->population, MT_K_D, MT_LOGNORMAL, 0.2);
  vary(&w->population, MT_M0, MT_NORMAL, 4.0);
  vary(&w->population, MT_P0, MT_NORMAL, 10.0);
  mt_cohort_init(&w->alike);
  w->alike.n = TRAINEES;
  w->varied = w->alike;
  w->varied.population = &w->population;
  note(w, mt_schedule_make(NULL, DAYS, 42, w->load));
  note(w, mt_summary_create(NULL, &w->varied, DAYS, w->load, NULL, NULL, &summary));
  live(w);
  note(w, mt_summary_create(NULL, &w->alike, DAYS, w->load, NULL, &w->turnover, &turned));

  budget_draw(w);
  budget_peak(w);
  budget_peak_and_mass(w);
  budget_given(w);
  budget_days(w);
  if (!w->failed) {
    budget_summary_add(w, summary);
    budget_summary_quantiles(w, summary);
    budget_turnover_summary_add(w, turned);
  }
  budget_banister(w);
  budget_mass_exact(w);
  budget_mass_cvode(w);
  budget_turnover(w);
  budget_turnover_varied(w);
  code = w->failed;

cleanup:
  mt_summary_destroy(summary);
  mt_summary_destroy(turned);
  if (w != NULL) {
    free(w->twins);
    free(w->peak);
    free(w->mass);
    free(w->peak_day);
    free(w->days);
  }
  free(w);
  return code;
}
