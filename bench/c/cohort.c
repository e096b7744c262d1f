/*
 * Nanoseconds a trainee for each kind of cohort output, one thread: the least processor time
 * of several runs, so that neighbours on the machine disturb little.
 *
 *   cohort [threads]
 *
 * With threads above 1 also the wall-clock ratio of 1 thread to that many. Every line has
 * a checksum: it is the same for every build, vector width and number of threads.
 */
#define _POSIX_C_SOURCE 200809L

#include <muscletwin.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DAYS = 140, RUNS = 12, TRAINEES = 200000, DAILY = 50000, N_PROBS = 9 };

typedef struct setting {
  double load[DAYS];
  mt_population population; /* all of mass varies too */
  mt_cohort cohort;
  mt_cohort_options options;
  double *peak, *mass, *twins, *days[4];
  int32_t *peak_day;
} setting;

static double seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static uint64_t checksum(uint64_t sum, const void *bytes, size_t n) {
  const unsigned char *at = bytes;
  for (size_t i = 0; i < n; i++) {
    sum = (sum ^ at[i]) * UINT64_C(0x100000001b3);
  }
  return sum;
}

/* One run of each; returns a checksum of what came out. */
typedef uint64_t (*work)(setting *s);

static void need(mt_status status) {
  if (status < 0) {
    fprintf(stderr, "cohort: %s\n", mt_status_name(status));
    exit(1);
  }
}

static uint64_t draw(setting *s) {
  need(mt_cohort_draw(NULL, &s->cohort, s->twins));
  return checksum(0, s->twins, 4096 * sizeof(double));
}

static uint64_t peaks(setting *s) {
  need(mt_cohort_trainees(NULL, &s->cohort, DAYS, s->load, NULL, &s->options, NULL,
                          s->peak, s->peak_day, NULL, NULL));
  return checksum(0, s->peak, 4096 * sizeof(double));
}

static uint64_t peaks_and_mass(setting *s) {
  need(mt_cohort_trainees(NULL, &s->cohort, DAYS, s->load, NULL, &s->options, NULL,
                          s->peak, s->peak_day, s->mass, NULL));
  return checksum(checksum(0, s->peak, 4096 * sizeof(double)), s->mass,
                  4096 * sizeof(double));
}

static uint64_t days(setting *s) {
  need(mt_cohort_days(NULL, &s->cohort, DAYS, s->load, NULL, &s->options, s->days[0],
                      s->days[1], s->days[2], s->days[3]));
  return checksum(checksum(0, s->days[0], 65536), s->days[3], 65536);
}

static uint64_t plain_write(setting *s) {
  for (int q = 0; q < 4; q++) {
    memset(s->days[q], q, (size_t)s->cohort.n * DAYS * sizeof(double));
  }
  return 0;
}

static uint64_t summary(setting *s) {
  static const double probs[N_PROBS] = {0.01, 0.05, 0.1,  0.25, 0.5,
                                        0.75, 0.9,  0.95, 0.99};
  double quantiles[DAYS * N_PROBS];
  mt_summary *counted = NULL;
  uint64_t sum = 0;

  need(mt_summary_create(NULL, &s->cohort, DAYS, s->load, NULL, &s->options, &counted));
  need(mt_summary_add(NULL, counted, 0, s->cohort.n));
  for (int q = MT_MASS; q <= MT_PERFORMANCE; q++) {
    need(mt_summary_quantiles(NULL, counted, q, N_PROBS, probs, quantiles, NULL));
    sum = checksum(sum, quantiles, sizeof(quantiles));
  }
  mt_summary_destroy(counted);
  return sum;
}

static double fastest(setting *s, work one, clockid_t clock, uint64_t *sum) {
  double best = 1e300;

  for (int r = 0; r < RUNS; r++) {
    const double start = seconds(clock);
    double took;
    *sum = one(s);
    took = seconds(clock) - start;
    best = took < best ? took : best;
  }
  return best;
}

static void *room(size_t bytes) {
  void *memory = malloc(bytes);
  if (memory == NULL) {
    fprintf(stderr, "cohort: out of memory\n");
    exit(1);
  }
  memset(memory, 1, bytes);
  return memory;
}

int main(int argc, char **argv) {
  const int threads = argc > 1 ? atoi(argv[1]) : 1;
  static const struct {
    const char *name;
    work one;
    int mass_varies, from_day, n;
  } rows[] = {
      {"draw 4 parameters", draw, 0, 120, TRAINEES},
      {"peak, days 120-140", peaks, 0, 120, TRAINEES},
      {"peak, all days", peaks, 0, 1, TRAINEES},
      {"peak and own mass", peaks_and_mass, 1, 120, TRAINEES},
      {"every day, mass too", days, 1, 120, DAILY},
      {"plain write of that", plain_write, 1, 120, DAILY},
      {"summary", summary, 0, 120, TRAINEES},
      {"summary, own mass", summary, 1, 120, TRAINEES},
  };
  static setting s;

  need(mt_schedule_make(NULL, DAYS, 42, s.load));
  mt_population_init(&s.population);
  for (int j = MT_K_S; j <= MT_M0; j++) {
    s.population.kind[j] = MT_LOGNORMAL;
    s.population.spread[j] = 0.1;
  }
  s.peak = room(TRAINEES * sizeof(double));
  s.mass = room(TRAINEES * sizeof(double));
  s.twins = room((size_t)TRAINEES * MT_N_PARAMETERS * sizeof(double));
  s.peak_day = room(TRAINEES * sizeof(int32_t));
  for (int q = 0; q < 4; q++) {
    s.days[q] = room((size_t)DAILY * DAYS * sizeof(double));
  }
  for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
    uint64_t sum, other;
    double took;

    mt_cohort_init(&s.cohort);
    mt_cohort_options_init(&s.options);
    s.cohort.n = rows[i].n;
    s.cohort.population = rows[i].mass_varies ? &s.population : NULL;
    s.options.window_from = rows[i].from_day;
    s.options.window_to = DAYS;
    took = fastest(&s, rows[i].one, CLOCK_THREAD_CPUTIME_ID, &sum);
    printf("%-22s %8.1f ns a trainee   %016llx", rows[i].name, took * 1e9 / rows[i].n,
           (unsigned long long)sum);
    if (threads > 1) {
      const double one = fastest(&s, rows[i].one, CLOCK_MONOTONIC, &sum);
      s.options.threads = threads;
      took = fastest(&s, rows[i].one, CLOCK_MONOTONIC, &other);
      printf("   %d threads: x %.2f%s", threads, one / took,
             other == sum ? "" : " DIFFERENT");
    }
    printf("\n");
  }
  return 0;
}
