/* The routines of the finer models, in the form of r_routines.h. */
#ifndef MT_R_ROUTINES_PHYSIOLOGY_H
#define MT_R_ROUTINES_PHYSIOLOGY_H

#define R_NO_REMAP
#include <Rinternals.h>

SEXP mt_r_leucine(SEXP runs, SEXP times, SEXP threads);
SEXP mt_r_leucine_constants(void);
SEXP mt_r_leucine_volumes(SEXP body);

SEXP mt_r_turnover(SEXP forcing, SEXP synthesis, SEXP persons, SEXP times, SEXP options,
                   SEXP threads);
SEXP mt_r_body(SEXP forcing, SEXP k_d, SEXP numbers, SEXP times, SEXP threads);
SEXP mt_r_meal_responses(SEXP minute, SEXP dose, SEXP amplitude, SEXP rule);
SEXP mt_r_plasma_leucine(SEXP minute, SEXP umol, SEXP source, SEXP sources, SEXP numbers,
                         SEXP times);
SEXP mt_r_physiology_normals(SEXP seed, SEXP first, SEXP n, SEXP index);

#define MT_R_PHYSIOLOGY_ROUTINES(X) \
  X(leucine, 3)                     \
  X(leucine_constants, 0)           \
  X(leucine_volumes, 1)             \
  X(turnover, 6)                    \
  X(body, 5)                        \
  X(meal_responses, 4)              \
  X(plasma_leucine, 6)              \
  X(physiology_normals, 4)

#endif
