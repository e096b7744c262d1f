/*
 * What varies between the virtual persons of a clinic's forecasts, and how strength and gait
 * follow mass (docs/math-physiology.md, sections 6 and 7). A draw is a standard normal of a
 * stream of model/streams.h.
 */
#ifndef MT_MODEL_CLINIC_H
#define MT_MODEL_CLINIC_H

#include "base/fp.h"

#include <math.h>
#include <muscletwin.h>

#include "model/turnover.h"

extern const mt_rehab mt_i_rehab_usual;
extern const mt_elder mt_i_elder_usual;

/* Log-normal with mean 1 and coefficient of variation cv. */
static inline double clinic_factor(double cv, double z) {
  const double variance = log(1.0 + cv * cv);
  return exp(sqrt(variance) * z - variance / 2.0);
}

/* ---- rehabilitation ---- */

/* What sets a person apart. The mean person: 0, k_d, 1, 1. */
typedef struct rehab_person {
  double use;       /* shift of what disuse leaves of synthesis; sd 0.06 (chosen) */
  double k_d;       /* 8 %, the range over studies */
  double responds;  /* answer to training, 50 % (Hubal et al. 2005) */
  double breakdown; /* factor of the extra breakdown, 50 % (chosen) */
} rehab_person;

static inline double rehab_synthesis(double gain, double responds) {
  return 1.0 + gain * responds;
}

static inline double rehab_use(double use, double shift) {
  return fmin(1.0, fmax(0.0, use + shift));
}

/* ---- sarcopenia ---- */

/* Where a person starts, how fast it ages, how it answers to training and protein. */
typedef struct elder_person {
  double mass, grip, gait;    /* errors: of the method, 4 %, 5 % */
  double pace, strength_pace; /* of ageing: 40 %, 30 % (chosen) */
  double responds, eats;      /* 50 % (Hubal et al. 2005); e^(0.5 z) (chosen) */
} elder_person;

/* By DXA training moves lean mass by 3 % where area moves by 13 %. */
#define ELDER_DXA_SHARE 0.23
/* Grip falls four times as fast as mass; gait half as fast as grip (chosen). */
#define ELDER_STRENGTH_PACE 4.0
/* Three sessions a week raise grip and gait by so much, with a time constant of 87 days
 * (chosen). */
#define ELDER_GRIP_GAIN 0.06
#define ELDER_GAIT_GAIN 0.05
#define ELDER_LEARNING_DAYS 87.0

/* Appendicular muscle from that of the whole body, kg, and its error: of the muscle, and 1.46
 * kg of the step itself (Kim et al. 2002, Am J Clin Nutr 76:378). */
static inline double elder_limb_mass(double muscle) { return (muscle + 1.65) / 1.19; }
static inline double elder_limb_sd(double muscle_sd) {
  return sqrt(muscle_sd * muscle_sd + 1.46 * 1.46) / 1.19;
}

#endif
