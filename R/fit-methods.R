#' @importFrom generics forecast
#' @export
generics::forecast

#' @importFrom generics tidy
#' @export
generics::tidy

#' @importFrom generics glance
#' @export
generics::glance

#' @importFrom generics augment
#' @export
generics::augment

#' What a fit tells
#'
#' The usual questions to a model, asked of a [muscle_fit()].
#'
#' `coef()` gives posterior means (`p0 k1 k2 tau_g tau_h`; `k3 tau_3` for the model `"vdr"`),
#' `vcov()` their posterior covariance, `confint()` marginal quantiles. For `"average"` they
#' are those of its model `"banister"`. `fitted()` and `residuals()` have an element per test;
#' the fitted value includes the drifting level. `predict()` gives any days of the log;
#' [forecast()][forecast.muscle_fit] goes beyond it. `update()` adds rows to the log: the
#' answer is that of fitting all rows at once under the same prior.
#'
#' `print()` shows what the fit holds, means and standard deviations. `summary()` computes, in
#' the time of some 20 fits, what takes more: intervals, what the posterior is narrower than
#' the prior, and the skill: root mean squared errors of the last six tests, each forecast from
#' those before it, beside those of the last test and of the mean of three.
#'
#' `identified` in `tidy()` and `summary()` is `FALSE` where the posterior is nearly as wide
#' as the prior (ratio of standard deviations above 0.9): there the prior speaks, not the data.
#'
#' @param object,x A [muscle_fit()] or, for `tidy()` and `glance()`, what `id` gives.
#' @param parm Names of parameters; also `"sigma"` and `"drift"`.
#' @param level Confidence level.
#' @param new_log Rows to add: a data frame as for [muscle_fit()].
#' @param newdata A data frame with `day` or `date`, or a vector of days; `NULL`: the log's.
#' @param interval `"none"`, `"confidence"` (of the true performance) or `"prediction"` (of
#'   what a test would measure).
#' @param conf.int,conf.level Add `conf.low` and `conf.high`.
#' @param data Rows to add the columns to: a data frame with `day` or `date`, within the log;
#'   `NULL`: the log's.
#' @param nsim,seed Number of simulated paths, and their seed; R's random numbers are not used.
#' @param schedule Loads to come; `NULL`: the days of the log are simulated again.
#' @param noise Add the noise of a test.
#' @param ... Not used.
#' @return `tidy()`: `term`, `estimate`, `std.error`, `prior.sd`, `identified`. `glance()`: one
#'   row with `model`, `load_effect`, `method`, `nobs`, `sse`, `sigma`, `r.squared`, `logLik`,
#'   `log_evidence`, `converged`. `augment()`: the log with `.fitted`, `.resid`, `.lower` and
#'   `.upper` (90 %, with noise). `summary()`: a list with `fit`, `coefficients` (a table as
#'   `tidy()` gives, with intervals), `glance`, `skill` (`n`, and root mean squared errors of the
#'   `model`, of the `last` test and of `mean3`; `NULL` below eight tests and without a
#'   posterior), `level`. `simulate()`: `draw`, `day`, `date` if known, `load`,
#'   `performance`.
#' @examples
#' fit <- muscle_fit(training_log, model = "banister")
#' tidy(fit)
#' glance(fit)
#' head(augment(fit))
#' @name muscle_fit-methods
#' @order 1
NULL

#' @rdname muscle_fit-methods
#' @export
coef.muscle_fit <- function(object, ...) {
  check_dots(...)
  terms <- fit_terms(object)
  terms$estimate[terms$coef]
}

#' @rdname muscle_fit-methods
#' @export
vcov.muscle_fit <- function(object, ...) {
  check_dots(...)
  terms <- fit_terms(object)
  nan_to_na(terms$covariance[terms$coef, terms$coef, drop = FALSE])
}

#' @rdname muscle_fit-methods
#' @importFrom stats sigma
#' @export
sigma.muscle_fit <- function(object, ...) {
  check_dots(...)
  nan_to_na(fit_terms(object)$estimate[["sigma"]])
}

#' @rdname muscle_fit-methods
#' @export
confint.muscle_fit <- function(object, parm = NULL, level = 0.9, ...) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  level <- check_probs_level(level, call = call)
  terms <- fit_terms(object)
  all <- names(terms$estimate)
  parm <- if (is.null(parm)) terms$coef else if (is.numeric(parm)) terms$coef[parm] else parm
  if (!is.character(parm) || !all(parm %in% all)) {
    abort_input("choice", c("{.arg parm} must name parameters: {.val {all}}, not {describe(parm)}."),
      arg = "parm", value = parm, call = call)
  }
  q <- fit_spread(object, parm, level)
  dimnames(q) <- list(parm, paste(format(100 * interval_probs(level), trim = TRUE, digits = 3), "%"))
  q
}

#' @export
nobs.muscle_fit <- function(object, ...) {
  check_dots(...)
  sum(tested(object))
}

#' @export
logLik.muscle_fit <- function(object, ...) {
  check_dots(...)
  found <- fit_evidence(object)
  structure(found$log_lik, df = found$df, nobs = nobs(object), class = "logLik")
}

#' @rdname muscle_fit-methods
#' @export
fitted.muscle_fit <- function(object, ...) {
  check_dots(...)
  in_rows(fit_fitted(object), object, tested(object))
}

# What goes with the rows of the log in order of time, in the order that the user's log had:
# element i belongs to row i. `of`: which rows it goes with.
in_rows <- function(x, fit, of = rep(TRUE, nrow(fit$log))) {
  x[order(fit$row[of])]
}

#' @rdname muscle_fit-methods
#' @export
residuals.muscle_fit <- function(object, ...) {
  check_dots(...)
  in_rows(object$log$performance[tested(object)] - fit_fitted(object), object, tested(object))
}

# Days asked for: a vector of days or dates, or a data frame with either.
wanted_days <- function(fit, newdata, arg, call) {
  if (is.null(newdata)) {
    return(in_rows(fit$log$day, fit))
  }
  x <- newdata
  if (is.data.frame(newdata)) {
    column <- if (!is.null(fit$start) && "date" %in% names(newdata)) "date" else "day"
    if (!column %in% names(newdata)) {
      abort_input("columns",
        c("{.arg {arg}} must have a column {.field {if (is.null(fit$start)) 'day' else c('day', 'date')}}.",
          x = "It has {.field {names(newdata)}}."),
        arg = arg, value = names(newdata), call = call)
    }
    x <- newdata[[column]]
  }
  x <- if (is_date_like(x)) days_from_dates(x, arg, fit, call) else check_numbers(x, arg, call = call)
  at <- which(x < fit$log$day[[1L]] | x > max(fit$log$day))
  if (length(at)) {
    abort_input("days",
      c("{.arg {arg}} asks for {day_words(x[[at[[1]]]], fit$start)}, outside the log ({day_words(fit$log$day[[1]], fit$start)} to {day_words(max(fit$log$day), fit$start)}).",
        i = "Use {.fn forecast} with the loads of the days to come."),
      arg = arg, value = x[at], position = at, call = call)
  }
  x
}

#' @rdname muscle_fit-methods
#' @export
predict.muscle_fit <- function(object, newdata = NULL, interval = c("none", "confidence", "prediction"),
                               level = 0.9, ...) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  interval <- check_choice(interval, c("none", "confidence", "prediction"), "interval")
  if (interval != "none") check_can(object, "draws", "object", call)
  level <- check_probs_level(level, call = call)
  at <- wanted_days(object, newdata, "newdata", call)
  if (interval == "none") {
    return(fit_predict(object, at)$mean)
  }
  p <- fit_predict(object, at, interval_probs(level), noise = interval == "prediction")
  new_data_frame(list(.mean = p$mean, .lower = p$quantiles[, 1L], .upper = p$quantiles[, 2L]), length(at))
}

#' @rdname muscle_fit-methods
#' @export
update.muscle_fit <- function(object, new_log, ...) {
  call <- rlang::current_env()
  if (...length() > 0L) check_dots(..., call = call)
  check_given("new_log", "A data frame with the rows to add.", call)
  new_log <- counted_as(object, new_log, "new_log", call)
  fresh <- read_log(new_log, object$na_load, arg = "new_log", call = call, start = object$start, past = object$log)
  busy <- object$log$day[object$log$load > 0]
  at <- which(fresh$frame$load > 0 & fresh$frame$day %in% busy)
  if (length(at)) {
    abort_input("days",
      c("{.arg new_log} has a load for {day_words(fresh$frame$day[[at[[1]]]], object$start)} (position {fresh$row[[at[[1]]]]}{more_positions(at)}), and so has the log of the fit.",
        i = "Give the new rows alone; a test of a day that is known has load {.code NA} or 0."),
      arg = "new_log", value = fresh$frame$day[at], position = fresh$row[at], call = call)
  }
  columns <- intersect(names(object$log), names(fresh$frame))
  # Old rows and new ones, each as the user had them: rows of the fit are counted so.
  both <- rbind(object$log[order(object$row), columns], fresh$frame[order(fresh$row), columns])
  joined <- read_log(both, arg = "new_log", call = call, quiet = TRUE, start = object$start)
  check_log(joined$frame, object$spec, joined$start, call)
  fit_again(object, joined)
}

#' @rdname muscle_fit-methods
#' @importFrom stats simulate
#' @export
simulate.muscle_fit <- function(object, nsim = 1, seed = 1, schedule = NULL, noise = TRUE, ...) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  check_can(object, "draws", "object", call)
  nsim <- check_count(nsim, "nsim", upper = 1e6)
  seed <- check_count(seed, "seed", lower = 0)
  check_flag(noise, "noise")
  days <- if (is.null(schedule)) days_of_log(object) else read_ahead(schedule, object, call = call)
  paths <- fit_paths(object, days$day, if (!is.null(schedule)) days, nsim, seed, noise)
  columns <- list(draw = rep(seq_len(nsim), each = length(days$day)), day = rep(days$day, nsim))
  if (!is.null(days$date)) columns$date <- rep(days$date, nsim)
  columns$load <- rep(days$load, nsim)
  columns$performance <- as.double(own_or_joined(paths, fit_weights(object)))
  new_data_frame(columns)
}

days_of_log <- function(fit) {
  first <- !duplicated(fit$log$day)
  load <- as.vector(rowsum(fit$log$load, fit$log$day)) # the rows are in order of time
  list(day = fit$log$day[first], load = load, date = fit$log$date[first])
}
