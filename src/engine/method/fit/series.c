#include "base/fp.h"

#include "method/fit/fit.h"

#include <string.h>

/* The next day in any of the three streams. */
static double next_day_of(const mt_log *log, int64_t i, int64_t n_future,
                          const double *day, int64_t f, int64_t n_at, const double *at,
                          int64_t a) {
  double next = INFINITY;

  if (i < log->n) {
    next = log->day[i];
  }
  if (f < n_future && day[f] < next) {
    next = day[f];
  }
  if (a < n_at && at[a] < next) {
    next = at[a];
  }
  return next;
}

mt_status mt_i_fit_series(mt_ctx *ctx, const mt_log *log, int64_t n_future,
                          const double *day, const double *load, int64_t n_at,
                          const double *at, int64_t load_effect, fit_series *out) {
  const int64_t most = log->n + n_future + n_at, most_nodes = log->n + n_at;
  double *days, *loads, *gaps, *y, *since, last;
  int64_t *gap_of, *node, *at_node;
  int64_t i = 0, f = 0, a = 0, n = 0, nodes = 0, n_gaps = 1;

  memset(out, 0, sizeof(*out));
  if (most > INT64_MAX / 64) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "the log is too long");
  }
  out->memory = mt_i_allocate(ctx, 4 * most + 3 * most_nodes + n_at + 1, 8);
  if (out->memory == NULL) {
    return MT_ERROR_MEMORY;
  }
  days = out->memory;
  loads = days + most;
  gaps = loads + most;
  y = gaps + most;
  since = y + most_nodes;
  gap_of = (int64_t *)(since + most_nodes);
  node = gap_of + most;
  at_node = node + most_nodes;

  while (i < log->n || f < n_future || a < n_at) {
    const double today = next_day_of(log, i, n_future, day, f, n_at, at, a);

    days[n] = today;
    loads[n] = 0.0;
    gap_of[n] = 0;
    if (n > 0) {
      const double gap = today - days[n - 1];
      int64_t g = 0;
      if (n == 1) {
        gaps[0] = gap;
      }
      while (g < n_gaps && gaps[g] != gap) {
        g++;
      }
      if (g == n_gaps) {
        gaps[n_gaps++] = gap;
      }
      gap_of[n] = g;
    }
    for (; i < log->n && log->day[i] == today; i++) {
      loads[n] += log->load[i];
      if (!isnan(log->performance[i])) {
        y[nodes] = log->performance[i];
        node[nodes++] = n;
        out->n_tests++;
      }
    }
    for (; f < n_future && day[f] == today; f++) {
      loads[n] += load[f];
    }
    if (a < n_at && at[a] == today) {
      /* After the tests of the day; one node serves equal days asked for. */
      y[nodes] = NAN;
      node[nodes] = n;
      for (; a < n_at && at[a] == today; a++) {
        at_node[a] = nodes;
      }
      nodes++;
    }
    n++;
  }
  if (n == 1) {
    gaps[0] = 1.0;
  }
  last = days[0];
  for (int64_t j = 0; j < nodes; j++) {
    since[j] = days[node[j]] - last;
    last = days[node[j]];
  }
  out->response.n_days = n;
  out->response.day = days;
  out->response.load = loads;
  out->response.n_gaps = n_gaps;
  out->response.gap = gaps;
  out->response.gap_of = gap_of;
  out->response.n_nodes = nodes;
  out->response.node = node;
  out->response.next_day = load_effect == MT_LOAD_NEXT_DAY;
  out->n_at = n_at;
  out->y = y;
  out->at_node = at_node;
  out->since = since;
  return MT_OK;
}

void mt_i_fit_series_release(mt_ctx *ctx, fit_series *series) {
  mt_i_release(ctx, series->memory);
  series->memory = NULL;
}
