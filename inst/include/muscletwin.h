/*
 * muscletwin.h - a digital twin of trained muscle: the whole public interface.
 *
 * Five models, one person ("twin"):
 *
 *   muscle mass    dM/dt = k_s N(t) S(t) - k_d M          M in kg, t in days
 *   performance    g_t = e^(-1/tau_g) g_(t-1) + k1 w_t    fitness    (Banister)
 *                  h_t = e^(-1/tau_h) h_(t-1) + k2 w_t    fatigue
 *                  p_t = p0 + g_t - h_t                   performance
 *   turnover       dM/dt = k_d (F m_ref - B M)            mass around a habitual life
 *   body           fibres and their nuclei, satellite cells, VO2max, insulin sensitivity
 *   meals          what meals add to synthesis; leucine from the gut to mTORC1, 40 states
 *
 * S and w are the training load, constant over a day; N is nutrition, 0 to 1. Day d
 * (1 first) acts on mass over [d - 1, d). F and B are synthesis and breakdown, both 1 in
 * habitual life. A cohort is many twins drawn from a population; trainee i is a function
 * of the seed and of i alone. A fit is a twin's posterior given a log.
 *
 * A complete program:
 *
 *   #include <muscletwin.h>
 *   #include <stdio.h>
 *   int main(void) {
 *     double load[140], fitness[140], fatigue[140], performance[140];
 *     mt_twin twin;
 *     mt_twin_init(&twin);
 *     if (mt_schedule_make(NULL, 140, 42, load) != MT_OK) return 1;
 *     if (mt_banister(NULL, &twin, 140, load, NULL, fitness, fatigue, performance) != MT_OK)
 *       return 1;
 *     printf("day 140: %.4f\n", performance[139]);
 *     return 0;
 *   }
 *
 * Who owns what. The caller owns every array and struct passed in or out; the library
 * keeps no pointer to them after a call returns. What a `_create` function gives is
 * freed by the matching `_destroy`, which accepts NULL. On failure outputs hold nothing
 * of use.
 *
 * Errors. A function that can fail returns mt_status: 0 is success, a positive value is
 * success with news, a negative value is failure. The context, if one was given, holds
 * the last failure in words.
 *
 * Threads. The library has no state of its own: no globals, no environment, no locale,
 * no clock, no input or output. Use one context per thread; callbacks run on the thread
 * that made the call. Results do not depend on the number of threads, 1 to
 * MT_MOST_THREADS.
 *
 * Many at once. What `X_run` or a function does for one item, `X_batch` does for n of them,
 * to the same bits: (ctx, n, items, what they share, threads, statuses, results), the
 * results one item after the other. An item that is wrong or fails marks its own place in
 * statuses[n] with what the call for it alone would return, and all others are done; the
 * call itself then fails only for what concerns all of them, for want of memory, or when
 * cancelled. With NULL for statuses all items are checked before any is done, the failure
 * of the lowest is the call's, in its own words, and so is an item's news. Structs of one
 * array have one struct_size. Each thread makes a solver and its memory once.
 *
 * Missing values. NaN means "missing" only where a comment says so; elsewhere NaN and
 * infinities are errors.
 *
 * Versions. Semantic; until 1.0 a minor version may change this file. A struct starts
 * with its own size, so a program built against an older version keeps working.
 */
#ifndef MUSCLETWIN_H
#define MUSCLETWIN_H

#include <stddef.h>
#include <stdint.h>

#if defined(MT_BUILD_SHARED) && defined(__GNUC__)
#define MT_API __attribute__((visibility("default")))
#else
#define MT_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---------------------------------------------------------------- version --------- */

#define MT_VERSION_MAJOR 0
#define MT_VERSION_MINOR 1
#define MT_VERSION_PATCH 0
#define MT_VERSION "0.1.0"

/* The version of the library that is linked, such as "0.1.0". */
MT_API const char *mt_version(void);

/* ---------------------------------------------------------------- status ---------- */

/* X(name, value, meaning). A value is never given a second meaning. */
#define MT_STATUS_LIST(X)                                                 \
  X(MT_OK, 0, "success")                                                  \
  X(MT_NOT_CONVERGED, 1, "usable, but an iteration did not converge")     \
  X(MT_ERROR_NULL, -1, "a required pointer is NULL")                      \
  X(MT_ERROR_STRUCT, -2, "a struct_size is not one this library knows")   \
  X(MT_ERROR_VALUE, -3, "a value is out of its range")                    \
  X(MT_ERROR_NOT_FINITE, -4, "a value is NaN or infinite")                \
  X(MT_ERROR_ORDER, -5, "values are not in increasing order")             \
  X(MT_ERROR_SIZE, -6, "a size is negative, zero or too large")           \
  X(MT_ERROR_MEMORY, -7, "out of memory")                                 \
  X(MT_ERROR_CANCELLED, -8, "cancelled by the caller")                    \
  X(MT_ERROR_SOLVER, -9, "the differential equation could not be solved") \
  X(MT_ERROR_CORRELATION, -10, "not a correlation matrix")                \
  X(MT_ERROR_OVERFLOW, -11, "the result is too large for a double")

typedef enum mt_status {
#define MT_STATUS_ENUM(name, value, meaning) name = value,
  MT_STATUS_LIST(MT_STATUS_ENUM)
#undef MT_STATUS_ENUM
} mt_status;

/* The name of a status ("MT_ERROR_VALUE") and its meaning; never NULL. */
MT_API const char *mt_status_name(mt_status status);
MT_API const char *mt_status_meaning(mt_status status);

/* ---------------------------------------------------------------- context --------- */

/* What a call needs from its caller besides data. NULL is a legal context: malloc, no
 * cancelling, no progress, no messages. */
typedef struct mt_ctx mt_ctx;

typedef struct mt_ctx_options {
  size_t struct_size;
  /* Memory; both NULL means malloc and free. SUNDIALS always uses malloc. */
  void *(*allocate)(size_t bytes, void *payload);
  void (*release)(void *memory, void *payload);
  /* Asked now and then (well under a second apart); non-zero stops the call, which then
   * returns MT_ERROR_CANCELLED. NULL: never stops. */
  int (*cancel)(void *payload);
  /* Told the share done so far, 0 to 1, as often as `cancel` is asked. NULL: untold. */
  void (*progress)(double done, void *payload);
  void *payload; /* handed to the four callbacks */
} mt_ctx_options;

/* Sets every field to its default. */
MT_API void mt_ctx_options_init(mt_ctx_options *options);

/* A call takes so many threads at most; more is MT_ERROR_VALUE. Where the system gives fewer,
 * those do the work. */
#define MT_MOST_THREADS 1024

/* Makes a context. options: NULL for the defaults. Statuses: NULL, STRUCT, MEMORY; VALUE
 * if only one of allocate and release is given. */
MT_API mt_status mt_ctx_create(const mt_ctx_options *options, mt_ctx **out);
MT_API void mt_ctx_destroy(mt_ctx *ctx);

/* The last failure in words, "" if there was none. Valid until the next call with `ctx`. */
MT_API const char *mt_ctx_message(const mt_ctx *ctx);

/* ---------------------------------------------------------------- options --------- */

/* How the mass equation is solved. */
enum {
  MT_SOLVER_CVODE = 0, /* SUNDIALS CVODE, one solve per constant piece */
  MT_SOLVER_EXACT = 1, /* closed form on each piece */
  MT_SOLVER_EULER = 2  /* explicit Euler at a fixed step: the published example */
};

typedef struct mt_solver_options {
  size_t struct_size;
  int64_t solver; /* MT_SOLVER_*; default MT_SOLVER_CVODE */
  double rtol;    /* CVODE's relative tolerance, > 0; default 1e-8 */
  double atol;    /* CVODE's absolute tolerance, kg, > 0; default 1e-10 */
  double step;    /* Euler's step, days, > 0; default 0.5 */
} mt_solver_options;

MT_API void mt_solver_options_init(mt_solver_options *options);

/* ---------------------------------------------------------------- schedule -------- */

/* The published 20-week block: weeks 1-4 days 1, 3, 5 of the week at 45 to 62; weeks 5-8
 * days 1, 2, 4, 6 at 65 to 82; weeks 9-12 days 1-5 at 75 to 92; weeks 13-16 as 1-4; weeks
 * 17-18 days 1, 4 at 25 to 40; rest from then on. Loads are uniform, one draw of R's
 * default generator (Mersenne-Twister, set.seed(seed)) per training day, in day order:
 * the bits of R itself.
 *   n     days, >= 1      seed  as in set.seed()      load  [n] out, load units a day
 * Statuses: NULL, SIZE. Cost: O(n). */
MT_API mt_status mt_schedule_make(mt_ctx *ctx, int64_t n, int32_t seed, double *load);

/* ---------------------------------------------------------------- model ----------- */

/* When a day's load is felt: on the day itself, or only from the next day on. */
enum { MT_LOAD_SAME_DAY = 0, MT_LOAD_NEXT_DAY = 1 };

/* One person. */
typedef struct mt_twin {
  size_t struct_size;
  double k_s;          /* synthesis, kg per load unit; >= 0; default 0.0018 */
  double k_d;          /* breakdown, per day; >= 0; default 0.0008 */
  double m0;           /* muscle mass at time 0, kg; > 0; default 35 */
  double p0;           /* performance without training; default 100 */
  double k1;           /* fitness gained per load unit; default 1 */
  double k2;           /* fatigue gained per load unit; default 2.2 */
  double tau_g;        /* time constant of fitness, days; > 0; default 45 */
  double tau_h;        /* time constant of fatigue, days; > 0; default 12 */
  int64_t load_effect; /* MT_LOAD_*; default MT_LOAD_SAME_DAY */
} mt_twin;

MT_API void mt_twin_init(mt_twin *twin);

/* The eight numbers of a twin, in the order in which arrays hold them. */
enum {
  MT_K_S = 0,
  MT_K_D = 1,
  MT_M0 = 2,
  MT_P0 = 3,
  MT_K1 = 4,
  MT_K2 = 5,
  MT_TAU_G = 6,
  MT_TAU_H = 7,
  MT_N_PARAMETERS = 8
};

/* ---------------------------------------------------------------- simulate -------- */

/* Muscle mass at given times, under a forcing that is constant on pieces of any length.
 * On a piece dM/dt = k_s N S - k_d M, so M(t + d) = b/k_d + (M(t) - b/k_d) e^(-k_d d) with
 * b = k_s N S. No piece is ever stepped over: each is a solve of its own.
 *   n_pieces   >= 1
 *   piece_end  [n_pieces] end of each piece, days from 0, increasing, > 0
 *   load       [n_pieces] S on the piece, >= 0
 *   nutrition  [n_pieces] N on the piece, 0 to 1; NULL: 1 throughout
 *   n_times    >= 1
 *   times      [n_times] days from 0, not decreasing, within [0, last piece_end]
 *   options    NULL for the defaults
 *   mass       [n_times] out, kg
 * Statuses: NULL, STRUCT, SIZE, VALUE, NOT_FINITE, ORDER, MEMORY, CANCELLED, SOLVER,
 * OVERFLOW. Cost: O(n_pieces + n_times); CVODE takes some ten steps a piece. */
MT_API mt_status mt_mass(mt_ctx *ctx, const mt_twin *twin, int64_t n_pieces,
                         const double *piece_end, const double *load,
                         const double *nutrition, int64_t n_times, const double *times,
                         const mt_solver_options *options, double *mass);

/* Banister's fitness, fatigue and performance after each load (Banister et al. 1975;
 * Calvert et al. 1976; next-day form as in Busso 2003).
 *   n          loads, >= 1
 *   load       [n] >= 0
 *   day        [n] the day of each load, increasing; decay over a gap is e^(-gap/tau);
 *              NULL: one load a day
 *   fitness, fatigue, performance   [n] out; any may be NULL
 * Statuses: NULL, STRUCT, SIZE, VALUE, NOT_FINITE, ORDER, OVERFLOW. Cost: O(n). */
MT_API mt_status mt_banister(mt_ctx *ctx, const mt_twin *twin, int64_t n,
                             const double *load, const double *day, double *fitness,
                             double *fatigue, double *performance);

/* Both models day by day: mass at the end of each day, and the three of mt_banister().
 *   n_days     >= 1
 *   load       [n_days] >= 0
 *   nutrition  [n_days] 0 to 1; NULL: 1 throughout
 *   mass, fitness, fatigue, performance   [n_days] out; any may be NULL
 * Statuses as mt_mass(). */
MT_API mt_status mt_simulate(mt_ctx *ctx, const mt_twin *twin, int64_t n_days,
                             const double *load, const double *nutrition,
                             const mt_solver_options *options, double *mass,
                             double *fitness, double *fatigue, double *performance);

/* ---------------------------------------------------------------- cohort ---------- */

/* How one parameter varies between people. */
enum {
  MT_FIXED = 0,     /* everybody has `location` */
  MT_LOGNORMAL = 1, /* median `location` > 0; `spread` is the sd of the logarithm */
  MT_NORMAL = 2     /* mean `location`; `spread` is the sd */
};

/* A distribution of twins; arrays run over MT_K_S .. MT_TAU_H. A draw outside the range
 * of its parameter (a normal k_d below 0, say) is an error when it is met, not mended. */
typedef struct mt_population {
  size_t struct_size;
  int64_t kind[MT_N_PARAMETERS];    /* default: MT_LOGNORMAL for k1 k2 tau_g tau_h */
  double location[MT_N_PARAMETERS]; /* default: the default twin; NaN for k_d: what the
                                     * mass model has, 0.0008 or 0.0126 */
  double spread[MT_N_PARAMETERS];   /* >= 0; default 0.35 0.35 0.25 0.30 for these four */
  const double *correlation;        /* [8 x 8] of the underlying normals; NULL: none */
} mt_population;

MT_API void mt_population_init(mt_population *population);

/* n twins: trainees first .. first + n - 1 of the population under the seed, or twins
 * given as numbers. */
typedef struct mt_cohort {
  size_t struct_size;
  int64_t n;                       /* >= 1; default 400 */
  int64_t first;                   /* >= 0, trainees count from 0; default 0 */
  uint64_t seed;                   /* default 99 */
  const mt_population *population; /* NULL: the default, with the mass model's k_d */
  const double *twins;             /* [n x 8] column-major; NULL: drawn */
  int64_t load_effect;             /* MT_LOAD_*; default MT_LOAD_SAME_DAY */
  const double *responds; /* [n] factors of S - 1 in MT_MASS_TURNOVER, >= 0; NULL:
                                    * drawn, see mt_cohort_responds() */
} mt_cohort;

MT_API void mt_cohort_init(mt_cohort *cohort);

/* The cohort's parameters. Normals are inverse-CDF transforms of Philox4x32-10 (Salmon et
 * al. 2011) at counter (trainee, purpose, parameter / 2) under key `seed`: trainee i is the
 * same in every cohort that has it. Messages count trainees from 1.
 *   twins   [n x 8] out, column-major
 * Statuses: NULL, STRUCT, SIZE, VALUE, NOT_FINITE, CORRELATION, MEMORY, CANCELLED. */
MT_API mt_status mt_cohort_draw(mt_ctx *ctx, const mt_cohort *cohort, double *twins);

/* The same from R's default generator as the published example draws it: after
 * set.seed(seed), n normals for each parameter that varies, in the order tau_g tau_h k1 k2
 * k_s k_d m0 p0. Trainees then depend on n. `cohort->first` must be 0, `cohort->twins` NULL
 * and `cohort->seed` of 32 bits, the two's complement of a negative one; else VALUE.
 * Statuses as mt_cohort_draw(). Cost: O(n), on one thread. */
MT_API mt_status mt_cohort_draw_r(mt_ctx *ctx, const mt_cohort *cohort, double *twins);

/* How trainees answer to training in the turnover model: factors of S - 1, log-normal with
 * mean 1 and a coefficient of variation of 0.5 (Hubal et al. 2005), from MT_STREAM_RESPONDS
 * under the cohort's seed; those of cohort->responds where they are given.
 *   responds   [n] out
 * Statuses: NULL, STRUCT, SIZE, VALUE, NOT_FINITE, CORRELATION. Cost: about 10 ns each. */
MT_API mt_status mt_cohort_responds(mt_ctx *ctx, const mt_cohort *cohort,
                                    double *responds);

/* The equation that mass follows. */
enum {
  MT_MASS_POST = 0,    /* dM/dt = k_s N S - k_d M */
  MT_MASS_TURNOVER = 1 /* dM/dt = k_d (F m0 - B M): m0 is what habitual life keeps; mind
                        * that k_d of mt_population_init() is the post's */
};

/* Forcing of the turnover model; see "turnover", where mt_forcing_make() makes it of a
 * life. */
typedef struct mt_forcing mt_forcing;

#define MT_RESPONDER_PEAK 1.1 /* of p0: what the peak of a responder is above */

typedef struct mt_cohort_options {
  size_t struct_size;
  int64_t solver; /* of mass, MT_SOLVER_*; default MT_SOLVER_EXACT */
  double rtol;    /* as in mt_solver_options */
  double atol;
  double step;
  int64_t threads;     /* 1 (default) to MT_MOST_THREADS; changes no bit of the result */
  int64_t window_from; /* first and last day, 1-based, in which the peak is sought; */
  int64_t window_to;   /* default 0, 0: all days */
  double threshold;    /* a responder's peak is above it; NaN (default):
                        * MT_RESPONDER_PEAK p0 */
  int64_t mass_model;  /* MT_MASS_*; default MT_MASS_POST */
  const mt_forcing *forcing; /* of MT_MASS_TURNOVER: pieces of whole days, the last ending
                              * with n_days. Nutrition is in it; that of the call has no
                              * say then. Not with MT_SOLVER_EULER. */
} mt_cohort_options;

MT_API void mt_cohort_options_init(mt_cohort_options *options);

/* One result a trainee; nothing per day is kept.
 *   n_days, load, nutrition    as in mt_simulate()
 *   parameters  [8] columns by MT_K_S .. MT_TAU_H, each [n] out or NULL; or NULL for none
 *   peak        [n] out: largest performance in the window, or NULL
 *   peak_day    [n] out: the first day of it, 1-based, or NULL
 *   final_mass  [n] out: kg at the end of the last day, or NULL
 *   responder   [n] out: 1 where the peak is above the threshold, else 0, or NULL
 * Statuses as mt_simulate() and mt_cohort_draw(). Memory does not grow with n. */
MT_API mt_status mt_cohort_trainees(mt_ctx *ctx, const mt_cohort *cohort, int64_t n_days,
                                    const double *load, const double *nutrition,
                                    const mt_cohort_options *options,
                                    double *const *parameters, double *peak,
                                    int32_t *peak_day, double *final_mass,
                                    int32_t *responder);

/* Every day of every trainee.
 *   mass, fitness, fatigue, performance   [n_days x n] out, column-major (a trainee's days
 *   side by side); any may be NULL
 * Statuses as mt_cohort_trainees(). */
MT_API mt_status mt_cohort_days(mt_ctx *ctx, const mt_cohort *cohort, int64_t n_days,
                                const double *load, const double *nutrition,
                                const mt_cohort_options *options, double *mass,
                                double *fitness, double *fatigue, double *performance);

/* ---- the distribution over a cohort, in memory that does not grow with n ---- */

enum {
  MT_MASS = 0,
  MT_FITNESS = 1,
  MT_FATIGUE = 2,
  MT_PERFORMANCE = 3,
  MT_PEAK = 4 /* one value a trainee; its "days" are 1 */
};

typedef struct mt_summary mt_summary;

/* An empty summary of a cohort, some 100 KB a day and thread. Its bins are placed by the
 * first 1,024 trainees of the population under the seed (of twins given as numbers, by 1,024
 * of them), so they do not depend on n, chunks or threads. `cohort->n` and `first` have no
 * say: mt_summary_add() tells who is counted in; so `responds` may be given with `twins`
 * alone. Inputs are copied; the memory functions of
 * `ctx`, not `ctx` itself, must live as long as the summary.
 * Statuses as mt_cohort_trainees(). */
MT_API mt_status mt_summary_create(mt_ctx *ctx, const mt_cohort *cohort, int64_t n_days,
                                   const double *load, const double *nutrition,
                                   const mt_cohort_options *options, mt_summary **out);
MT_API void mt_summary_destroy(mt_summary *summary);

/* Simulates trainees first .. first + n - 1 of the population (rows of the given twins) and
 * counts them in. Counts and sums are integers: any order and grouping of calls gives the
 * same bits. A call that fails or is cancelled leaves the summary fit only for
 * mt_summary_destroy(). Statuses as mt_cohort_trainees(). */
MT_API mt_status mt_summary_add(mt_ctx *ctx, mt_summary *summary, int64_t first,
                                int64_t n);

/* Trainees counted in so far, and those of them whose peak is above the threshold. 0 for
 * NULL. */
MT_API int64_t mt_summary_n(const mt_summary *summary);
MT_API int64_t mt_summary_responders(const mt_summary *summary);

/* Mean and sd (n - 1; NaN for one trainee) per day, without the rounding of a sum: the mean
 * is off by at most 2^-45 of the scale of the bins, the variance by 2^-40 of its square.
 *   quantity   MT_MASS .. MT_PEAK
 *   mean, sd   [n_days], or [1] for MT_PEAK; out; either may be NULL; NaN if nobody was
 *              counted
 * Statuses: NULL, VALUE. */
MT_API mt_status mt_summary_moments(mt_ctx *ctx, const mt_summary *summary,
                                    int64_t quantity, double *mean, double *sd);

/* Quantiles per day (Hyndman and Fan's type 7 on the binned distribution). Bins are at most
 * (1 + |z|) / 512 standard deviations wide, z standard deviations from the mean up to 15.
 *   probs      [n_probs] 0 to 1
 *   quantiles  [n_days x n_probs] column-major, or [1 x n_probs] for MT_PEAK; out; NaN if
 *              nobody was counted
 *   error      [the same shape] out: a bound on the distance to the exact quantile, most
 *              often half a bin, never more than one; 0 for smallest and largest; or NULL
 * Statuses: NULL, SIZE, VALUE, NOT_FINITE, MEMORY. */
MT_API mt_status mt_summary_quantiles(mt_ctx *ctx, const mt_summary *summary,
                                      int64_t quantity, int64_t n_probs,
                                      const double *probs, double *quantiles,
                                      double *error);

/* Counts all of `from` into `into`. Both must have been created alike (n and threads do not
 * matter), else VALUE. Statuses: NULL, VALUE, MEMORY. */
MT_API mt_status mt_summary_merge(mt_ctx *ctx, mt_summary *into, const mt_summary *from);

/* A summary as bytes, the same on every machine and for every order of counting: from a few
 * KB a day up. mt_summary_load() counts what was saved into a summary that was created
 * alike; bytes that are damaged or of another summary are VALUE.
 *   bytes    for save and load: the size of `memory`, as mt_summary_bytes() told
 * Statuses: NULL, SIZE, VALUE, MEMORY. Bytes whose checksum fits and whose counts do not
 * leave `into` fit only for mt_summary_destroy(). */
MT_API mt_status mt_summary_bytes(mt_ctx *ctx, const mt_summary *summary, int64_t *bytes);
MT_API mt_status mt_summary_save(mt_ctx *ctx, const mt_summary *summary, int64_t bytes,
                                 void *memory);
MT_API mt_status mt_summary_load(mt_ctx *ctx, mt_summary *into, int64_t bytes,
                                 const void *memory);

/* ---------------------------------------------------------------- fit ------------- */

/* Calibration of a twin to a log:
 *
 *   y_j = p0 + k1 g(t_j; tau_g) - k2 h(t_j; tau_h) + level(t_j) + e_j,  e_j ~ N(0, sigma^2)
 *
 * with k1, k2 >= 0 and level an Ornstein-Uhlenbeck process that is 0 on the first day: the
 * slow drift that training does not explain. g and h are the convolutions of the load with
 * e^(-t/tau). docs/math.md, "Calibration". */

/* What somebody did and how tests went. Rows in order of time; rows of one day share it:
 * their loads add up and each of their tests counts. A day without a row is a rest day. */
typedef struct mt_log {
  size_t struct_size;
  int64_t n;                 /* rows, >= 1 */
  const double *day;         /* [n] days, not decreasing */
  const double *load;        /* [n] >= 0 */
  const double *performance; /* [n] NaN: not tested */
} mt_log;

MT_API void mt_log_init(mt_log *log);

enum {
  MT_MODEL_BANISTER = 0,     /* as above */
  MT_MODEL_FITNESS_ONLY = 1, /* k2 = 0 */
  /* Variable dose-response (Busso 2003): a load tires the more, the more there was before
   * it. Fatigue is driven by w_t v_t, v the convolution of w with e^(-t/tau_3); its gain k3
   * stands in the place of k2. */
  MT_MODEL_VDR = 2,
  MT_MODEL_LEVEL = 3 /* no effect of training */
};

/* The eight numbers that a prior is about. kappa is the share of p0 that a steady load
 * moves: k1 = kappa1 P/(W tau_g), k2 = kappa2 P/(W tau_h), k3 = kappa2 P/(W^2 tau_3 tau_h)
 * with P and W the scales of the prior; p0 = P (1 + offset). */
enum {
  MT_PRIOR_LOG_TAU_H = 0,
  MT_PRIOR_LOG_RATIO = 1, /* log(tau_g/tau_h - 1.5) */
  MT_PRIOR_LOG_SIGMA = 2, /* sigma as a share of P */
  MT_PRIOR_LOG_DRIFT = 3, /* drift as a share of P, per sqrt(day) */
  MT_PRIOR_OFFSET = 4,
  MT_PRIOR_KAPPA1 = 5,
  MT_PRIOR_KAPPA2 = 6,
  MT_PRIOR_LOG_TAU_3 = 7,
  MT_N_PRIOR = 8
};

/* A normal distribution of them, with both kappas cut off at 0. A variance of 0 fixes a
 * logarithm at its mean, which may be -inf for the drift. */
typedef struct mt_prior {
  size_t struct_size;
  double performance; /* P; NaN (default): the mean of the first three tests of the log */
  double load;        /* W; NaN (default): the mean load a day of the log */
  double half_life;   /* of the level, days, > 0; default 120; inf: a random walk */
  double initial_sd;  /* of free initial fitness and fatigue, share of P; default 0.05 */
  double mean[MT_N_PRIOR];
  double covariance[MT_N_PRIOR * MT_N_PRIOR];
} mt_prior;

MT_API void mt_prior_init(mt_prior *prior);

/* Puts the log's scales where the prior's are NaN. Done once, at the first fit: the same
 * prior then serves when the log has grown. */
MT_API mt_status mt_prior_scale(mt_ctx *ctx, const mt_log *log, mt_prior *prior);

/* Fitness and fatigue on the first day, before its load. */
enum { MT_INITIAL_ZERO = 0, MT_INITIAL_GIVEN = 1, MT_INITIAL_FREE = 2 };

typedef struct mt_fit_options {
  size_t struct_size;
  int64_t model;       /* MT_MODEL_*; default MT_MODEL_BANISTER */
  int64_t load_effect; /* MT_LOAD_*; default MT_LOAD_SAME_DAY */
  int64_t initial;     /* MT_INITIAL_*; default MT_INITIAL_ZERO */
  double fitness0;     /* for MT_INITIAL_GIVEN, units of performance; default 0 */
  double fatigue0;
  int64_t points; /* a power of 2, 64 to 65536; 0 (default): 1024, for VDR 2048 */
  int64_t rounds; /* at most so many second stages, >= 1; default 16 */
} mt_fit_options;

MT_API void mt_fit_options_init(mt_fit_options *options);

/* The numbers that a fit estimates, in the order in which arrays hold them. */
enum {
  MT_FIT_P0 = 0,
  MT_FIT_K1 = 1,
  MT_FIT_K2 = 2, /* k3 for MT_MODEL_VDR */
  MT_FIT_TAU_G = 3,
  MT_FIT_TAU_H = 4,
  MT_FIT_SIGMA = 5,
  MT_FIT_DRIFT = 6, /* per sqrt(day) */
  MT_FIT_TAU_3 = 7,
  MT_FIT_FITNESS0 = 8,
  MT_FIT_FATIGUE0 = 9,
  MT_N_FIT = 10
};

/* One posterior in numbers. What the model does not have is NaN. */
typedef struct mt_fit {
  size_t struct_size;
  int64_t n_tests;
  int64_t n_points;
  int64_t rounds;      /* second stages used */
  double effective;    /* effective sample, as a share of the points */
  double log_evidence; /* log of the density of the tests under the model */
  double log_lik;      /* log density of the tests at the posterior mean of the logs */
  double mean[MT_N_FIT];
  double covariance[MT_N_FIT * MT_N_FIT];
} mt_fit;

MT_API void mt_fit_init(mt_fit *fit);

/* Points of the posterior: a column-major array [n_points x MT_FIT_COLUMNS], to be kept
 * for forecasts and draws. Columns: log weight (weights sum to 1); the five nonlinear
 * parameters (log tau_h, log ratio, log sigma, log drift, log tau_3); what the tests say of
 * the linear ones given these: the log determinant and the quadratic form of the
 * innovations, the precision (lower triangle, 15) and the linear form (5) for p0 k1 k2
 * fitness0 fatigue0 in units of the prior. Another prior needs no more than these. */
enum { MT_FIT_COLUMNS = 28 };

/* How many points a fit has at most under these options; NULL: the defaults. */
MT_API int64_t mt_fit_points(const mt_fit_options *options);

/* The posterior by collapsing: p0, k1, k2 integrated in closed form, what is left by two
 * rank-1 lattices, the second placed by the first and repeated until the effective sample
 * is a quarter of the points. No start values, no random numbers.
 *   prior    scaled by mt_prior_scale(), or with scales of its own
 *   fit      out: caller sets struct_size by mt_fit_init()
 *   points   [mt_fit_points() x MT_FIT_COLUMNS] out, or NULL
 * Statuses: NULL, STRUCT, SIZE, VALUE, NOT_FINITE, ORDER, CORRELATION, MEMORY, CANCELLED;
 * NOT_CONVERGED: the effective sample stayed below a tenth of the points. Cost: about 2 us
 * a point and round at 140 days and 45 tests. */
MT_API mt_status mt_fit_bayes(mt_ctx *ctx, const mt_log *log, const mt_prior *prior,
                              const mt_fit_options *options, mt_fit *fit, double *points);

/* What a fit is, borrowed: what it was made with and the points it gave. */
typedef struct mt_posterior {
  size_t struct_size;
  const mt_log *log;             /* for a forecast; else it may be NULL */
  const mt_prior *prior;         /* with its scales */
  const mt_fit_options *options; /* NULL: the defaults */
  int64_t n_points;
  const double *points; /* [n_points x MT_FIT_COLUMNS] */
} mt_posterior;

MT_API void mt_posterior_init(mt_posterior *posterior);

/* Marginal quantiles of the posterior.
 *   probs      [n_probs] within (0, 1)
 *   quantiles  [n_probs x MT_N_FIT] column-major, out; NaN for what the model lacks
 * Statuses: NULL, STRUCT, SIZE, VALUE, NOT_FINITE, CORRELATION, MEMORY. Cost: about 10 ms at
 * 1024 points and 5 quantiles. */
MT_API mt_status mt_fit_quantiles(mt_ctx *ctx, const mt_posterior *posterior,
                                  int64_t n_probs, const double *probs,
                                  double *quantiles);

/* Marginal quantiles of the prior, in the same shape. */
MT_API mt_status mt_prior_quantiles(mt_ctx *ctx, const mt_prior *prior,
                                    const mt_fit_options *options, int64_t n_probs,
                                    const double *probs, double *quantiles);

/* Draws from the posterior. Draw r depends on the seed and on r alone.
 *   draws   [n_draws x MT_N_FIT] column-major, out
 * Statuses as mt_fit_quantiles(). Cost: about 3 us a draw. */
MT_API mt_status mt_fit_draws(mt_ctx *ctx, const mt_posterior *posterior, int64_t n_draws,
                              uint64_t seed, double *draws);

/* Many logs at once, each a series of its own: see "Many at once" above. Memory beyond the
 * outputs does not grow with n.
 *   logs      [n]
 *   priors    [n], or [1] if shared_prior; scales that are NaN are filled in from each log
 *   probs     [n_probs] within (0, 1); n_probs may be 0
 *   threads   1 to MT_MOST_THREADS
 *   statuses  [n] out, or NULL
 *   fits      [n] out, each with its struct_size
 *   scales    [2 x n] out: P and W used, or NULL
 *   quantiles [n_probs x MT_N_FIT x n] out, or NULL if n_probs is 0
 * Statuses of the call: NULL, STRUCT, SIZE, VALUE, NOT_FINITE, MEMORY, CANCELLED; of an
 * item: as mt_fit_bayes(). Cost: that of each, shared by the threads. */
MT_API mt_status mt_fit_batch(mt_ctx *ctx, int64_t n, const mt_log *logs,
                              int64_t shared_prior, const mt_prior *priors,
                              const mt_fit_options *options, int64_t n_probs,
                              const double *probs, int64_t threads, mt_status *statuses,
                              mt_fit *fits, double *scales, double *quantiles);

/* ---- least squares, as published analyses do it ---- */

typedef struct mt_least_squares_options {
  size_t struct_size;
  double separation; /* tau_g >= separation tau_h, >= 1; default 1.5 */
  double tau_g_from; /* bounds, days, > 0; equal ones fix a time constant */
  double tau_g_to;   /* default 1 to 300 */
  double tau_h_from;
  double tau_h_to; /* default 1 to 200 */
  double tau_3_from;
  double tau_3_to; /* default 0.5 to 50 */
  int64_t grid;    /* values of each time constant in the global search; default 48 */
} mt_least_squares_options;

MT_API void mt_least_squares_options_init(mt_least_squares_options *options);

/* Bounds that hold the optimum, as bits. */
enum {
  MT_ACTIVE_TAU_G_FROM = 1,
  MT_ACTIVE_TAU_G_TO = 2,
  MT_ACTIVE_TAU_H_FROM = 4,
  MT_ACTIVE_TAU_H_TO = 8,
  MT_ACTIVE_SEPARATION = 16,
  MT_ACTIVE_TAU_3_FROM = 32,
  MT_ACTIVE_TAU_3_TO = 64,
  MT_ACTIVE_K1 = 128, /* k1 = 0 */
  MT_ACTIVE_K2 = 256
};

typedef struct mt_least_squares {
  size_t struct_size;
  int64_t n_tests;
  int64_t n_free;     /* parameters estimated */
  int64_t active;     /* MT_ACTIVE_* */
  int64_t degenerate; /* 1: the optimum is at tau_g = tau_h with infinite gains, or the
                       * Jacobian is singular to rounding: not an estimate */
  double sse;
  double condition;          /* of the Jacobian with columns scaled to length 1 */
  double estimate[MT_N_FIT]; /* sigma: sqrt(sse/(n_tests - n_free)) */
  double covariance[MT_N_FIT * MT_N_FIT]; /* sigma^2 (J'J)^-1; NaN where degenerate */
} mt_least_squares;

MT_API void mt_least_squares_init(mt_least_squares *result);

/* Variable projection: p0, k1, k2 by non-negative least squares for given time constants,
 * those by a global grid and refinement. options->initial may be ZERO or GIVEN.
 *   search   NULL for the defaults
 *   result   out: caller sets struct_size by mt_least_squares_init()
 *   fitted   [tests, in order] out, or NULL
 * Statuses as mt_fit_bayes(); SIZE if there are no more tests than linear parameters;
 * NOT_CONVERGED if degenerate. */
MT_API mt_status mt_fit_least_squares(mt_ctx *ctx, const mt_log *log,
                                      const mt_fit_options *options,
                                      const mt_least_squares_options *search,
                                      mt_least_squares *result, double *fitted);

/* ---------------------------------------------------------------- forecast -------- */

enum {
  MT_TRAINING = 5,
  MT_LEVEL = 6
}; /* beside MT_FITNESS, MT_FATIGUE, MT_PERFORMANCE */

/* Loads to come, after the log's last day. */
typedef struct mt_loads {
  size_t struct_size;
  int64_t n;          /* >= 0; default 0 */
  const double *day;  /* [n] days, not decreasing */
  const double *load; /* [n] >= 0 */
} mt_loads;

MT_API void mt_loads_init(mt_loads *loads);

/* What is wanted: a quantity on given days, in the past or ahead. */
typedef struct mt_forecast_options {
  size_t struct_size;
  int64_t quantity;    /* MT_FITNESS, MT_FATIGUE, MT_PERFORMANCE (default), MT_TRAINING
                        * (p0 + fitness - fatigue) or MT_LEVEL */
  int64_t noise;       /* 1: performance as a test would measure it; default 0 */
  int64_t n_probs;     /* quantiles of it, >= 0; default 0. Draws have none. */
  const double *probs; /* [n_probs] within (0, 1) */
} mt_forecast_options;

MT_API void mt_forecast_options_init(mt_forecast_options *options);

/* Where a forecast goes. Any may be NULL, quantiles only if none are wanted. */
typedef struct mt_forecast_result {
  size_t struct_size;
  double *mean;      /* [n_at] */
  double *sd;        /* [n_at] */
  double *quantiles; /* [n_at x n_probs] column-major */
} mt_forecast_result;

MT_API void mt_forecast_result_init(mt_forecast_result *result);

/* The posterior of a quantity on some days, given the whole log and the loads to come.
 *   ahead       loads to come; NULL: none
 *   n_at, at    [n_at] days wanted, not decreasing, none before the log's first; a day
 *               between the rows counts as a rest day
 *   options     NULL for the defaults
 *   result      what it points at is filled
 * Statuses: NULL, STRUCT, SIZE, VALUE, NOT_FINITE, ORDER, CORRELATION, MEMORY, CANCELLED.
 * Cost: about 3 us a point at 140 days, and 15 us a quantile. */
MT_API mt_status mt_forecast(mt_ctx *ctx, const mt_posterior *posterior,
                             const mt_loads *ahead, int64_t n_at, const double *at,
                             const mt_forecast_options *options,
                             const mt_forecast_result *result);

/* Paths: draw r is one possible truth, the same parameters as draw r of mt_fit_draws(),
 * and the same level and noise whatever the loads to come, so that plans are compared pair
 * by pair.
 *   paths   [n_at x n_draws] column-major, out
 * Statuses as mt_forecast(). */
MT_API mt_status mt_forecast_draws(mt_ctx *ctx, const mt_posterior *posterior,
                                   const mt_loads *ahead, int64_t n_at, const double *at,
                                   const mt_forecast_options *options, int64_t n_draws,
                                   uint64_t seed, double *paths);

/* What one more unit of load on each day to come adds to performance on a later day: what
 * a plan is made from. Performance is linear in the loads to come, so that
 * mean(load) = mean(no load) + sum of slope x load; for MT_MODEL_VDR it is quadratic, the
 * slope is that at the given loads, and curvature the second derivative, which does not
 * depend on them. Draw r has the parameters of draw r of mt_forecast_draws().
 *   ahead       n loads to come, at least one
 *   goal        the day in question, after the log's last; loads after it have slope 0
 *   slope       [n] out: of the mean, performance per unit of load; NULL if only draws are
 *               wanted
 *   curvature   [n x n] out, symmetric, or NULL; not without slope
 *   slopes      [n x n_draws] column-major, out; NULL if n_draws is 0
 * Statuses as mt_forecast(). Cost: about 1 us a point, or 3 us with curvature, at 28 days to
 * come. */
MT_API mt_status mt_forecast_slope(mt_ctx *ctx, const mt_posterior *posterior,
                                   const mt_loads *ahead, double goal, int64_t n_draws,
                                   uint64_t seed, double *slope, double *curvature,
                                   double *slopes);

/* ================================================================ physiology ====== */

/* What the differential equation solver did. */
typedef struct mt_solver_statistics {
  size_t struct_size;
  int64_t steps;           /* steps taken */
  int64_t rates;           /* right-hand sides evaluated */
  int64_t jacobians;       /* Jacobians evaluated */
  int64_t error_failures;  /* steps taken again because of their error */
  int64_t newton_failures; /* and because the nonlinear solver did not converge */
  int64_t starts;          /* starts: one and one more for each event or jump */
} mt_solver_statistics;

MT_API void mt_solver_statistics_init(mt_solver_statistics *statistics);

/* ---------------------------------------------------------------- draws ----------- */

/* Streams of standard normals, each a purpose and an index of the generator's counter. Person
 * i of a stream is the same in every call. The first takes its key from the caller's
 * seed; the others have keys of their own, so that the same virtual persons stand behind
 * every forecast. In parentheses: what the model multiplies or shifts by the draw. */
enum {
  MT_STREAM_RESPONDS = 0,       /* a trainee's answer to training, of the cohort's seed */
  MT_STREAM_REHAB_USE = 1,      /* rehabilitation: depth of disuse */
  MT_STREAM_REHAB_TURNOVER = 2, /* k_d */
  MT_STREAM_REHAB_RESPONDS = 3, /* answer to training */
  MT_STREAM_REHAB_BREAKDOWN = 4,          /* extra breakdown */
  MT_STREAM_SARCOPENIA_MASS = 5,          /* sarcopenia: error of the first mass */
  MT_STREAM_SARCOPENIA_GRIP = 6,          /* of the first grip */
  MT_STREAM_SARCOPENIA_GAIT = 7,          /* of the first gait */
  MT_STREAM_SARCOPENIA_MASS_PACE = 8,     /* pace of ageing, of mass */
  MT_STREAM_SARCOPENIA_STRENGTH_PACE = 9, /* and of strength */
  MT_STREAM_SARCOPENIA_RESPONDS = 10,     /* answer to training */
  MT_STREAM_SARCOPENIA_EATS = 11,         /* answer to protein */
  MT_STREAM_DIET_DOSE = 12,               /* meals: d0 */
  MT_STREAM_DIET_REFRACTORY = 13,         /* time until muscle responds again */
  MT_STREAM_DIET_GAIN = 14,               /* effect on mass */
  MT_N_STREAMS = 15
};

/* "responds" to "diet_gain"; NULL outside 0 to MT_N_STREAMS - 1. */
MT_API const char *mt_stream_name(int64_t stream);

/* Standard normals of a stream: inverse-CDF transforms of Philox4x32-10 as in
 * mt_cohort_draw(), one for each person.
 *   stream   MT_STREAM_*
 *   seed     of the stream's key; only MT_STREAM_RESPONDS uses it
 *   first    the first person, >= 0      n  persons, >= 1      normals  [n] out
 * Statuses: NULL, SIZE, VALUE. Cost: about 30 ns a number. */
MT_API mt_status mt_stream_normals(mt_ctx *ctx, int64_t stream, uint64_t seed,
                                   int64_t first, int64_t n, double *normals);

/* ---------------------------------------------------------------- leucine --------- */

/* From a dose of leucine to muscle protein synthesis within hours: 40 states, 69 constants
 * (McColl and Clarke 2024, iScience 27:108634). Time in min, the first dose's clock: the
 * run starts with an equilibration before time 0. Amounts in mol. */
enum {
  MT_LEUCINE_STATES = 40,
  MT_LEUCINE_RATES = 69,
  MT_LEUCINE_FLOWS = 5,
  MT_LEUCINE_INTEGRALS = 3
};

#define MT_LEUCINE_MOLAR_MASS 131.17 /* g of a mol of leucine */
#define MT_LEUCINE_REFERENCE_WEIGHT \
  72.1 /* kg, of the subject that the model was fitted to */

/* "leu_stomach" to "leu_splanchnic"; NULL outside 0 to 39. */
MT_API const char *mt_leucine_state_name(int64_t state);

/* The published k1 to k69 (value[69], mol, min, L) and initial values (initial[40], mol/L
 * of plasma or muscle). Either may be NULL. */
MT_API void mt_leucine_constants(double *value, double *initial);

typedef struct mt_leucine {
  size_t struct_size;
  int64_t n_doses;         /* >= 0; default 0 */
  const double *dose_g;    /* [n_doses] g of leucine, >= 0, added to the stomach */
  const double *dose_time; /* [n_doses] min, >= 0, not decreasing; NULL: all at 0 */
  const double *rate; /* [69] factors of k1 to k69, >= 0; NULL: 1. k48 to k54, k56, k59,
                            * k60 and k64 are divided by and so > 0 */
  const double *initial; /* [40] factors of the initial values, >= 0; NULL: 1 */
  double plasma_volume;  /* L, > 0; default: the reference subject's 4.8247034 */
  double muscle_volume;  /* L, > 0; default 26.2283176, the one that was fitted */
  double equilibration;  /* min before time 0, > 0; default 300, part of the model */
  double infusion;       /* share of the leucine infusion kept from time 0 on, >= 0;
                            * default 0 as published; 1 for days or several meals */
  int64_t freeze_p70s6k; /* not 0: p70S6K stays as it is from time 0 on */
  double rtol;           /* > 0; default 1e-6; absolute tolerances follow from it */
} mt_leucine;

MT_API void mt_leucine_init(mt_leucine *run);

/* Plasma and muscle volume (L) of a body by the formulas that the authors use.
 *   man  0 or 1    height  cm    weight  kg    age  years    resistance  ohm (bioimpedance)
 * Statuses: NULL, VALUE, NOT_FINITE. */
MT_API mt_status mt_leucine_volumes(mt_ctx *ctx, int64_t man, double height,
                                    double weight, double age, double resistance,
                                    double *plasma, double *muscle);

/* One run.
 *   n_times    >= 1
 *   times      [n_times] min, not decreasing, >= -equilibration; an output at the time of a
 *              dose is the state before it
 *   amounts    [40 x n_times] out, mol, column-major; or NULL
 *   flows      [5 x n_times] out, mol/min: synthesis, breakdown, inflow into muscle, gross
 *              outflow, intracellular appearance; or NULL
 *   integrals  [3 x n_times] out, from time 0: of synthesis and breakdown (mol) and of
 *              phosphorylated p70S6K (mol min); 0 up to time 0; or NULL
 *   statistics out; or NULL
 * Statuses: NULL, STRUCT, SIZE, VALUE, NOT_FINITE, ORDER, MEMORY, CANCELLED, SOLVER. Cost:
 * about 5 ms for 0 to 480 min. */
MT_API mt_status mt_leucine_run(mt_ctx *ctx, const mt_leucine *run, int64_t n_times,
                                const double *times, double *amounts, double *flows,
                                double *integrals, mt_solver_statistics *statistics);

/* Many runs with one set of times: see "Many at once" at the head of this file. Not earlier
 * than -equilibration is asked of each run.
 *   runs       [n] each with its struct_size
 *   threads    1 to MT_MOST_THREADS
 *   statuses   [n] out, or NULL
 *   amounts    [40 x n_times x n], flows [5 x n_times x n], integrals [3 x n_times x n]
 *   statistics [n] out, each with its struct_size; or NULL
 * Statuses as mt_leucine_run(). */
MT_API mt_status mt_leucine_batch(mt_ctx *ctx, int64_t n, const mt_leucine *runs,
                                  int64_t n_times, const double *times, int64_t threads,
                                  mt_status *statuses, double *amounts, double *flows,
                                  double *integrals, mt_solver_statistics *statistics);

/* ---------------------------------------------------------------- turnover -------- */

/* Mass around a habitual life: dM/dt = k_d (F m_ref - B M), where synthesis F = S N a u is
 * the product of training, nutrition, age and use, and B is breakdown, both 1 in habitual
 * life. Pieces of any length; on a piece F declines as F e^(-decline t) and B relaxes as
 * breakdown + transient e^(-t / tau), t from the start of the piece. */
typedef struct mt_turnover {
  size_t struct_size;
  int64_t n_pieces;        /* >= 1 */
  const double *piece_end; /* [n_pieces] days from 0, increasing, > 0 */
  const double *synthesis; /* [n_pieces] F at the start of the piece, >= 0; NULL: 1 */
  const double *decline;   /* [n_pieces] per day; NULL: 0 */
  const double *breakdown; /* [n_pieces] >= 0; NULL: 1 */
  const double *transient; /* [n_pieces] >= 0; NULL: 0 */
  double tau;              /* days, > 0; default 7 */
  double k_d;              /* per day, >= 0; default 0.0126 */
  double m_ref;            /* kg, > 0; default 35 */
  double m0;               /* kg at time 0, >= 0; NaN (default): m_ref */
} mt_turnover;

MT_API void mt_turnover_init(mt_turnover *person);

/* Mass of one person over time.
 *   n_times   >= 1
 *   times     [n_times] days, not decreasing, within [0, last piece_end]
 *   options   MT_SOLVER_EXACT: closed form (where breakdown relaxes, quadrature to
 *             rounding); MT_SOLVER_CVODE; NULL for the defaults. Not EULER.
 *   mass      [n_times] out, kg
 * Statuses: NULL, STRUCT, SIZE, VALUE, NOT_FINITE, ORDER, MEMORY, CANCELLED, SOLVER,
 * OVERFLOW. Cost: O(n_pieces + n_times); CVODE takes some ten steps a piece. */
MT_API mt_status mt_turnover_run(mt_ctx *ctx, const mt_turnover *person, int64_t n_times,
                                 const double *times, const mt_solver_options *options,
                                 double *mass);

/* Many persons at common times: see "Many at once" at the head of this file. One whose
 * pieces end before the last of `times` is wrong (VALUE) for himself alone.
 *   persons   [n] each with its struct_size
 *   threads   1 to MT_MOST_THREADS
 *   statuses  [n] out, or NULL
 *   mass      [n_times x n] out, kg
 * Statuses as mt_turnover_run(). */
MT_API mt_status mt_turnover_batch(mt_ctx *ctx, int64_t n, const mt_turnover *persons,
                                   int64_t n_times, const double *times,
                                   const mt_solver_options *options, int64_t threads,
                                   mt_status *statuses, double *mass);

/* ---- from a life to forcing ---- */

enum { MT_SEX_UNKNOWN = 0, MT_SEX_MALE = 1, MT_SEX_FEMALE = 2 };

/* Kinds of disuse: of a limb, and of the whole body. */
enum {
  MT_DISUSE_SUSPENSION = 0,
  MT_DISUSE_BRACE = 1,
  MT_DISUSE_CAST = 2,
  MT_DISUSE_BED_REST = 3,
  MT_N_DISUSES = 4
};

/* Days on which a limb or the body is not used. */
typedef struct mt_disuse {
  size_t struct_size;
  int64_t from;     /* first day, >= 1 */
  int64_t to;       /* last day, >= from */
  double use;       /* share of synthesis that is left, 0 to 1 */
  double transient; /* extra breakdown on the first day, 0 to 10; it relaxes in 7 days */
  double activity;  /* what insulin sensitivity tends to, >= 0 */
} mt_disuse;

/* Day 1, with the numbers of a kind, MT_DISUSE_*: synthesis 0.64 in a limb that is
 * immobilised (Kilroe et al. 2020) and 0.70 in bed rest, extra breakdown 0.7 in braces and
 * casts (both fitted to published losses), insulin sensitivity to 0.65 in bed rest (Dirks et
 * al. 2016). Any other number: nothing changes, use is 1. */
MT_API void mt_disuse_init(mt_disuse *disuse, int64_t kind);

/* What a person does, eats and undergoes from day to day. */
typedef struct mt_life {
  size_t struct_size;
  int64_t n_days;          /* >= 1 */
  const double *load;      /* [n_days] >= 0; 0 is habitual life */
  const double *nutrition; /* [n_days] share of what training needs, 0 to 1; NULL: 1 */
  double diet_rest;      /* N of what is eaten on days without a load, >= 0; default 1 */
  double diet_training;  /* and on days with one */
  double age;            /* years on day 1, 0 to 150; NaN (default): young, not ageing */
  int64_t sex;           /* MT_SEX_*, for ageing; default MT_SEX_UNKNOWN */
  double training_gain;  /* S - 1 at the reference load, 0 to 2; default 0.20 */
  double reference_load; /* load units a week, > 0; default 160 */
  double training_age;   /* weeks trained before day 1, >= 0; default 0 */
  int64_t n_disuse;      /* >= 0; default 0 */
  const mt_disuse *disuse; /* [n_disuse] each with its struct_size, in order of time, none
                            * of them overlapping, the last within n_days */
} mt_life;

MT_API void mt_life_init(mt_life *life);

/* What acts on muscle and body, constant on pieces; any array but piece_end may be NULL. */
struct mt_forcing {
  size_t struct_size;
  int64_t n_pieces;        /* >= 1 */
  const double *piece_end; /* [n_pieces] days from 0, increasing, > 0 */
  const double *gain;      /* S - 1 of one whose answer to training is 1, >= 0; NULL: 0 */
  const double *factor;    /* N a u at the start of the piece, >= 0; NULL: 1 */
  const double *decline;   /* of synthesis, per day; NULL: 0 */
  const double *transient; /* extra breakdown at the start of the piece, >= 0; NULL: 0 */
  const double *load;      /* training relative to the reference; NULL: 0 */
  const double *fitness;   /* h, how far training has come, for VO2max; NULL: 0 */
  const double *activity;  /* what insulin sensitivity tends to; NULL: 1 */
};

MT_API void mt_forcing_init(mt_forcing *forcing);

enum { MT_FORCING_COLUMNS = 8 };

/* A life as forcing (equations and sources in docs/math-physiology.md): a week's load, spread
 * over its days, gives S; N, age and disuse give the factor. Weeks are of seven days from day
 * 1. Neighbouring days on which the same acts are one piece; ageing is exponential on a piece
 * and follows its pace from week to week. Synthesis of one who answers to training by
 * `responds` is (1 + gain responds) factor.
 *   memory  [n_days x MT_FORCING_COLUMNS] out: what *out then points at
 *   eaten   [n_days] out: N of each day; or NULL
 *   out     caller sets struct_size by mt_forcing_init()
 * Statuses: NULL, STRUCT, SIZE, VALUE, NOT_FINITE, ORDER, MEMORY. Cost: O(n_days). */
MT_API mt_status mt_forcing_make(mt_ctx *ctx, const mt_life *life, double *memory,
                                 double *eaten, mt_forcing *out);

/* The equations behind it, for n numbers each. Statuses: NULL, SIZE, VALUE, NOT_FINITE.
 *   mt_training_response  how far training has come at a weekly load relative to the
 *                         reference, >= 0: (1 - e^(-1.5 w)) / (1 - e^(-1.5))
 *   mt_oldness            how much of an old person's response applies at an age, years: 0
 *                         to 50, 1 from 70, linear between
 *   mt_ageing_rate        synthesis lost per year at an age: men 0.0047 to 70 and 0.0089 from
 *                         75, women 0.0037 and 0.0067, linear between; sex: MT_SEX_*
 *   mt_strength_ratio     strength lost for a mass lost of 1 after days of disuse, > 0: 4.2
 *                         to day 5, 2.4 at 14, 1.9 from 35, linear in log time (Marusic et
 *                         al. 2021) */
MT_API mt_status mt_training_response(mt_ctx *ctx, int64_t n, const double *load,
                                      double *response);
MT_API mt_status mt_oldness(mt_ctx *ctx, int64_t n, const double *age, double *oldness);
MT_API mt_status mt_ageing_rate(mt_ctx *ctx, int64_t n, const double *age, int64_t sex,
                                double *rate);
MT_API mt_status mt_strength_ratio(mt_ctx *ctx, int64_t n, const double *day,
                                   double *ratio);

/* Strength, per cent of before, for a course of mass. In disuse the loss is that of mass
 * times mt_strength_ratio() and never less than it was; after it strength comes back with
 * mass (a choice of design).
 *   mass      [n] per cent of before, by day
 *   away      [n] 1 on days of disuse, else 0
 *   strength  [n] out
 * Statuses: NULL, SIZE, VALUE, NOT_FINITE. */
MT_API mt_status mt_strength_course(mt_ctx *ctx, int64_t n, const double *mass,
                                    const int32_t *away, double *strength);

/* ---------------------------------------------------------------- body ------------ */

/* Cells and body of a person: fibres of type I and II, their nuclei, satellite cells,
 * VO2max and insulin sensitivity (equations in docs/math-physiology.md). Forcing is on
 * pieces as in mt_turnover; any of its arrays may be NULL: habitual life. */
typedef struct mt_body {
  size_t struct_size;
  int64_t n_pieces;
  const double *piece_end;
  const double *stimulus;  /* S; NULL: 1 */
  const double *synthesis; /* N a u; NULL: 1 */
  const double *decline;
  const double *breakdown;
  const double *transient;
  const double
      *load; /* training relative to the reference, for satellite cells; NULL: 0 */
  const double *fitness;  /* h, 0 to 1, for VO2max; NULL: 0 */
  const double *activity; /* what insulin sensitivity tends to; NULL: 1 */
  double tau;             /* of the transient, days; default 7 */
  double k_d;             /* per day; default 0.0126 */
  double weight[2];       /* w of types I and II; default 0.8, 1.2 */
  double area[2];         /* A0, um2, > 0; default 5000, 5000 */
  double domain;          /* habitual myonuclear domain D0, um2; default 1550 */
  double domain_max;      /* D_max / D0, > 1; default 1.25 */
  double fusion;          /* k_f, nuclei a day per satellite cell; default 0.65 */
  double satellite;       /* C0, cells per fibre; default 0.1 */
  double activation;      /* k_c, cells a day at load 1; default 0.025 / 7 */
  double tau_satellite;   /* days; default 7 */
  double vo2max;          /* V0; default 1, so a ratio */
  double vo2max_gain;     /* g; default 0.15 */
  double tau_vo2max;      /* days; default 15.2 */
  double tau_insulin;     /* days; default 5 */
} mt_body;

MT_API void mt_body_init(mt_body *body);

enum { MT_BODY_STATES = 7 };

/* From habitual life at time 0.
 *   times   [n_times] days, not decreasing, within [0, last piece_end]
 *   states  [7 x n_times] out: fibre areas I and II (um2), nuclei per cross-section I and
 *           II, satellite cells per fibre, VO2max, insulin sensitivity without mass
 * Statuses as mt_turnover_run(). */
MT_API mt_status mt_body_run(mt_ctx *ctx, const mt_body *body, int64_t n_times,
                             const double *times, double *states);

/* Many bodies at common times: see "Many at once" at the head of this file. One whose pieces
 * end before the last of `times` is wrong (VALUE) for itself alone.
 *   bodies    [n] each with its struct_size
 *   threads   1 to MT_MOST_THREADS
 *   statuses  [n] out, or NULL
 *   states    [7 x n_times x n] out
 * Statuses as mt_body_run(). */
MT_API mt_status mt_body_batch(mt_ctx *ctx, int64_t n, const mt_body *bodies,
                               int64_t n_times, const double *times, int64_t threads,
                               mt_status *statuses, double *states);

/* VO2max by age, sex and body mass, mL/kg/min: the FRIEND equation (Myers et al. 2017).
 *   age     years, 0 to 150; NaN: not known
 *   sex     MT_SEX_*
 *   weight  kg, > 0; NaN: 75
 *   vo2max  out; 40 where age or sex is not known
 * Statuses: NULL, VALUE, NOT_FINITE. */
MT_API mt_status mt_vo2max(mt_ctx *ctx, double age, int64_t sex, double weight,
                           double *vo2max);

/* The same of a cohort, day by day. */
enum {
  MT_BODY_FIBRE_1 = 0, /* area, um2 */
  MT_BODY_FIBRE_2 = 1,
  MT_BODY_AREA = 2, /* whole muscle, relative to the start: the sum of both */
  MT_BODY_NUCLEI_1 = 3,
  MT_BODY_NUCLEI_2 = 4,
  MT_BODY_SATELLITE = 5,
  MT_BODY_VO2MAX = 6,
  MT_BODY_INSULIN = 7, /* sensitivity, relative to the start: (M/M0)^1.1 A */
  MT_BODY_COLUMNS = 8
};

/* Cells and body of every trainee under options->forcing, whose mass model is
 * MT_MASS_TURNOVER: S is 1 + gain times how the trainee responds.
 *   load, options   as in mt_cohort_days()
 *   body      what trainees have in common; its forcing and k_d have no say; NULL: defaults
 *   mass      [n_days x n] from mt_cohort_days(); NULL if MT_BODY_INSULIN is not wanted
 *   columns   [MT_BODY_COLUMNS] each [n_days x n] out, a trainee's days side by side; any may
 *             be NULL
 * Statuses as mt_cohort_days() and mt_body_run(). */
MT_API mt_status mt_cohort_body(mt_ctx *ctx, const mt_cohort *cohort, int64_t n_days,
                                const double *load, const mt_cohort_options *options,
                                const mt_body *body, const double *mass,
                                double *const *columns);

/* ---------------------------------------------------------------- meals ----------- */

/* Sources of protein. */
enum {
  MT_SOURCE_MIXED = 0,
  MT_SOURCE_WHEY = 1,
  MT_SOURCE_CASEIN = 2,
  MT_SOURCE_EGG = 3,
  MT_SOURCE_PLANT = 4,
  MT_SOURCE_FREE = 5, /* amino acids */
  MT_N_SOURCES = 6
};

/* "mixed" to "free"; NULL outside 0 to MT_N_SOURCES - 1. */
MT_API const char *mt_meal_source_name(int64_t source);

/* Their leucine (g in a g), absorption k_a (1/min) and share F that reaches plasma, each
 * [MT_N_SOURCES] out or NULL. */
MT_API void mt_meal_sources(double *leucine, double *k_a, double *share);

/* How a day's meals raise synthesis: E(d) = e_max (1 - e^(-d / d0)), times what muscle can
 * still respond; a meal takes 1 - e^(-d / spent) of that, which comes back at a
 * steady pace, all of it in `refractory` minutes. The rest is for mt_day_synthesis(). */
typedef struct mt_meal_rule {
  size_t struct_size;
  double e_max;         /* >= 0; default 1 */
  double d0;            /* g/kg, > 0; default 0.14 */
  double refractory;    /* min, > 0; default 180 */
  double spent;         /* g/kg, > 0; default 0.03 */
  double leucine;       /* of the protein that d0 is g of, g in a g, > 0; default 0.09 */
  double old_d0;        /* d0 is larger by this share in the old, >= 0; default 0.67 */
  double old_amplitude; /* responses are smaller by this share, 0 to 1; default 0.16 */
  double sharpening;    /* and larger by this after a session, >= 0; default 0.10, */
  double sharpened;     /* less by the hour, for this many hours, >= 24; default 24 */
  double hours;         /* how long a response lasts, >= 0; default 2.25 */
  double gain;          /* of N, >= 0; default 0.06 */
} mt_meal_rule;

MT_API void mt_meal_rule_init(mt_meal_rule *rule);

/* Responses (fold rises) to the n meals of a day that repeats.
 *   n          >= 0
 *   minute     [n] within [0, 1440), not decreasing
 *   dose       [n] g of protein per kg of body, >= 0
 *   amplitude  [n] factor of each response, >= 0; NULL: 1
 *   rule       NULL for the defaults
 *   response   [n] out
 * Statuses: NULL, STRUCT, SIZE, VALUE, NOT_FINITE, ORDER. */
MT_API mt_status mt_meal_responses(mt_ctx *ctx, int64_t n, const double *minute,
                                   const double *dose, const double *amplitude,
                                   const mt_meal_rule *rule, double *response);

/* One day's meals, which stands for every day like it, and who eats them. */
typedef struct mt_day {
  size_t struct_size;
  int64_t n_meals;    /* >= 0; default 0 */
  const double *hour; /* [n_meals] clock time, 0 to 24, not decreasing */
  const double
      *leucine_g; /* [n_meals] g of leucine, >= 0 (mt_meal_sources() has its share) */
  double weight;  /* kg, > 0; default 75 */
  double age;     /* years; the old respond less, from 50 on; NaN (default): young */
  double session; /* clock time of the session; NaN (default): none */
  double trigger; /* g of leucine that a meal needs to do anything; default 0 */
} mt_day;

MT_API void mt_day_init(mt_day *day);

/* What a day's meals do. With Q the sum of the responses, each larger by
 * sharpening (1 - h / sharpened) h hours after the session, to the end of the day:
 *   Y = 1 + (hours / 24) Q            the day's synthesis, 1 on a day of fasting
 *   N = 1 + gain (Y / Y_h - 1)        nutrition as in mt_turnover's S N a u
 * Y_h is the Y of a habitual day of the same person (mt_habitual_meals()), without a session.
 * (Moore et al. 2009, Am J Clin Nutr 89:161; 2015, J Gerontol A 70:57.)
 *   rule       NULL for the defaults
 * Rows of one hour are one meal of several foods: their leucine adds up, and they share its
 * response. The day repeats, so that a late meal is felt on the morning after.
 *   response   [n_meals] out: fold rise of each row, or NULL
 *   total      out: Q, or NULL
 *   synthesis  out: Y, or NULL
 *   relative   out: Y / Y_h, or NULL
 *   nutrition  out: N, or NULL
 * Statuses: NULL, STRUCT, SIZE, VALUE, NOT_FINITE, ORDER. Cost: about 0.5 us. */
MT_API mt_status mt_day_synthesis(mt_ctx *ctx, const mt_day *day,
                                  const mt_meal_rule *rule, double *response,
                                  double *total, double *synthesis, double *relative,
                                  double *nutrition);

/* The same by the leucine model: the second of two days with these meals, the infusion kept
 * on, doses scaled from the weight to the reference subject's. That model is of one young
 * man at rest: age, session and trigger are not used. N = 1 + 0.008 (Y / Y_h - 1).
 *   synthesis_g  out: g of leucine, or NULL
 *   relative, nutrition   out: as above, or NULL; both NULL save the run of the habitual day
 * Statuses: as mt_leucine_run(). Cost: about 10 ms a day. */
MT_API mt_status mt_day_leucine(mt_ctx *ctx, const mt_day *day, double *synthesis_g,
                                double *relative, double *nutrition);

/* The meals of a habitual day: 1.2 g/kg of mixed protein.
 *   weight   kg, > 0
 *   hour, protein_g, leucine_g   [MT_HABITUAL_MEALS] out; any may be NULL
 * Statuses: VALUE, NOT_FINITE. */
enum { MT_HABITUAL_MEALS = 3 };
MT_API mt_status mt_habitual_meals(mt_ctx *ctx, double weight, double *hour,
                                   double *protein_g, double *leucine_g);

/* How a day's leucine is best split over its meals: the shares that make Q largest, by
 * steepest ascent from equal meals and from the best ways to leave some out. The optimum
 * is flat; where meals are closer than three hours there are many local ones, the one found
 * up to about 1 % below the best.
 *   day        as above; its leucine_g is not read; 1 to MT_PLAN_MEALS meals
 *   leucine_g  of the day, g, > 0
 *   rule       NULL for the defaults
 *   share      [n_meals] out: of leucine_g, sum 1
 *   response   [n_meals] out: fold rise of each meal, or NULL
 *   figures    [MT_PLAN_FIGURES] out, or NULL: what the split is worth
 *   n_draws    >= 0
 *   draws      [MT_PLAN_FIGURES x n_draws] column-major, out: the figures of the same split
 *              under rules as they vary over studies (streams MT_STREAM_DIET_*): d0 by 30 %,
 *              the refractory time by 20 %, the gain by 50 %, choices of design
 * Statuses: NULL, STRUCT, SIZE, VALUE, NOT_FINITE, ORDER, CANCELLED. Cost: about 2 ms for
 * four meals, 10 ms for eight, and 2 us a draw. */
enum { MT_PLAN_MEALS = 12 };
enum {
  MT_PLAN_AGAINST_HABIT = 0, /* Q relative to a habitual day's */
  MT_PLAN_AGAINST_EQUAL = 1, /* Q relative to that of equal meals */
  MT_PLAN_MASS = 2,          /* mass after 12 weeks against habit, per cent */
  MT_PLAN_FIGURES = 3
};
MT_API mt_status mt_day_plan(mt_ctx *ctx, const mt_day *day, double leucine_g,
                             const mt_meal_rule *rule, double *share, double *response,
                             double *figures, int64_t n_draws, double *draws);

/* Leucine in plasma: dG1 = -k_tr G1, dG2 = k_tr G1 - k_a G2, dC = F k_a G2 / V - k_e (C - C_b),
 * a stomach and a gut for each of up to eight sources. */
enum { MT_MEAL_SOURCES = 8 };

typedef struct mt_plasma {
  size_t struct_size;
  int64_t n_sources;             /* 1 to 8; default 1 */
  double k_a[MT_MEAL_SOURCES];   /* 1/min, > 0; default 0.04, free amino acids */
  double share[MT_MEAL_SOURCES]; /* F, 0 to 1; default 0.6 */
  double k_tr;                   /* 1/min, > 0; default 0.05 */
  double k_e;                    /* 1/min, > 0; default 0.0175 */
  double basal;                  /* C_b, uM; default 125 */
  double volume;                 /* L, > 0; default 35 */
} mt_plasma;

MT_API void mt_plasma_init(mt_plasma *plasma);

/* Concentration from a fasted start.
 *   minute, umol, source  [n_meals] time (not decreasing), leucine and source (from 0)
 *   times                 [n_times] min, not decreasing, >= the first meal or earlier
 *   concentration         [n_times] out, uM; at the time of a meal: before it
 * Statuses: NULL, STRUCT, SIZE, VALUE, NOT_FINITE, ORDER, MEMORY, CANCELLED, SOLVER. */
MT_API mt_status mt_plasma_leucine(mt_ctx *ctx, const mt_plasma *plasma, int64_t n_meals,
                                   const double *minute, const double *umol,
                                   const int64_t *source, int64_t n_times,
                                   const double *times, double *concentration);

/* ---------------------------------------------------------------- clinic ---------- */

/* Immobilisation and what follows it. */
typedef struct mt_rehab {
  size_t struct_size;
  int64_t n_days; /* >= 1 */
  const double
      *stimulus;    /* [n_days] S, 1 in habitual life, >= 0; NULL: 1. In the old S - 1
                            * is a half */
  double age;       /* years; NaN (default): young */
  int64_t n_disuse; /* >= 0; default 0 */
  const mt_disuse *disuse; /* [n_disuse] as in mt_life */
  int64_t strength; /* not 0: strength by mt_strength_course(), else mass; default 0 */
} mt_rehab;

MT_API void mt_rehab_init(mt_rehab *rehab);

/* The course of the mean person, and of virtual persons who differ in the depth of disuse (sd
 * 0.06 of use), turnover (8 %), answer to training (50 %) and extra breakdown (50 %), by the
 * streams MT_STREAM_REHAB_*.
 *   course  [n_days + 1] out: per cent of before, by day from 0
 *   people  [(n_days + 1) x n_people] column-major, out; NULL if n_people is 0
 * Statuses: NULL, STRUCT, SIZE, VALUE, NOT_FINITE, ORDER, MEMORY, CANCELLED. Cost: about 50
 * ns a day and person. */
MT_API mt_status mt_rehab_course(mt_ctx *ctx, const mt_rehab *rehab, double *course,
                                 int64_t n_people, double *people);

/* A person who ages, and what is done about it. */
typedef struct mt_elder {
  size_t struct_size;
  double age;      /* years */
  int64_t sex;     /* MT_SEX_*; default MT_SEX_UNKNOWN */
  double height;   /* m */
  double weight;   /* kg, for protein; NaN (default): 24 kg/m2 */
  double mass;     /* appendicular skeletal muscle, kg, > 0 */
  double mass_sd;  /* its error, kg; NaN (default): that of DXA, 2 % */
  double grip;     /* kg; NaN (default): not measured */
  double gait;     /* m/s; NaN (default): not measured */
  double activity; /* share of habitual use from now on, 0 to 1; default 1 */
  double sessions; /* of resistance training a week; default 0 */
  double protein;  /* g/kg a day in four meals; NaN (default): as before */
} mt_elder;

MT_API void mt_elder_init(mt_elder *elder);

/* Appendicular muscle from whole-body muscle, kg, and its error (Kim et al. 2002). Statuses:
 * NULL, VALUE, NOT_FINITE. */
MT_API mt_status mt_limb_mass(mt_ctx *ctx, double muscle, double muscle_sd, double *mass,
                              double *mass_sd);

/* Mass, grip and gait of virtual persons like this one, by the streams MT_STREAM_SARCOPENIA_*:
 * mass by turnover with ageing of its own pace, grip four times as fast as mass, gait half as
 * fast as grip (docs/math-physiology.md, section 6, says what is a choice of design).
 *   years   >= 1      n_people   >= 1
 *   mass, grip, gait   [(years + 1) x n_people] column-major, out; NaN where not measured
 * Statuses: NULL, STRUCT, SIZE, VALUE, NOT_FINITE, MEMORY, CANCELLED. Cost: about 5 us a
 * person for five years. */
MT_API mt_status mt_elder_course(mt_ctx *ctx, const mt_elder *elder, int64_t years,
                                 int64_t n_people, double *mass, double *grip,
                                 double *gait);

#ifdef __cplusplus
}
#endif

#endif /* MUSCLETWIN_H */
