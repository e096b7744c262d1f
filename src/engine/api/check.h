/* What the entry points ask of their arguments; each failure names the argument. */
#ifndef MT_API_CHECK_H
#define MT_API_CHECK_H

#include "base/context.h"

/* Copies a caller's struct, of this version or an older one, over the defaults in *out. */
mt_status mt_i_check_twin(mt_ctx *ctx, const mt_twin *twin, mt_twin *out);
mt_status mt_i_check_solver(mt_ctx *ctx, const mt_solver_options *options,
                            mt_solver_options *out);

/* The same for any struct: *from starts with the size that the caller knows, `known` is
 * ours, and *to holds the defaults. */
mt_status mt_i_check_struct(mt_ctx *ctx, const char *name, const void *from, size_t known,
                            void *to);

/* values[n] finite and within [lowest, highest]. NULL passes when `optional`. */
mt_status mt_i_check_values(mt_ctx *ctx, const char *name, int64_t n,
                            const double *values, double lowest, double highest,
                            int optional);

/* One number, finite, more than 0 and at most `highest`. */
mt_status mt_i_check_positive(mt_ctx *ctx, const char *name, double value,
                              double highest);

/* Items of a batch: there, and their first says by its size how far apart they lie, as an
 * older caller's lie closer. mt_i_item(): the place of one, which is still to be checked. */
mt_status mt_i_check_items(mt_ctx *ctx, const char *name, const void *items,
                           size_t known);
void *mt_i_item(const void *items, int64_t i);

/* A struct that is to be filled: there, and of a size that we know. */
mt_status mt_i_check_result(mt_ctx *ctx, const char *name, const void *to, size_t known);

/* 1 to MT_MOST_THREADS. */
mt_status mt_i_check_threads(mt_ctx *ctx, int64_t threads);

mt_status mt_i_check_count(mt_ctx *ctx, const char *name, int64_t n);
mt_status mt_i_check_pointer(mt_ctx *ctx, const char *name, const void *pointer);

/* values[n] increasing; equal neighbours pass unless `strictly`. */
mt_status mt_i_check_order(mt_ctx *ctx, const char *name, int64_t n, const double *values,
                           int strictly);

/* The ends of n constant pieces, days from 0: at least one, increasing, the first above 0. */
mt_status mt_i_check_pieces(mt_ctx *ctx, int64_t n, const double *end);

/* times[n], at least one, not decreasing, within [lowest, highest]. */
mt_status mt_i_check_times(mt_ctx *ctx, int64_t n, const double *times, double lowest,
                           double highest);

/* None of times[n] after the end of the last piece. */
mt_status mt_i_check_within(mt_ctx *ctx, int64_t n_pieces, const double *piece_end,
                            int64_t n, const double *times);

/* The eight parameters of one twin, in order, `who` of a cohort (0-based; -1: not one). */
mt_status mt_i_check_parameters(mt_ctx *ctx, const double *parameters, int64_t who);

/* One of MT_SEX_*. */
mt_status mt_i_check_sex(mt_ctx *ctx, int64_t sex);

/* n periods of disuse: there; then each, in order and within n_days, into checked[n]. */
mt_status mt_i_check_periods(mt_ctx *ctx, int64_t n, const mt_disuse *disuse);
mt_status mt_i_check_disuse(mt_ctx *ctx, int64_t n_days, int64_t n,
                            const mt_disuse *disuse, mt_disuse *checked);

#endif
