/* The leucine model's protocol: equilibrate, dose, integrate. */
#ifndef MT_METHOD_PATH_LEUCINE_H
#define MT_METHOD_PATH_LEUCINE_H

#include "method/many.h"

/* What the runs of a call share; they are as the caller has them. Any result may be NULL. */
typedef struct leucine_call {
  const mt_leucine *runs;
  int64_t n_times;
  const double *times;
  double *amounts, *flows, *integrals;
  mt_solver_statistics *statistics;
} leucine_call;

/* One of them, checked, and the places of its results. */
typedef struct leucine_item {
  mt_leucine run;
  double *amounts;   /* [40 x n_times] */
  double *flows;     /* [5 x n_times] */
  double *integrals; /* [3 x n_times] */
  mt_solver_statistics *statistics;
} leucine_item;

extern const many_work mt_i_leucine_work;

/* Synthesis of the second of two days with these meals, g of leucine: the infusion kept on,
 * doses scaled from the weight to the reference subject's; and relative to a habitual day,
 * unless that is NULL. */
mt_status mt_i_leucine_day(mt_ctx *ctx, const mt_day *day, double *synthesis_g,
                           double *relative);

#endif
