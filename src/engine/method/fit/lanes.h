/*
 * The likelihood of VEC_WIDTH points side by side: the loads' response and the filter in one
 * pass over the days. The body that block.c includes for each width (num/vec.h).
 */
#define get_lanes VEC_FUNCTION(get_lanes)
#define put_lanes VEC_FUNCTION(put_lanes)
#define pass VEC_FUNCTION(pass)
#define all_passes VEC_FUNCTION(all_passes)

VEC_INLINE vec get_lanes(const double *from) {
  vec x;
  memcpy(&x, from, sizeof(x));
  return x;
}

VEC_INLINE void put_lanes(double *to, vec x) { memcpy(to, &x, sizeof(x)); }

/* The equations are those of mt_i_response() and filter() in point.c, which stay as the
 * oracle. n, variable and starts are constants where this is inlined. */
VEC_INLINE void pass(block_layout *layout, int lane, const int n, const int variable,
                     const int starts) {
  const response_series *days = &layout->series->response;
  const vec noise = get_lanes(layout->noise + lane);
  const vec drift = get_lanes(layout->drift + lane);
  const vec unit_g = get_lanes(layout->unit_g + lane);
  const vec unit_h = get_lanes(layout->unit_h + lane);
  const vec zero = VEC_ALL(0.0), one = VEC_ALL(1.0);
  vec g = zero, h = zero, v = zero, g_felt = zero, h_felt = zero;
  vec left_g = one, left_h = one, variance = zero, quadratic = zero, largest = zero;
  vec state[SMALL + 1], precision[PAIRS], linear[SMALL], mantissa = one;
  vec_bits exponent = VEC_ALL_BITS(0);
  int64_t i = -1;

  VEC_UNROLL
  for (int c = 0; c <= SMALL; c++) {
    state[c] = zero;
  }
  VEC_UNROLL
  for (int k = 0; k < PAIRS; k++) {
    precision[k] = zero;
  }
  VEC_UNROLL
  for (int c = 0; c < SMALL; c++) {
    linear[c] = zero;
  }
  for (int64_t j = 0; j < days->n_nodes; j++) {
    const double stay = layout->stay[j];
    vec x[SMALL + 1], f, inverse, gain, product;
    int k = 0;

    while (n > 1 && i < days->node[j]) {
      double load;

      i++;
      load = days->load[i];
      if (i > 0) {
        const int64_t at = days->gap_of[i] * FIT_LANES + lane;
        const vec by_g = get_lanes(layout->by_g + at),
                  by_h = get_lanes(layout->by_h + at);
        g *= by_g;
        h *= by_h;
        if (variable) {
          v *= get_lanes(layout->by_3 + at);
        }
        if (starts) {
          left_g *= by_g;
          left_h *= by_h;
        }
      }
      if (days->next_day) {
        g_felt = g;
        h_felt = h;
      }
      if (load != 0.0) {
        g += load;
        if (variable) {
          v += load;
          h += v * load;
        } else {
          h += load;
        }
      }
      if (!days->next_day) {
        g_felt = g;
        h_felt = h;
      }
    }
    /* The regressors, then the test. */
    x[0] = one;
    if (starts) {
      for (int c = 1; c < n; c++) {
        const int which = layout->which[c];
        x[c] = which == LINEAR_KAPPA1     ? g_felt * unit_g
               : which == LINEAR_KAPPA2   ? h_felt * unit_h
               : which == LINEAR_FITNESS0 ? left_g
                                          : -left_h;
      }
      x[n] = layout->y[j] - (layout->fitness0 * left_g - layout->fatigue0 * left_h);
    } else {
      if (n > 1) {
        x[1] = g_felt * unit_g;
      }
      if (n > 2) {
        x[2] = h_felt * unit_h;
      }
      x[n] = zero + layout->y[j];
    }
    variance = stay * stay * variance + drift * layout->gain[j];
    f = variance + noise;
    inverse = one / f;
    gain = variance * inverse;
    VEC_UNROLL
    for (int c = 0; c <= n; c++) {
      state[c] *= stay;
      x[c] -= state[c];
      state[c] += gain * x[c];
    }
    variance = noise * gain;
    VEC_UNROLL
    for (int c = 0; c < n; c++) {
      const vec scaled = x[c] * inverse;
      VEC_UNROLL
      for (int d = 0; d <= c; d++) {
        precision[k++] += scaled * x[d];
      }
      linear[c] += scaled * x[n];
    }
    quadratic += x[n] * x[n] * inverse;
    /* The product of all f as mantissa and exponent, which cannot run out of range. */
    product = mantissa * f;
    exponent += VEC_BITS(product) >> 52;
    mantissa = VEC_FROM_BITS((VEC_BITS(product) & UINT64_C(0x000fffffffffffff)) |
                             UINT64_C(0x3ff0000000000000));
    largest += f;
  }
  for (int k = 0; k < n * (n + 1) / 2; k++) {
    put_lanes(layout->precision + k * FIT_LANES + lane, precision[k]);
  }
  for (int c = 0; c < n; c++) {
    put_lanes(layout->linear + c * FIT_LANES + lane, linear[c]);
  }
  put_lanes(layout->quadratic + lane, quadratic);
  put_lanes(layout->mantissa + lane, mantissa);
  put_lanes(layout->largest + lane, largest);
  memcpy(layout->exponent + lane, &exponent, sizeof(exponent));
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
