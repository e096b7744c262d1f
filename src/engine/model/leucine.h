/*
 * Leucine, insulin, mTORC1 and protein turnover of muscle: 40 states, 69 constants, 59
 * reactions (McColl TJ, Clarke DC 2024, Kinetic modeling of leucine-mediated signaling and
 * protein metabolism in human skeletal muscle, iScience 27:108634; constants and initial
 * values from the authors' repository tjmccoll/MuscleProteinSynthesisKineticModel. The
 * glucose-insulin part has the form of Sturis et al. 1991). docs/math-physiology.md,
 * section 1.
 *
 * Amounts in mol, time in min. Rates act on amounts, not on concentrations: volumes enter
 * through the initial amounts and through reporting only.
 */
#ifndef MT_MODEL_LEUCINE_H
#define MT_MODEL_LEUCINE_H

#include "base/context.h"

enum leucine_state {
  LEU_STOMACH,
  LEU_GUT,
  INSULIN_PLASMA,
  LEU_PLASMA,
  KIC_PLASMA,
  LEU_MUSCLE,
  KIC_MUSCLE,
  LEU_PROTEIN,
  IR,
  IR_PY,
  IR_REFRACTORY,
  IRS1,
  IRS1_PY,
  IRS1_PS636,
  PI3K,
  IRS1_PI3K,
  PDK1,
  PDK1_P,
  AKT,
  AKT_T308,
  AKT_S473,
  AKT_T308_S473,
  TSC,
  TSC_P,
  MTORC1,
  MTORC1_ACTIVE,
  P70S6K,
  P70S6K_P,
  PI3K_VAR,
  PI3K_VAR_P,
  MTORC2,
  MTORC2_P,
  LEU_EXCRETED,
  KIC_OXIDISED,
  INSULIN_INTERSTITIAL,
  GLUCOSE,
  INSULIN_DELAY1,
  INSULIN_DELAY2,
  INSULIN_DELAY3,
  LEU_SPLANCHNIC,
  LEUCINE_STATES,
  /* Three integrals ride along, so that they have the solver's accuracy. */
  SUM_MPS = LEUCINE_STATES,
  SUM_MPB,
  SUM_P70S6K_P,
  LEUCINE_ALL
};

enum { LEUCINE_CONSTANTS = 69, LEUCINE_FAMILIES = 10 };

extern const char *const mt_i_leucine_names[LEUCINE_ALL];
extern const double mt_i_leucine_constants[LEUCINE_CONSTANTS]; /* k1 .. k69 */
extern const double mt_i_leucine_initial[LEUCINE_STATES];      /* mol/L */

/* Grams of a mole; leucine's is MT_LEUCINE_MOLAR_MASS. */
#define GLUCOSE_MOLAR_MASS 180.16

/* Infusions of the protocol, mol/min. */
#define LEUCINE_INFUSED (0.0025 / MT_LEUCINE_MOLAR_MASS)
#define GLUCOSE_INFUSED (0.075 / GLUCOSE_MOLAR_MASS)

/* N of a day is 1 + this much of the difference that its synthesis makes to a habitual day's
 * (fitted to the rule of model/meal.h: no diet moves mass by 1 % in 12 weeks). */
#define LEUCINE_DAY_GAIN 0.008

/* The reference subject: man, 173 cm, 72.1 kg, 41.9 y, 517 ohm. */
#define LEUCINE_REFERENCE_PLASMA 4.8247034
#define LEUCINE_REFERENCE_MUSCLE 26.2283176

/* The published protocol with no dose, in the reference subject's volumes. */
extern const mt_leucine mt_i_leucine_usual;

/* A dose for the reference subject that is as much per kg. */
static inline double leucine_reference_dose(double leucine_g, double weight) {
  return leucine_g / weight * MT_LEUCINE_REFERENCE_WEIGHT;
}

static inline double leucine_nutrition(double relative) {
  return 1.0 + LEUCINE_DAY_GAIN * (relative - 1.0);
}

/* What the right-hand side needs. */
typedef struct leucine_model {
  double k[LEUCINE_CONSTANTS];
  double leucine_in; /* mol/min, into plasma */
  double glucose_in; /* mol/min */
  int p70s6k_frozen; /* both p70S6K derivatives are 0 */
} leucine_model;

/* dy = f(y) of all LEUCINE_ALL states, and its Jacobian, generated from the same table of
 * reactions. An ode_rate and an ode_jacobian. */
int mt_i_leucine_rate(double t, const double *y, double *dy, void *model);
int mt_i_leucine_jacobian(double t, const double *y, double *jacobian, void *model);

/* Rates at one state, mol/min. */
typedef struct leucine_flows {
  double mps;        /* r15 */
  double mpb;        /* r9 + r69 */
  double inflow;     /* r6: plasma to muscle */
  double outflow;    /* k7 leu_muscle: gross, muscle to plasma */
  double appearance; /* r9 + r69 + r11: into free intracellular leucine */
} leucine_flows;

void mt_i_leucine_flows(const double *y, const leucine_model *model, leucine_flows *out);

/* Amounts at the start of the equilibration; the integrals are 0. */
void mt_i_leucine_start(double plasma_volume, double muscle_volume, double *y);

/* A size for each state, which its absolute tolerance is a share of: of the signalling
 * proteins the total of their family, conserved in a run, as of y. */
void mt_i_leucine_scales(const double *y, double *scales);

/* The family (0 to 9) of a signalling protein, or -1; irs1_pi3k counts as PI3K's. */
int mt_i_leucine_family(int64_t state);

/* Plasma by Nadler's formula, muscle by Janssen's as the authors use them, L. Height in
 * cm, bioimpedance in ohm. */
void mt_i_leucine_volumes(int man, double height, double weight, double age,
                          double resistance, double *plasma, double *muscle);

#endif
