/* Glue of the streams of draws. */
#include <string.h>

#include "r_routines.h"
#include "r_util.h"

/* stream: its name */
SEXP mt_r_stream_normals(SEXP stream, SEXP seed, SEXP first, SEXP n) {
  const int64_t count = r_size(n, "n"), from = r_size(first, "first");
  const uint64_t key = (uint64_t)r_size(seed, "seed");
  const char *wanted;
  int64_t which = 0;
  SEXP normals;
  r_call call;

  if (!Rf_isString(stream) || XLENGTH(stream) != 1) {
    Rf_error("internal error: stream is not a name");
  }
  wanted = CHAR(STRING_ELT(stream, 0));
  while (which < MT_N_STREAMS && strcmp(mt_stream_name(which), wanted) != 0) {
    which++;
  }
  normals = PROTECT(Rf_allocVector(REALSXP, count));
  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_stream_normals(call.ctx, which, key, from, count, REAL(normals)));
  UNPROTECT(1);
  return normals;
}
