#include "base/fp.h"

#include "method/fit/fit.h"

#include <string.h>

/* The rows of the log, the loads to come and the days asked for, read side by side. */
typedef struct streams {
  const mt_log *log;
  mt_loads ahead;
  int64_t n_at;
  const double *at;
  int64_t row, load, day; /* the next of each */
} streams;

/* What becomes of them; the arrays of a fit_series while they are written. */
typedef struct writer {
  int64_t n, n_nodes, n_gaps, n_tests;
  double *day, *load, *gap, *y, *since;
  int64_t *gap_of, *node, *at_node;
} writer;

static int open_writer(mt_ctx *ctx, const streams *in, fit_series *series, writer *out) {
  const int64_t most = in->log->n + in->ahead.n + in->n_at;
  const int64_t most_nodes = in->log->n + in->n_at;

  memset(out, 0, sizeof(*out));
  series->memory = mt_i_allocate(ctx, 4 * most + 3 * most_nodes + in->n_at + 1, 8);
  if (series->memory == NULL) {
    return 0;
  }
  out->n_gaps = 1;
  out->day = series->memory;
  out->load = out->day + most;
  out->gap = out->load + most;
  out->y = out->gap + most;
  out->since = out->y + most_nodes;
  out->gap_of = (int64_t *)(out->since + most_nodes);
  out->node = out->gap_of + most;
  out->at_node = out->node + most_nodes;
  return 1;
}

/* INFINITY after the last. */
static double next_day(const streams *in) {
  double next = INFINITY;

  if (in->row < in->log->n) {
    next = in->log->day[in->row];
  }
  if (in->load < in->ahead.n && in->ahead.day[in->load] < next) {
    next = in->ahead.day[in->load];
  }
  if (in->day < in->n_at && in->at[in->day] < next) {
    next = in->at[in->day];
  }
  return next;
}

/* Which of the gaps lies before day n. */
static void find_gap(writer *out, double today) {
  const int64_t n = out->n;
  const double gap = n > 0 ? today - out->day[n - 1] : 0.0;
  int64_t g = 0;

  if (n == 0) {
    return;
  }
  if (n == 1) {
    out->gap[0] = gap;
  }
  while (g < out->n_gaps && out->gap[g] != gap) {
    g++;
  }
  if (g == out->n_gaps) {
    out->gap[out->n_gaps++] = gap;
  }
  out->gap_of[n] = g;
}

/* All that the streams have of one day. */
static void write_day(streams *in, double today, writer *out) {
  const mt_log *log = in->log;
  const int64_t n = out->n;

  find_gap(out, today);
  out->day[n] = today;
  for (; in->row < log->n && log->day[in->row] == today; in->row++) {
    out->load[n] += log->load[in->row];
    if (!isnan(log->performance[in->row])) {
      out->y[out->n_nodes] = log->performance[in->row];
      out->node[out->n_nodes++] = n;
      out->n_tests++;
    }
  }
  for (; in->load < in->ahead.n && in->ahead.day[in->load] == today; in->load++) {
    out->load[n] += in->ahead.load[in->load];
  }
  if (in->day < in->n_at && in->at[in->day] == today) {
    /* After the tests of the day; one node serves equal days asked for. */
    out->y[out->n_nodes] = NAN;
    out->node[out->n_nodes] = n;
    for (; in->day < in->n_at && in->at[in->day] == today; in->day++) {
      out->at_node[in->day] = out->n_nodes;
    }
    out->n_nodes++;
  }
  out->n++;
}

static void finish(const writer *in, fit_series *out) {
  double last = in->day[0];

  if (in->n == 1) {
    in->gap[0] = 1.0;
  }
  for (int64_t j = 0; j < in->n_nodes; j++) {
    in->since[j] = in->day[in->node[j]] - last;
    last = in->day[in->node[j]];
  }
  out->response.n_days = in->n;
  out->response.day = in->day;
  out->response.load = in->load;
  out->response.n_gaps = in->n_gaps;
  out->response.gap = in->gap;
  out->response.gap_of = in->gap_of;
  out->response.n_nodes = in->n_nodes;
  out->response.node = in->node;
  out->n_tests = in->n_tests;
  out->y = in->y;
  out->at_node = in->at_node;
  out->since = in->since;
}

mt_status mt_i_fit_series(mt_ctx *ctx, const mt_log *log, const mt_loads *ahead,
                          int64_t n_at, const double *at, int64_t load_effect,
                          fit_series *out) {
  streams in = {log, {0, 0, NULL, NULL}, n_at, at, 0, 0, 0};
  writer writing;

  memset(out, 0, sizeof(*out));
  if (ahead != NULL) {
    in.ahead = *ahead;
  }
  if (log->n + in.ahead.n + n_at > INT64_MAX / 64) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "the log is too long");
  }
  if (!open_writer(ctx, &in, out, &writing)) {
    return MT_ERROR_MEMORY;
  }
  for (double today = next_day(&in); today < INFINITY; today = next_day(&in)) {
    write_day(&in, today, &writing);
  }
  finish(&writing, out);
  out->n_at = n_at;
  out->response.next_day = load_effect == MT_LOAD_NEXT_DAY;
  return MT_OK;
}

void mt_i_fit_series_release(mt_ctx *ctx, fit_series *series) {
  mt_i_release(ctx, series->memory);
  series->memory = NULL;
}
