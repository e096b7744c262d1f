#include "method/path/clinic.h"

#include <math.h>

#include "model/clinic.h"
#include "model/forcing.h"
#include "model/meal.h"
#include "model/streams.h"

static double draw(int64_t stream, int64_t person) {
  double z;
  mt_i_stream_normals(stream, 0, person, 1, &z);
  return z;
}

/* ---- rehabilitation ---- */

static rehab_person rehab_person_of(int64_t i) {
  const rehab_person person = {
      0.06 * draw(MT_STREAM_REHAB_USE, i),
      TURNOVER_K_D * clinic_factor(0.08, draw(MT_STREAM_REHAB_TURNOVER, i)),
      clinic_factor(0.5, draw(MT_STREAM_REHAB_RESPONDS, i)),
      clinic_factor(0.5, draw(MT_STREAM_REHAB_BREAKDOWN, i))};
  return person;
}

/* course[n_days + 1], per cent of before; away[n_days + 1] out: 1 on days of disuse. */
static void rehab_mass(const mt_rehab *rehab, const rehab_person *person, double *course,
                       int32_t *away) {
  const double before = 100.0, old = turnover_oldness(rehab->age);
  turnover_piece piece = {person->k_d, 0.0, 0.0, 1.0, 0.0, TURNOVER_TAU};
  disuse_day today = {NULL, 0.0};
  int64_t next = 0;

  course[0] = before;
  away[0] = 0;
  for (int64_t t = 0; t < rehab->n_days; t++) {
    const double stimulus = rehab->stimulus == NULL ? 1.0 : rehab->stimulus[t];
    const double gain = (stimulus - 1.0) * (1.0 - 0.5 * old);
    double synthesis = rehab_synthesis(gain, person->responds);

    mt_i_disuse_on(rehab->disuse, rehab->n_disuse, t, &next, &today);
    piece.extra = 0.0;
    if (today.disuse != NULL) {
      const double transient = today.disuse->transient;
      synthesis = synthesis * rehab_use(today.disuse->use, person->use);
      if (transient > 0.0) {
        piece.extra =
            turnover_transient(person->breakdown * transient, (double)t - today.since);
      }
    }
    piece.inflow = person->k_d * before * synthesis;
    course[t + 1] = mt_i_turnover_after(&piece, course[t], 1.0);
    away[t + 1] = today.disuse != NULL;
  }
}

mt_status mt_i_rehab_course(mt_ctx *ctx, const mt_rehab *rehab, double *course, int64_t n,
                            double *people) {
  static const rehab_person mean = {0.0, TURNOVER_K_D, 1.0, 1.0};
  const int64_t rows = rehab->n_days + 1;
  mt_status status = MT_OK;
  int32_t *away = NULL;

  away = mt_i_allocate(ctx, rows, sizeof(*away));
  if (away == NULL) {
    return MT_ERROR_MEMORY;
  }
  for (int64_t i = -1; i < n; i++) {
    const rehab_person person = i < 0 ? mean : rehab_person_of(i);
    double *one = i < 0 ? course : people + rows * i;

    if (mt_i_cancelled(ctx, (double)(i + 1) / (double)(n + 1))) {
      status = MT_ERROR_CANCELLED;
      goto cleanup;
    }
    rehab_mass(rehab, &person, one, away);
    if (rehab->strength) {
      mt_i_strength_course(rows, one, away, one);
    }
  }

cleanup:
  mt_i_release(ctx, away);
  return status;
}

/* ---- sarcopenia ---- */

enum { MONTHS = 12 };

static const double days_a_year = 365.25;

static elder_person elder_person_of(const mt_elder *elder, int64_t i) {
  const double sd = isnan(elder->mass_sd) ? 0.02 * elder->mass : elder->mass_sd;
  const elder_person person = {
      fmax(elder->mass + sd * draw(MT_STREAM_SARCOPENIA_MASS, i), 0.1),
      elder->grip * (1.0 + 0.04 * draw(MT_STREAM_SARCOPENIA_GRIP, i)),
      elder->gait * (1.0 + 0.05 * draw(MT_STREAM_SARCOPENIA_GAIT, i)),
      clinic_factor(0.4, draw(MT_STREAM_SARCOPENIA_MASS_PACE, i)),
      clinic_factor(0.3, draw(MT_STREAM_SARCOPENIA_STRENGTH_PACE, i)),
      clinic_factor(0.5, draw(MT_STREAM_SARCOPENIA_RESPONDS, i)),
      exp(0.5 * draw(MT_STREAM_SARCOPENIA_EATS, i))};
  return person;
}

/* N of the protein, in four meals of mixed food. */
static double protein_nutrition(const mt_elder *elder) {
  static const double hour[4] = {8.0, 12.0, 16.0, 20.0};
  const double height = elder->height;
  const double weight = isnan(elder->weight) ? 24.0 * (height * height) : elder->weight;
  double leucine_g[4];
  day_synthesis found;
  mt_day day = mt_i_day_usual;

  if (isnan(elder->protein)) {
    return 1.0;
  }
  for (int i = 0; i < 4; i++) {
    leucine_g[i] =
        mt_i_meal_sources[MT_SOURCE_MIXED].leucine * elder->protein * weight / 4.0;
  }
  day.n_meals = 4;
  day.hour = hour;
  day.leucine_g = leucine_g;
  day.weight = weight;
  day.age = elder->age;
  mt_i_day_synthesis(&day, &mt_i_meal_rule_usual, NULL, &found);
  return found.nutrition;
}

/* What ageing has taken by the middle of each month (its logarithm), and by the end of each
 * year: of mass and of strength. As R's cumsum() adds. */
static void age_ahead(const mt_elder *elder, int64_t years, double *aged, double *mass,
                      double *strength) {
  long double sum = 0.0L, stronger = 0.0L;

  mass[0] = strength[0] = 0.0;
  for (int64_t m = 1; m <= MONTHS * years; m++) {
    const double middle = elder->age + ((double)m - 0.5) / MONTHS;
    const double rate = turnover_ageing_rate(middle, elder->sex) / MONTHS;

    sum += rate;
    stronger += ELDER_STRENGTH_PACE * rate;
    aged[m - 1] = (double)sum - rate / 2.0;
    if (m % MONTHS == 0) {
      mass[m / MONTHS] = (double)sum;
      strength[m / MONTHS] = (double)stronger;
    }
  }
}

/* Mass at the end of each year: pieces of a month. */
static void elder_mass(const elder_person *person, double factor, int64_t years,
                       const double *aged, double *mass) {
  turnover_piece piece = {TURNOVER_K_D, 0.0, 0.0, 1.0, 0.0, TURNOVER_TAU};
  double now = person->mass, at = 0.0;

  mass[0] = now;
  for (int64_t m = 1; m <= MONTHS * years; m++) {
    const double end = (double)m * days_a_year / MONTHS;
    const double synthesis = exp(-(person->pace * aged[m - 1])) * factor;

    piece.inflow = TURNOVER_K_D * person->mass * synthesis;
    now = mt_i_turnover_after(&piece, now, end - at);
    at = end;
    if (m % MONTHS == 0) {
      mass[m / MONTHS] = now;
    }
  }
}

mt_status mt_i_elder_course(mt_ctx *ctx, const mt_elder *elder, int64_t years, int64_t n,
                            double *mass, double *grip, double *gait) {
  const int64_t rows = years + 1;
  const double h = turnover_training_response(elder->sessions / 3.0) *
                   (1.0 - 0.5 * turnover_oldness(elder->age));
  const double eaten = protein_nutrition(elder) - 1.0;
  const double trained = mt_i_life_usual.training_gain * h * ELDER_DXA_SHARE;
  double *aged, *of_mass, *of_strength, *memory = NULL;
  mt_status status = MT_OK;

  memory = mt_i_allocate(ctx, MONTHS * years + 2 * rows, sizeof(*memory));
  if (memory == NULL) {
    return MT_ERROR_MEMORY;
  }
  aged = memory;
  of_mass = aged + MONTHS * years;
  of_strength = of_mass + rows;
  age_ahead(elder, years, aged, of_mass, of_strength);
  for (int64_t i = 0; i < n; i++) {
    const elder_person p = elder_person_of(elder, i);
    const double factor =
        (1.0 + trained * p.responds) * (1.0 + eaten * p.eats) * elder->activity;

    if (i % 256 == 0 && mt_i_cancelled(ctx, (double)i / (double)n)) {
      status = MT_ERROR_CANCELLED;
      goto cleanup;
    }
    elder_mass(&p, factor, years, aged, mass + rows * i);
    for (int64_t y = 0; y < rows; y++) {
      const int64_t at = rows * i + y;
      /* The share of the mass that habitual life would leave: below 1 where less is used.
       * Disuse costs strength as much as mass, at least. */
      const double habit = exp(-(of_mass[y] * p.pace)) * p.mass;
      const double used = fmin(mass[at] / habit, 1.0);
      const double days = -(double)(MONTHS * y) / MONTHS * days_a_year;
      const double learned = -expm1(days / ELDER_LEARNING_DAYS) * (h * p.responds);
      const double fall = exp(-(of_strength[y] * p.strength_pace));

      grip[at] = p.grip * fall * (1.0 + ELDER_GRIP_GAIN * learned) * used;
      gait[at] = p.gait * sqrt(fall) * (1.0 + ELDER_GAIT_GAIN * learned) * used;
    }
  }

cleanup:
  mt_i_release(ctx, memory);
  return status;
}
