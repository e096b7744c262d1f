#include "api/check.h"

#include <math.h>
#include <string.h>

#include "model/parameters.h"

mt_status mt_i_check_pointer(mt_ctx *ctx, const char *name, const void *pointer) {
  return pointer != NULL ? MT_OK : mt_i_fail(ctx, MT_ERROR_NULL, "%s is NULL", name);
}

mt_status mt_i_check_count(mt_ctx *ctx, const char *name, int64_t n) {
  if (n < 1) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "%s is %lld; it must be at least 1", name,
                     (long long)n);
  }
  return MT_OK;
}

mt_status mt_i_check_struct(mt_ctx *ctx, const char *name, const void *from, size_t known,
                            void *to) {
  size_t size;

  memcpy(&size, from, sizeof(size));
  if (size < sizeof(size) || size > known) {
    return mt_i_fail(ctx, MT_ERROR_STRUCT,
                     "%s->struct_size is %lld; set it by the _init function", name,
                     (long long)size);
  }
  memcpy(to, from, size);
  memcpy(to, &known, sizeof(known));
  return MT_OK;
}

mt_status mt_i_check_values(mt_ctx *ctx, const char *name, int64_t n, const double *values,
                            double lowest, double highest, int optional) {
  if (values == NULL) {
    return optional ? MT_OK : mt_i_check_pointer(ctx, name, values);
  }
  for (int64_t i = 0; i < n; i++) {
    if (!isfinite(values[i])) {
      return mt_i_fail(ctx, MT_ERROR_NOT_FINITE, "%s[%lld] is not a finite number", name,
                       (long long)i);
    }
    if (values[i] < lowest || values[i] > highest) {
      return mt_i_fail(ctx, MT_ERROR_VALUE, "%s[%lld] is %g; it must be within %g and %g",
                       name, (long long)i, values[i], lowest, highest);
    }
  }
  return MT_OK;
}

mt_status mt_i_check_order(mt_ctx *ctx, const char *name, int64_t n, const double *values,
                           int strictly) {
  for (int64_t i = 1; i < n; i++) {
    if (values[i] < values[i - 1] || (strictly && values[i] == values[i - 1])) {
      return mt_i_fail(ctx, MT_ERROR_ORDER, "%s[%lld] is %g, after %g", name, (long long)i,
                       values[i], values[i - 1]);
    }
  }
  return MT_OK;
}

mt_status mt_i_check_parameters(mt_ctx *ctx, const double *parameters, int64_t who) {
  for (int i = 0; i < MT_N_PARAMETERS; i++) {
    const parameter_rule *rule = &mt_i_parameter_rules[i];
    const double value = parameters[i];
    const int low = rule->positive ? !(value > 0.0) : rule->not_negative && value < 0.0;

    if (isfinite(value) && !low) {
      continue;
    }
    if (who >= 0) {
      return mt_i_fail(ctx, isfinite(value) ? MT_ERROR_VALUE : MT_ERROR_NOT_FINITE,
                       "%s of trainee %lld is %g; it must be %s", rule->name,
                       (long long)who + 1, value, rule->range);
    }
    return mt_i_fail(ctx, isfinite(value) ? MT_ERROR_VALUE : MT_ERROR_NOT_FINITE,
                     "%s is %g; it must be %s", rule->name, value, rule->range);
  }
  return MT_OK;
}

mt_status mt_i_check_twin(mt_ctx *ctx, const mt_twin *twin, mt_twin *out) {
  double parameters[MT_N_PARAMETERS];

  MT_I_TRY(mt_i_check_pointer(ctx, "twin", twin));
  mt_twin_init(out);
  MT_I_TRY(mt_i_check_struct(ctx, "twin", twin, sizeof(*out), out));
  mt_i_parameters_of(out, parameters);
  MT_I_TRY(mt_i_check_parameters(ctx, parameters, -1));
  if (out->load_effect != MT_LOAD_SAME_DAY && out->load_effect != MT_LOAD_NEXT_DAY) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "twin->load_effect is %lld, not one of MT_LOAD_*",
                     (long long)out->load_effect);
  }
  return MT_OK;
}

mt_status mt_i_check_solver(mt_ctx *ctx, const mt_solver_options *options,
                            mt_solver_options *out) {
  mt_solver_options_init(out);
  if (options == NULL) {
    return MT_OK;
  }
  MT_I_TRY(mt_i_check_struct(ctx, "options", options, sizeof(*out), out));
  if (out->solver < MT_SOLVER_CVODE || out->solver > MT_SOLVER_EULER) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "options->solver is %lld, not one of MT_SOLVER_*",
                     (long long)out->solver);
  }
  if (!(out->rtol > 0.0 && out->rtol < 1.0)) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "options->rtol is %g; it must be within 0 and 1",
                     out->rtol);
  }
  if (!(out->atol > 0.0 && isfinite(out->atol))) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "options->atol is %g; it must be positive",
                     out->atol);
  }
  if (!(out->step > 0.0 && isfinite(out->step))) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "options->step is %g; it must be positive",
                     out->step);
  }
  return MT_OK;
}
