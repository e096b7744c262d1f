/* Fibres, nuclei, satellite cells, VO2max and insulin sensitivity of one person. */
#ifndef MT_METHOD_PATH_BODY_H
#define MT_METHOD_PATH_BODY_H

#include "method/many.h"

/* What the bodies of a call share; they are as the caller has them. */
typedef struct body_call {
  const mt_body *bodies;
  int64_t n_times;
  const double *times;
  double *states;
} body_call;

/* One of them, checked, and the place of its result. */
typedef struct body_item {
  mt_body body;
  double *states; /* [7 x n_times] */
} body_item;

extern const many_work mt_i_body_work;

#endif
