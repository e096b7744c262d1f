/* The routines of the finer models, in the form of r_routines.h. */
#ifndef MT_R_ROUTINES_PHYSIOLOGY_H
#define MT_R_ROUTINES_PHYSIOLOGY_H

#define R_NO_REMAP
#include <Rinternals.h>

SEXP mt_r_leucine(SEXP runs, SEXP times, SEXP threads);
SEXP mt_r_leucine_constants(void);
SEXP mt_r_leucine_volumes(SEXP body);

#define MT_R_PHYSIOLOGY_ROUTINES(X) \
  X(leucine, 3)                     \
  X(leucine_constants, 0)           \
  X(leucine_volumes, 1)

/* What other packages may call from C. */
#define MT_R_PHYSIOLOGY_CALLABLES(X)                                       \
  X(mt_solver_statistics_init) X(mt_leucine_init) X(mt_leucine_run)        \
  X(mt_leucine_batch) X(mt_leucine_state_name) X(mt_leucine_constants)     \
  X(mt_leucine_volumes)

#endif
