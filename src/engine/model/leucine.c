#include "model/leucine.h"

#include <math.h>
#include <string.h>

/* ---- names and numbers ---- */

const mt_leucine mt_i_leucine_usual = {.struct_size = sizeof(mt_leucine),
                                       .plasma_volume = LEUCINE_REFERENCE_PLASMA,
                                       .muscle_volume = LEUCINE_REFERENCE_MUSCLE,
                                       .equilibration = 300.0,
                                       .rtol = 1e-6};

const char *const mt_i_leucine_names[LEUCINE_ALL] = {"leu_stomach",
                                                     "leu_gut",
                                                     "insulin_plasma",
                                                     "leu_plasma",
                                                     "kic_plasma",
                                                     "leu_muscle",
                                                     "kic_muscle",
                                                     "leu_protein",
                                                     "ir",
                                                     "ir_py",
                                                     "ir_refractory",
                                                     "irs1",
                                                     "irs1_py",
                                                     "irs1_ps636",
                                                     "pi3k",
                                                     "irs1_pi3k",
                                                     "pdk1",
                                                     "pdk1_p",
                                                     "akt",
                                                     "akt_t308",
                                                     "akt_s473",
                                                     "akt_t308_s473",
                                                     "tsc",
                                                     "tsc_p",
                                                     "mtorc1",
                                                     "mtorc1_active",
                                                     "p70s6k",
                                                     "p70s6k_p",
                                                     "pi3k_var",
                                                     "pi3k_var_p",
                                                     "mtorc2",
                                                     "mtorc2_p",
                                                     "leu_excreted",
                                                     "kic_oxidised",
                                                     "insulin_interstitial",
                                                     "glucose",
                                                     "insulin_delay1",
                                                     "insulin_delay2",
                                                     "insulin_delay3",
                                                     "leu_splanchnic",
                                                     "sum_mps",
                                                     "sum_mpb",
                                                     "sum_p70s6k_p"};

/* McColl and Clarke 2024, k1 to k69: 1/min, 1/(mol min) or mol/min to k46; k5 and k8 are in
 * no equation; k48 to k67 are those of the glucose-insulin part. */
const double mt_i_leucine_constants[LEUCINE_CONSTANTS] = {
    0.591,    0.00186,    0.0111,   2.29e-8,   0.0734,     /* k1 to k5 */
    0.033109, 0.00061214, 0.00181,  1.428e-14, 0.011663,   /* k6 to k10 */
    0.028654, 0.052864,   0.018632, 0.095262,  50821.0752, /* k11 to k15 */
    3.57e7,   0.072466,   0.29637,  9.47e6,    0.2221,     /* k16 to k20 */
    56663.0,  0.0068981,  2.09e8,   0.19193,   5.84e7,     /* k21 to k25 */
    0.41011,  9.08e8,     50.542,   5.5e8,     9.9781,     /* k26 to k30 */
    9.28e8,   6.3109,     3.82e9,   6.4678,    20907.0,    /* k31 to k35 */
    923000.0, 0.085358,   198000.0, 0.34915,   4.7e7,      /* k36 to k40 */
    81595.0,  0.073445,   772000.0, 2.1e6,     0.16311,    /* k41 to k45 */
    2.26e7,   0.029466,   3.0,      11.0,      10.0,       /* k46 to k50 */
    0.0955,   3.62,       92.6,     28.0,      1.12e-9,    /* k51 to k55 */
    0.000921, 0.00961,    0.00027,  0.000604,  0.00262,    /* k56 to k60 */
    0.000171, 0.00461,    1.33,     3.89e-10,  0.000794,   /* k61 to k65 */
    4.5e10,   1.39e-10,   0.00498,  6.615e-17};            /* k66 to k69 */

/* mol/L, of plasma or of muscle. */
const double mt_i_leucine_initial[LEUCINE_STATES] = {[INSULIN_PLASMA] = 2.8e-11,
                                                     [LEU_PLASMA] = 1.21e-4,
                                                     [KIC_PLASMA] = 3.064891847e-5,
                                                     [LEU_MUSCLE] = 1.28e-4,
                                                     [KIC_MUSCLE] = 1.15e-5,
                                                     [LEU_PROTEIN] = 0.134,
                                                     [IR] = 8.4073e-10,
                                                     [IR_PY] = 8.4073e-12,
                                                     [IR_REFRACTORY] = 8.4073e-12,
                                                     [IRS1] = 2.06e-10,
                                                     [IRS1_PY] = 2.06e-12,
                                                     [IRS1_PS636] = 2.06e-12,
                                                     [PI3K] = 2.24e-10,
                                                     [IRS1_PI3K] = 2.24e-12,
                                                     [PDK1] = 8.4073e-10,
                                                     [PDK1_P] = 8.4073e-12,
                                                     [AKT] = 1.0e-8,
                                                     [AKT_T308] = 1.0e-10,
                                                     [AKT_S473] = 1.0e-10,
                                                     [AKT_T308_S473] = 1.0e-10,
                                                     [TSC] = 6.9382e-10,
                                                     [TSC_P] = 6.9382e-12,
                                                     [MTORC1] = 2.999e-10,
                                                     [MTORC1_ACTIVE] = 2.999e-12,
                                                     [P70S6K] = 8.8165e-9,
                                                     [P70S6K_P] = 8.8165e-11,
                                                     [PI3K_VAR] = 2.0572e-10,
                                                     [PI3K_VAR_P] = 2.0572e-12,
                                                     [MTORC2] = 4.3138e-10,
                                                     [MTORC2_P] = 4.3138e-12};

/* ---- the reactions ---- */

/* How a rate follows from its one or two states. */
typedef enum rate_law {
  FIRST_ORDER,      /* k a */
  SECOND_ORDER,     /* k a b */
  DIFFERENCE,       /* k (a - b), may be negative */
  RESTRAINED,       /* k a / b: the signal b holds the rate back */
  LEUCINE_INFUSION, /* u_leu */
  GLUCOSE_INFUSION, /* u_glc */
  /* The glucose-insulin part, g1 to g10. */
  SECRETION,
  EXCHANGE,
  DEGRADATION_PLASMA,
  DEGRADATION_REMOTE,
  DELAY,
  USE_WITHOUT_INSULIN,
  USE_BY_INSULIN,
  LIVER_OUTPUT
} rate_law;

enum { NONE = -1 };

typedef struct reaction {
  rate_law law;
  int k;        /* number of the constant, 1 to 69; 0: the law knows its own */
  int a, b;     /* the states that the rate depends on */
  int minus[2]; /* the states that the reaction takes from, */
  int plus[2];  /* and gives to */
} reaction;

#define PAIR(x) \
  { x, NONE }
#define FLOW(law, k, a, b, from, to) \
  { law, k, a, b, PAIR(from), PAIR(to) }

static const reaction reactions[] = {
    /* digestion and leucine; transport r7 is driven by two amounts in unequal volumes */
    FLOW(FIRST_ORDER, 1, LEU_STOMACH, NONE, LEU_STOMACH, LEU_GUT),
    FLOW(FIRST_ORDER, 2, LEU_GUT, NONE, LEU_GUT, LEU_EXCRETED),
    FLOW(FIRST_ORDER, 3, LEU_GUT, NONE, LEU_GUT, LEU_PLASMA),
    FLOW(FIRST_ORDER, 68, LEU_GUT, NONE, LEU_GUT, LEU_SPLANCHNIC),
    FLOW(LEUCINE_INFUSION, 0, NONE, NONE, NONE, LEU_PLASMA),
    FLOW(FIRST_ORDER, 6, LEU_PLASMA, NONE, LEU_PLASMA, LEU_MUSCLE),
    FLOW(DIFFERENCE, 7, LEU_MUSCLE, LEU_PLASMA, LEU_MUSCLE, LEU_PLASMA),
    FLOW(FIRST_ORDER, 10, LEU_MUSCLE, NONE, LEU_MUSCLE, KIC_MUSCLE),
    FLOW(FIRST_ORDER, 11, KIC_MUSCLE, NONE, KIC_MUSCLE, LEU_MUSCLE),
    FLOW(FIRST_ORDER, 12, KIC_PLASMA, NONE, KIC_PLASMA, KIC_MUSCLE),
    FLOW(FIRST_ORDER, 13, KIC_MUSCLE, NONE, KIC_MUSCLE, KIC_PLASMA),
    FLOW(FIRST_ORDER, 14, KIC_MUSCLE, NONE, KIC_MUSCLE, KIC_OXIDISED),
    /* synthesis and breakdown */
    FLOW(SECOND_ORDER, 15, LEU_MUSCLE, P70S6K_P, LEU_MUSCLE, LEU_PROTEIN),
    FLOW(RESTRAINED, 9, LEU_PROTEIN, AKT_T308, LEU_PROTEIN, LEU_MUSCLE),
    FLOW(RESTRAINED, 69, LEU_PROTEIN, MTORC1_ACTIVE, LEU_PROTEIN, LEU_MUSCLE),
    /* insulin receptor, IRS1, PI3K, PDK1 */
    FLOW(SECOND_ORDER, 16, IR, INSULIN_PLASMA, IR, IR_PY),
    FLOW(FIRST_ORDER, 17, IR_PY, NONE, IR_PY, IR_REFRACTORY),
    FLOW(FIRST_ORDER, 18, IR_REFRACTORY, NONE, IR_REFRACTORY, IR),
    FLOW(SECOND_ORDER, 19, IRS1, IR_PY, IRS1, IRS1_PY),
    FLOW(FIRST_ORDER, 20, IRS1_PY, NONE, IRS1_PY, IRS1),
    FLOW(SECOND_ORDER, 21, IRS1, P70S6K_P, IRS1, IRS1_PS636),
    FLOW(FIRST_ORDER, 22, IRS1_PS636, NONE, IRS1_PS636, IRS1),
    {SECOND_ORDER, 23, IRS1_PY, PI3K, {IRS1_PY, PI3K}, PAIR(IRS1_PI3K)},
    {FIRST_ORDER, 24, IRS1_PI3K, NONE, PAIR(IRS1_PI3K), {IRS1_PY, PI3K}},
    FLOW(SECOND_ORDER, 25, PDK1, IRS1_PI3K, PDK1, PDK1_P),
    FLOW(FIRST_ORDER, 26, PDK1_P, NONE, PDK1_P, PDK1),
    /* Akt */
    FLOW(SECOND_ORDER, 27, AKT, PDK1_P, AKT, AKT_T308),
    FLOW(FIRST_ORDER, 28, AKT_T308, NONE, AKT_T308, AKT),
    FLOW(SECOND_ORDER, 29, AKT, MTORC2_P, AKT, AKT_S473),
    FLOW(FIRST_ORDER, 30, AKT_S473, NONE, AKT_S473, AKT),
    FLOW(SECOND_ORDER, 31, AKT_T308, MTORC2_P, AKT_T308, AKT_T308_S473),
    FLOW(FIRST_ORDER, 32, AKT_T308_S473, NONE, AKT_T308_S473, AKT_T308),
    FLOW(SECOND_ORDER, 33, AKT_S473, PDK1_P, AKT_S473, AKT_T308_S473),
    FLOW(FIRST_ORDER, 34, AKT_T308_S473, NONE, AKT_T308_S473, AKT_S473),
    /* TSC, mTORC1, p70S6K */
    FLOW(SECOND_ORDER, 35, TSC, AKT_T308_S473, TSC, TSC_P),
    FLOW(SECOND_ORDER, 36, TSC, AKT_T308, TSC, TSC_P),
    FLOW(FIRST_ORDER, 37, TSC_P, NONE, TSC_P, TSC),
    FLOW(SECOND_ORDER, 38, MTORC1_ACTIVE, TSC, MTORC1_ACTIVE, MTORC1),
    FLOW(SECOND_ORDER, 39, MTORC1, LEU_MUSCLE, MTORC1, MTORC1_ACTIVE),
    FLOW(SECOND_ORDER, 40, P70S6K, MTORC1_ACTIVE, P70S6K, P70S6K_P),
    FLOW(SECOND_ORDER, 41, P70S6K, PDK1_P, P70S6K, P70S6K_P),
    FLOW(FIRST_ORDER, 42, P70S6K_P, NONE, P70S6K_P, P70S6K),
    FLOW(SECOND_ORDER, 43, MTORC1_ACTIVE, P70S6K_P, MTORC1_ACTIVE, MTORC1),
    /* PI3K variant, mTORC2 */
    FLOW(SECOND_ORDER, 44, PI3K_VAR, IR_PY, PI3K_VAR, PI3K_VAR_P),
    FLOW(FIRST_ORDER, 45, PI3K_VAR_P, NONE, PI3K_VAR_P, PI3K_VAR),
    FLOW(SECOND_ORDER, 46, MTORC2, PI3K_VAR_P, MTORC2, MTORC2_P),
    FLOW(FIRST_ORDER, 47, MTORC2_P, NONE, MTORC2_P, MTORC2),
    /* insulin and glucose */
    FLOW(FIRST_ORDER, 4, LEU_PLASMA, NONE, NONE, INSULIN_PLASMA),
    FLOW(SECRETION, 0, GLUCOSE, NONE, NONE, INSULIN_PLASMA),
    FLOW(EXCHANGE, 0, INSULIN_PLASMA, INSULIN_INTERSTITIAL, INSULIN_PLASMA,
         INSULIN_INTERSTITIAL),
    FLOW(DEGRADATION_PLASMA, 0, INSULIN_PLASMA, NONE, INSULIN_PLASMA, NONE),
    FLOW(DEGRADATION_REMOTE, 0, INSULIN_INTERSTITIAL, NONE, INSULIN_INTERSTITIAL, NONE),
    FLOW(DELAY, 0, INSULIN_PLASMA, INSULIN_DELAY1, NONE, INSULIN_DELAY1),
    FLOW(DELAY, 0, INSULIN_DELAY1, INSULIN_DELAY2, NONE, INSULIN_DELAY2),
    FLOW(DELAY, 0, INSULIN_DELAY2, INSULIN_DELAY3, NONE, INSULIN_DELAY3),
    FLOW(GLUCOSE_INFUSION, 0, NONE, NONE, NONE, GLUCOSE),
    FLOW(USE_WITHOUT_INSULIN, 0, GLUCOSE, NONE, GLUCOSE, NONE),
    FLOW(USE_BY_INSULIN, 0, GLUCOSE, INSULIN_INTERSTITIAL, GLUCOSE, NONE),
    FLOW(LIVER_OUTPUT, 0, INSULIN_DELAY3, NONE, NONE, GLUCOSE)};

enum { N_REACTIONS = sizeof(reactions) / sizeof(reactions[0]) };

#define K(number) (m->k[(number)-1])

/* 1 / (1 + e^x): its derivative is -s (1 - s), which no x can overflow. */
static double falling_sigmoid(double x) { return 1.0 / (1.0 + exp(x)); }

/* The rate of a reaction, and its derivatives by a and b. */
static double rate_of(const reaction *r, const double *y, const leucine_model *m,
                      double *by_a, double *by_b) {
  const double k = r->k > 0 ? K(r->k) : 0.0;
  const double a = r->a >= 0 ? y[r->a] : 0.0, b = r->b >= 0 ? y[r->b] : 0.0;

  *by_a = *by_b = 0.0;
  switch (r->law) {
    case FIRST_ORDER:
      *by_a = k;
      return k * a;
    case SECOND_ORDER:
      *by_a = k * b;
      *by_b = k * a;
      return k * a * b;
    case DIFFERENCE:
      *by_a = k;
      *by_b = -k;
      return k * (a - b);
    case RESTRAINED:
      *by_a = k / b;
      *by_b = -k * a / (b * b);
      return k * a / b;
    case LEUCINE_INFUSION:
      return m->leucine_in;
    case GLUCOSE_INFUSION:
      return m->glucose_in;
    case SECRETION: {
      const double s = falling_sigmoid((K(57) - a / K(50)) / K(56));
      *by_a = K(55) * s * (1.0 - s) / (K(56) * K(50));
      return K(55) * s;
    }
    case EXCHANGE:
      *by_a = K(51) / K(48);
      *by_b = -K(51) / K(49);
      return K(51) * (a / K(48) - b / K(49));
    case DEGRADATION_PLASMA:
      *by_a = 1.0 / K(52);
      return a / K(52);
    case DEGRADATION_REMOTE:
      *by_a = 1.0 / K(53);
      return a / K(53);
    case DELAY:
      *by_a = 3.0 / K(54);
      *by_b = -3.0 / K(54);
      return 3.0 * (a - b) / K(54);
    case USE_WITHOUT_INSULIN: {
      const double left = exp(-a / (K(59) * K(50)));
      *by_a = K(58) * left / (K(59) * K(50));
      return K(58) * (1.0 - left);
    }
    case USE_BY_INSULIN: {
      /* Remote insulin is 0 at the start, and pow(0, 1.33) is 0; a trial step below 0 must
       * not give NaN. */
      const double scale = (1.0 / K(49) + 1.0 / (K(51) * K(53))) / K(64);
      const double w = fmax(b * scale, 0.0), p = pow(w, K(63));
      const double share = p / (1.0 + p), use = K(61) + (K(62) - K(61)) * share;
      const double per_glucose = 1.0 / (K(60) * K(50));
      *by_a = per_glucose * use;
      if (w > 0.0) {
        *by_b =
            per_glucose * a * (K(62) - K(61)) * K(63) * share * (1.0 - share) / w * scale;
      }
      return per_glucose * a * use;
    }
    case LIVER_OUTPUT: {
      const double s = falling_sigmoid(K(66) * (a / K(48) - K(67)));
      *by_a = -K(65) * s * (1.0 - s) * K(66) / K(48);
      return K(65) * s;
    }
  }
  return 0.0;
}

/* 1 / akt_t308 and 1 / mtorc1_active are in the breakdown. */
static int not_defined(const double *y) {
  if (!(y[AKT_T308] > 0.0)) {
    return AKT_T308 + 1;
  }
  return y[MTORC1_ACTIVE] > 0.0 ? 0 : MTORC1_ACTIVE + 1;
}

int mt_i_leucine_rate(double t, const double *y, double *dy, void *model) {
  const leucine_model *m = model;
  leucine_flows flows;
  const int bad = not_defined(y);

  (void)t;
  if (bad) {
    return bad;
  }
  memset(dy, 0, LEUCINE_ALL * sizeof(*dy));
  for (int i = 0; i < N_REACTIONS; i++) {
    const reaction *r = &reactions[i];
    double by_a, by_b;
    const double rate = rate_of(r, y, m, &by_a, &by_b);

    for (int j = 0; j < 2; j++) {
      if (r->minus[j] >= 0) {
        dy[r->minus[j]] -= rate;
      }
      if (r->plus[j] >= 0) {
        dy[r->plus[j]] += rate;
      }
    }
  }
  if (m->p70s6k_frozen) {
    dy[P70S6K] = dy[P70S6K_P] = 0.0;
  }
  mt_i_leucine_flows(y, m, &flows);
  dy[SUM_MPS] = flows.mps;
  dy[SUM_MPB] = flows.mpb;
  dy[SUM_P70S6K_P] = y[P70S6K_P];
  return 0;
}

/* Adds `by` to d f_row / d y_column. */
static void add(double *jacobian, int row, int column, double by) {
  if (row >= 0 && column >= 0) {
    jacobian[row + LEUCINE_ALL * column] += by;
  }
}

int mt_i_leucine_jacobian(double t, const double *y, double *jacobian, void *model) {
  const leucine_model *m = model;
  const int bad = not_defined(y);

  (void)t;
  if (bad) {
    return bad;
  }
  for (int i = 0; i < N_REACTIONS; i++) {
    const reaction *r = &reactions[i];
    double by_a, by_b;

    rate_of(r, y, m, &by_a, &by_b);
    for (int j = 0; j < 2; j++) {
      add(jacobian, r->minus[j], r->a, -by_a);
      add(jacobian, r->minus[j], r->b, -by_b);
      add(jacobian, r->plus[j], r->a, by_a);
      add(jacobian, r->plus[j], r->b, by_b);
    }
    if (r->k == 15) {
      add(jacobian, SUM_MPS, r->a, by_a);
      add(jacobian, SUM_MPS, r->b, by_b);
    } else if (r->k == 9 || r->k == 69) {
      add(jacobian, SUM_MPB, r->a, by_a);
      add(jacobian, SUM_MPB, r->b, by_b);
    }
  }
  add(jacobian, SUM_P70S6K_P, P70S6K_P, 1.0);
  if (m->p70s6k_frozen) {
    for (int column = 0; column < LEUCINE_ALL; column++) {
      jacobian[P70S6K + LEUCINE_ALL * column] = 0.0;
      jacobian[P70S6K_P + LEUCINE_ALL * column] = 0.0;
    }
  }
  return 0;
}

void mt_i_leucine_flows(const double *y, const leucine_model *m, leucine_flows *out) {
  out->mps = K(15) * y[LEU_MUSCLE] * y[P70S6K_P];
  out->mpb =
      K(9) * y[LEU_PROTEIN] / y[AKT_T308] + K(69) * y[LEU_PROTEIN] / y[MTORC1_ACTIVE];
  out->inflow = K(6) * y[LEU_PLASMA];
  out->outflow = K(7) * y[LEU_MUSCLE];
  out->appearance = out->mpb + K(11) * y[KIC_MUSCLE];
}

/* ---- start and scales ---- */

void mt_i_leucine_start(double plasma_volume, double muscle_volume, double *y) {
  memset(y, 0, LEUCINE_ALL * sizeof(*y));
  for (int i = 0; i < LEUCINE_STATES; i++) {
    const int plasma = i == INSULIN_PLASMA || i == LEU_PLASMA || i == KIC_PLASMA;
    y[i] = mt_i_leucine_initial[i] * (plasma ? plasma_volume : muscle_volume);
  }
}

int mt_i_leucine_family(int64_t state) {
  static const struct {
    int first, last;
  } families[LEUCINE_FAMILIES] = {{IR, IR_REFRACTORY},     {IRS1, IRS1_PS636},
                                  {PI3K, IRS1_PI3K},       {PDK1, PDK1_P},
                                  {AKT, AKT_T308_S473},    {TSC, TSC_P},
                                  {MTORC1, MTORC1_ACTIVE}, {P70S6K, P70S6K_P},
                                  {PI3K_VAR, PI3K_VAR_P},  {MTORC2, MTORC2_P}};

  for (int f = 0; f < LEUCINE_FAMILIES; f++) {
    if (state >= families[f].first && state <= families[f].last) {
      return f;
    }
  }
  return -1;
}

void mt_i_leucine_scales(const double *y, double *scales) {
  double total[LEUCINE_FAMILIES] = {0.0};

  for (int i = 0; i < LEUCINE_STATES; i++) {
    const int family = mt_i_leucine_family(i);
    if (family >= 0) {
      total[family] += y[i];
    }
  }
  total[mt_i_leucine_family(IRS1)] += y[IRS1_PI3K];
  for (int i = 0; i < LEUCINE_ALL; i++) {
    const int family = mt_i_leucine_family(i);

    if (family >= 0) {
      scales[i] = total[family];
    } else if (i == LEU_PROTEIN) {
      scales[i] = 1.0;
    } else if (i == GLUCOSE) {
      scales[i] = 1e-2;
    } else if (i == INSULIN_PLASMA ||
               (i >= INSULIN_INTERSTITIAL && i <= INSULIN_DELAY3)) {
      scales[i] = 1e-10;
    } else if (i == SUM_P70S6K_P) {
      scales[i] = 100.0 * total[mt_i_leucine_family(P70S6K)];
    } else {
      scales[i] = 1e-3;
    }
  }
}

void mt_i_leucine_volumes(int man, double height, double weight, double age,
                          double resistance, double *plasma, double *muscle) {
  const double h = height / 100.0;

  /* Nadler's formula gives blood volume and its constant for women is 0.1833; both are left
   * as the authors of the model use them. */
  *plasma = man ? 0.3669 * h * h * h + 0.03219 * weight + 0.6041
                : 0.3561 * h * h * h + 0.03308 * weight + 0.6041;
  *muscle =
      (0.401 * height * height / resistance + (man ? 3.825 : 0.0) - 0.071 * age + 5.102) /
      1.112;
}
