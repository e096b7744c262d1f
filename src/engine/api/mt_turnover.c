/* Entry points of turnover, cells, body and meals. */
#include <math.h>
#include <string.h>

#include "api/check.h"
#include "base/random.h"
#include "method/path/body.h"
#include "method/path/meal.h"
#include "method/path/turnover.h"
#include "model/meal.h"

/* One positive number of a struct. */
static mt_status check_positive(mt_ctx *ctx, const char *name, double value) {
  MT_I_TRY(mt_i_check_values(ctx, name, 1, &value, 0.0, INFINITY, 0));
  return value > 0.0 ? MT_OK
                     : mt_i_fail(ctx, MT_ERROR_VALUE, "%s is %g; it must be positive",
                                 name, value);
}

static mt_status check_pieces(mt_ctx *ctx, int64_t n, const double *end) {
  MT_I_TRY(mt_i_check_count(ctx, "n_pieces", n));
  MT_I_TRY(mt_i_check_values(ctx, "piece_end", n, end, 0.0, INFINITY, 0));
  MT_I_TRY(mt_i_check_order(ctx, "piece_end", n, end, 1));
  return end[0] > 0.0
             ? MT_OK
             : mt_i_fail(ctx, MT_ERROR_VALUE, "piece_end[0] is 0; pieces have a length");
}

/* ---- turnover ---- */

void mt_turnover_init(mt_turnover *person) {
  memset(person, 0, sizeof(*person));
  person->struct_size = sizeof(*person);
  person->tau = 7.0;
  person->k_d = 0.0126;
  person->m_ref = 35.0;
  person->m0 = NAN;
}

static mt_status check_person(mt_ctx *ctx, const mt_turnover *person, mt_turnover *out) {
  const int64_t n = person->n_pieces;

  mt_turnover_init(out);
  MT_I_TRY(mt_i_check_struct(ctx, "persons", person, sizeof(*out), out));
  MT_I_TRY(check_pieces(ctx, n, out->piece_end));
  MT_I_TRY(mt_i_check_values(ctx, "synthesis", n, out->synthesis, 0.0, INFINITY, 1));
  MT_I_TRY(mt_i_check_values(ctx, "decline", n, out->decline, -1.0, 1.0, 1));
  MT_I_TRY(mt_i_check_values(ctx, "breakdown", n, out->breakdown, 0.0, INFINITY, 1));
  MT_I_TRY(mt_i_check_values(ctx, "transient", n, out->transient, 0.0, INFINITY, 1));
  MT_I_TRY(check_positive(ctx, "tau", out->tau));
  MT_I_TRY(mt_i_check_values(ctx, "k_d", 1, &out->k_d, 0.0, 1e3, 0));
  MT_I_TRY(check_positive(ctx, "m_ref", out->m_ref));
  if (!isnan(out->m0)) {
    MT_I_TRY(mt_i_check_values(ctx, "m0", 1, &out->m0, 0.0, INFINITY, 0));
  }
  return MT_OK;
}

mt_status mt_turnover_run(mt_ctx *ctx, int64_t n, const mt_turnover *persons,
                          int64_t n_times, const double *times,
                          const mt_solver_options *options, int64_t threads, double *mass,
                          mt_status *statuses) {
  mt_solver_options solver;
  mt_turnover *checked = NULL;
  mt_status status = MT_OK;
  double last = INFINITY;
  size_t stride;

  MT_I_TRY(mt_i_check_solver(ctx, options, &solver));
  if (solver.solver == MT_SOLVER_EULER) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "turnover is solved by CVODE or exactly, not by Euler");
  }
  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_count(ctx, "n_times", n_times));
  MT_I_TRY(mt_i_check_count(ctx, "threads", threads));
  MT_I_TRY(mt_i_check_pointer(ctx, "persons", persons));
  MT_I_TRY(mt_i_check_pointer(ctx, "mass", mass));
  stride = persons[0].struct_size;
  checked = mt_i_allocate(ctx, n, sizeof(*checked));
  if (checked == NULL) {
    return MT_ERROR_MEMORY;
  }
  for (int64_t i = 0; i < n; i++) {
    const mt_turnover *person =
        (const mt_turnover *)(const void *)((const char *)persons + stride * (size_t)i);
    MT_I_TRY_OR_CLEAN_UP(check_person(ctx, person, &checked[i]));
    last = fmin(last, checked[i].piece_end[checked[i].n_pieces - 1]);
  }
  MT_I_TRY_OR_CLEAN_UP(mt_i_check_values(ctx, "times", n_times, times, 0.0, last, 0));
  MT_I_TRY_OR_CLEAN_UP(mt_i_check_order(ctx, "times", n_times, times, 0));
  status = mt_i_turnover_paths(ctx, n, checked, n_times, times, &solver, threads, mass,
                               statuses);

cleanup:
  mt_i_release(ctx, checked);
  return status;
}

/* ---- cells and body ---- */

void mt_body_init(mt_body *body) {
  memset(body, 0, sizeof(*body));
  body->struct_size = sizeof(*body);
  body->tau = 7.0;
  body->k_d = 0.0126;
  body->weight[0] = 0.8;
  body->weight[1] = 1.2;
  body->area[0] = body->area[1] = 5000.0;
  body->domain = 1550.0;
  body->domain_max = 1.25;
  body->fusion = 0.65;
  body->satellite = 0.1;
  body->activation = 0.025 / 7.0;
  body->tau_satellite = 7.0;
  body->vo2max = 1.0;
  body->vo2max_gain = 0.15;
  body->tau_vo2max = 15.2;
  body->tau_insulin = 5.0;
}

static mt_status check_body(mt_ctx *ctx, const mt_body *body, mt_body *out) {
  mt_body b;
  int64_t n;

  mt_body_init(&b);
  MT_I_TRY(mt_i_check_struct(ctx, "body", body, sizeof(b), &b));
  n = b.n_pieces;
  MT_I_TRY(check_pieces(ctx, n, b.piece_end));
  MT_I_TRY(mt_i_check_values(ctx, "stimulus", n, b.stimulus, 0.0, 1e3, 1));
  MT_I_TRY(mt_i_check_values(ctx, "synthesis", n, b.synthesis, 0.0, 1e3, 1));
  MT_I_TRY(mt_i_check_values(ctx, "decline", n, b.decline, -1.0, 1.0, 1));
  MT_I_TRY(mt_i_check_values(ctx, "breakdown", n, b.breakdown, 0.0, 1e3, 1));
  MT_I_TRY(mt_i_check_values(ctx, "transient", n, b.transient, 0.0, 1e3, 1));
  MT_I_TRY(mt_i_check_values(ctx, "load", n, b.load, 0.0, 1e6, 1));
  MT_I_TRY(mt_i_check_values(ctx, "fitness", n, b.fitness, 0.0, 1e3, 1));
  MT_I_TRY(mt_i_check_values(ctx, "activity", n, b.activity, 0.0, 1e3, 1));
  MT_I_TRY(check_positive(ctx, "tau", b.tau));
  MT_I_TRY(mt_i_check_values(ctx, "k_d", 1, &b.k_d, 0.0, 10.0, 0));
  MT_I_TRY(mt_i_check_values(ctx, "weight", 2, b.weight, 0.0, 100.0, 0));
  MT_I_TRY(check_positive(ctx, "area[0]", b.area[0]));
  MT_I_TRY(check_positive(ctx, "area[1]", b.area[1]));
  MT_I_TRY(check_positive(ctx, "domain", b.domain));
  MT_I_TRY(mt_i_check_values(ctx, "domain_max", 1, &b.domain_max, 1.0, 100.0, 0));
  MT_I_TRY(mt_i_check_values(ctx, "fusion", 1, &b.fusion, 0.0, 1e3, 0));
  MT_I_TRY(mt_i_check_values(ctx, "satellite", 1, &b.satellite, 0.0, 1e3, 0));
  MT_I_TRY(mt_i_check_values(ctx, "activation", 1, &b.activation, 0.0, 1e3, 0));
  MT_I_TRY(check_positive(ctx, "tau_satellite", b.tau_satellite));
  MT_I_TRY(check_positive(ctx, "vo2max", b.vo2max));
  MT_I_TRY(mt_i_check_values(ctx, "vo2max_gain", 1, &b.vo2max_gain, 0.0, 10.0, 0));
  MT_I_TRY(check_positive(ctx, "tau_vo2max", b.tau_vo2max));
  MT_I_TRY(check_positive(ctx, "tau_insulin", b.tau_insulin));
  *out = b;
  return MT_OK;
}

mt_status mt_body_batch(mt_ctx *ctx, int64_t n, const mt_body *bodies, int64_t n_times,
                        const double *times, int64_t threads, double *states,
                        mt_status *statuses) {
  mt_body *checked = NULL;
  mt_status status = MT_OK;
  double last = INFINITY;
  size_t stride;

  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_count(ctx, "n_times", n_times));
  MT_I_TRY(mt_i_check_count(ctx, "threads", threads));
  MT_I_TRY(mt_i_check_pointer(ctx, "bodies", bodies));
  MT_I_TRY(mt_i_check_pointer(ctx, "states", states));
  stride = bodies[0].struct_size;
  checked = mt_i_allocate(ctx, n, sizeof(*checked));
  if (checked == NULL) {
    return MT_ERROR_MEMORY;
  }
  for (int64_t i = 0; i < n; i++) {
    const mt_body *body =
        (const mt_body *)(const void *)((const char *)bodies + stride * (size_t)i);
    MT_I_TRY_OR_CLEAN_UP(check_body(ctx, body, &checked[i]));
    last = fmin(last, checked[i].piece_end[checked[i].n_pieces - 1]);
  }
  MT_I_TRY_OR_CLEAN_UP(mt_i_check_values(ctx, "times", n_times, times, 0.0, last, 0));
  MT_I_TRY_OR_CLEAN_UP(mt_i_check_order(ctx, "times", n_times, times, 0));
  status = mt_i_body_paths(ctx, n, checked, n_times, times, threads, states, statuses);

cleanup:
  mt_i_release(ctx, checked);
  return status;
}

mt_status mt_body_run(mt_ctx *ctx, const mt_body *body, int64_t n_times,
                      const double *times, double *states) {
  MT_I_TRY(mt_i_check_pointer(ctx, "body", body));
  return mt_body_batch(ctx, 1, body, n_times, times, 1, states, NULL);
}

/* ---- meals ---- */

void mt_meal_rule_init(mt_meal_rule *rule) {
  memset(rule, 0, sizeof(*rule));
  rule->struct_size = sizeof(*rule);
  rule->e_max = 1.0;
  rule->d0 = 0.14;
  rule->refractory = 180.0;
  rule->spent = 0.03;
}

mt_status mt_meal_responses(mt_ctx *ctx, int64_t n, const double *minute,
                            const double *dose, const double *amplitude,
                            const mt_meal_rule *rule, double *response) {
  mt_meal_rule chosen;

  mt_meal_rule_init(&chosen);
  if (rule != NULL) {
    MT_I_TRY(mt_i_check_struct(ctx, "rule", rule, sizeof(chosen), &chosen));
  }
  if (n == 0) {
    return MT_OK;
  }
  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_values(ctx, "minute", n, minute, 0.0, 1440.0, 0));
  MT_I_TRY(mt_i_check_order(ctx, "minute", n, minute, 0));
  MT_I_TRY(mt_i_check_values(ctx, "dose", n, dose, 0.0, 1e3, 0));
  MT_I_TRY(mt_i_check_values(ctx, "amplitude", n, amplitude, 0.0, 1e3, 1));
  MT_I_TRY(mt_i_check_values(ctx, "e_max", 1, &chosen.e_max, 0.0, 1e3, 0));
  MT_I_TRY(check_positive(ctx, "d0", chosen.d0));
  MT_I_TRY(check_positive(ctx, "refractory", chosen.refractory));
  MT_I_TRY(check_positive(ctx, "spent", chosen.spent));
  MT_I_TRY(mt_i_check_pointer(ctx, "response", response));
  mt_i_meal_responses(&chosen, n, minute, dose, amplitude, response);
  return MT_OK;
}

void mt_plasma_init(mt_plasma *plasma) {
  memset(plasma, 0, sizeof(*plasma));
  plasma->struct_size = sizeof(*plasma);
  plasma->n_sources = 1;
  for (int i = 0; i < MT_MEAL_SOURCES; i++) {
    plasma->k_a[i] = 0.04;
    plasma->share[i] = 0.6;
  }
  plasma->k_tr = 0.05;
  plasma->k_e = 0.0175;
  plasma->basal = 125.0;
  plasma->volume = 35.0;
}

mt_status mt_plasma_leucine(mt_ctx *ctx, const mt_plasma *plasma, int64_t n_meals,
                            const double *minute, const double *umol,
                            const int64_t *source, int64_t n_times, const double *times,
                            double *concentration) {
  mt_plasma p;

  MT_I_TRY(mt_i_check_pointer(ctx, "plasma", plasma));
  mt_plasma_init(&p);
  MT_I_TRY(mt_i_check_struct(ctx, "plasma", plasma, sizeof(p), &p));
  if (p.n_sources < 1 || p.n_sources > MT_MEAL_SOURCES) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "n_sources is %lld; 1 to %d work",
                     (long long)p.n_sources, MT_MEAL_SOURCES);
  }
  for (int64_t i = 0; i < p.n_sources; i++) {
    MT_I_TRY(check_positive(ctx, "k_a", p.k_a[i]));
  }
  MT_I_TRY(mt_i_check_values(ctx, "share", p.n_sources, p.share, 0.0, 1.0, 0));
  MT_I_TRY(check_positive(ctx, "k_tr", p.k_tr));
  MT_I_TRY(check_positive(ctx, "k_e", p.k_e));
  MT_I_TRY(mt_i_check_values(ctx, "basal", 1, &p.basal, 0.0, 1e6, 0));
  MT_I_TRY(check_positive(ctx, "volume", p.volume));
  if (n_meals < 0) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "n_meals is %lld", (long long)n_meals);
  }
  if (n_meals > 0) {
    MT_I_TRY(mt_i_check_values(ctx, "minute", n_meals, minute, -1e9, 1e9, 0));
    MT_I_TRY(mt_i_check_order(ctx, "minute", n_meals, minute, 0));
    MT_I_TRY(mt_i_check_values(ctx, "umol", n_meals, umol, 0.0, 1e9, 0));
    MT_I_TRY(mt_i_check_pointer(ctx, "source", source));
  }
  for (int64_t i = 0; i < n_meals; i++) {
    if (source[i] < 0 || source[i] >= p.n_sources) {
      return mt_i_fail(ctx, MT_ERROR_VALUE, "source[%lld] is %lld of %lld", (long long)i,
                       (long long)source[i], (long long)p.n_sources);
    }
  }
  MT_I_TRY(mt_i_check_count(ctx, "n_times", n_times));
  MT_I_TRY(mt_i_check_values(ctx, "times", n_times, times, -1e9, 1e9, 0));
  MT_I_TRY(mt_i_check_order(ctx, "times", n_times, times, 0));
  MT_I_TRY(mt_i_check_pointer(ctx, "concentration", concentration));
  return mt_i_plasma_leucine(ctx, &p, n_meals, minute, umol, source, n_times, times,
                             concentration);
}

mt_status mt_physiology_normals(mt_ctx *ctx, uint64_t seed, int64_t first, int64_t n,
                                int64_t index, double *normals) {
  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_pointer(ctx, "normals", normals));
  if (first < 0 || index < 0 || index > 4294967295) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "first or index is out of range");
  }
  for (int64_t i = 0; i < n; i++) {
    normals[i] =
        random_normal(seed, (uint64_t)(first + i), DRAW_PHYSIOLOGY, (uint32_t)index);
  }
  return MT_OK;
}
