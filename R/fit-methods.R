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
#' @param data Not used: the log is in the fit.
#' @param nsim,seed Number of simulated paths, and their seed; R's random numbers are not used.
#' @param schedule Loads to come; `NULL`: the days of the log are simulated again.
#' @param noise Add the noise of a test.
#' @param ... Not used.
#' @return `tidy()`: `term`, `estimate`, `std.error`, `prior.sd`, `identified`. `glance()`: one
#'   row with `model`, `load_effect`, `method`, `nobs`, `sse`, `sigma`, `r.squared`, `logLik`,
#'   `log_evidence`, `converged`. `augment()`: the log with `.fitted`, `.resid`, `.lower` and
#'   `.upper` (90 %, with noise). `simulate()`: `draw`, `day`, `date` if known, `load`,
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
  if (is_ls(object)) {
    return(object$ls$estimate[model_coefs[[object$model]]])
  }
  main_member(object)$mean[fit_parameters(object)]
}

#' @rdname muscle_fit-methods
#' @export
vcov.muscle_fit <- function(object, ...) {
  names <- if (is_ls(object)) model_coefs[[object$model]] else fit_parameters(object)
  matrix <- if (is_ls(object)) object$ls$vcov else main_member(object)$vcov
  nan_to_na(matrix[names, names, drop = FALSE])
}

#' @rdname muscle_fit-methods
#' @importFrom stats sigma
#' @export
sigma.muscle_fit <- function(object, ...) {
  if (is_ls(object)) nan_to_na(object$ls$estimate[["sigma"]]) else main_member(object)$mean[["sigma"]]
}

#' @rdname muscle_fit-methods
#' @export
confint.muscle_fit <- function(object, parm = NULL, level = 0.9, ...) {
  call <- rlang::current_env()
  level <- check_probs_level(level, call = call)
  all <- names(coef(object))
  parm <- if (is.null(parm)) all else if (is.numeric(parm)) all[parm] else parm
  extra <- c("sigma", if (!is_ls(object)) "drift")
  if (!is.character(parm) || !all(parm %in% c(all, extra))) {
    abort_input("choice", c("{.arg parm} must name parameters: {.val {c(all, extra)}}, not {describe(parm)}."),
      arg = "parm", value = parm, call = call)
  }
  tail <- c((1 - level) / 2, (1 + level) / 2)
  if (is_ls(object)) {
    sd <- sqrt(pmax(diag(vcov(object)), 0))
    df <- object$ls$n_tests - object$ls$n_free
    half <- if (df > 0) stats::qt(tail[[2L]], df) * sd[parm] else rep(NA_real_, length(parm))
    q <- cbind(object$ls$estimate[parm] - half, object$ls$estimate[parm] + half)
  } else {
    q <- fit_quantiles(object, tail)[parm, , drop = FALSE]
  }
  dimnames(q) <- list(parm, paste(format(100 * tail, trim = TRUE, digits = 3), "%"))
  q
}

#' @export
nobs.muscle_fit <- function(object, ...) {
  sum(!is.na(object$log$performance))
}

#' @export
logLik.muscle_fit <- function(object, ...) {
  n <- nobs(object)
  if (is_ls(object)) {
    value <- -n / 2 * (log(2 * pi * object$ls$sse / n) + 1)
    df <- object$ls$n_free + 1L
  } else {
    each <- vapply(object$members, `[[`, 0, "log_lik")
    top <- max(each)
    value <- top + log(sum(object$weights * exp(each - top)))
    df <- length(fit_parameters(object)) + 2L
  }
  structure(value, df = df, nobs = n, class = "logLik")
}

#' @rdname muscle_fit-methods
#' @export
fitted.muscle_fit <- function(object, ...) {
  if (is_ls(object)) {
    return(object$ls$fitted)
  }
  predict_days(object, object$log$day[tested(object)])$mean
}

#' @rdname muscle_fit-methods
#' @export
residuals.muscle_fit <- function(object, ...) {
  object$log$performance[tested(object)] - fitted.muscle_fit(object)
}

# Days asked for: a vector of days or dates, or a data frame with either.
wanted_days <- function(fit, newdata, arg, call) {
  if (is.null(newdata)) {
    return(fit$log$day)
  }
  x <- newdata
  if (is.data.frame(newdata)) {
    x <- if (!is.null(fit$start) && "date" %in% names(newdata)) newdata$date else newdata$day
  }
  if (inherits(x, "Date") && !is.null(fit$start)) {
    x <- as.double(x) - as.double(fit$start) + 1
  }
  x <- check_numbers(x, arg, call = call)
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
  interval <- check_choice(interval, c("none", "confidence", "prediction"), "interval")
  level <- check_probs_level(level, call = call)
  at <- wanted_days(object, newdata, "newdata", call)
  if (is_ls(object)) {
    return(ls_predict(object, at))
  }
  if (interval == "none") {
    return(predict_days(object, at)$mean)
  }
  p <- predict_days(object, at, c((1 - level) / 2, (1 + level) / 2), noise = interval == "prediction")
  new_data_frame(list(.mean = p$mean, .lower = p$quantiles[, 1L], .upper = p$quantiles[, 2L]), length(at))
}

#' @rdname muscle_fit-methods
#' @export
update.muscle_fit <- function(object, new_log, ...) {
  call <- rlang::current_env()
  if (...length() > 0L) check_dots(..., call = call)
  check_given("new_log", "A data frame with the rows to add.", call)
  new_log <- counted_as(object, new_log, "new_log", call)
  fresh <- read_log(new_log, object$na_load, arg = "new_log", call = call, start = object$start)
  busy <- object$log$day[object$log$load > 0]
  at <- which(fresh$frame$load > 0 & fresh$frame$day %in% busy)
  if (length(at)) {
    abort_input("days",
      c("{.arg new_log} has a load for {day_words(fresh$frame$day[[at[[1]]]], object$start)} (position {fresh$row[[at[[1]]]]}{more_positions(at)}), and so has the log of the fit.",
        i = "Give the new rows alone; a test of a day that is known has load {.code NA} or 0."),
      arg = "new_log", value = fresh$frame$day[at], position = fresh$row[at], call = call)
  }
  columns <- intersect(names(object$log), names(fresh$frame))
  both <- rbind(object$log[columns], fresh$frame[columns])
  joined <- read_log(both, arg = "new_log", call = call, quiet = TRUE, start = object$start)
  check_log(joined$frame, object$spec, joined$start, call)
  prior <- if (is.null(object$prior)) muscle_prior() else object$prior
  fit_log(joined, object$spec, prior, object$na_load)
}

#' @rdname muscle_fit-methods
#' @importFrom stats simulate
#' @export
simulate.muscle_fit <- function(object, nsim = 1, seed = 1, schedule = NULL, noise = TRUE, ...) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  check_bayes(object, call)
  nsim <- check_count(nsim, "nsim", upper = 1e6)
  seed <- check_count(seed, "seed", lower = 0)
  check_flag(noise, "noise")
  plan <- if (is.null(schedule)) {
    first <- !duplicated(object$log$day)
    list(day = object$log$day[first], load = object$log$load[first], date = object$log$date[first])
  } else {
    read_ahead(schedule, object, call = call)
  }
  future <- if (!is.null(schedule)) plan
  paths <- fit_paths(object, plan$day, future, nsim, seed, noise)
  columns <- list(draw = rep(seq_len(nsim), each = length(plan$day)), day = rep(plan$day, nsim))
  if (!is.null(plan$date)) columns$date <- rep(plan$date, nsim)
  columns$load <- rep(plan$load, nsim)
  columns$performance <- as.double(paths)
  new_data_frame(columns)
}
