/*
 * Muscle mass by turnover, from a schedule: ten thousand people train three days a week, but
 * for two weeks in a cast. Shows a life, its forcing, and the distribution over a cohort.
 */
#include <muscletwin.h>
#include <stdio.h>

enum { DAYS = 84, PROBS = 3 };

int main(void) {
  const double probs[PROBS] = {0.05, 0.5, 0.95};
  const int shown[] = {28, 42, 84};
  double load[DAYS], memory[DAYS * MT_FORCING_COLUMNS];
  double mean[DAYS], quantiles[DAYS * PROBS];
  mt_cohort_options options;
  mt_summary *summary = NULL;
  mt_forcing forcing;
  mt_cohort cohort;
  mt_disuse cast;
  mt_ctx *ctx = NULL;
  mt_life life;
  int code = 1;

  for (int d = 0; d < DAYS; d++) {
    load[d] = d % 7 < 5 && d % 2 == 0 && (d < 28 || d >= 42) ? 160.0 / 3.0 : 0.0;
  }
  mt_disuse_init(&cast, MT_DISUSE_CAST);
  cast.from = 29;
  cast.to = 42;
  mt_life_init(&life); /* life.age, life.sex, life.nutrition, ... */
  life.n_days = DAYS;
  life.load = load;
  life.n_disuse = 1;
  life.disuse = &cast;
  mt_forcing_init(&forcing);

  mt_cohort_init(&cohort);
  mt_cohort_options_init(&options);
  options.threads = 2;
  options.mass_model = MT_MASS_TURNOVER;
  options.forcing = &forcing;

  if (mt_ctx_create(NULL, &ctx) < MT_OK) {
    return 1;
  }
  if (mt_forcing_make(ctx, &life, memory, NULL, &forcing) < MT_OK ||
      mt_summary_create(ctx, &cohort, DAYS, load, NULL, &options, &summary) < MT_OK ||
      mt_summary_add(ctx, summary, 0, 10000) < MT_OK ||
      mt_summary_moments(ctx, summary, MT_MASS, mean, NULL) < MT_OK ||
      mt_summary_quantiles(ctx, summary, MT_MASS, PROBS, probs, quantiles, NULL) <
          MT_OK) {
    fprintf(stderr, "%s\n", mt_ctx_message(ctx));
    goto cleanup;
  }
  printf(" day    mean     5 %%    50 %%    95 %%   (kg)\n");
  for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
    const int d = shown[i] - 1;
    printf("%4d  %6.3f  %6.3f  %6.3f  %6.3f\n", d + 1, mean[d], quantiles[d],
           quantiles[d + DAYS], quantiles[d + 2 * DAYS]);
  }
  code = 0;

cleanup:
  mt_summary_destroy(summary);
  mt_ctx_destroy(ctx);
  return code;
}
