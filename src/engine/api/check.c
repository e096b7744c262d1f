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

mt_status mt_i_check_threads(mt_ctx *ctx, int64_t threads) {
  if (threads < 1 || threads > MT_MOST_THREADS) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "threads is %lld; it must be within 1 and %d",
                     (long long)threads, (int)MT_MOST_THREADS);
  }
  return MT_OK;
}

static size_t size_of_struct(const void *of) {
  size_t size;

  memcpy(&size, of, sizeof(size));
  return size;
}

mt_status mt_i_check_result(mt_ctx *ctx, const char *name, const void *to, size_t known) {
  size_t size;

  MT_I_TRY(mt_i_check_pointer(ctx, name, to));
  size = size_of_struct(to);
  if (size < sizeof(size) || size > known) {
    return mt_i_fail(ctx, MT_ERROR_STRUCT,
                     "%s->struct_size is %lld; set it by the _init function", name,
                     (long long)size);
  }
  return MT_OK;
}

mt_status mt_i_check_struct(mt_ctx *ctx, const char *name, const void *from, size_t known,
                            void *to) {
  MT_I_TRY(mt_i_check_result(ctx, name, from, known));
  memcpy(to, from, size_of_struct(from));
  memcpy(to, &known, sizeof(known));
  return MT_OK;
}

mt_status mt_i_check_items(mt_ctx *ctx, const char *name, const void *items,
                           size_t known) {
  MT_I_TRY(mt_i_check_result(ctx, name, items, known));
  return size_of_struct(items) % sizeof(size_t) == 0
             ? MT_OK
             : mt_i_fail(ctx, MT_ERROR_STRUCT, "%s[0].struct_size is %lld", name,
                         (long long)size_of_struct(items));
}

void *mt_i_item(const void *items, int64_t i) {
  return (char *)items + size_of_struct(items) * (size_t)i;
}

mt_status mt_i_check_values(mt_ctx *ctx, const char *name, int64_t n,
                            const double *values, double lowest, double highest,
                            int optional) {
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
      return mt_i_fail(ctx, MT_ERROR_ORDER, "%s[%lld] is %g, after %g", name,
                       (long long)i, values[i], values[i - 1]);
    }
  }
  return MT_OK;
}

mt_status mt_i_check_positive(mt_ctx *ctx, const char *name, double value,
                              double highest) {
  if (!isfinite(value)) {
    return mt_i_fail(ctx, MT_ERROR_NOT_FINITE, "%s is not a finite number", name);
  }
  if (value <= 0.0) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "%s is %g; it must be positive", name, value);
  }
  return value <= highest
             ? MT_OK
             : mt_i_fail(ctx, MT_ERROR_VALUE, "%s is %g; it must be at most %g", name,
                         value, highest);
}

mt_status mt_i_check_pieces(mt_ctx *ctx, int64_t n, const double *end) {
  MT_I_TRY(mt_i_check_count(ctx, "n_pieces", n));
  MT_I_TRY(mt_i_check_values(ctx, "piece_end", n, end, 0.0, INFINITY, 0));
  MT_I_TRY(mt_i_check_order(ctx, "piece_end", n, end, 1));
  return end[0] > 0.0
             ? MT_OK
             : mt_i_fail(ctx, MT_ERROR_VALUE, "piece_end[0] is 0; pieces have a length");
}

mt_status mt_i_check_times(mt_ctx *ctx, int64_t n, const double *times, double lowest,
                           double highest) {
  MT_I_TRY(mt_i_check_count(ctx, "n_times", n));
  MT_I_TRY(mt_i_check_values(ctx, "times", n, times, lowest, highest, 0));
  return mt_i_check_order(ctx, "times", n, times, 0);
}

mt_status mt_i_check_within(mt_ctx *ctx, int64_t n_pieces, const double *piece_end,
                            int64_t n, const double *times) {
  return times[n - 1] <= piece_end[n_pieces - 1]
             ? MT_OK
             : mt_i_fail(ctx, MT_ERROR_VALUE,
                         "times[%lld] is %g, after the last piece, which ends at %g",
                         (long long)n - 1, times[n - 1], piece_end[n_pieces - 1]);
}

mt_status mt_i_check_parameters(mt_ctx *ctx, const double *parameters, int64_t who) {
  for (int i = 0; i < MT_N_PARAMETERS; i++) {
    const parameter_rule *rule = &mt_i_parameter_rules[i];
    const double value = parameters[i];

    if (mt_i_parameter_in_range(rule, value)) {
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
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "twin->load_effect is %lld, not one of MT_LOAD_*",
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
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "options->solver is %lld, not one of MT_SOLVER_*",
                     (long long)out->solver);
  }
  if (!(out->rtol > 0.0 && out->rtol < 1.0)) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "options->rtol is %g; it must be within 0 and 1", out->rtol);
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

mt_status mt_i_check_sex(mt_ctx *ctx, int64_t sex) {
  return sex >= MT_SEX_UNKNOWN && sex <= MT_SEX_FEMALE
             ? MT_OK
             : mt_i_fail(ctx, MT_ERROR_VALUE, "sex is %lld, not one of MT_SEX_*",
                         (long long)sex);
}

mt_status mt_i_check_periods(mt_ctx *ctx, int64_t n, const mt_disuse *disuse) {
  if (n < 0) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "n_disuse is %lld; it must be 0 or more",
                     (long long)n);
  }
  return n == 0 ? MT_OK : mt_i_check_pointer(ctx, "disuse", disuse);
}

mt_status mt_i_check_disuse(mt_ctx *ctx, int64_t n_days, int64_t n,
                            const mt_disuse *disuse, mt_disuse *checked) {
  for (int64_t i = 0; i < n; i++) {
    mt_disuse *one = &checked[i];

    mt_disuse_init(one, -1);
    MT_I_TRY(mt_i_check_struct(ctx, "disuse", mt_i_item(disuse, i), sizeof(*one), one));
    if (one->from < 1 || one->to < one->from || one->to > n_days) {
      return mt_i_fail(
          ctx, MT_ERROR_VALUE,
          "disuse[%lld] is days %lld to %lld; it must lie within days 1 to %lld",
          (long long)i, (long long)one->from, (long long)one->to, (long long)n_days);
    }
    if (i > 0 && one->from <= checked[i - 1].to) {
      return mt_i_fail(
          ctx, MT_ERROR_ORDER,
          "disuse[%lld] begins on day %lld; the one before it ends on day %lld",
          (long long)i, (long long)one->from, (long long)checked[i - 1].to);
    }
    MT_I_TRY(mt_i_check_values(ctx, "use", 1, &one->use, 0.0, 1.0, 0));
    MT_I_TRY(mt_i_check_values(ctx, "transient", 1, &one->transient, 0.0, 10.0, 0));
    MT_I_TRY(mt_i_check_values(ctx, "activity", 1, &one->activity, 0.0, 1e3, 0));
  }
  return MT_OK;
}
