/* What every glue file needs. A .Call routine has always the same shape: check types and
 * lengths; allocate and protect the R results; one engine call between r_call_begin() and
 * r_call_end(); names and class; return. Nothing between begin and end can longjmp. */
#ifndef MT_R_UTIL_H
#define MT_R_UTIL_H

#define R_NO_REMAP
#include <Rinternals.h>
#include <muscletwin.h>

typedef struct r_call {
  mt_ctx *ctx;
  SEXP progress;        /* function(done), or NULL for none */
  double last_report;   /* processor seconds */
  double last_question; /* whether to stop, likewise */
  SEXP error;           /* what R raised when it was asked, or NULL */
} r_call;

/* Opens a context that stops on an interrupt and reports to `progress` (R_NilValue: to
 * nobody). Allocate every R result before. */
void r_call_begin(r_call *call, SEXP progress);

/* Closes it. A failure becomes the R condition of its name, an interrupt an interrupt. */
void r_call_end(r_call *call, mt_status status);

/* Type checks for the impossible: R code has checked before. Each raises an error. */
const double *r_doubles(SEXP x, R_xlen_t length, const char *name);
const double *r_doubles_or_null(SEXP x, R_xlen_t length, const char *name);
double r_double(SEXP x, const char *name);
int r_int(SEXP x, const char *name);
int64_t r_size(SEXP x, const char *name); /* a whole number held as a double */
SEXP r_element(SEXP list, R_xlen_t i, R_xlen_t length, const char *name);

/* A named list of n; protect it, then fill it. */
SEXP r_list(R_xlen_t n, const char *const *names);

/* Puts doubles, or a matrix of them, into a list as its element i, and returns them. */
SEXP r_add_doubles(SEXP list, int i, R_xlen_t length);
SEXP r_add_matrix(SEXP list, int i, int64_t rows, int64_t columns);

/* The same as a data frame of `rows` rows. */
SEXP r_data_frame(R_xlen_t n, const char *const *names, R_xlen_t rows);

#endif
