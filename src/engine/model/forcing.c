#include "base/fp.h"

#include "model/forcing.h"

#include "model/turnover.h"

enum { DAYS_A_WEEK = 7 };

/* 0.20: fitted to DeFreitas et al. 2011. 160: three sessions of the published block's first
 * weeks, a choice of design. */
const mt_life mt_i_life_usual = {.struct_size = sizeof(mt_life),
                                 .diet_rest = 1.0,
                                 .diet_training = 1.0,
                                 .age = NAN,
                                 .sex = MT_SEX_UNKNOWN,
                                 .training_gain = 0.20,
                                 .reference_load = 160.0};

#define KIND(share, extra, active)                                      \
  {                                                                     \
    .struct_size = sizeof(mt_disuse), .from = 1, .to = 1, .use = share, \
    .transient = extra, .activity = active                              \
  }

/* 0.64: Kilroe et al. 2020. 0.70 and the extra breakdown are fitted to published losses. 0.65:
 * Dirks et al. 2016. */
const mt_disuse mt_i_disuse_usual[MT_N_DISUSES] = {
    KIND(0.64, 0.0, 1.0), KIND(0.64, 0.7, 1.0), KIND(0.64, 0.7, 1.0),
    KIND(0.70, 0.0, 0.65)};

static const double days_a_year = 365.25;

/* What acts on one day. */
typedef struct forced_day {
  double load, fitness, gain; /* of its week: relative to the reference, h, S - 1 */
  double nutrition;
  disuse_day in;
} forced_day;

/* R's mean: summed as long double and corrected by the mean of what is left, so that the
 * bits are those of mean(). */
static double mean_of(const double *x, int64_t n) {
  long double sum = 0.0L, rest = 0.0L;

  for (int64_t i = 0; i < n; i++) {
    sum += x[i];
  }
  sum /= (long double)n;
  for (int64_t i = 0; i < n; i++) {
    rest += x[i] - sum;
  }
  return (double)(sum + rest / (long double)n);
}

/* The load of a week is spread over its days; that of a last week which is short, over the
 * days it has (a choice of design). */
static void begin_week(const mt_life *life, double gain, int64_t t, forced_day *today) {
  const int64_t left = life->n_days - t;
  const double load =
      DAYS_A_WEEK * mean_of(life->load + t, left < DAYS_A_WEEK ? left : DAYS_A_WEEK);

  today->load = load / life->reference_load;
  today->fitness = turnover_training_response(today->load);
  today->gain = gain * today->fitness;
}

/* A brace put on when the cast comes off is the same disuse: the clock of its extra breakdown
 * runs on. */
void mt_i_disuse_on(const mt_disuse *periods, int64_t n, int64_t t, int64_t *next,
                    disuse_day *today) {
  const mt_disuse *now, *before;

  while (*next < n && periods[*next].to < t + 1) {
    (*next)++;
  }
  now = *next < n ? &periods[*next] : NULL;
  if (now == NULL || now->from > t + 1) {
    today->disuse = NULL;
    return;
  }
  before = *next > 0 ? now - 1 : NULL;
  if (now->from == t + 1 &&
      !(before != NULL && before->to == t && before->transient > 0.0)) {
    today->since = (double)t;
  }
  today->disuse = now;
}

static double nutrition_on(const mt_life *life, int64_t t) {
  const double share = life->nutrition == NULL ? 1.0 : life->nutrition[t];
  return share * (life->load[t] > 0.0 ? life->diet_training : life->diet_rest);
}

/* Does a new piece begin with `today`? Ageing is exponential within a piece; pieces of a
 * week follow its slow change of pace. */
static int changes(const mt_life *life, const forced_day *yesterday,
                   const forced_day *today, int64_t t) {
  return today->gain != yesterday->gain || today->load != yesterday->load ||
         today->nutrition != yesterday->nutrition ||
         today->in.disuse != yesterday->in.disuse ||
         (!isnan(life->age) && t % DAYS_A_WEEK == 0);
}

typedef struct columns {
  double *end, *gain, *factor, *decline, *transient, *load, *fitness, *activity;
} columns;

/* The piece from day `start` to day `end` (from 0), all of whose days are as `day`. *aged is
 * the logarithm of what age has taken so far. */
static void add_piece(const mt_life *life, const forced_day *day, int64_t start,
                      int64_t end, long double *aged, columns *to, int64_t p) {
  const double first = (double)start, last = (double)end;
  const mt_disuse *disuse = day->in.disuse;
  const double use = disuse == NULL ? 1.0 : disuse->use;
  const double transient = disuse == NULL ? 0.0 : disuse->transient;
  double decline = 0.0;

  if (!isnan(life->age)) {
    const double age = life->age + (first + last) / 2.0 / days_a_year;
    decline = turnover_ageing_rate(age, life->sex) / days_a_year;
  }
  to->end[p] = last;
  to->gain[p] = day->gain;
  to->factor[p] = day->nutrition * use * exp(-(double)*aged);
  to->decline[p] = decline;
  to->transient[p] =
      transient > 0.0 ? turnover_transient(transient, first - day->in.since) : 0.0;
  to->load[p] = day->load;
  to->fitness[p] = day->fitness;
  to->activity[p] = disuse == NULL ? 1.0 : disuse->activity;
  *aged += decline * (last - first);
}

void mt_i_forcing_make(const mt_life *life, double *memory, double *eaten,
                       mt_forcing *out) {
  const int64_t n = life->n_days;
  const double gain =
      turnover_training_gain(life->training_gain, life->training_age, life->age);
  columns to = {memory,         memory + n,     memory + 2 * n, memory + 3 * n,
                memory + 4 * n, memory + 5 * n, memory + 6 * n, memory + 7 * n};
  forced_day today = {0.0, 0.0, 0.0, 0.0, {NULL, 0.0}}, yesterday = today;
  int64_t start = 0, next = 0, pieces = 0;
  long double aged = 0.0L; /* as R's cumsum() adds */

  for (int64_t t = 0; t < n; t++) {
    if (t % DAYS_A_WEEK == 0) {
      begin_week(life, gain, t, &today);
    }
    today.nutrition = nutrition_on(life, t);
    mt_i_disuse_on(life->disuse, life->n_disuse, t, &next, &today.in);
    if (eaten != NULL) {
      eaten[t] = today.nutrition;
    }
    if (t > 0 && changes(life, &yesterday, &today, t)) {
      add_piece(life, &yesterday, start, t, &aged, &to, pieces++);
      start = t;
    }
    yesterday = today;
  }
  add_piece(life, &yesterday, start, n, &aged, &to, pieces++);
  out->n_pieces = pieces;
  out->piece_end = to.end;
  out->gain = to.gain;
  out->factor = to.factor;
  out->decline = to.decline;
  out->transient = to.transient;
  out->load = to.load;
  out->fitness = to.fitness;
  out->activity = to.activity;
}
