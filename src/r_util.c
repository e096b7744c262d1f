#include "r_util.h"

#include <string.h>
#include <time.h>

/* ---- the bridge between a context and R ---- */

static SEXP check_interrupt(void *unused) {
  (void)unused;
  R_CheckUserInterrupt();
  return R_NilValue;
}

static SEXP keep_error(SEXP condition, void *payload) {
  r_call *call = payload;
  R_PreserveObject(condition);
  call->error = condition;
  return R_NilValue;
}

static void check_caught(void *payload) {
  R_tryCatchError(check_interrupt, NULL, keep_error, payload);
}

/* R_ToplevelExec() turns the longjmp of an interrupt into a return value. What else can
 * happen in there is an error: the caller's setTimeLimit() has run out. It is kept, and
 * goes on as the error it is when the engine has returned. Asked every 10 ms of processor
 * time at most, as each question costs some 10 us. */
static int cancel(void *payload) {
  r_call *call = payload;
  const double now = (double)clock() / CLOCKS_PER_SEC;

  if (now - call->last_question < 0.01) {
    return 0;
  }
  call->last_question = now;
  return !R_ToplevelExec(check_caught, call) || call->error != NULL;
}

typedef struct report {
  SEXP progress;
  double done;
} report;

static void tell(void *payload) {
  const report *news = payload;
  SEXP done = PROTECT(Rf_ScalarReal(news->done));
  SEXP call = PROTECT(Rf_lang2(news->progress, done));
  Rf_eval(call, R_GlobalEnv);
  UNPROTECT(2);
}

/* Ten times a second at most; a progress bar that fails does not stop the work. */
static void progress(double done, void *payload) {
  r_call *call = payload;
  const double now = (double)clock() / CLOCKS_PER_SEC;

  if (now - call->last_report >= 0.1) {
    report news = {call->progress, done};
    call->last_report = now;
    R_ToplevelExec(tell, &news);
  }
}

void r_call_begin(r_call *call, SEXP progress_function) {
  mt_ctx_options options;

  mt_ctx_options_init(&options);
  options.cancel = cancel;
  options.payload = call;
  call->ctx = NULL;
  call->progress = progress_function;
  call->last_report = (double)clock() / CLOCKS_PER_SEC;
  call->last_question = call->last_report;
  call->error = NULL;
  if (progress_function != R_NilValue) {
    options.progress = progress;
  }
  if (mt_ctx_create(&options, &call->ctx) != MT_OK) {
    Rf_error("out of memory");
  }
}

void r_call_end(r_call *call, mt_status status) {
  char message[256];
  SEXP namespace_name, space, raise;

  strncpy(message, mt_ctx_message(call->ctx), sizeof(message) - 1);
  message[sizeof(message) - 1] = '\0';
  mt_ctx_destroy(call->ctx);
  call->ctx = NULL;
  if (call->error != NULL) {
    SEXP again = PROTECT(Rf_lang2(Rf_install("stop"), call->error));
    R_ReleaseObject(call->error);
    Rf_eval(again, R_BaseEnv);
    UNPROTECT(1); /* not reached */
  }
  if (status >= 0) {
    return;
  }
  namespace_name = PROTECT(Rf_mkString("muscletwin"));
  space = PROTECT(R_FindNamespace(namespace_name));
  raise = PROTECT(Rf_lang3(Rf_install("abort_engine"),
                           PROTECT(Rf_mkString(mt_status_name(status))),
                           PROTECT(Rf_mkString(message))));
  Rf_eval(raise, space);
  UNPROTECT(5);
  Rf_error("%s", message); /* not reached: abort_engine() does not return */
}

/* ---- reading arguments ---- */

const double *r_doubles(SEXP x, R_xlen_t length, const char *name) {
  if (TYPEOF(x) != REALSXP || XLENGTH(x) != length) {
    Rf_error("internal: `%s` is not a double vector of length %lld", name,
             (long long)length);
  }
  return REAL(x);
}

const double *r_doubles_or_null(SEXP x, R_xlen_t length, const char *name) {
  return x == R_NilValue ? NULL : r_doubles(x, length, name);
}

double r_double(SEXP x, const char *name) { return *r_doubles(x, 1, name); }

int r_int(SEXP x, const char *name) {
  if ((TYPEOF(x) != INTSXP && TYPEOF(x) != LGLSXP) || XLENGTH(x) != 1) {
    Rf_error("internal: `%s` is not one integer", name);
  }
  return TYPEOF(x) == INTSXP ? INTEGER(x)[0] : LOGICAL(x)[0];
}

int64_t r_size(SEXP x, const char *name) {
  const double value = r_double(x, name);
  if (!(value >= 0.0 && value <= 9007199254740992.0) || value != (double)(int64_t)value) {
    Rf_error("internal: `%s` is not a size", name);
  }
  return (int64_t)value;
}

SEXP r_element(SEXP list, R_xlen_t i, R_xlen_t length, const char *name) {
  if (TYPEOF(list) != VECSXP || XLENGTH(list) != length) {
    Rf_error("internal: `%s` is not a list of length %lld", name, (long long)length);
  }
  return VECTOR_ELT(list, i);
}

/* ---- making results ---- */

SEXP r_list(R_xlen_t n, const char *const *names) {
  SEXP list = PROTECT(Rf_allocVector(VECSXP, n));
  SEXP list_names = PROTECT(Rf_allocVector(STRSXP, n));

  for (R_xlen_t i = 0; i < n; i++) {
    SET_STRING_ELT(list_names, i, Rf_mkChar(names[i]));
  }
  Rf_setAttrib(list, R_NamesSymbol, list_names);
  UNPROTECT(2);
  return list;
}

SEXP r_add_doubles(SEXP list, int i, R_xlen_t length) {
  SET_VECTOR_ELT(list, i, Rf_allocVector(REALSXP, length));
  return VECTOR_ELT(list, i);
}

SEXP r_add_matrix(SEXP list, int i, int64_t rows, int64_t columns) {
  SET_VECTOR_ELT(list, i, Rf_allocMatrix(REALSXP, (int)rows, (int)columns));
  return VECTOR_ELT(list, i);
}

SEXP r_data_frame(R_xlen_t n, const char *const *names, R_xlen_t rows) {
  SEXP frame = PROTECT(r_list(n, names));
  SEXP row_names = PROTECT(Rf_allocVector(INTSXP, 2));
  SEXP class = PROTECT(Rf_mkString("data.frame"));

  INTEGER(row_names)[0] = NA_INTEGER; /* R's compact form: c(NA, -rows) */
  INTEGER(row_names)[1] = -(int)rows;
  Rf_setAttrib(frame, R_RowNamesSymbol, row_names);
  Rf_setAttrib(frame, R_ClassSymbol, class);
  UNPROTECT(3);
  return frame;
}
