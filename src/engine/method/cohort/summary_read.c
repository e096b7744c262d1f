#include "base/fp.h"
/* The arithmetic's rules come first, before any header with arithmetic. */
#include "method/cohort/summary.h"

#include <float.h>
#include <math.h>

/* ---- all parts together ---- */

void mt_i_summary_totals(const mt_summary *summary, int64_t *n, int64_t *responders) {
  *n = summary->total.n;
  *responders = summary->total.responders;
  for (int64_t p = 0; p < summary->n_parts; p++) {
    *n += summary->parts[p].n;
    *responders += summary->parts[p].responders;
  }
}

void mt_i_column_range(const mt_summary *summary, int64_t column, double *least,
                       double *most) {
  *least = summary->total.least[column];
  *most = summary->total.most[column];
  for (int64_t p = 0; p < summary->n_parts; p++) {
    const summary_part *part = &summary->parts[p];
    *least = part->least[column] < *least ? part->least[column] : *least;
    *most = part->most[column] > *most ? part->most[column] : *most;
  }
  *least += 0.0; /* -0 and 0 are equal: which was met first must not show */
  *most += 0.0;
}

void mt_i_column_sums(const mt_summary *summary, int64_t column, exact_sum *sum,
                      exact_sum *squares) {
  *sum = summary->total.sum[column];
  *squares = summary->total.squares[column];
  for (int64_t p = 0; p < summary->n_parts; p++) {
    mt_i_exact_sum_merge(sum, &summary->parts[p].sum[column]);
    mt_i_exact_sum_merge(squares, &summary->parts[p].squares[column]);
  }
}

int64_t mt_i_column_at(const mt_summary *summary, int64_t column, int64_t bin) {
  const int64_t at = column * SUMMARY_BINS + bin;
  int64_t count = summary->joined == NULL ? 0 : summary->joined[at];

  for (int64_t p = 0; p < summary->n_parts; p++) {
    count += summary->parts[p].counts[at];
  }
  return count;
}

/* ---- one column ---- */

static void column_moments(const mt_summary *summary, int64_t column, double *mean,
                           double *sd) {
  const double centre = summary->centre[column], scale = summary->scale[column];
  double least, most, s, q, variance;
  exact_sum sum, squares;
  int64_t n, responders;

  mt_i_summary_totals(summary, &n, &responders);
  if (n == 0) {
    *mean = *sd = NAN;
    return;
  }
  mt_i_column_range(summary, column, &least, &most);
  mt_i_column_sums(summary, column, &sum, &squares);
  s = mt_i_exact_sum_value(&sum);
  q = mt_i_exact_sum_value(&squares);
  *mean = centre + scale * (s / (double)n);
  *mean = *mean < least ? least : *mean > most ? most : *mean;
  variance = (q - s * (s / (double)n)) / (double)(n - 1);
  *sd = n < 2 ? NAN : least == most || !(variance > 0.0) ? 0.0 : scale * sqrt(variance);
}

/* Where in its bin the k-th smallest value (0-based) is put, and where it may be. The c
 * values of a bin stand in the middles of c equal parts of it. */
typedef struct place {
  double at, lowest, highest;
} place;

static place find_place(const mt_summary *summary, int64_t column, const int64_t *below,
                        int64_t k, double least, double most) {
  const double centre = summary->centre[column], scale = summary->scale[column];
  int64_t low = 0, high = SUMMARY_BINS;
  double slack;
  place found;

  if (k == 0 || k == below[SUMMARY_BINS] - 1) {
    found.at = found.lowest = found.highest = k == 0 ? least : most;
    return found;
  }
  while (high - low > 1) { /* below[low] <= k < below[high] */
    const int64_t middle = low + (high - low) / 2;
    if (below[middle] <= k) {
      low = middle;
    } else {
      high = middle;
    }
  }
  found.lowest = centre + scale * mt_i_column_edge(low);
  found.highest = centre + scale * mt_i_column_edge(low + 1);
  /* The edges are where they are only to the rounding of z. */
  slack = 4.0 * DBL_EPSILON * (fabs(centre) + scale * fabs(mt_i_column_edge(low)));
  found.lowest = fmax(found.lowest - (isfinite(slack) ? slack : 0.0), least);
  found.highest = fmin(found.highest + (isfinite(slack) ? slack : 0.0), most);
  found.at = found.lowest + ((double)(k - below[low]) + 0.5) /
                                (double)(below[low + 1] - below[low]) *
                                (found.highest - found.lowest);
  return found;
}

/* work [SUMMARY_BINS + 1]. Hyndman and Fan 1996, The American Statistician 50:361, type 7, with R's allowance for
 * rounding in (n - 1) p. */
static void column_quantiles(const mt_summary *summary, int64_t column, int64_t n_probs,
                             const double *probs, int64_t *work, double *quantiles,
                             double *errors, int64_t stride) {
  const double allowance = 4.0 * DBL_EPSILON;
  double least, most;
  int64_t n = 0;

  for (int64_t bin = 0; bin < SUMMARY_BINS; bin++) {
    work[bin] = n;
    n += mt_i_column_at(summary, column, bin);
  }
  work[SUMMARY_BINS] = n;
  mt_i_column_range(summary, column, &least, &most);
  for (int64_t i = 0; i < n_probs; i++) {
    const double at = (double)(n - 1) * probs[i];
    int64_t k = (int64_t)floor(at + allowance);
    double part = at - (double)k, up, down;
    place a, b;

    if (n == 0) {
      quantiles[i * stride] = NAN;
      if (errors != NULL) {
        errors[i * stride] = NAN;
      }
      continue;
    }
    k = k > n - 1 ? n - 1 : k;
    part = fabs(part) < allowance ? 0.0 : part;
    a = find_place(summary, column, work, k, least, most);
    b = part == 0.0 ? a : find_place(summary, column, work, k + 1, least, most);
    quantiles[i * stride] = a.at == b.at ? a.at : (1.0 - part) * a.at + part * b.at;
    up = (1.0 - part) * (a.highest - a.at) + part * (b.highest - b.at);
    down = (1.0 - part) * (a.at - a.lowest) + part * (b.at - b.lowest);
    if (errors != NULL) {
      errors[i * stride] = fmax(up, down);
    }
  }
}

/* ---- all days of a quantity ---- */

static int64_t days_of(const mt_summary *summary, int64_t quantity) {
  return quantity == MT_PEAK ? 1 : summary->run.n_days;
}

void mt_i_summary_moments(const mt_summary *summary, int64_t quantity, double *mean,
                          double *sd) {
  const int64_t column = summary->first_column[quantity];
  int64_t n, responders;

  mt_i_summary_totals(summary, &n, &responders);
  for (int64_t t = 0; t < days_of(summary, quantity); t++) {
    double m, s;

    if (column >= 0) {
      column_moments(summary, column + t, &m, &s);
    } else {
      m = n > 0 ? summary->run.shared_mass[t] : NAN;
      s = n > 1 ? 0.0 : NAN;
    }
    if (mean != NULL) {
      mean[t] = m;
    }
    if (sd != NULL) {
      sd[t] = s;
    }
  }
}

mt_status mt_i_summary_quantiles(mt_ctx *ctx, const mt_summary *summary, int64_t quantity,
                                 int64_t n_probs, const double *probs, double *quantiles,
                                 double *errors) {
  const int64_t n_days = days_of(summary, quantity);
  const int64_t column = summary->first_column[quantity];
  int64_t *work = mt_i_allocate(ctx, SUMMARY_BINS + 1, sizeof(*work));
  int64_t n, responders;

  if (work == NULL) {
    return MT_ERROR_MEMORY;
  }
  for (int64_t t = 0; t < n_days && column >= 0; t++) {
    column_quantiles(summary, column + t, n_probs, probs, work, quantiles + t,
                     errors == NULL ? NULL : errors + t, n_days);
  }
  mt_i_release(ctx, work);
  mt_i_summary_totals(summary, &n, &responders);
  for (int64_t i = 0; i < n_days * n_probs && column < 0; i++) {
    quantiles[i] = n > 0 ? summary->run.shared_mass[i % n_days] : NAN;
    if (errors != NULL) {
      errors[i] = n > 0 ? 0.0 : NAN;
    }
  }
  return MT_OK;
}
