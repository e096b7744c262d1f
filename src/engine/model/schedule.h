/* Training schedules: the published block, and days joined into constant pieces. */
#ifndef MT_MODEL_SCHEDULE_H
#define MT_MODEL_SCHEDULE_H

#include <stdint.h>

/* load[n] of the published 20-week block under set.seed(seed). */
void mt_i_schedule_make(int64_t n, int32_t seed, double *load);

/* Joins neighbouring days with the same load and nutrition (NULL: 1) into pieces. Writes
 * the day on which each piece ends to end[] and returns how many there are, at most n. */
int64_t mt_i_schedule_pieces(int64_t n, const double *load, const double *nutrition,
                             double *end, double *piece_load, double *piece_nutrition);

#endif
