/*
 * Checksums of all that a cohort gives, under several numbers of threads and cuts into
 * chunks (made last to first). One line an output: its name, the checksum, and how many ways
 * of computing it gave it, or DIFFERENT and exit status 1.
 *
 * tools/test/bits.sh runs it in builds for several instruction sets: docs/same-bits.md.
 */
#include <muscletwin.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum {
  DAYS = 140,
  TRAINEES = 20011,
  QUANTITIES = 4,
  N_PROBS = 3,
  N = MT_N_PARAMETERS,
  N_THREADS = 3,
  N_CHUNKS = 3
};

static const int64_t thread_counts[N_THREADS] = {1, 2, 3};
static const int64_t chunk_sizes[N_CHUNKS] = {TRAINEES, 4096, 777};

typedef struct run {
  double load[DAYS];
  mt_population population;
  mt_cohort cohort;
  mt_cohort_options options;
  int64_t chunk;
  double *columns[N], *peak, *mass, *days[QUANTITIES];
  int32_t *peak_day, *responder;
} run;

static void need(mt_status status) {
  if (status < 0) {
    fprintf(stderr, "bits: %s\n", mt_status_name(status));
    exit(2);
  }
}

static void *room(size_t n, size_t each) {
  void *memory = calloc(n, each);
  if (memory == NULL) {
    fprintf(stderr, "bits: out of memory\n");
    exit(2);
  }
  return memory;
}

/* FNV-1a. */
static uint64_t checksum(uint64_t sum, const void *bytes, size_t n) {
  const unsigned char *at = bytes;
  for (size_t i = 0; i < n; i++) {
    sum = (sum ^ at[i]) * UINT64_C(0x100000001b3);
  }
  return sum;
}

/* The chunk before `end`, into r->cohort; returns where it begins. */
static int64_t chunk_before(run *r, int64_t end) {
  const int64_t size = end < r->chunk ? end : r->chunk;
  r->cohort.first = end - size;
  r->cohort.n = size;
  return end - size;
}

static uint64_t trainees(run *r) {
  uint64_t sum = 0;

  for (int64_t end = TRAINEES; end > 0;) {
    const int64_t at = chunk_before(r, end);
    double *columns[N];

    for (int j = 0; j < N; j++) {
      columns[j] = r->columns[j] + at;
    }
    need(mt_cohort_trainees(NULL, &r->cohort, DAYS, r->load, NULL, &r->options, columns,
                            r->peak + at, r->peak_day + at, r->mass + at,
                            r->responder + at));
    end = at;
  }
  for (int j = 0; j < N; j++) {
    sum = checksum(sum, r->columns[j], TRAINEES * sizeof(double));
  }
  sum = checksum(sum, r->peak, TRAINEES * sizeof(double));
  sum = checksum(sum, r->mass, TRAINEES * sizeof(double));
  sum = checksum(sum, r->peak_day, TRAINEES * sizeof(int32_t));
  return checksum(sum, r->responder, TRAINEES * sizeof(int32_t));
}

static uint64_t days(run *r) {
  uint64_t sum = 0;

  for (int64_t end = TRAINEES; end > 0;) {
    const int64_t at = chunk_before(r, end);

    need(mt_cohort_days(NULL, &r->cohort, DAYS, r->load, NULL, &r->options,
                        r->days[0] + at * DAYS, r->days[1] + at * DAYS,
                        r->days[2] + at * DAYS, r->days[3] + at * DAYS));
    end = at;
  }
  for (int q = 0; q < QUANTITIES; q++) {
    sum = checksum(sum, r->days[q], sizeof(double) * TRAINEES * DAYS);
  }
  return sum;
}

static uint64_t summary(run *r) {
  static const double probs[N_PROBS] = {0.01, 0.5, 0.99};
  double mean[DAYS], sd[DAYS], quantiles[DAYS * N_PROBS];
  mt_summary *counted = NULL;
  uint64_t sum = 0;

  need(mt_summary_create(NULL, &r->cohort, DAYS, r->load, NULL, &r->options, &counted));
  for (int64_t end = TRAINEES; end > 0;) {
    const int64_t at = chunk_before(r, end);
    need(mt_summary_add(NULL, counted, at, end - at));
    end = at;
  }
  for (int q = MT_MASS; q <= MT_PERFORMANCE; q++) {
    need(mt_summary_moments(NULL, counted, q, mean, sd));
    need(mt_summary_quantiles(NULL, counted, q, N_PROBS, probs, quantiles, NULL));
    sum = checksum(checksum(sum, mean, sizeof(mean)), sd, sizeof(sd));
    sum = checksum(sum, quantiles, sizeof(quantiles));
  }
  mt_summary_destroy(counted);
  return sum;
}

/* The same with mass by turnover: of people who have one k_d, and of people who have not. */
static uint64_t by_turnover(run *r, uint64_t (*of)(run *r)) {
  uint64_t sum = 0;

  r->options.mass_model = MT_MASS_TURNOVER;
  for (int kind = MT_FIXED; kind <= MT_LOGNORMAL; kind++) {
    const uint64_t one = (r->population.kind[MT_K_D] = kind, of(r));
    sum = checksum(sum, &one, sizeof(one));
  }
  r->options.mass_model = MT_MASS_POST;
  return sum;
}

static uint64_t turnover_trainees(run *r) { return by_turnover(r, trainees); }
static uint64_t turnover_days(run *r) { return by_turnover(r, days); }
static uint64_t turnover_summary(run *r) { return by_turnover(r, summary); }

/* What acts on muscle in a life with this load and two weeks in a cast. */
static void live(run *r) {
  static double memory[DAYS * MT_FORCING_COLUMNS];
  static mt_forcing forcing;
  mt_disuse cast;
  mt_life life;

  mt_disuse_init(&cast, MT_DISUSE_CAST);
  cast.from = 60;
  cast.to = 73;
  mt_life_init(&life);
  life.n_days = DAYS;
  life.load = r->load;
  life.n_disuse = 1;
  life.disuse = &cast;
  mt_forcing_init(&forcing);
  need(mt_forcing_make(NULL, &life, memory, NULL, &forcing));
  r->options.forcing = &forcing;
}

int main(void) {
  static const struct {
    const char *name;
    uint64_t (*of)(run *r);
  } outputs[] = {{"trainees", trainees},
                 {"days", days},
                 {"summary", summary},
                 {"turnover_trainees", turnover_trainees},
                 {"turnover_days", turnover_days},
                 {"turnover_summary", turnover_summary}};
  static run r;
  int wrong = 0;

  need(mt_schedule_make(NULL, DAYS, 42, r.load));
  mt_population_init(&r.population);
  for (int j = MT_K_S; j <= MT_M0; j++) {
    r.population.kind[j] = MT_LOGNORMAL;
    r.population.spread[j] = 0.1;
  }
  mt_cohort_init(&r.cohort);
  mt_cohort_options_init(&r.options);
  r.cohort.population = &r.population;
  live(&r);
  for (int j = 0; j < N; j++) {
    r.columns[j] = room(TRAINEES, sizeof(double));
  }
  for (int q = 0; q < QUANTITIES; q++) {
    r.days[q] = room((size_t)TRAINEES * DAYS, sizeof(double));
  }
  r.peak = room(TRAINEES, sizeof(double));
  r.mass = room(TRAINEES, sizeof(double));
  r.peak_day = room(TRAINEES, sizeof(int32_t));
  r.responder = room(TRAINEES, sizeof(int32_t));
  for (size_t o = 0; o < sizeof(outputs) / sizeof(outputs[0]); o++) {
    uint64_t first = 0;
    int ways = 0;

    for (int t = 0; t < N_THREADS; t++) {
      for (int c = 0; c < N_CHUNKS; c++) {
        uint64_t sum;

        r.options.threads = thread_counts[t];
        r.chunk = chunk_sizes[c];
        sum = outputs[o].of(&r);
        first = ways == 0 ? sum : first;
        if (sum != first) {
          printf("%s %016llx DIFFERENT with %d threads, chunks of %d\n", outputs[o].name,
                 (unsigned long long)sum, (int)thread_counts[t], (int)chunk_sizes[c]);
          wrong = 1;
        }
        ways++;
      }
    }
    printf("%s %016llx %d\n", outputs[o].name, (unsigned long long)first, ways);
  }
  return wrong; /* memory goes with the process */
}
