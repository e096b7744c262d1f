/*
 * The likelihood of VEC_WIDTH points side by side: the loads' response and the filter in one
 * pass over the days. The body that block.c includes for each width (num/vec.h).
 */
#define get_lanes VEC_FUNCTION(get_lanes)
#define put_lanes VEC_FUNCTION(put_lanes)
#define lived VEC_FUNCTION(lived)
#define sums VEC_FUNCTION(sums)
#define live_day VEC_FUNCTION(live_day)
#define observe VEC_FUNCTION(observe)
#define count_in VEC_FUNCTION(count_in)
#define put_sums VEC_FUNCTION(put_sums)
#define pass VEC_FUNCTION(pass)
#define all_passes VEC_FUNCTION(all_passes)

/* n, variable and starts are constants where the functions below are inlined. */

VEC_INLINE vec get_lanes(const double *from) {
  vec x;
  memcpy(&x, from, sizeof(x));
  return x;
}

VEC_INLINE void put_lanes(double *to, vec x) { memcpy(to, &x, sizeof(x)); }

/* What the loads have left by a day; felt: what counts on it. */
typedef struct lived {
  vec g, h, v, g_felt, h_felt, left_g, left_h;
} lived;

/* What the tests say, summed over the nodes. */
typedef struct sums {
  vec precision[PAIRS], linear[SMALL], quadratic;
  vec mantissa, largest; /* of the product of all f, and the sum of them */
  vec_bits exponent;
} sums;

/* Day i, as in mt_i_response(). */
VEC_INLINE void live_day(const block_layout *layout, int lane, int64_t i,
                         const int variable, const int starts, lived *now) {
  const response_series *days = &layout->series->response;
  const double load = days->load[i];

  if (i > 0) {
    const int64_t at = days->gap_of[i] * FIT_LANES + lane;
    const vec by_g = get_lanes(layout->by_g + at), by_h = get_lanes(layout->by_h + at);
    now->g *= by_g;
    now->h *= by_h;
    if (variable) {
      now->v *= get_lanes(layout->by_3 + at);
    }
    if (starts) {
      now->left_g *= by_g;
      now->left_h *= by_h;
    }
  }
  if (days->next_day) {
    now->g_felt = now->g;
    now->h_felt = now->h;
  }
  if (load != 0.0) {
    now->g += load;
    if (variable) {
      now->v += load;
      now->h += now->v * load;
    } else {
      now->h += load;
    }
  }
  if (!days->next_day) {
    now->g_felt = now->g;
    now->h_felt = now->h;
  }
}

/* The regressors, then the test. */
VEC_INLINE void observe(const block_layout *layout, int lane, int64_t j, const int n,
                        const int starts, const lived *now, vec *x) {
  const vec unit_g = get_lanes(layout->unit_g + lane);
  const vec unit_h = get_lanes(layout->unit_h + lane);

  x[0] = VEC_ALL(1.0);
  if (starts) {
    for (int c = 1; c < n; c++) {
      const int which = layout->which[c];
      x[c] = which == LINEAR_KAPPA1     ? now->g_felt * unit_g
             : which == LINEAR_KAPPA2   ? now->h_felt * unit_h
             : which == LINEAR_FITNESS0 ? now->left_g
                                        : -now->left_h;
    }
    x[n] =
        layout->y[j] - (layout->fitness0 * now->left_g - layout->fatigue0 * now->left_h);
  } else {
    if (n > 1) {
      x[1] = now->g_felt * unit_g;
    }
    if (n > 2) {
      x[2] = now->h_felt * unit_h;
    }
    x[n] = VEC_ALL(0.0) + layout->y[j];
  }
}

/* Innovations x of variance f. */
VEC_INLINE void count_in(const int n, const vec *x, vec f, vec inverse, sums *sum) {
  vec product;
  int k = 0;

  VEC_UNROLL
  for (int c = 0; c < n; c++) {
    const vec scaled = x[c] * inverse;
    VEC_UNROLL
    for (int d = 0; d <= c; d++) {
      sum->precision[k++] += scaled * x[d];
    }
    sum->linear[c] += scaled * x[n];
  }
  sum->quadratic += x[n] * x[n] * inverse;
  /* The product of all f as mantissa and exponent, which cannot run out of range. */
  product = sum->mantissa * f;
  sum->exponent += VEC_BITS(product) >> 52;
  sum->mantissa = VEC_FROM_BITS((VEC_BITS(product) & UINT64_C(0x000fffffffffffff)) |
                                UINT64_C(0x3ff0000000000000));
  sum->largest += f;
}

VEC_INLINE void put_sums(const sums *sum, const int n, int lane, block_layout *layout) {
  for (int k = 0; k < n * (n + 1) / 2; k++) {
    put_lanes(layout->precision + k * FIT_LANES + lane, sum->precision[k]);
  }
  for (int c = 0; c < n; c++) {
    put_lanes(layout->linear + c * FIT_LANES + lane, sum->linear[c]);
  }
  put_lanes(layout->quadratic + lane, sum->quadratic);
  put_lanes(layout->mantissa + lane, sum->mantissa);
  put_lanes(layout->largest + lane, sum->largest);
  memcpy(layout->exponent + lane, &sum->exponent, sizeof(sum->exponent));
}

/* Lanes lane .. lane + VEC_WIDTH - 1 over all days. The equations are those of
 * mt_i_response() and filter() in point.c, which stay as the oracle. */
VEC_INLINE void pass(block_layout *layout, int lane, const int n, const int variable,
                     const int starts) {
  const response_series *days = &layout->series->response;
  const vec noise = get_lanes(layout->noise + lane);
  const vec drift = get_lanes(layout->drift + lane);
  const vec zero = VEC_ALL(0.0), one = VEC_ALL(1.0);
  lived now = {zero, zero, zero, zero, zero, one, one};
  vec state[SMALL + 1], variance = zero;
  int64_t i = -1;
  sums sum;

  VEC_UNROLL
  for (int c = 0; c <= SMALL; c++) {
    state[c] = zero;
  }
  VEC_UNROLL
  for (int k = 0; k < PAIRS; k++) {
    sum.precision[k] = zero;
  }
  VEC_UNROLL
  for (int c = 0; c < SMALL; c++) {
    sum.linear[c] = zero;
  }
  sum.quadratic = sum.largest = zero;
  sum.mantissa = one;
  sum.exponent = VEC_ALL_BITS(0);
  for (int64_t j = 0; j < days->n_nodes; j++) {
    const double stay = layout->stay[j];
    vec x[SMALL + 1], f, inverse, gain;

    while (n > 1 && i < days->node[j]) {
      live_day(layout, lane, ++i, variable, starts, &now);
    }
    observe(layout, lane, j, n, starts, &now, x);
    variance = LEVEL_CARRIED(variance, stay, drift, layout->gain[j]);
    f = variance + noise;
    inverse = one / f;
    gain = variance * inverse;
    VEC_UNROLL
    for (int c = 0; c <= n; c++) {
      state[c] *= stay;
      LEVEL_SEE(state[c], x[c], gain);
    }
    variance = LEVEL_KNOWN(noise, gain);
    count_in(n, x, f, inverse, &sum);
  }
  put_sums(&sum, n, lane, layout);
}

VEC_TARGET static void all_passes(block_layout *layout) {
  for (int lane = 0; lane < FIT_LANES; lane += VEC_WIDTH) {
    if (layout->starts) {
      /* Given: as many linear parameters as without; free: one or two more. */
      if (layout->variable && layout->n == 5) {
        pass(layout, lane, 5, 1, 1);
      } else if (layout->variable) {
        pass(layout, lane, 3, 1, 1);
      } else if (layout->n == 5) {
        pass(layout, lane, 5, 0, 1);
      } else if (layout->n == 3) {
        pass(layout, lane, 3, 0, 1);
      } else {
        pass(layout, lane, 2, 0, 1);
      }
    } else if (layout->variable) {
      pass(layout, lane, 3, 1, 0);
    } else if (layout->n == 3) {
      pass(layout, lane, 3, 0, 0);
    } else if (layout->n == 2) {
      pass(layout, lane, 2, 0, 0);
    } else {
      pass(layout, lane, 1, 0, 0);
    }
  }
}
