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
NULL

fit_parameters <- function(fit) {
  c(model_coefs[[main_model(fit)]],
    if (fit$spec$initial$code == 2L) {
      switch(main_model(fit), level = NULL, fitness_only = "fitness0", c("fitness0", "fatigue0"))
    })
}

is_ls <- function(fit) fit$method == "least_squares"

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

check_probs_level <- function(level, arg = "level", call = rlang::caller_env()) {
  level <- check_numbers(level, arg, call = call)
  at <- which(level <= 0 | level >= 1)
  if (length(at)) {
    abort_input("value", c("{.arg {arg}} must be between 0 and 1, not {.val {level[[at[[1]]]]}}.",
      i = if (level[[at[[1]]]] > 1) "Write 90 % as 0.9."), arg = arg, value = level[at], position = at, call = call)
  }
  level
}

# Quantiles of the posterior, or of the prior: a matrix with a row per parameter.
fit_quantiles <- function(fit, probs, prior = FALSE) {
  model <- main_model(fit)
  points <- if (!prior) member_points(fit, model)
  q <- .Call(C_fit_quantiles, prior_for_engine(fit$prior), engine_options(model, fit$spec), points, as.double(probs))
  q <- t(q)
  rownames(q) <- engine_names(model)
  q
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

# ---- predictions: every member, then quantiles averaged ----

quantity_codes <- c(fitness = 1L, fatigue = 2L, performance = 3L, training = 5L, level = 6L)

has_quantity <- function(model, quantity) {
  switch(quantity,
    fitness = model != "level",
    fatigue = !model %in% c("level", "fitness_only"),
    TRUE
  )
}

# A list: mean, sd, quantiles [day x prob] of a quantity on the days `at`.
predict_days <- function(fit, at, probs = numeric(), quantity = "performance", noise = FALSE,
                         future = NULL) {
  future <- list(as.double(future$day), as.double(future$load))
  models <- Filter(function(model) has_quantity(model, quantity), names(fit$members))
  weights <- fit$weights[models] / sum(fit$weights[models])
  order <- order(at)
  from <- log_for_engine(fit$log)
  belief <- prior_for_engine(fit$prior)
  total <- NULL
  for (model in models[weights > 0]) {
    part <- .Call(
      C_forecast, from, belief, engine_options(model, fit$spec), member_points(fit, model), future,
      as.double(at[order]), list(quantity_codes[[quantity]], as.integer(noise)), as.double(probs)
    )
    part <- lapply(part, function(x) x * weights[[model]])
    total <- if (is.null(total)) part else Map(`+`, total, part)
  }
  back <- order(order)
  list(mean = total$mean[back], sd = total$sd[back], quantiles = total$quantiles[back, , drop = FALSE])
}

ls_predict <- function(fit, at, future = NULL, quantity = "performance") {
  e <- fit$ls$estimate
  if (any(is.infinite(e))) {
    return(rep(NA_real_, length(at)))
  }
  day <- c(fit$log$day, future$day)
  load <- c(fit$log$load, future$load)
  if (fit$model == "level") {
    return(rep(e[["p0"]], length(at)))
  }
  same <- fit$load_effect == "same_day"
  felt <- function(t) if (same) day <= t else day < t
  sum_of <- function(tau, dose) vapply(at, function(t) sum((dose * exp(-(t - day) / tau))[felt(t)]), 0)
  start <- fit$log$day[[1L]]
  g <- e[["k1"]] * sum_of(e[["tau_g"]], load) + fit$spec$initial$fitness * exp(-(at - start) / e[["tau_g"]])
  h <- rep(0, length(at))
  if (fit$model != "fitness_only") {
    dose <- load
    gain <- if (fit$model == "vdr") "k3" else "k2"
    if (fit$model == "vdr") {
      dose <- load * vapply(day, function(t) sum((load * exp(-(t - day) / e[["tau_3"]]))[day <= t]), 0)
    }
    h <- e[[gain]] * sum_of(e[["tau_h"]], dose) + fit$spec$initial$fatigue * exp(-(at - start) / e[["tau_h"]])
  }
  switch(quantity, fitness = g, fatigue = h, e[["p0"]] + g - h)
}

tested <- function(fit) !is.na(fit$log$performance)

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

# ---- tables ----

prior_sd <- function(fit) {
  q <- fit_quantiles(fit, stats::pnorm(c(-1, 1)), prior = TRUE)
  (q[, 2L] - q[, 1L]) / 2
}

posterior_spread <- function(fit, names) {
  q <- fit_quantiles(fit, stats::pnorm(c(-1, 1)))[names, , drop = FALSE]
  (q[, 2L] - q[, 1L]) / 2
}

#' @rdname muscle_fit-methods
#' @export
tidy.muscle_fit <- function(x, conf.int = FALSE, conf.level = 0.9, ...) {
  check_dots(...)
  check_flag(conf.int, "conf.int")
  terms <- c(names(coef(x)), "sigma", if (!is_ls(x)) "drift")
  if (is_ls(x)) {
    table <- list(term = terms, estimate = unname(x$ls$estimate[terms]),
      std.error = unname(sqrt(pmax(nan_to_na(diag(x$ls$vcov)[terms]), 0))))
  } else {
    member <- main_member(x)
    before <- prior_sd(x)[terms]
    ratio <- posterior_spread(x, terms) / before
    table <- list(
      term = terms, estimate = unname(member$mean[terms]),
      std.error = unname(sqrt(pmax(diag(member$vcov)[terms], 0))),
      prior.sd = unname(before), ratio = unname(ratio), identified = unname(ratio < 0.9)
    )
  }
  if (conf.int) {
    ci <- confint(x, terms, conf.level)
    table$conf.low <- unname(ci[, 1L])
    table$conf.high <- unname(ci[, 2L])
  }
  new_data_frame(table, length(terms))
}

#' @rdname muscle_fit-methods
#' @export
glance.muscle_fit <- function(x, ...) {
  check_dots(...)
  y <- x$log$performance[tested(x)]
  sse <- if (is_ls(x)) x$ls$sse else sum((y - fitted.muscle_fit(x))^2)
  total <- sum((y - mean(y))^2)
  new_data_frame(list(
    model = x$model, load_effect = x$load_effect, method = x$method, nobs = length(y),
    sse = sse, sigma = sigma.muscle_fit(x), r.squared = if (total > 0) 1 - sse / total else NA_real_,
    logLik = as.double(logLik.muscle_fit(x)),
    log_evidence = if (is_ls(x)) NA_real_ else log_evidence(x),
    converged = if (is_ls(x)) !x$ls$degenerate else all(vapply(x$members, `[[`, 0, "status") == 0)
  ), 1L)
}

log_evidence <- function(fit) {
  each <- vapply(fit$members, `[[`, 0, "log_evidence")
  max(each) + log(sum(fit$weights * exp(each - max(each))))
}

#' @rdname muscle_fit-methods
#' @export
augment.muscle_fit <- function(x, data = NULL, ...) {
  check_dots(...)
  frame <- as.list(x$log)
  if (is_ls(x)) {
    frame$.fitted <- ls_predict(x, x$log$day)
    frame$.fitted[tested(x)] <- x$ls$fitted
  } else {
    p <- predict_days(x, x$log$day, c(0.05, 0.95), noise = TRUE)
    frame$.fitted <- predict_days(x, x$log$day)$mean
    frame$.lower <- p$quantiles[, 1L]
    frame$.upper <- p$quantiles[, 2L]
  }
  frame$.resid <- x$log$performance - frame$.fitted
  new_data_frame(frame, nrow(x$log))
}

#' @rdname muscle_fit-methods
#' @export
summary.muscle_fit <- function(object, level = 0.9, ...) {
  structure(
    list(fit = object, coefficients = tidy.muscle_fit(object, conf.int = TRUE, conf.level = level),
      glance = glance.muscle_fit(object), level = level),
    class = "summary.muscle_fit"
  )
}

#' @export
print.summary.muscle_fit <- function(x, ...) {
  fit <- x$fit
  cli::cat_line("<muscle_fit> ", fit_title(fit))
  table <- x$coefficients
  shown <- data.frame(
    estimate = format(table$estimate, digits = 3), sd = format(table$std.error, digits = 2),
    lower = format(table$conf.low, digits = 3), upper = format(table$conf.high, digits = 3),
    row.names = table$term
  )
  if (!is_ls(fit)) {
    shown$`posterior/prior sd` <- format(table$ratio, digits = 2)
    cli::cat_line("prior    ", utils::capture.output(print(fit$prior))[[1L]])
    cli::cat_line("evidence ", paste0(names(fit$members), " ",
      format(vapply(fit$members, `[[`, 0, "log_evidence"), digits = 4, trim = TRUE), collapse = ", "))
  }
  print(shown)
  if (fit$model == "average") cli::cat_line("(parameters are those of the model banister)")
  invisible(x)
}

# ---- print ----

fit_title <- function(fit) {
  words <- c(average = "level and training averaged", banister = "fitness and fatigue (Banister)",
    fitness_only = "fitness only", vdr = "variable dose response (Busso)", level = "level only, no effect of training")
  paste0(words[[fit$model]], ", load felt ", if (fit$load_effect == "same_day") "on its own day" else "from the next day on")
}

parameter_units <- c(p0 = "", k1 = "per load unit", k2 = "per load unit", k3 = "per squared load unit",
  tau_g = "d", tau_h = "d", tau_3 = "d", sigma = "noise of a test", fitness0 = "", fatigue0 = "")

#' @export
print.muscle_fit <- function(x, ...) {
  log <- x$log
  span <- if (is.null(x$start)) paste0("days ", format(log$day[[1L]]), " to ", format(max(log$day))) else
    paste0(format(log$date[[1L]]), " to ", format(max(log$date)))
  cli::cat_line("<muscle_fit> ", fit_title(x))
  cli::cat_line("log    ", span, ", ", count_words(sum(log$load > 0), "session"), ", ", count_words(nobs(x), "test"))
  if (is_ls(x)) {
    print_least_squares(x)
    return(invisible(x))
  }
  terms <- c(names(coef(x)), "sigma")
  q <- fit_quantiles(x, c(0.05, 0.95))[terms, , drop = FALSE]
  estimate <- main_member(x)$mean[terms]
  text <- vapply(seq_along(terms), function(i) {
    paste0(format(signif(estimate[[i]], 3)), "  (90 %: ", format(signif(q[i, 1L], 3)), " to ",
      format(signif(q[i, 2L], 3)), ") ", parameter_units[[terms[[i]]]])
  }, "")
  # Where the person started is one line, so that the whole stays within twelve.
  starts <- terms %in% c("fitness0", "fatigue0")
  if (any(starts)) {
    text[[1L]] <- paste(c(trimws(text[[1L]]), paste(terms[starts], trimws(text[starts]))), collapse = ", ")
  }
  cli::cat_line(format(terms[!starts], width = 7), text[!starts])
  print_identified(x, setdiff(terms, "sigma"))
  print_skill(x)
  cli::cat_line(hint("forecast(fit, schedule), plot(fit), summary(fit)"))
  invisible(x)
}

print_identified <- function(x, terms) {
  ratio <- posterior_spread(x, terms) / prior_sd(x)[terms]
  vague <- ratio >= 0.9
  few <- if (nobs(x) < length(terms)) "; fewer tests than parameters: the prior speaks"
  if (any(vague)) {
    cli::cat_line("not identified: ",
      paste0(terms[vague], " (posterior/prior sd ", format(round(ratio[vague], 2), nsmall = 2), ")", collapse = ", "), few)
  } else {
    cli::cat_line("all parameters are narrower than their priors (least: ", terms[[which.max(ratio)]],
      ", posterior/prior sd ", format(round(max(ratio), 2), nsmall = 2), ")", few)
  }
}

# How the last tests would have been forecast, against what needs no model.
print_skill <- function(x) {
  if (nobs(x) < 8L) {
    cli::cat_line("skill  too few tests to judge (8 needed)")
    return(invisible())
  }
  score <- recent_skill(x, 6L)
  cli::cat_line("skill  last ", score$n, " tests forecast from those before: RMSE ", format(signif(score$model, 2)),
    ", the last test ", format(signif(score$last, 2)), ", mean of 3 ", format(signif(score$mean3, 2)))
}

recent_skill <- function(fit, n) {
  rows <- which(tested(fit))
  at <- utils::tail(rows, n)
  y <- fit$log$performance
  error <- vapply(at, function(i) {
    part <- one_before(fit, i)
    before <- y[rows[rows < i]]
    c(predict_days(part$fit, fit$log$day[[i]], future = part$future)$mean,
      before[[length(before)]], mean(utils::tail(before, 3L))) - y[[i]]
  }, numeric(3L))
  rmse <- sqrt(rowMeans(error^2))
  list(n = length(at), model = rmse[[1L]], last = rmse[[2L]], mean3 = rmse[[3L]])
}

# The fit as it would have been before row i, and the loads from there to the end.
one_before <- function(fit, i, days = NULL) {
  day <- fit$log$day
  until <- if (is.null(days)) day[[i]] else day[[i]] - days
  early <- fit$log[seq_len(max(which(day < until), 1L)), , drop = FALSE]
  late <- fit$log[day > max(early$day), , drop = FALSE]
  read <- list(frame = early, start = fit$start, row = seq_len(nrow(early)))
  list(fit = fit_log(read, fit$spec, fit$prior, fit$na_load), future = late)
}

print_least_squares <- function(x) {
  ls <- x$ls
  cli::cat_line("least squares, SSE ", format(ls$sse, digits = 6), ", sigma ", format(signif(ls$estimate[["sigma"]], 3)))
  cli::cat_line(paste0(names(coef(x)), " ", format(coef(x), digits = 5, trim = TRUE), collapse = ", "))
  if (ls$degenerate) {
    cli::cat_line("DEGENERATE: the optimum is at tau_g = tau_h with infinite gains; this is not an estimate")
    cli::cat_line("use separation = 1.5 or more, or method = \"bayes\"")
  } else {
    if (length(ls$active)) cli::cat_line("held by a bound: ", toString(ls$active))
    cli::cat_line("condition number of the scaled Jacobian ", format(signif(ls$condition, 2)),
      if (ls$condition > 1000) ": barely determined")
  }
  cli::cat_line(hint("method = \"bayes\" gives intervals that mean something"))
}

# ---- simulate ----

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

check_bayes <- function(fit, call) {
  if (is_ls(fit)) {
    abort_input("method",
      c("A least-squares fit has no posterior.", i = "Fit with {.code method = \"bayes\"}."),
      arg = "object", value = fit$method, call = call)
  }
}

# Paths [day x draw]. Members of an average are joined by rank: draw r of each is the r-th in
# order of its performance on the last day under the first of the plans, which averages
# quantiles. `order` carries the ranks from that plan to the others.
fit_paths <- function(fit, at, future, n, seed, noise, order = NULL, quantity = "performance") {
  parts <- raw_paths(fit, at, future, n, seed, noise, quantity)
  if (length(parts) == 1L) {
    return(parts[[1L]])
  }
  join_paths(parts, fit$weights, if (is.null(order)) path_ranks(parts) else order)
}

join_paths <- function(parts, weights, order) {
  total <- 0
  for (model in names(parts)) total <- total + weights[[model]] * parts[[model]][, order[[model]], drop = FALSE]
  total
}

raw_paths <- function(fit, at, future, n, seed, noise, quantity = "performance") {
  models <- names(fit$members)[fit$weights[names(fit$members)] > 0]
  lapply(stats::setNames(nm = models), function(model) {
    .Call(
      C_forecast_draws, log_for_engine(fit$log), prior_for_engine(fit$prior), engine_options(model, fit$spec),
      member_points(fit, model), list(as.double(future$day), as.double(future$load)), as.double(at),
      list(quantity_codes[[quantity]], as.integer(noise)), as.double(n), as.double(seed)
    )
  })
}

path_ranks <- function(parts) {
  lapply(parts, function(paths) order(paths[nrow(paths), ]))
}

# ---- several athletes ----

#' @export
print.muscle_fits <- function(x, ...) {
  failed <- vapply(x, inherits, NA, what = "error")
  cli::cat_line("<muscle_fits> ", count_words(length(x), "athlete"), if (any(failed)) paste0(", ", sum(failed), " failed: ",
    toString(utils::head(names(x)[failed], 5L))))
  ok <- x[!failed]
  if (length(ok)) {
    table <- t(vapply(ok, coef, coef(ok[[1L]])))
    cli::cat_line("median over athletes: ", paste0(colnames(table), " ",
      vapply(seq_len(ncol(table)), function(j) format(signif(stats::median(table[, j]), 3)), ""), collapse = ", "))
  }
  cli::cat_line(hint("glance(), tidy(), fits[[\"name\"]], forecast(fits[[\"name\"]], schedule)"))
  invisible(x)
}

#' @export
`[.muscle_fits` <- function(x, i) {
  structure(unclass(x)[i], class = "muscle_fits", id = attr(x, "id"))
}

each_athlete <- function(x, f) {
  failed <- vapply(x, inherits, NA, what = "error")
  parts <- lapply(names(x)[!failed], function(name) {
    part <- f(x[[name]])
    id <- new_data_frame(stats::setNames(list(rep(name, nrow(part))), attr(x, "id")), nrow(part))
    cbind(id, part)
  })
  do.call(rbind, parts)
}

#' @rdname muscle_fit-methods
#' @export
tidy.muscle_fits <- function(x, ...) {
  each_athlete(x, function(fit) tidy.muscle_fit(fit, ...))
}

#' @rdname muscle_fit-methods
#' @export
glance.muscle_fits <- function(x, ...) {
  result <- each_athlete(x, glance.muscle_fit)
  failed <- vapply(x, inherits, NA, what = "error")
  if (!is.null(result)) result$error <- rep(NA_character_, nrow(result))
  if (any(failed)) {
    empty <- data.frame(names(x)[failed])
    names(empty) <- attr(x, "id")
    empty$converged <- FALSE
    empty$error <- vapply(unclass(x)[failed], function(e) cli::ansi_strip(conditionMessage(e)), "")
    if (is.null(result)) return(empty)
    empty[setdiff(names(result), names(empty))] <- NA
    result <- rbind(result, empty[names(result)])
  }
  result[order(match(result[[1L]], names(x))), , drop = FALSE]
}

#' @export
coef.muscle_fits <- function(object, ...) {
  ok <- !vapply(object, inherits, NA, what = "error")
  t(vapply(unclass(object)[ok], coef, coef(object[[which(ok)[[1L]]]])))
}
