#include "base/fp.h"

#include "num/normal.h"

#include <math.h>
#include <stddef.h>

#include "base/vmath.h"

static const double log_sqrt_2pi = 0.91893853320467274178;
static const double two_pi = 6.283185307179586477;
static const double sqrt_half = 0.70710678118654752440;

double mt_i_normal_cdf(double x) { return 0.5 * erfc(-x * sqrt_half); }

double mt_i_normal_log_cdf(double x) {
  if (x > -30.0) {
    return x > 6.0 ? log1p(-0.5 * erfc(x * sqrt_half)) : log(0.5 * erfc(-x * sqrt_half));
  } else {
    /* The asymptotic series of Mills' ratio; its next term is below 1e-9. */
    const double z = 1.0 / (x * x);
    return -0.5 * x * x - log_sqrt_2pi - log(-x) +
           log1p(-z * (1.0 - z * (3.0 - z * (15.0 - z * 105.0))));
  }
}

static double normal_log_density(double x) { return -0.5 * x * x - log_sqrt_2pi; }

double mt_i_normal_quantile(double p) {
  if (p <= 0.0) {
    return -INFINITY;
  }
  if (p >= 1.0) {
    return INFINITY;
  }
  if (p < 0x1p-53) {
    /* Newton on log Phi, which is concave: from the left it converges without overshoot. */
    const double target = log(p);
    double x = -sqrt(-2.0 * target);

    for (int i = 0; i < 20; i++) {
      const double value = mt_i_normal_log_cdf(x);
      const double step = (value - target) / exp(normal_log_density(x) - value);
      x -= step;
      if (fabs(step) < 1e-13 * fabs(x)) {
        break;
      }
    }
    return x;
  }
  return vm_qnorm(p);
}

/* Gauss-Legendre, the positive half of the nodes. */
static const double node_6[3] = {0.93246951420315205, 0.66120938646626448,
                                 0.2386191860831969};
static const double weight_6[3] = {0.17132449237917036, 0.36076157304813861,
                                   0.46791393457269104};
static const double node_12[6] = {0.98156063424671924, 0.90411725637047491,
                                  0.76990267419430469, 0.58731795428661748,
                                  0.36783149899818018, 0.12523340851146891};
static const double weight_12[6] = {0.047175336386511828, 0.10693932599531843,
                                    0.16007832854334622,  0.20316742672306592,
                                    0.23349253653835481,  0.24914704581340277};
static const double node_20[10] = {
    0.99312859918509488, 0.96397192727791381, 0.91223442825132595, 0.83911697182221878,
    0.7463319064601508,  0.63605368072651502, 0.51086700195082713, 0.37370608871541955,
    0.22778585114164507, 0.076526521133497338};
static const double weight_20[10] = {0.017614007139152118, 0.040601429800386939,
                                     0.062672048334109068, 0.083276741576704755,
                                     0.10193011981724044,  0.11819453196151841,
                                     0.13168863844917664,  0.14209610931838204,
                                     0.14917298647260374,  0.15275338713072584};

/* Moderate correlation: Plackett's identity integrated over the arc sine of r. */
static double upper_moderate(double h, double k, double r) {
  const double *node = node_20, *weight = weight_20;
  const double half_squares = 0.5 * (h * h + k * k), hk = h * k, angle = asin(r);
  int n = 10;
  double sum = 0.0;

  if (fabs(r) < 0.3) {
    node = node_6;
    weight = weight_6;
    n = 3;
  } else if (fabs(r) < 0.75) {
    node = node_12;
    weight = weight_12;
    n = 6;
  }
  for (int i = 0; i < n; i++) {
    for (int side = -1; side <= 1; side += 2) {
      const double s = sin(angle * (side * node[i] + 1.0) * 0.5);
      sum += weight[i] * exp((s * hk - half_squares) / (1.0 - s * s));
    }
  }
  return sum * angle / (2.0 * two_pi) + mt_i_normal_cdf(-h) * mt_i_normal_cdf(-k);
}

/* Correlation near 1 or -1: the expansion about the degenerate case. */
static double upper_strong(double h, double k, double r) {
  double sum = 0.0, hk;

  if (r < 0.0) {
    k = -k;
  }
  hk = h * k;
  if (fabs(r) < 1.0) {
    const double as = (1.0 - r) * (1.0 + r), bs = (h - k) * (h - k);
    const double c = (4.0 - hk) / 8.0, d = (12.0 - hk) / 16.0;
    double a = sqrt(as), exponent = -(bs / as + hk) * 0.5;

    if (exponent > -100.0) {
      sum = a * exp(exponent) *
            (1.0 - c * (bs - as) * (1.0 - d * bs / 5.0) / 3.0 + c * d * as * as / 5.0);
    }
    if (hk > -100.0) {
      const double b = sqrt(bs);
      sum -= exp(-hk * 0.5) * sqrt(two_pi) * mt_i_normal_cdf(-b / a) * b *
             (1.0 - c * bs * (1.0 - d * bs / 5.0) / 3.0);
    }
    a *= 0.5;
    for (int i = 0; i < 10; i++) {
      for (int side = -1; side <= 1; side += 2) {
        const double x = a * (side * node_20[i] + 1.0), xs = x * x;
        const double rs = sqrt(1.0 - xs);
        exponent = -(bs / xs + hk) * 0.5;
        if (exponent > -100.0) {
          sum += a * weight_20[i] * exp(exponent) *
                 (exp(-hk * (1.0 - rs) / (2.0 * (1.0 + rs))) / rs -
                  (1.0 + c * xs * (1.0 + d * xs)));
        }
      }
    }
    sum = -sum / two_pi;
  }
  if (r > 0.0) {
    sum += mt_i_normal_cdf(-(h > k ? h : k));
  } else {
    const double rest = mt_i_normal_cdf(-h) - mt_i_normal_cdf(-k);
    sum = -sum + (rest > 0.0 ? rest : 0.0);
  }
  return sum;
}

double mt_i_bivariate_upper(double h, double k, double r) {
  double p;

  /* Beyond 9 sd the other margin is all that is left, to the last digit. */
  if (h < -9.0) {
    return mt_i_normal_cdf(-k);
  }
  if (k < -9.0) {
    return mt_i_normal_cdf(-h);
  }
  if (h > 38.0 || k > 38.0) {
    return 0.0;
  }
  if (r > 1.0) {
    r = 1.0;
  }
  if (r < -1.0) {
    r = -1.0;
  }
  p = fabs(r) < 0.925 ? upper_moderate(h, k, r) : upper_strong(h, k, r);
  return p < 0.0 ? 0.0 : p > 1.0 ? 1.0 : p;
}

/* ---- small probabilities: the integral over x > h of phi(x) Phi(a + b x) ---- */

static double log_integrand(double x, double a, double b) {
  return normal_log_density(x) + mt_i_normal_log_cdf(a + b * x);
}

static double log_integrand_slope(double x, double a, double b) {
  const double z = a + b * x;
  return -x + b * exp(normal_log_density(z) - mt_i_normal_log_cdf(z));
}

/* The point beyond `from`, in steps that start at `step`, where the concave log integrand
 * is 40 below its maximum; `limit` stops the walk. */
static double where_small(double from, double step, double limit, double top, double a,
                          double b) {
  double x = from;

  for (int i = 0; i < 200; i++) {
    x += step;
    if ((step < 0.0 && x <= limit) || (step > 0.0 && x >= limit)) {
      return limit;
    }
    if (log_integrand(x, a, b) < top - 40.0) {
      break;
    }
    step *= 1.3;
  }
  return x;
}

double mt_i_bivariate_log_upper(double h, double k, double r) {
  enum { PANELS = 12 };
  const double p = mt_i_bivariate_upper(h, k, r);
  const double s2 = (1.0 - r) * (1.0 + r);
  const double s = sqrt(s2 > 1e-15 ? s2 : 1e-15);
  const double a = -k / s, b = r / s;
  double low, high, mode, top, width, sum = 0.0;

  if (p > 1e-6) {
    return log(p);
  }
  /* P = int_h^inf phi(x) Phi((r x - k)/s) dx; the integrand is log-concave. */
  low = h < -40.0 ? -40.0 : h;
  high = low > 0.0 ? low + 40.0 : 40.0;
  if (fabs(k) + 40.0 > high) {
    high = fabs(k) + 40.0;
  }
  mode = low;
  if (log_integrand_slope(low, a, b) > 0.0) {
    double left = low, right = high;
    for (int i = 0; i < 100; i++) {
      mode = 0.5 * (left + right);
      if (log_integrand_slope(mode, a, b) > 0.0) {
        left = mode;
      } else {
        right = mode;
      }
    }
  }
  top = log_integrand(mode, a, b);
  {
    const double start = 0.02 * s / (1.0 + fabs(mode) * s);
    const double right = where_small(mode, start, INFINITY, top, a, b);
    const double left = mode > low ? where_small(mode, -start, low, top, a, b) : low;
    low = left;
    high = right;
  }
  /* Panels that meet at the mode and widen away from it, as the integrand falls off. */
  for (int side = 0; side < 2; side++) {
    const double end = side == 0 ? low : high;
    double from = mode;

    if (end == mode) {
      continue;
    }
    for (int panel = 0; panel < PANELS; panel++) {
      const double share = (panel + 1.0) / PANELS;
      const double to = mode + (end - mode) * share * share;
      const double centre = 0.5 * (from + to);

      width = 0.5 * fabs(to - from);
      for (int i = 0; i < 10; i++) {
        sum += width * weight_20[i] *
               (exp(log_integrand(centre + width * node_20[i], a, b) - top) +
                exp(log_integrand(centre - width * node_20[i], a, b) - top));
      }
      from = to;
    }
  }
  return top + log(sum);
}

/* ---- truncation to positive values ---- */

double mt_i_truncated_moments_1(double mean, double variance, double *out_mean,
                                double *out_variance) {
  const double sd = sqrt(variance), a = -mean / sd;
  const double log_p = mt_i_normal_log_cdf(-a);
  const double hazard = exp(normal_log_density(a) - log_p);
  double share = 1.0 - hazard * (hazard - a);

  if (share < 1e-12) {
    share = 1e-12;
  }
  *out_mean = mean + sd * hazard;
  *out_variance = variance * share;
  return log_p;
}

void mt_i_truncated_moments(const double mean[2], const double covariance[3],
                            double log_orthant, double out_mean[2],
                            double out_covariance[3]) {
  const double sx = sqrt(covariance[0]), sy = sqrt(covariance[2]);
  const double a = -mean[0] / sx, b = -mean[1] / sy;
  double r = covariance[1] / (sx * sy), s, u, v, w, ex, ey, vx, vy, vxy;

  r = r > 0.999999999 ? 0.999999999 : r < -0.999999999 ? -0.999999999 : r;
  s = sqrt((1.0 - r) * (1.0 + r));
  /* phi(a) P(Y > b | X = a) and its mirror, over the orthant's probability. */
  u = exp(normal_log_density(a) + mt_i_normal_log_cdf(-(b - r * a) / s) - log_orthant);
  v = exp(normal_log_density(b) + mt_i_normal_log_cdf(-(a - r * b) / s) - log_orthant);
  w = s / two_pi * exp(-0.5 * (a * a - 2.0 * r * a * b + b * b) / (s * s) - log_orthant);
  ex = u + r * v;
  ey = r * u + v;
  vx = 1.0 + a * u + r * r * b * v + r * w - ex * ex;
  vy = 1.0 + b * v + r * r * a * u + r * w - ey * ey;
  vxy = r + r * a * u + r * b * v + w - ex * ey;
  vx = vx > 1e-12 ? vx : 1e-12;
  vy = vy > 1e-12 ? vy : 1e-12;
  if (vxy * vxy > vx * vy) {
    vxy = (vxy > 0.0 ? 1.0 : -1.0) * sqrt(vx * vy);
  }
  out_mean[0] = mean[0] + sx * ex;
  out_mean[1] = mean[1] + sy * ey;
  out_covariance[0] = covariance[0] * vx;
  out_covariance[1] = sx * sy * vxy;
  out_covariance[2] = covariance[2] * vy;
}

double mt_i_normal_above(double h, double u) {
  if (h < -9.0) {
    return mt_i_normal_quantile(u);
  }
  /* -x is the quantile of (1 - u) Phi(-h), which may be tiny. */
  if (h < 5.0) {
    return -mt_i_normal_quantile((1.0 - u) * mt_i_normal_cdf(-h));
  } else {
    const double target = log1p(-u) + mt_i_normal_log_cdf(-h);
    double x = sqrt(h * h - 2.0 * log1p(-u));

    for (int i = 0; i < 20; i++) {
      const double value = mt_i_normal_log_cdf(-x);
      const double step = (value - target) / exp(normal_log_density(x) - value);
      x += step;
      if (fabs(step) < 1e-12 * x) {
        break;
      }
    }
    return x > h ? x : h;
  }
}

void mt_i_truncated_draw(const double mean[2], const double covariance[3],
                         double log_orthant, double u0, double u1, double out[2]) {
  const double sx = sqrt(covariance[0]), sy = sqrt(covariance[2]);
  const double a = -mean[0] / sx, b = -mean[1] / sy;
  double r = covariance[1] / (sx * sy), s, x;

  r = r > 0.999999999 ? 0.999999999 : r < -0.999999999 ? -0.999999999 : r;
  s = sqrt((1.0 - r) * (1.0 + r));
  if (log_orthant > -1e-12) {
    x = mt_i_normal_quantile(u0);
  } else {
    /* The margin of X: P(X > x, Y > b) = (1 - u0) P(orthant), by safeguarded Newton on
     * the logarithm, which is concave in x. */
    const double target = log1p(-u0) + log_orthant;
    double low = a > -9.0 ? a : -9.0, high = low + 1.0;

    while (mt_i_bivariate_log_upper(high, b, r) > target && high - low < 1e3) {
      high += high - low;
    }
    x = mt_i_normal_above(a, u0);
    if (!(x > low && x < high)) {
      x = 0.5 * (low + high);
    }
    for (int i = 0; i < 60; i++) {
      const double value = mt_i_bivariate_log_upper(x, b, r);
      const double slope =
          exp(normal_log_density(x) + mt_i_normal_log_cdf(-(b - r * x) / s) - value);
      double next;

      if (value > target) {
        low = x;
      } else {
        high = x;
      }
      next = x + (value - target) / slope;
      if (!(next > low && next < high)) {
        next = 0.5 * (low + high);
      }
      if (fabs(next - x) < 1e-9 || high - low < 1e-9) {
        x = next;
        break;
      }
      x = next;
    }
  }
  out[0] = mean[0] + sx * x;
  out[1] = mean[1] + sy * (r * x + s * mt_i_normal_above((b - r * x) / s, u1));
  out[0] = out[0] > 0.0 ? out[0] : 0.0;
  out[1] = out[1] > 0.0 ? out[1] : 0.0;
}

/* ---- Student's t, 5 degrees of freedom ---- */

double mt_i_t5_log_density(double x) {
  /* log(8 / (3 pi sqrt(5))), (1 + x^2/5)^-3 */
  return -0.96861958905472423 - 3.0 * log1p(x * x / 5.0);
}

/* F(x) = 1/2 + (a + sin a cos a (1 + 2/3 cos^2 a)) / pi with tan a = x/sqrt(5). */
double mt_i_t5_quantile(double u) {
  const double target = 3.14159265358979323846 * (u < 0.5 ? u : 1.0 - u);
  double x = -mt_i_normal_quantile(target / 3.14159265358979323846);

  if (u == 0.5) {
    return 0.0;
  }
  if (x < 4.0) {
    /* Cornish-Fisher: a start good to a few per cent. */
    const double z = x * x;
    x *= 1.0 + (z + 1.0) / 20.0 + ((5.0 * z + 16.0) * z + 3.0) / 2400.0;
  }
  /* Halley on the upper tail with F'' / F' = -6 x / (5 + x^2): its error is cubed, so one
   * step past 1e-5 is the last digit. */
  for (int i = 0; i < 60; i++) {
    const double r2 = 5.0 + x * x, r = sqrt(r2);
    const double s = 2.2360679774997896964 / r, c = x / r; /* of the complement's angle */
    const double tail =
        atan2(2.2360679774997896964, x) - s * c * (1.0 + 2.0 / 3.0 * s * s);
    const double shape = 5.0 / r2; /* the density is 8 / (3 sqrt(5)) shape^3 / pi */
    const double step = (tail - target) / (1.1925695879998878 * shape * shape * shape);

    x += step / (1.0 - 3.0 * x * step / r2);
    if (fabs(step) < 1e-5 * (1.0 + fabs(x))) {
      break;
    }
  }
  return u < 0.5 ? -x : x;
}
