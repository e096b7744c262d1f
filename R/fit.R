fit_models <- c("average", "banister", "fitness_only", "vdr", "level")
model_codes <- c(banister = 0L, fitness_only = 1L, vdr = 2L, level = 3L)

# What the engine calls its ten numbers (MT_FIT_*); vdr's third is k3.
fit_names <- c("p0", "k1", "k2", "tau_g", "tau_h", "sigma", "drift", "tau_3", "fitness0", "fatigue0")
engine_names <- function(model) {
  if (model == "vdr") sub("k2", "k3", fit_names) else fit_names
}
model_coefs <- list(
  banister = c("p0", "k1", "k2", "tau_g", "tau_h"), fitness_only = c("p0", "k1", "tau_g"),
  vdr = c("p0", "k1", "k3", "tau_g", "tau_h", "tau_3"), level = "p0"
)

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
#' @param threads For several athletes, 1 to 4,096; `NULL`: `getOption("muscletwin.threads", 1)`.
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

# ---- arguments ----

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
  as.double(c(separation, range$tau_g, range$tau_h, range$tau_3))
}

# What only the whole log can tell.
check_log <- function(log, spec, start, call) {
  tests <- sum(!is.na(log$performance))
  if (tests == 0L) {
    abort_input("tests",
      c("{.arg log} has loads and no test: there is nothing to calibrate to.",
        i = "{.field performance} holds the tests; {.fn muscle_sim} simulates without any."),
      arg = "log$performance", value = NA_real_, call = call)
  }
  if (spec$model != "level" && !any(log$load > 0)) {
    abort_input("load",
      c("{.arg log} has tests and no load: the effect of training cannot be estimated.",
        i = "Give the loads, or use {.code model = \"level\"}."),
      arg = "log$load", value = 0, call = call)
  }
  first <- utils::head(stats::na.omit(log$performance), 3L)
  if (spec$method == "bayes" && !(mean(first) > 0)) {
    abort_input("value",
      c("The first tests average {.val {mean(first)}}; performance must be a positive quantity of which more is better.",
        i = "Turn a time into a speed; add a constant to a score that goes below 0."),
      arg = "log$performance", value = first, call = call)
  }
  needed <- switch(spec$model, banister = 3L, vdr = 3L, fitness_only = 2L, 1L)
  if (spec$method == "least_squares" && tests <= needed) {
    abort_input("tests",
      c("{.arg log} has {tests} test{?s}; least squares needs more than {needed}.",
        i = "{.code method = \"bayes\"} works with any number, and says where the prior speaks."),
      arg = "log$performance", value = tests, call = call)
  }
}

check_threads <- function(threads, call) {
  threads <- if (is.null(threads)) getOption("muscletwin.threads", 1L) else threads
  as.integer(check_count(threads, "threads", 1, 4096, call = call))
}

# ---- fitting ----

member_models <- function(model) {
  if (model == "average") c("banister", "vdr", "level") else model
}

engine_options <- function(model, spec) {
  list(model_codes[[model]], load_effect_code(spec$load_effect), spec$initial$code,
    spec$initial$fitness, spec$initial$fatigue, spec$points)
}

scale_prior <- function(prior, log, model) {
  if (model == "level" && !any(log$load > 0)) prior$load <- 1
  if (anyNA(c(prior$performance, prior$load))) {
    scale <- .Call(C_prior_scale, log_for_engine(log), prior_for_engine(prior))
    prior$performance <- scale[[1L]]
    prior$load <- scale[[2L]]
  }
  prior
}

fit_log <- function(read, spec, prior, na_load) {
  log <- read$frame
  if (spec$method == "least_squares") {
    return(fit_least_squares(read, spec))
  }
  prior <- scale_prior(prior, log, spec$model)
  from <- log_for_engine(log)
  belief <- prior_for_engine(prior)
  members <- lapply(stats::setNames(nm = member_models(spec$model)), function(model) {
    named_member(.Call(C_fit_bayes, from, belief, engine_options(model, spec)), model)
  })
  new_fit(read, spec, prior, members, na_load)
}

named_member <- function(member, model) {
  names <- engine_names(model)
  names(member$mean) <- names
  dimnames(member$vcov) <- list(names, names)
  member
}

new_fit <- function(read, spec, prior, members, na_load) {
  evidence <- vapply(members, `[[`, 0, "log_evidence")
  weights <- stats::setNames(1, names(members)[[1L]])
  if (spec$model == "average") {
    training <- setdiff(names(members), "level")
    share <- exp(evidence[training] - max(evidence[training]))
    weights <- c(spec$weights[["training"]] * share / sum(share), level = spec$weights[["level"]])
  }
  structure(
    list(
      model = spec$model, load_effect = spec$load_effect, method = spec$method, spec = spec,
      log = read$frame, start = read$start, row = read$row, na_load = na_load, prior = prior,
      members = members, weights = weights
    ),
    class = "muscle_fit"
  )
}

# The member whose parameters stand for the fit.
main_member <- function(fit) {
  fit$members[[if (fit$model == "average") "banister" else fit$model]]
}

main_model <- function(fit) {
  if (fit$model == "average") "banister" else fit$model
}

# Points are a cache: kept by a single fit, made again (the same bits) where they are not.
member_points <- function(fit, model) {
  points <- fit$members[[model]]$points
  if (is.null(points)) {
    points <- .Call(C_fit_bayes, log_for_engine(fit$log), prior_for_engine(fit$prior),
      engine_options(model, fit$spec))$points
  }
  points
}

fit_least_squares <- function(read, spec) {
  log <- read$frame
  result <- .Call(C_fit_least_squares, log_for_engine(log), engine_options(spec$model, spec), spec$bounds)
  names <- engine_names(spec$model)
  names(result$estimate) <- names
  dimnames(result$vcov) <- list(names, names)
  active <- c("tau_g lower bound", "tau_g upper bound", "tau_h lower bound", "tau_h upper bound",
    "separation", "tau_3 lower bound", "tau_3 upper bound", "k1 = 0", "k2 = 0")
  result$active <- active[bitwAnd(as.integer(result$active), bitwShiftL(1L, 0:8)) > 0L]
  result$degenerate <- result$degenerate == 1
  result$fitted <- result$fitted[seq_len(result$n_tests)]
  structure(
    list(
      model = spec$model, load_effect = spec$load_effect, method = spec$method, spec = spec,
      log = log, start = read$start, row = read$row, ls = result
    ),
    class = "muscle_fit"
  )
}

# ---- many athletes ----

fit_many <- function(log, id, spec, prior, na_load, threads, call) {
  if (!is.data.frame(log)) read_log(log, call = call)
  if (!is.character(id) || length(id) != 1L || !id %in% names(log)) {
    abort_input("columns",
      c("{.arg id} must name a column of {.arg log}, not be {describe(id)}.",
        x = "It has {.field {names(log)}}."),
      arg = "id", value = id, call = call)
  }
  if (!is.atomic(log[[id]]) || length(dim(log[[id]]))) {
    name <- paste0("log$", id)
    abort_input("type", "{.field {name}} must be a plain column of names, numbers or a factor, not {describe(log[[id]])}.",
      arg = name, value = log[[id]], call = call)
  }
  at <- which(is.na(log[[id]]))
  if (length(at)) {
    name <- paste0("log$", id)
    abort_input("missing",
      c("{.field {name}} is missing ({.code NA}) at position {at[[1]]}{more_positions(at)}: whose row is it?",
        i = "Name the athlete, or leave such rows out of {.arg log}."),
      arg = name, value = NA, position = at, call = call)
  }
  rows <- split(seq_len(nrow(log)), factor(log[[id]], levels = unique(log[[id]])))
  reads <- lapply(rows, function(at) {
    tryCatch(
      {
        read <- suppressWarnings(read_log(log[at, , drop = FALSE], na_load, call = call),
          classes = "muscletwin_warning")
        check_log(read$frame, spec, read$start, call)
        read
      },
      muscletwin_error = function(e) e
    )
  })
  bad <- vapply(reads, inherits, NA, what = "muscletwin_error")
  fits <- reads
  good <- reads[!bad]
  if (spec$method == "least_squares") {
    fits[!bad] <- lapply(good, fit_least_squares, spec = spec)
  } else if (length(good)) {
    from <- lapply(good, function(read) log_for_engine(read$frame))
    belief <- prior
    if (spec$model == "level" && is.na(belief$load)) belief$load <- 1
    belief <- prior_for_engine(belief)
    parts <- lapply(stats::setNames(nm = member_models(spec$model)), function(model) {
      .Call(C_fit_batch, from, belief, engine_options(model, spec), threads, numeric(), NULL)
    })
    fits[!bad] <- lapply(seq_along(good), function(i) {
      members <- lapply(stats::setNames(nm = names(parts)), function(model) {
        named_member(parts[[model]]$fit[[i]], model)
      })
      status <- min(vapply(members, `[[`, 0, "status"))
      if (status < 0) {
        return(rlang::catch_cnd(abort_input("engine", "The engine could not fit this log.", arg = "log", call = call)))
      }
      own <- prior
      own$performance <- parts[[1L]]$scale[1L, i]
      own$load <- parts[[1L]]$scale[2L, i]
      new_fit(good[[i]], spec, own, members, na_load)
    })
  }
  failed <- vapply(fits, inherits, NA, what = "error")
  if (any(failed)) {
    warn_input("failed",
      c("{sum(failed)} of {length(fits)} athlete{?s} could not be fitted: {.val {utils::head(names(fits)[failed], 5)}}.",
        x = conditionMessage(fits[[which(failed)[[1L]]]]),
        i = "{.fn glance} lists them all with their reasons."),
      arg = "log", value = names(fits)[failed])
  }
  structure(fits, class = "muscle_fits", id = id)
}
