#include "method/path/day_plan.h"

#include <math.h>
#include <string.h>

#include "model/meal.h"
#include "model/streams.h"
#include "model/turnover.h"

/* ---- the split ---- */

enum { STARTS = 7 }; /* equal meals, and the best six among the ways to leave some out */

typedef struct split_problem {
  mt_day day;
  double leucine_g[MT_PLAN_MEALS];
  double total;
  const mt_meal_rule *rule;
} split_problem;

static void set_problem(split_problem *problem, const mt_day *day, double leucine_g,
                        const mt_meal_rule *rule) {
  problem->day = *day;
  problem->day.leucine_g = problem->leucine_g;
  problem->total = leucine_g;
  problem->rule = rule;
}

static void give_meals(split_problem *problem, const double *share) {
  for (int64_t i = 0; i < problem->day.n_meals; i++) {
    problem->leucine_g[i] = problem->total * share[i];
  }
}

static double score_of(split_problem *problem, const double *share) {
  give_meals(problem, share);
  return mt_i_day_responses(&problem->day, problem->rule, NULL);
}

/* Equal shares among the meals whose bits are set in `code`. */
static void share_among(int64_t n, unsigned code, double *share) {
  double used = 0.0;

  for (int64_t i = 0; i < n; i++) {
    used += code >> i & 1u;
  }
  for (int64_t i = 0; i < n; i++) {
    share[i] = (code >> i & 1u) / used;
  }
}

/* Steepest ascent by moving leucine between pairs of meals, with ever smaller moves. */
static double climb(split_problem *problem, double *share) {
  const int64_t n = problem->day.n_meals;
  double best = score_of(problem, share), move = 0.5 / (double)n;

  while (n > 1 && move > 1e-4) {
    int found = 0;
    for (int64_t from = 0; from < n; from++) {
      for (int64_t to = 0; to < n; to++) {
        const double before[2] = {share[from], share[to]};
        double value;

        if (to == from || share[from] < move) {
          continue;
        }
        share[from] -= move;
        share[to] += move;
        value = score_of(problem, share);
        if (value > best + 1e-12) {
          best = value;
          found = 1;
        } else {
          share[from] = before[0];
          share[to] = before[1];
        }
      }
    }
    move = found ? move : move / 2.0;
  }
  return score_of(problem, share);
}

/* Meals closer than three hours get into each other's way, so that leaving some out can be
 * better: the search begins at equal meals and at the best of all ways to share equally among
 * some of them. */
mt_status mt_i_day_split(mt_ctx *ctx, const mt_day *day, double leucine_g,
                         const mt_meal_rule *rule, double *share, double *response) {
  const int64_t n = day->n_meals;
  const unsigned all = (1u << n) - 1u;
  unsigned start[STARTS] = {0};
  double score[STARTS], best = -INFINITY;
  double trial[MT_PLAN_MEALS];
  split_problem problem;
  int starts = 0;

  set_problem(&problem, day, leucine_g, rule);
  for (unsigned code = 1; code <= all; code++) {
    double value;
    int at = starts;

    share_among(n, code, trial);
    value = score_of(&problem, trial);
    while (at > 0 && value > score[at - 1]) {
      at--;
    }
    if (at < STARTS - 1) {
      const int moved = (starts < STARTS - 1 ? starts : STARTS - 2) - at;
      memmove(&start[at + 1], &start[at], (size_t)moved * sizeof(start[0]));
      memmove(&score[at + 1], &score[at], (size_t)moved * sizeof(score[0]));
      start[at] = code;
      score[at] = value;
      starts += starts < STARTS - 1;
    }
  }
  for (int s = -1; s < starts; s++) {
    double value;

    if (s >= 0 && start[s] == all) {
      continue; /* equal meals are the first start */
    }
    if (mt_i_cancelled(ctx, (double)(s + 1) / STARTS)) {
      return MT_ERROR_CANCELLED;
    }
    share_among(n, s < 0 ? all : start[s], trial);
    value = climb(&problem, trial);
    if (value > best) {
      best = value;
      memcpy(share, trial, (size_t)n * sizeof(*share));
    }
  }
  give_meals(&problem, share);
  mt_i_day_responses(&problem.day, rule, response);
  return MT_OK;
}

/* ---- what it is worth ---- */

/* Mass changes by 1 - e^(-84 k_d) of the change of N in 12 weeks. */
static void figures_of(split_problem *problem, const double *share, const double *equal,
                       double gain, double *figures) {
  const double q = score_of(problem, share);
  const double habit = mt_i_habitual_responses(&problem->day, problem->rule);
  const double relative =
      meal_synthesis(problem->rule, q) / meal_synthesis(problem->rule, habit);

  figures[MT_PLAN_AGAINST_HABIT] = q / habit;
  figures[MT_PLAN_AGAINST_EQUAL] = q / score_of(problem, equal);
  figures[MT_PLAN_MASS] = 100.0 * gain * (relative - 1.0) * -expm1(-TURNOVER_K_D * 84.0);
}

mt_status mt_i_day_figures(mt_ctx *ctx, const mt_day *day, double leucine_g,
                           const mt_meal_rule *rule, const double *share, double *figures,
                           int64_t n_draws, double *draws) {
  double equal[MT_PLAN_MEALS];
  split_problem problem;

  share_among(day->n_meals, (1u << day->n_meals) - 1u, equal);
  set_problem(&problem, day, leucine_g, rule);
  figures_of(&problem, share, equal, rule->gain, figures);
  for (int64_t i = 0; i < n_draws; i++) {
    mt_meal_rule drawn = *rule;
    double dose, refractory, gain;

    if (i % 256 == 0 && mt_i_cancelled(ctx, (double)i / (double)n_draws)) {
      return MT_ERROR_CANCELLED;
    }
    mt_i_stream_normals(MT_STREAM_DIET_DOSE, 0, i, 1, &dose);
    mt_i_stream_normals(MT_STREAM_DIET_REFRACTORY, 0, i, 1, &refractory);
    mt_i_stream_normals(MT_STREAM_DIET_GAIN, 0, i, 1, &gain);
    drawn.d0 = rule->d0 * exp(MEAL_D0_SPREAD * dose);
    drawn.refractory = rule->refractory * exp(MEAL_REFRACTORY_SPREAD * refractory);
    drawn.gain = rule->gain * exp(MEAL_GAIN_SPREAD * gain);
    problem.rule = &drawn;
    figures_of(&problem, share, equal, drawn.gain, draws + MT_PLAN_FIGURES * i);
  }
  return MT_OK;
}
