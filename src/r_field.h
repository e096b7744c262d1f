/* A named list of R, read field by field: one that is absent or NULL leaves the engine its
 * default. Every field must be read, so that a misspelt name is found and not left out. */
#ifndef MT_R_FIELD_H
#define MT_R_FIELD_H

#include "r_util.h"

typedef struct r_fields {
  SEXP list;
  const char *name; /* for messages */
  R_xlen_t read;    /* fields asked for and there */
} r_fields;

r_fields r_fields_of(SEXP list, const char *name);

/* After the last field. */
void r_fields_end(const r_fields *from);

/* R_NilValue where it is absent. */
SEXP r_field(r_fields *from, const char *field);

double r_field_double(r_fields *from, const char *field, double otherwise);
int64_t r_field_int(r_fields *from, const char *field, int64_t otherwise);
int64_t r_field_size(r_fields *from, const char *field, int64_t otherwise);

/* [length], or NULL where it is absent. */
const double *r_field_doubles(r_fields *from, const char *field, R_xlen_t length);

/* Into to[length], which keeps what it has where the field is absent. */
void r_field_copy(r_fields *from, const char *field, R_xlen_t length, double *to);
void r_field_copy_ints(r_fields *from, const char *field, R_xlen_t length, int64_t *to);

/* list(k_s, k_d, m0, p0, k1, k2, tau_g, tau_h, load_effect) */
mt_twin r_twin(SEXP twin);

/* list(from, to, use, transient, activity), each [n], or NULL: n, and *disuse[n] in memory that R
 * frees after the call. */
int64_t r_disuse(SEXP list, const mt_disuse **disuse);

/* list(solver, rtol, atol, step) */
mt_solver_options r_solver(SEXP options);

#endif
