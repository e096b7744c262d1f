#' Calibrate a twin to a log
#'
#' Estimates, with their uncertainty, what training does to one person, from a table of days,
#' loads and an occasional test:
#' \deqn{y_j = p_0 + k_1 g(t_j; \tau_g) - k_2 h(t_j; \tau_h) + \mathrm{level}(t_j) + e_j,}
#' with \eqn{g} and \eqn{h} the convolutions of the load with \eqn{e^{-t/\tau}}, a slowly
#' drifting level that training does not explain (an Ornstein-Uhlenbeck process that starts
#' at 0), and the noise of a test \eqn{e_j}.
#'
#' @section Models:
#' `"banister"` is the equation above; `"fitness_only"` has no fatigue; `"vdr"` is Busso's
#' variable dose response, in which fatigue is driven by \eqn{w_t v_t}, \eqn{v} the
#' convolution of the load with \eqn{e^{-t/\tau_3}} (its gain is `k3`); `"level"` has no
#' training effect at all: the honest null. `"average"`, the default, mixes `"level"` (0.6)
#' with training (0.4: banister and vdr, by their evidence) by averaging quantiles. Choosing
#' one model by its evidence picks the training model just before the loads change, and
#' fails; fixed weights do not. `weights` changes them.
#'
#' @section Units:
#' `load` is in whatever unit is used throughout, a rest day 0; performance in any unit that is
#' positive and of which more is better. `p0`, `sigma`, fitness and fatigue then are in units of
#' performance, `k1` and `k2` in these per unit of load (`k3`: per squared unit), time constants
#' in days, `drift` in units of performance per square root of a day.
#'
#' @section Method:
#' `"bayes"` gives the whole posterior without start values, chains or random numbers:
#' everything linear is integrated in closed form by a Kalman filter with the regressors as
#' further observations (de Jong 1991), what is left by two rank-1 lattices of points (Cools,
#' Kuo and Nuyens 2006); `vignette("validation")` has the proofs. The same log gives the same bits. `"least_squares"`
#' reproduces published analyses: variable projection within `bounds` and `separation`. Its
#' optimum is often degenerate, and says so.
#'
#' @param log A data frame with `day` (1 first) or `date`, `load` (0 is rest) and
#'   `performance` (`NA`: not tested). Rows may be out of order; several tests of a day are
#'   all used; a day without a row is a rest day.
#' @param model One of `"average"`, `"banister"`, `"fitness_only"`, `"vdr"`, `"level"`.
#' @param load_effect `"same_day"`: a test sees the load of its own day; `"next_day"`: it does
#'   not, as when one tests before training.
#' @param method `"bayes"` or `"least_squares"`.
#' @param prior From [muscle_prior()].
#' @param bounds For least squares: a list of ranges in days, such as
#'   `list(tau_g = c(20, 80), tau_h = 7)`; one number fixes a time constant.
#' @param separation For least squares: `tau_g >= separation * tau_h`, 1 or more.
#' @param id The name of a column that tells athletes apart: each is fitted on its own, in
#'   parallel, and one whose log cannot be used is marked while the rest finish.
#' @param ... Not used; arguments after it are named in full.
#' @param initial Fitness and fatigue on the first day: 0, `c(fitness, fatigue)` in units of
#'   performance (for least squares these two alone), or `"free"`: estimated.
#' @param na_load What an unknown load (`NA`) means: `NULL`, an error; `"rest"`; or
#'   `"recent"`, the mean of the last 14 known days (without a warning).
#' @param weights Of `"average"`: `c(level =, training =)`, 0 or more, made to sum to 1.
#' @param points How many points the posterior has, a power of 2 from 64 to 65,536; `NULL`:
#'   1,024 (vdr 2,048).
#' @param threads For several athletes, 1 to 1,024; `NULL`: `getOption("muscletwin.threads", 1)`.
#' @return An object of class `muscle_fit`, a plain list that can be saved; with `id` a
#'   `muscle_fits`, a named list of these, which keep their log and moments, 8 to 12 kB for
#'   140 days, and make points again, bit for bit, when asked.
#'   Errors: `muscletwin_error_type`, `_columns`,
#'   `_length`, `_missing`, `_value`, `_size`, `_names`, `_days`, `_tests`, `_load`, `_method`
#'   (`bounds` or `separation` without least squares), `_choice`, `_dots`.
#'   Warnings: `muscletwin_warning_zero`, `_gap`, `_constant`, `_future`, `_na_load`, and with
#'   `id` `_failed`; such an element is the error itself.
#' @references
#' Busso T (2003). Variable dose-response relationship between exercise training and
#' performance. *Med Sci Sports Exerc* 35:1188-1195.
#'
#' Calvert TW, Banister EW, Savage MV, Bach T (1976). A systems model of the effects of
#' training on physical performance. *IEEE Trans Syst Man Cybern* 6:94-102.
#'
#' Cools R, Kuo FY, Nuyens D (2006). Constructing embedded lattice rules for multivariate
#' integration. *SIAM J Sci Comput* 28:2162-2188. \doi{10.1137/06065074X}
#'
#' de Jong P (1991). The diffuse Kalman filter. *Ann Stat* 19:1073-1083.
#' \doi{10.1214/aos/1176348139}
#' @seealso [forecast.muscle_fit()], [muscle_compare()], [rolling_origin()].
#' @examples
#' fit <- muscle_fit(training_log)
#' fit
#' confint(fit)
#' @export
muscle_fit <- function(log, model = c("average", "banister", "fitness_only", "vdr", "level"),
                       load_effect = c("same_day", "next_day"), method = c("bayes", "least_squares"),
                       prior = muscle_prior(), bounds = NULL, separation = 1.5, id = NULL, ...,
                       initial = 0, na_load = NULL, weights = c(level = 0.6, training = 0.4),
                       points = NULL, threads = NULL) {
  call <- rlang::current_env()
  if (...length() > 0L) check_dots(..., call = call)
  check_given("log", "A data frame with {.field day} or {.field date}, {.field load} and {.field performance}.", call)
  method <- check_choice(method, c("bayes", "least_squares"), "method")
  model <- if (missing(model) && method == "least_squares") "banister" else check_choice(model, fit_models, "model")
  if (!inherits(prior, "muscle_prior")) {
    abort_input("type",
      c("{.arg prior} must come from {.fn muscle_prior}, not be {describe(prior)}.",
        i = "For example {.code prior = muscle_prior(tau_h = 7)}."),
      arg = "prior", value = prior, call = call)
  }
  if (method == "bayes" && !(is.null(bounds) && missing(separation))) {
    arg <- if (is.null(bounds)) "separation" else "bounds"
    abort_input("method",
      c("{.arg {arg}} is for {.code method = \"least_squares\"}; {.val bayes} would not use it.",
        i = "What is known before the tests goes into {.arg prior}: {.code muscle_prior(tau_h = c(median = 7, sdlog = 0.3))}."),
      arg = arg, value = if (is.null(bounds)) separation else bounds, call = call)
  }
  if (method == "least_squares" && model == "average") {
    abort_input("value",
      c("{.code model = \"average\"} has no least-squares fit.",
        i = "Use {.code method = \"bayes\"}, or {.code model = \"banister\"}."),
      arg = "model", value = model, call = call)
  }
  spec <- list(
    model = model, method = method,
    load_effect = check_choice(load_effect, load_effects, "load_effect"),
    initial = check_initial(initial, call), points = check_points(points, call),
    weights = check_weights(weights, call),
    bounds = check_bounds(bounds, separation, call)
  )
  # Checked here: a log without unknown loads, or of one athlete, does not come to them.
  if (!is.null(na_load)) na_load <- check_choice(na_load, c("rest", "recent"), "na_load", call = call)
  threads <- check_threads(threads, call)
  if (!is.null(id)) {
    return(fit_many(log, id, spec, prior, na_load, threads, call))
  }
  read <- read_log(log, na_load, call = call)
  check_log(read$frame, spec, read$start, call)
  fit_log(read, spec, prior, na_load)
}

check_initial <- function(initial, call) {
  if (identical(initial, "free")) {
    return(list(code = 2L, fitness = 0, fatigue = 0))
  }
  if (!is_plain_number(initial) || !length(initial) %in% 1:2 || !all(is.finite(initial)) ||
    (length(initial) == 1L && initial != 0)) {
    abort_input("value",
      c("{.arg initial} must be 0, {.code c(fitness, fatigue)} or {.val free}, not {describe(initial)}.",
        i = "Fitness and fatigue are in the units of performance."),
      arg = "initial", value = initial, call = call)
  }
  if (all(initial == 0)) {
    return(list(code = 0L, fitness = 0, fatigue = 0))
  }
  list(code = 1L, fitness = as.double(initial[[1L]]), fatigue = as.double(initial[[2L]]))
}

check_points <- function(points, call) {
  if (is.null(points)) {
    return(0L)
  }
  points <- check_count(points, "points", 64, 65536, call = call)
  if (log2(points) %% 1 != 0) {
    abort_input("value", c("{.arg points} must be a power of 2, not {.val {points}}.",
      i = "Try {.val {2^round(log2(points))}}."), arg = "points", value = points, call = call)
  }
  as.integer(points)
}

check_weights <- function(weights, call) {
  if (!is_plain_number(weights) || length(weights) != 2L || !setequal(names(weights), c("level", "training")) ||
    any(!is.finite(weights)) || any(weights < 0) || sum(weights) <= 0) {
    abort_input("value",
      c("{.arg weights} must be two numbers of 0 or more, {.code c(level = , training = )}, not {describe(weights)}."),
      arg = "weights", value = weights, call = call)
  }
  weights[c("level", "training")] / sum(weights)
}

check_bounds <- function(bounds, separation, call) {
  range <- list(tau_g = c(1, 300), tau_h = c(1, 200), tau_3 = c(0.5, 50))
  if (!is.null(bounds)) {
    if (!is.list(bounds) || is.null(names(bounds)) || !all(names(bounds) %in% names(range)) ||
      anyDuplicated(names(bounds))) {
      abort_input("names",
        c("{.arg bounds} must be a list with {.field tau_g}, {.field tau_h} or {.field tau_3}, each once, not {describe(bounds)}.",
          i = "For example {.code list(tau_g = c(20, 80), tau_h = 7)}."),
        arg = "bounds", value = names(bounds), call = call)
    }
    for (name in names(bounds)) {
      x <- check_numbers(bounds[[name]], paste0("bounds$", name), lower = 0, call = call)
      if (length(x) > 2L || any(x <= 0) || is.unsorted(x)) {
        abort_input("value",
          c("{.field bounds${name}} must be one or two increasing numbers of days above 0, not {.val {x}}."),
          arg = paste0("bounds$", name), value = x, call = call)
      }
      range[[name]] <- rep_len(x, 2L)
    }
  }
  separation <- check_number(separation, "separation", 1, call = call)
  if (separation * range$tau_h[[1L]] > range$tau_g[[2L]] * (1 + 1e-12)) {
    abort_input("value",
      c("No {.field tau_g} up to {range$tau_g[[2]]} is {separation} times a {.field tau_h} of {range$tau_h[[1]]} or more.",
        i = "Lower {.arg separation}, or widen {.arg bounds}."),
      arg = "separation", value = separation, call = call)
  }
  c(separation = separation, lapply(range, as.double))
}
