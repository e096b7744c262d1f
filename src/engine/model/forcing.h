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

/* memory[n_days x MT_FORCING_COLUMNS] holds the columns that *out points at; eaten[n_days]
 * is N of each day, or NULL. The life is checked. */
void mt_i_forcing_make(const mt_life *life, double *memory, double *eaten,
                       mt_forcing *out);

#endif
