/* Mass by turnover of one person over time. */
#ifndef MT_METHOD_PATH_TURNOVER_H
#define MT_METHOD_PATH_TURNOVER_H

#include "method/many.h"

/* What the persons of a call share; they are as the caller has them. */
typedef struct turnover_call {
  const mt_turnover *persons;
  int64_t n_times;
  const double *times;
  mt_solver_options options;
  double *mass;
} turnover_call;

/* One of them, checked, and the place of its result. */
typedef struct turnover_item {
  mt_turnover person;
  double *mass; /* [n_times] */
} turnover_item;

extern const many_work mt_i_turnover_work;

#endif
