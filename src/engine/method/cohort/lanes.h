/*
 * The recursions of a batch, day by day, for vectors of VEC_WIDTH lanes: the body that
 * batch.c includes for each width (num/vec.h).
 */
#undef VECS
#undef GROUP
#define VECS 4 /* of each state: these stay in registers, and hide each */
#define GROUP (VECS * VEC_WIDTH) /* other's latency; lanes of them */

#define leaky VEC_FUNCTION(leaky)
#define load_vecs VEC_FUNCTION(load_vecs)
#define store_vecs VEC_FUNCTION(store_vecs)
#define open_leaky VEC_FUNCTION(open_leaky)
#define leak_both VEC_FUNCTION(leak_both)
#define peaks_of VEC_FUNCTION(peaks_of)
#define final_mass_of VEC_FUNCTION(final_mass_of)
#define days_of VEC_FUNCTION(days_of)
#define mass_days_of VEC_FUNCTION(mass_days_of)
#define all_peaks VEC_FUNCTION(all_peaks)
#define all_final_mass VEC_FUNCTION(all_final_mass)
#define all_days VEC_FUNCTION(all_days)
#define stepped VEC_FUNCTION(stepped)
#define synthesis_of VEC_FUNCTION(synthesis_of)
#define turnover_of VEC_FUNCTION(turnover_of)
#define all_turnover VEC_FUNCTION(all_turnover)

/* A leaky sum of a group: what is left, what it decays by, what a load adds. */
typedef struct leaky {
  vec x[VECS], decay[VECS], gain[VECS];
} leaky;

VEC_INLINE void load_vecs(vec *to, const double *from) {
  VEC_UNROLL
  for (int v = 0; v < VECS; v++) {
    memcpy(&to[v], from + v * VEC_WIDTH, sizeof(vec));
  }
}

VEC_INLINE void store_vecs(double *to, const vec *from) {
  VEC_UNROLL
  for (int v = 0; v < VECS; v++) {
    memcpy(to + v * VEC_WIDTH, &from[v], sizeof(vec));
  }
}

VEC_INLINE void open_leaky(leaky *sum, const double *x, const double *decay,
                           const double *gain) {
  load_vecs(sum->x, x);
  load_vecs(sum->decay, decay);
  load_vecs(sum->gain, gain);
}

/* One day of two leaky sums, as in model/banister.h. A day of rest adds nothing, to the
 * bit, and costs one multiplication. Two at a time, so that one decision serves both. */
VEC_INLINE void leak_both(leaky *a, leaky *b, double load, int next_day) {
  if (next_day && load != 0.0) {
    VEC_UNROLL
    for (int v = 0; v < VECS; v++) {
      a->x[v] += a->gain[v] * load;
      b->x[v] += b->gain[v] * load;
    }
  }
  VEC_UNROLL
  for (int v = 0; v < VECS; v++) {
    a->x[v] *= a->decay[v];
    b->x[v] *= b->decay[v];
  }
  if (!next_day && load != 0.0) {
    VEC_UNROLL
    for (int v = 0; v < VECS; v++) {
      a->x[v] += a->gain[v] * load;
      b->x[v] += b->gain[v] * load;
    }
  }
}

/* The largest performance of a group in the window, and the first day of it. */
VEC_INLINE void peaks_of(const cohort_run *run, cohort_batch *batch, int lane,
                         int next_day) {
  leaky g, h;
  vec p0[VECS], peak[VECS], peak_day[VECS];

  open_leaky(&g, batch->g + lane, batch->g_decay + lane, batch->parameter[MT_K1] + lane);
  open_leaky(&h, batch->h + lane, batch->h_decay + lane, batch->parameter[MT_K2] + lane);
  for (int64_t t = 0; t < run->window_from - 1; t++) {
    leak_both(&g, &h, run->felt[t], next_day);
  }
  load_vecs(p0, batch->parameter[MT_P0] + lane);
  VEC_UNROLL
  for (int v = 0; v < VECS; v++) {
    peak[v] = VEC_ALL(-INFINITY);
    peak_day[v] = VEC_ALL(0.0);
  }
  for (int64_t t = run->window_from - 1; t < run->window_to; t++) {
    const vec day = VEC_ALL((double)(t + 1));

    leak_both(&g, &h, run->felt[t], next_day);
    VEC_UNROLL
    for (int v = 0; v < VECS; v++) {
      const vec p = p0[v] + g.x[v] - h.x[v];
      const vec_bits better = VEC_WHERE(p > peak[v]);
      peak[v] = VEC_PICK(better, p, peak[v]);
      peak_day[v] = VEC_PICK(better, day, peak_day[v]);
    }
  }
  store_vecs(batch->peak + lane, peak);
  store_vecs(batch->peak_day + lane, peak_day);
}

/* Mass at the end of the last day, of two groups at a time: more sums side by side hide the
 * latency of their multiplications. */
VEC_INLINE void final_mass_of(const cohort_run *run, cohort_batch *batch, int lane) {
  leaky a, b;
  const int other = lane + GROUP;

  open_leaky(&a, batch->m + lane, batch->mass.post.decay + lane,
             batch->mass.post.gain + lane);
  open_leaky(&b, batch->m + other, batch->mass.post.decay + other,
             batch->mass.post.gain + other);
  for (int64_t t = 0; t < run->n_days; t++) {
    leak_both(&a, &b, run->eaten[t], 0);
  }
  store_vecs(batch->m + lane, a.x);
  store_vecs(batch->m + other, b.x);
}

VEC_TARGET static void all_peaks(const cohort_run *run, cohort_batch *batch) {
  for (int lane = 0; lane < LANES; lane += GROUP) {
    if (run->load_effect == MT_LOAD_SAME_DAY) {
      peaks_of(run, batch, lane, 0);
    } else {
      peaks_of(run, batch, lane, 1);
    }
  }
}

VEC_TARGET static void all_final_mass(const cohort_run *run, cohort_batch *batch) {
  for (int lane = 0; lane < LANES; lane += 2 * GROUP) {
    final_mass_of(run, batch, lane);
  }
}

/* Days of a group: states stay in registers, every day is stored. `m` goes with itself. */
VEC_INLINE void days_of(const cohort_run *run, cohort_batch *batch, int lane,
                        int64_t from, int64_t n, double *fitness, double *fatigue,
                        double *performance, int next_day) {
  leaky g, h;
  vec p0[VECS], p[VECS];

  open_leaky(&g, batch->g + lane, batch->g_decay + lane, batch->parameter[MT_K1] + lane);
  open_leaky(&h, batch->h + lane, batch->h_decay + lane, batch->parameter[MT_K2] + lane);
  load_vecs(p0, batch->parameter[MT_P0] + lane);
  for (int64_t t = 0; t < n; t++) {
    const int64_t at = t * LANES + lane;

    leak_both(&g, &h, run->felt[from + t], next_day);
    if (fitness != NULL) {
      store_vecs(fitness + at, g.x);
    }
    if (fatigue != NULL) {
      store_vecs(fatigue + at, h.x);
    }
    if (performance != NULL) {
      VEC_UNROLL
      for (int v = 0; v < VECS; v++) {
        p[v] = p0[v] + g.x[v] - h.x[v];
      }
      store_vecs(performance + at, p);
    }
  }
  store_vecs(batch->g + lane, g.x);
  store_vecs(batch->h + lane, h.x);
}

VEC_INLINE void mass_days_of(const cohort_run *run, cohort_batch *batch, int lane,
                             int64_t from, int64_t n, double *mass) {
  const int other = lane + GROUP;
  leaky a, b;

  open_leaky(&a, batch->m + lane, batch->mass.post.decay + lane,
             batch->mass.post.gain + lane);
  open_leaky(&b, batch->m + other, batch->mass.post.decay + other,
             batch->mass.post.gain + other);
  for (int64_t t = 0; t < n; t++) {
    leak_both(&a, &b, run->eaten[from + t], 0);
    store_vecs(mass + t * LANES + lane, a.x);
    store_vecs(mass + t * LANES + other, b.x);
  }
  store_vecs(batch->m + lane, a.x);
  store_vecs(batch->m + other, b.x);
}

VEC_TARGET static void all_days(const cohort_run *run, cohort_batch *batch, int64_t from,
                                int64_t n, double *mass, double *fitness, double *fatigue,
                                double *performance) {
  for (int lane = 0; lane < LANES; lane += GROUP) {
    if (run->load_effect == MT_LOAD_SAME_DAY) {
      days_of(run, batch, lane, from, n, fitness, fatigue, performance, 0);
    } else {
      days_of(run, batch, lane, from, n, fitness, fatigue, performance, 1);
    }
  }
  for (int lane = 0; mass != NULL && lane < LANES; lane += 2 * GROUP) {
    mass_days_of(run, batch, lane, from, n, mass);
  }
}

/* ---- mass by turnover ---- */

/* A step of a group: the same for all lanes, or each lane with its own. In the order of
 * turnover_after_step() of model/turnover.h. */
VEC_INLINE void stepped(const turnover_step *step, const double *own, const vec *inflow,
                        vec *mass) {
  VEC_UNROLL
  for (int v = 0; v < VECS; v++) {
    vec kept = VEC_ALL(step->kept), days = VEC_ALL(step->days);
    vec relaxed = VEC_ALL(step->relaxed);

    if (own != NULL) {
      memcpy(&kept, own + STEP_KEPT * LANES + v * VEC_WIDTH, sizeof(kept));
      memcpy(&days, own + STEP_DAYS * LANES + v * VEC_WIDTH, sizeof(days));
      memcpy(&relaxed, own + STEP_RELAXED * LANES + v * VEC_WIDTH, sizeof(relaxed));
    }
    mass[v] = mass[v] * kept + inflow[v] * step->start * days * step->fade * relaxed;
  }
}

/* A day's synthesis of a group on a piece; that of habitual life is k_d m_ref. */
VEC_INLINE void synthesis_of(const mt_forcing *forcing, int64_t piece,
                             const vec *responds, const vec *habitual, vec *inflow) {
  const double gain = forcing->gain == NULL ? 0.0 : forcing->gain[piece];
  const double factor = forcing->factor == NULL ? 1.0 : forcing->factor[piece];

  VEC_UNROLL
  for (int v = 0; v < VECS; v++) {
    inflow[v] = habitual[v] * ((1.0 + gain * responds[v]) * factor);
  }
}

/* Moves from .. from + n - 1 of a group, n >= 1; each is stored in mass[n][LANES], or none. */
VEC_INLINE void turnover_of(const cohort_run *run, cohort_batch *batch, int lane,
                            int64_t from, int64_t n, double *mass, int own_steps) {
  const cohort_turnover *turnover = &run->turnover;
  int64_t piece = turnover->moves[from].piece;
  vec m[VECS], now[VECS], responds[VECS], habitual[VECS], inflow[VECS];

  load_vecs(m, batch->m + lane);
  load_vecs(responds, batch->mass.turnover.responds + lane);
  load_vecs(habitual, batch->mass.turnover.inflow + lane);
  synthesis_of(&turnover->forcing, piece, responds, habitual, inflow);
  for (int64_t i = 0; i < n; i++) {
    const turnover_move *move = &turnover->moves[from + i];
    const turnover_kind *kind = &turnover->kinds[move->kind];

    if (move->piece != piece) {
      piece = move->piece;
      synthesis_of(&turnover->forcing, piece, responds, habitual, inflow);
    }
    VEC_UNROLL
    for (int v = 0; v < VECS; v++) {
      now[v] = m[v];
    }
    for (int64_t s = kind->step; s < kind->step + kind->n_steps; s++) {
      stepped(&turnover->steps[s],
              own_steps ? batch->steps + s * STEP_NUMBERS * LANES + lane : NULL, inflow,
              now);
    }
    if (mass != NULL) {
      store_vecs(mass + i * LANES + lane, now);
    }
    if (move->last) {
      VEC_UNROLL
      for (int v = 0; v < VECS; v++) {
        m[v] = now[v];
      }
    }
  }
  store_vecs(batch->m + lane, m);
}

VEC_TARGET static void all_turnover(const cohort_run *run, cohort_batch *batch,
                                    int64_t from, int64_t n, double *mass) {
  for (int lane = 0; lane < LANES; lane += GROUP) {
    if (batch->steps == NULL) {
      turnover_of(run, batch, lane, from, n, mass, 0);
    } else {
      turnover_of(run, batch, lane, from, n, mass, 1);
    }
  }
}
