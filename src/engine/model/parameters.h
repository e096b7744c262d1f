/* The eight numbers that make a twin: names, ranges, defaults. */
#ifndef MT_MODEL_PARAMETERS_H
#define MT_MODEL_PARAMETERS_H

#include <muscletwin.h>

typedef struct parameter_rule {
  const char *name;
  double usual;  /* the published example's value */
  double spread; /* between people, the sd of the logarithm; 0: one value for all */
  int positive, not_negative;
  const char *range; /* in words */
} parameter_rule;

extern const parameter_rule mt_i_parameter_rules[MT_N_PARAMETERS];

/* Is it finite and within the rule's range? */
int mt_i_parameter_in_range(const parameter_rule *rule, double value);

void mt_i_parameters_of(const mt_twin *twin, double *parameters);
void mt_i_parameters_to(const double *parameters, mt_twin *twin);

#endif
