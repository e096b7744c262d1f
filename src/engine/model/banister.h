/*
 * Fitness and fatigue as two leaky sums of the load (Banister et al. 1975; Calvert et al.
 * 1976, IEEE Trans Syst Man Cybern 6:94; next-day form as in Busso 2003). docs/math.md,
 * section 2.
 */
#ifndef MT_MODEL_BANISTER_H
#define MT_MODEL_BANISTER_H

#include <math.h>

#include "base/fp.h"

/* What is left of fitness or fatigue after `days`. */
static inline double banister_decay(double tau, double days) { return exp(-days / tau); }

/* x_t = e^(-1/tau) x_(t-1) + k w_t: the load is felt on its own day. */
MT_I_INLINE double banister_same_day(double x, double decay, double gain, double load) {
  return x * decay + gain * load;
}

/* x_t = e^(-1/tau) (x_(t-1) + k w_(t-1)): it is felt from the next day on. */
MT_I_INLINE double banister_next_day(double x, double decay, double gain,
                                     double load_before) {
  return (x + gain * load_before) * decay;
}

#endif
