/* What a day's meals do to muscle: its synthesis, its nutrition N, and a better split. */
#include <muscletwin.h>
#include <stdio.h>

enum { MEALS = 3 };

int main(void) {
  static const char *const names[MEALS] = {"breakfast", "lunch", "supper"};
  static const double hour[MEALS] = {7.5, 12.5, 19.0}, protein_g[MEALS] = {15, 25, 60};
  double share_of[MT_N_SOURCES], leucine_g[MEALS], response[MEALS];
  double total, relative, nutrition, all = 0.0;
  double best[MEALS], then[MEALS], figures[MT_PLAN_FIGURES];
  mt_day day;

  mt_meal_sources(share_of, NULL, NULL);
  for (int i = 0; i < MEALS; i++) {
    leucine_g[i] = share_of[MT_SOURCE_MIXED] * protein_g[i];
    all += leucine_g[i];
  }
  mt_day_init(&day);
  day.n_meals = MEALS;
  day.hour = hour;
  day.leucine_g = leucine_g;
  day.weight = 80.0;
  day.age = 66.0;
  day.session = 17.0;
  if (mt_day_synthesis(NULL, &day, NULL, response, &total, NULL, &relative, &nutrition) !=
          MT_OK ||
      mt_day_plan(NULL, &day, all, NULL, best, then, figures, 0, NULL) != MT_OK) {
    return 1;
  }
  for (int i = 0; i < MEALS; i++) {
    printf("%-9s %4.0f g  +%.0f %%, better %4.0f g  +%.0f %%\n", names[i], protein_g[i],
           100 * response[i], best[i] * all / share_of[MT_SOURCE_MIXED], 100 * then[i]);
  }
  printf(
      "synthesis %.3f of a habitual day's, N %.4f; better: %.2f of habit's responses\n",
      relative, nutrition, figures[MT_PLAN_AGAINST_HABIT]);
  return 0;
}
