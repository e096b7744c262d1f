/*
 * How twins differ: eight parameters, each fixed, log-normal or normal, with normals that
 * may be correlated (docs/math.md, section 3).
 *
 *   fixed        x = location
 *   log-normal   x = location e^(spread z)
 *   normal       x = location + spread z
 *
 * z = L e, where L L' is the correlation matrix of all eight and e_j of trainee i is a
 * function of the seed, i and j alone. L is triangular, so z_j of trainee i depends on no
 * other parameter's kind, location or spread: fixing one leaves the others as they were.
 */
#ifndef MT_MODEL_POPULATION_H
#define MT_MODEL_POPULATION_H

#include "base/context.h"

/* Trainees are drawn and simulated side by side, this many at a time: a few vectors of the
 * widest kind, so that the latencies of one hide behind the others. */
enum { POPULATION_LANES = 64 };

/* A population made ready for drawing. */
typedef struct population_draw {
  int64_t kind[MT_N_PARAMETERS];
  double location[MT_N_PARAMETERS];
  double spread[MT_N_PARAMETERS];
  int k_d_unset; /* the location of k_d was NaN; it is the post's unless another is put */
  int correlated;
  double correlation[MT_N_PARAMETERS * MT_N_PARAMETERS];
  double factor[MT_N_PARAMETERS * MT_N_PARAMETERS]; /* L, row by row */
  int needed[MT_N_PARAMETERS]; /* is e_j part of a parameter that varies? */
} population_draw;

/* Makes a checked population ready. CORRELATION if its correlations contradict each other. */
mt_status mt_i_population_prepare(mt_ctx *ctx, const mt_population *population,
                                  population_draw *draw);

/* Parameters of trainees first .. first + POPULATION_LANES - 1; those that are fixed are
 * written too. parameters[j][lane]. The values are not checked. */
void mt_i_population_draw(const population_draw *draw, uint64_t seed, int64_t first,
                          double (*parameters)[POPULATION_LANES]);

/* How trainees first .. first + n - 1 respond to training: factors of S - 1 with mean 1, from
 * the stream MT_STREAM_RESPONDS. */
void mt_i_population_responds(uint64_t seed, int64_t first, int64_t n, double *responds);

/* The same of n trainees, column-major in twins[n x 8], from R's default generator in the
 * order of the published example: n normals for each parameter that varies. Statuses:
 * CANCELLED. */
mt_status mt_i_population_draw_r(mt_ctx *ctx, const population_draw *draw, uint32_t seed,
                                 int64_t n, double *twins);

#endif
