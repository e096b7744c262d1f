/*
 * What a person does, eats and undergoes from day to day, as constant pieces of forcing for
 * the turnover of muscle (docs/math-physiology.md, sections 2, 5 and 7).
 */
#ifndef MT_MODEL_FORCING_H
#define MT_MODEL_FORCING_H

#include <muscletwin.h>

/* A young person of whom nothing is known, and what the kinds of disuse do. */
extern const mt_life mt_i_life_usual;
extern const mt_disuse mt_i_disuse_usual[MT_N_DISUSES];

/* The disuse of a day. */
typedef struct disuse_day {
  const mt_disuse *disuse; /* NULL: none */
  double since;            /* when its extra breakdown began, days from 0 */
} disuse_day;

/* That of day t + 1 among periods[n] in order, asked for one day after the other: *next, 0 at
 * first, is the period that has not yet ended, *today the day before's on entry. */
void mt_i_disuse_on(const mt_disuse *periods, int64_t n, int64_t t, int64_t *next,
                    disuse_day *today);

/* memory[n_days x MT_FORCING_COLUMNS] holds the columns that *out points at; eaten[n_days]
 * is N of each day, or NULL. The life is checked. */
void mt_i_forcing_make(const mt_life *life, double *memory, double *eaten,
                       mt_forcing *out);

#endif
