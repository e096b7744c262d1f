/* How another package calls the engine: ask R for each function once, when loaded. */
#define R_NO_REMAP
#include <R.h>
#include <R_ext/Rdynload.h>
#include <Rinternals.h>
#include <math.h>
#include <muscletwin.h>

/* Declares a pointer of the type of the function that the header declares. */
#define ENGINE(name) static __typeof__(name) *engine_##name
#define FETCH(name) \
  engine_##name = (__typeof__(name) *)R_GetCCallable("muscletwin", #name)

ENGINE(mt_version);
ENGINE(mt_twin_init);
ENGINE(mt_banister);
ENGINE(mt_status_name);
ENGINE(mt_ctx_create);
ENGINE(mt_ctx_destroy);
ENGINE(mt_ctx_message);

static SEXP engine_version(void) { return Rf_mkString(engine_mt_version()); }

static SEXP performance(SEXP load) {
  mt_twin twin;
  engine_mt_twin_init(&twin);
  SEXP result = PROTECT(Rf_allocVector(REALSXP, XLENGTH(load)));
  mt_status status = engine_mt_banister(NULL, &twin, XLENGTH(load), REAL(load), NULL,
                                        NULL, NULL, REAL(result));
  if (status != MT_OK) {
    Rf_error("%s", engine_mt_status_name(status));
  }
  UNPROTECT(1);
  return result;
}

static SEXP failure(void) {
  const double load[2] = {50.0, NAN};
  double out[2];
  mt_twin twin;
  mt_ctx *ctx = NULL;
  engine_mt_twin_init(&twin);
  if (engine_mt_ctx_create(NULL, &ctx) != MT_OK) {
    Rf_error("no context");
  }
  mt_status status = engine_mt_banister(ctx, &twin, 2, load, NULL, NULL, NULL, out);
  SEXP result = PROTECT(Rf_allocVector(STRSXP, 2));
  SET_STRING_ELT(result, 0, Rf_mkChar(engine_mt_status_name(status)));
  SET_STRING_ELT(result, 1, Rf_mkChar(engine_mt_ctx_message(ctx)));
  engine_mt_ctx_destroy(ctx);
  UNPROTECT(1);
  return result;
}

static const R_CallMethodDef routines[] = {
    {"engine_version", (DL_FUNC)&engine_version, 0},
    {"performance", (DL_FUNC)&performance, 1},
    {"failure", (DL_FUNC)&failure, 0},
    {NULL, NULL, 0},
};

void R_init_mtlink(DllInfo *dll) {
  R_registerRoutines(dll, NULL, routines, NULL, NULL);
  R_useDynamicSymbols(dll, FALSE);
  FETCH(mt_version);
  FETCH(mt_twin_init);
  FETCH(mt_banister);
  FETCH(mt_status_name);
  FETCH(mt_ctx_create);
  FETCH(mt_ctx_destroy);
  FETCH(mt_ctx_message);
}
