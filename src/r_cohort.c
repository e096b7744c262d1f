/* Glue for cohorts: draw, a number a trainee, every day, the distribution. */
#include "r_field.h"

#include "r_routines.h"

/* ---- arguments ---- */

typedef struct r_cohort {
  mt_cohort cohort;
  mt_population population;
} r_cohort;

typedef struct r_options {
  mt_cohort_options options;
  mt_forcing forcing;
} r_options;

/* A negative seed is what set.seed() makes of it: the 32 bits of the integer. */
static uint64_t read_seed(double seed) {
  if (!(seed >= -2147483648.0 && seed <= 9007199254740992.0)) {
    Rf_error("internal: `seed` is not a seed");
  }
  return seed < 0.0 ? (uint32_t)(int32_t)seed : (uint64_t)seed;
}

/* list(n, first, seed, kind, location, spread, correlation, twins, responds, load_effect), into a
 * struct that must stay where it is: the cohort points at the population beside it. */
static void read_cohort(SEXP list, r_cohort *out) {
  r_fields from = r_fields_of(list, "cohort");
  mt_population *population = &out->population;
  mt_cohort *cohort = &out->cohort;

  mt_cohort_init(cohort);
  mt_population_init(population);
  cohort->n = r_field_size(&from, "n", cohort->n);
  cohort->first = r_field_size(&from, "first", cohort->first);
  cohort->seed = read_seed(r_field_double(&from, "seed", (double)cohort->seed));
  cohort->load_effect = r_field_int(&from, "load_effect", cohort->load_effect);
  cohort->twins = r_field_doubles(&from, "twins", (R_xlen_t)cohort->n * MT_N_PARAMETERS);
  cohort->responds = r_field_doubles(&from, "responds", (R_xlen_t)cohort->n);
  cohort->population = population;
  r_field_copy_ints(&from, "kind", MT_N_PARAMETERS, population->kind);
  r_field_copy(&from, "location", MT_N_PARAMETERS, population->location);
  r_field_copy(&from, "spread", MT_N_PARAMETERS, population->spread);
  population->correlation =
      r_field_doubles(&from, "correlation", MT_N_PARAMETERS * MT_N_PARAMETERS);
  r_fields_end(&from);
}

/* list(end, gain, factor, decline, transient, load, fitness, activity) */
static void read_forcing(SEXP list, mt_forcing *forcing) {
  r_fields from = r_fields_of(list, "forcing");
  const SEXP end = r_field(&from, "end");
  const R_xlen_t n = XLENGTH(end);

  mt_forcing_init(forcing);
  forcing->n_pieces = n;
  forcing->piece_end = r_doubles(end, n, "end");
  forcing->gain = r_field_doubles(&from, "gain", n);
  forcing->factor = r_field_doubles(&from, "factor", n);
  forcing->decline = r_field_doubles(&from, "decline", n);
  forcing->transient = r_field_doubles(&from, "transient", n);
  forcing->load = r_field_doubles(&from, "load", n);
  forcing->fitness = r_field_doubles(&from, "fitness", n);
  forcing->activity = r_field_doubles(&from, "activity", n);
  r_fields_end(&from);
}

/* list(solver, rtol, atol, step, threads, window, threshold, mass_model, forcing), into a
 * struct that must stay where it is: the options point at the forcing beside them. */
static void read_options(SEXP list, r_options *out) {
  r_fields from = r_fields_of(list, "options");
  mt_cohort_options *options = &out->options;
  int64_t window[2];
  SEXP forcing;

  mt_cohort_options_init(options);
  window[0] = options->window_from;
  window[1] = options->window_to;
  options->solver = r_field_int(&from, "solver", options->solver);
  options->rtol = r_field_double(&from, "rtol", options->rtol);
  options->atol = r_field_double(&from, "atol", options->atol);
  options->step = r_field_double(&from, "step", options->step);
  options->threads = r_field_int(&from, "threads", options->threads);
  options->threshold = r_field_double(&from, "threshold", options->threshold);
  r_field_copy_ints(&from, "window", 2, window);
  options->window_from = window[0];
  options->window_to = window[1];
  options->mass_model = r_field_int(&from, "mass_model", options->mass_model);
  forcing = r_field(&from, "forcing");
  if (forcing != R_NilValue) {
    read_forcing(forcing, &out->forcing);
    options->forcing = &out->forcing;
  }
  r_fields_end(&from);
}

/* What every routine below is told; must stay where it is. */
typedef struct r_work {
  r_cohort who;
  R_xlen_t n_days;
  const double *loads, *eaten;
  r_options how;
} r_work;

static void read_work(SEXP cohort, SEXP load, SEXP nutrition, SEXP options, r_work *out) {
  out->n_days = XLENGTH(load);
  out->loads = r_doubles(load, out->n_days, "load");
  out->eaten = r_doubles_or_null(nutrition, out->n_days, "nutrition");
  read_options(options, &out->how);
  read_cohort(cohort, &out->who);
}

/* n x 8 doubles; a matrix of R where its integer dimensions allow one. */
static SEXP add_twins(SEXP list, int i, int64_t n) {
  if (n > INT32_MAX) {
    return r_add_doubles(list, i, (R_xlen_t)n * MT_N_PARAMETERS);
  }
  return r_add_matrix(list, i, n, MT_N_PARAMETERS);
}

/* ---- routines ---- */

SEXP mt_r_most_threads(void) { return Rf_ScalarInteger(MT_MOST_THREADS); }

SEXP mt_r_cohort_draw(SEXP cohort, SEXP generator) {
  const int from_r = r_int(generator, "generator");
  SEXP holder = PROTECT(Rf_allocVector(VECSXP, 1));
  r_cohort who;
  double *twins;
  r_call call;

  read_cohort(cohort, &who);
  twins = REAL(add_twins(holder, 0, who.cohort.n));
  r_call_begin(&call, R_NilValue);
  r_call_end(&call, from_r ? mt_cohort_draw_r(call.ctx, &who.cohort, twins)
                           : mt_cohort_draw(call.ctx, &who.cohort, twins));
  UNPROTECT(1);
  return VECTOR_ELT(holder, 0);
}

SEXP mt_r_cohort_responds(SEXP cohort) {
  SEXP responds;
  r_cohort who;
  r_call call;

  read_cohort(cohort, &who);
  responds = PROTECT(Rf_allocVector(REALSXP, (R_xlen_t)who.cohort.n));
  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_cohort_responds(call.ctx, &who.cohort, REAL(responds)));
  UNPROTECT(1);
  return responds;
}

SEXP mt_r_cohort_trainees(SEXP cohort, SEXP load, SEXP nutrition, SEXP options,
                          SEXP parameters, SEXP progress) {
  /* parameters in the order of MT_K_S .. MT_TAU_H */
  static const char *const names[] = {"k_s",  "k_d",      "m0",         "p0",
                                      "k1",   "k2",       "tau_g",      "tau_h",
                                      "peak", "peak_day", "final_mass", "responder"};
  const int with_parameters = r_int(parameters, "parameters");
  SEXP result = PROTECT(r_list(MT_N_PARAMETERS + 4, names));
  double *columns[MT_N_PARAMETERS] = {NULL}, *peak, *final_mass;
  int *peak_day, *responder;
  r_work work;
  r_call call;

  read_work(cohort, load, nutrition, options, &work);
  for (int j = 0; j < MT_N_PARAMETERS && with_parameters; j++) {
    columns[j] = REAL(r_add_doubles(result, j, work.who.cohort.n));
  }
  peak = REAL(r_add_doubles(result, MT_N_PARAMETERS, work.who.cohort.n));
  SET_VECTOR_ELT(result, MT_N_PARAMETERS + 1, Rf_allocVector(INTSXP, work.who.cohort.n));
  peak_day = INTEGER(VECTOR_ELT(result, MT_N_PARAMETERS + 1));
  final_mass = REAL(r_add_doubles(result, MT_N_PARAMETERS + 2, work.who.cohort.n));
  SET_VECTOR_ELT(result, MT_N_PARAMETERS + 3, Rf_allocVector(LGLSXP, work.who.cohort.n));
  responder = LOGICAL(VECTOR_ELT(result, MT_N_PARAMETERS + 3));
  r_call_begin(&call, progress);
  r_call_end(&call, mt_cohort_trainees(call.ctx, &work.who.cohort, work.n_days,
                                       work.loads, work.eaten, &work.how.options, columns,
                                       peak, peak_day, final_mass, responder));
  UNPROTECT(1);
  return result;
}

SEXP mt_r_cohort_days(SEXP cohort, SEXP load, SEXP nutrition, SEXP options,
                      SEXP progress) {
  static const char *const names[] = {"mass", "fitness", "fatigue", "performance"};
  SEXP result = PROTECT(r_list(4, names));
  r_work work;
  double *out[4];
  r_call call;

  read_work(cohort, load, nutrition, options, &work);
  if (work.n_days > 0 && work.who.cohort.n > R_XLEN_T_MAX / work.n_days) {
    Rf_error("internal: n x days is too large");
  }
  for (int q = 0; q < 4; q++) {
    out[q] = REAL(r_add_doubles(result, q, work.n_days * (R_xlen_t)work.who.cohort.n));
  }
  r_call_begin(&call, progress);
  r_call_end(&call, mt_cohort_days(call.ctx, &work.who.cohort, work.n_days, work.loads,
                                   work.eaten, &work.how.options, out[0], out[1], out[2],
                                   out[3]));
  UNPROTECT(1);
  return result;
}

/* vo2max: of all, or NULL; mass: that of the days. Columns in the order of MT_BODY_*. */
SEXP mt_r_cohort_body(SEXP cohort, SEXP load, SEXP options, SEXP vo2max, SEXP mass,
                      SEXP progress) {
  static const char *const names[] = {
      "fibre_1",  "fibre_2",   "csa",    "nuclei_1",
      "nuclei_2", "satellite", "vo2max", "insulin_sensitivity"};
  SEXP result = PROTECT(r_list(MT_BODY_COLUMNS, names));
  double *columns[MT_BODY_COLUMNS];
  const double *before;
  mt_body body;
  r_work work;
  r_call call;

  read_work(cohort, load, R_NilValue, options, &work);
  before = r_doubles(mass, work.n_days * (R_xlen_t)work.who.cohort.n, "mass");
  mt_body_init(&body);
  body.vo2max = r_double(vo2max, "vo2max");
  for (int i = 0; i < MT_BODY_COLUMNS; i++) {
    columns[i] =
        REAL(r_add_doubles(result, i, work.n_days * (R_xlen_t)work.who.cohort.n));
  }
  r_call_begin(&call, progress);
  r_call_end(&call, mt_cohort_body(call.ctx, &work.who.cohort, work.n_days, work.loads,
                                   &work.how.options, &body, before, columns));
  UNPROTECT(1);
  return result;
}

/* ---- the distribution ---- */

/* The result of a summary, allocated before there is one. */
static SEXP summary_result(R_xlen_t n_days, R_xlen_t n_probs) {
  static const char *const names[] = {"n",         "responders", "mean", "sd",
                                      "quantiles", "error",      "peak"};
  static const char *const peak_names[] = {"mean", "sd", "quantiles", "error"};
  SEXP result = PROTECT(r_list(7, names));
  SEXP peak;

  r_add_doubles(result, 0, 1);
  r_add_doubles(result, 1, 1);
  for (int i = 2; i < 4; i++) {
    r_add_matrix(result, i, n_days, 4);
  }
  for (int i = 4; i < 6; i++) {
    SET_VECTOR_ELT(result, i, Rf_alloc3DArray(REALSXP, (int)n_days, (int)n_probs, 4));
  }
  peak = r_list(4, peak_names);
  SET_VECTOR_ELT(result, 6, peak);
  r_add_doubles(peak, 0, 1);
  r_add_doubles(peak, 1, 1);
  r_add_doubles(peak, 2, n_probs);
  r_add_doubles(peak, 3, n_probs);
  UNPROTECT(1);
  return result;
}

static mt_status create_summary(mt_ctx *ctx, const r_work *work, mt_summary **out) {
  return mt_summary_create(ctx, &work->who.cohort, work->n_days, work->loads, work->eaten,
                           &work->how.options, out);
}

/* Twins given as numbers are counted from their first. */
static mt_status count_in(mt_ctx *ctx, const r_work *work, mt_summary *summary) {
  const mt_cohort *cohort = &work->who.cohort;
  return mt_summary_add(ctx, summary, cohort->twins == NULL ? cohort->first : 0,
                        cohort->n);
}

/* Fills it: no R but REAL() from here on. */
static mt_status fill_summary(mt_ctx *ctx, const mt_summary *summary, int64_t n_days,
                              int64_t n_probs, const double *probs, SEXP result) {
  mt_status status = MT_OK;

  REAL(VECTOR_ELT(result, 0))[0] = (double)mt_summary_n(summary);
  REAL(VECTOR_ELT(result, 1))[0] = (double)mt_summary_responders(summary);
  for (int q = MT_MASS; q <= MT_PEAK && status >= 0; q++) {
    const SEXP from = q == MT_PEAK ? VECTOR_ELT(result, 6) : result;
    const int first = q == MT_PEAK ? 0 : 2;
    const int64_t at = q == MT_PEAK ? 0 : q * n_days;

    status = mt_summary_moments(ctx, summary, q, REAL(VECTOR_ELT(from, first)) + at,
                                REAL(VECTOR_ELT(from, first + 1)) + at);
    if (status >= 0) {
      status = mt_summary_quantiles(ctx, summary, q, n_probs, probs,
                                    REAL(VECTOR_ELT(from, first + 2)) + at * n_probs,
                                    REAL(VECTOR_ELT(from, first + 3)) + at * n_probs);
    }
  }
  return status;
}

SEXP mt_r_cohort_summary(SEXP cohort, SEXP load, SEXP nutrition, SEXP options, SEXP probs,
                         SEXP progress) {
  const R_xlen_t n_probs = XLENGTH(probs);
  const double *at = r_doubles(probs, n_probs, "probs");
  mt_summary *summary = NULL;
  mt_status status;
  r_work work;
  r_call call;
  SEXP result;

  read_work(cohort, load, nutrition, options, &work);
  result = PROTECT(summary_result(work.n_days, n_probs));
  r_call_begin(&call, progress);
  status = create_summary(call.ctx, &work, &summary);
  if (status >= 0) {
    status = count_in(call.ctx, &work, summary);
  }
  if (status >= 0) {
    status = fill_summary(call.ctx, summary, work.n_days, n_probs, at, result);
  }
  mt_summary_destroy(summary);
  r_call_end(&call, status);
  UNPROTECT(1);
  return result;
}

/* ---- the distribution in parts, for those who count on several machines ---- */

static void destroy_summary(SEXP handle) {
  mt_summary_destroy(R_ExternalPtrAddr(handle));
  R_ClearExternalPtr(handle);
}

/* A part as a raw vector. Its size is known only once it is counted, so R allocates while
 * the summary lives: a handle with a finalizer holds it. */
SEXP mt_r_cohort_summary_part(SEXP cohort, SEXP load, SEXP nutrition, SEXP options,
                              SEXP progress) {
  SEXP handle = PROTECT(R_MakeExternalPtr(NULL, R_NilValue, R_NilValue));
  mt_summary *summary = NULL;
  int64_t bytes = 0;
  mt_status status;
  r_work work;
  r_call call;
  SEXP part;

  R_RegisterCFinalizerEx(handle, destroy_summary, TRUE);
  read_work(cohort, load, nutrition, options, &work);
  r_call_begin(&call, progress);
  status = create_summary(call.ctx, &work, &summary);
  R_SetExternalPtrAddr(handle, summary);
  if (status >= 0) {
    status = count_in(call.ctx, &work, summary);
  }
  if (status >= 0) {
    status = mt_summary_bytes(call.ctx, summary, &bytes);
  }
  r_call_end(&call, status);
  part = PROTECT(Rf_allocVector(RAWSXP, (R_xlen_t)bytes));
  r_call_begin(&call, R_NilValue);
  status = mt_summary_save(call.ctx, summary, bytes, RAW(part));
  destroy_summary(handle);
  r_call_end(&call, status);
  UNPROTECT(2);
  return part;
}

/* parts: a list of raw vectors; the result is that of mt_r_cohort_summary(). */
SEXP mt_r_cohort_summary_join(SEXP cohort, SEXP load, SEXP nutrition, SEXP options,
                              SEXP parts, SEXP probs) {
  const R_xlen_t n_probs = XLENGTH(probs);
  const double *at = r_doubles(probs, n_probs, "probs");
  mt_summary *summary = NULL;
  mt_status status;
  r_work work;
  r_call call;
  SEXP result;

  read_work(cohort, load, nutrition, options, &work);
  result = PROTECT(summary_result(work.n_days, n_probs));
  for (R_xlen_t i = 0; i < XLENGTH(parts); i++) {
    if (TYPEOF(r_element(parts, i, XLENGTH(parts), "parts")) != RAWSXP) {
      Rf_error("internal: `parts` is not a list of raw vectors");
    }
  }
  r_call_begin(&call, R_NilValue);
  status = create_summary(call.ctx, &work, &summary);
  for (R_xlen_t i = 0; i < XLENGTH(parts) && status >= 0; i++) {
    const SEXP part = VECTOR_ELT(parts, i);
    status = mt_summary_load(call.ctx, summary, XLENGTH(part), RAW(part));
  }
  if (status >= 0) {
    status = fill_summary(call.ctx, summary, work.n_days, n_probs, at, result);
  }
  mt_summary_destroy(summary);
  r_call_end(&call, status);
  UNPROTECT(1);
  return result;
}
