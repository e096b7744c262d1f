#' Would it have worked? Forecasts from every point of a log
#'
#' Each test is forecast from the tests before it and from the loads, by each model and by
#' four rules that need no model: the last test, the mean of the last three, a straight line
#' through all, and `"level"`. On real data these are hard to beat.
#'
#' @param log A data frame as for [muscle_fit()].
#' @param models Models to judge.
#' @param horizon How many tests ahead: 1 is the next one.
#' @param start The first test that is forecast, counted from 1.
#' @param ... Passed to [muscle_fit()].
#' @return A data frame of class `muscle_rolling`, a row per test and rule: `test`, `day`,
#'   `rule`, `observed`, `.mean`, `.lower`, `.upper` (90 %), `crps`. `summary()`: per rule
#'   `n`, `rmse`, `mae`, `crps`, `coverage_50`, `coverage_90`.
#' @examples
#' \donttest{
#' summary(rolling_origin(training_log, start = 20))
#' }
#' @export
rolling_origin <- function(log, models = c("average", "banister"), horizon = 1, start = 8, ...) {
  call <- rlang::current_env()
  horizon <- check_count(horizon, "horizon", call = call)
  start <- check_count(start, "start", 4, call = call)
  check_rolling(models, list(...), call)
  models <- unique(c(models, "level"))
  base <- muscle_fit(log, model = "level", ...)
  tests <- which(tested(base))
  first <- max(start, 3 + horizon)
  if (length(tests) < first) {
    abort_input("tests",
      c("{.arg log} has {length(tests)} tests; the first forecast is of test {first}.",
        i = "Lower {.arg start}."),
      arg = "log", value = length(tests), call = call)
  }
  # What the first forecast knows of the log scales the prior of all.
  prior <- scale_prior(list_prior(...), base$log[seq_len(tests[[first - horizon]]), ], "banister")
  parts <- lapply(first:length(tests), function(j) {
    cut <- log_until(base, tests, j, horizon)
    probs <- (1:19) / 20
    rules <- c(naive_quantiles(cut$t, cut$y, cut$at, horizon, probs), model_quantiles(base, cut, models, prior, probs))
    score_rules(rules, j, cut$at, base$log$performance[[tests[[j]]]], probs)
  })
  structure(do.call(rbind, parts), class = c("muscle_rolling", "data.frame"))
}

check_rolling <- function(models, passed, call) {
  if (!is.character(models) || !all(models %in% fit_models)) {
    abort_input("choice", c("{.arg models} must be among {.val {fit_models}}, not {describe(models)}."),
      arg = "models", value = models, call = call)
  }
  if (!is.null(passed$id)) {
    abort_input("dots",
      c("{.fn rolling_origin} takes the log of one athlete, and has no {.arg id}.",
        i = "{.code lapply(split(log, log$id), rolling_origin)} goes through them."),
      arg = "id", value = passed$id, call = call)
  }
  if (identical(passed$method, "least_squares")) {
    abort_input("method",
      c("{.fn rolling_origin} judges whole posteriors; a least-squares fit has none.",
        i = "Leave {.arg method} out."),
      arg = "method", value = passed$method, call = call)
  }
}

# What is known when the j-th test is forecast. Loads of a tested day and later are known;
# tests after `last` are not, of its day either.
log_until <- function(fit, tests, j, horizon) {
  log <- fit$log
  last <- tests[[j - horizon]]
  known <- log[log$day <= log$day[[last]], , drop = FALSE]
  known$performance[seq_len(nrow(known)) > last] <- NA
  seen <- !is.na(known$performance)
  at <- log$day[[tests[[j]]]]
  list(known = known, ahead = log[log$day > log$day[[last]] & log$day <= at, , drop = FALSE], at = at,
    t = known$day[seen], y = known$performance[seen])
}

model_quantiles <- function(base, cut, models, prior, probs) {
  read <- list(frame = cut$known, start = base$start, row = seq_len(nrow(cut$known)))
  lapply(stats::setNames(nm = models), function(model) {
    fit <- fit_log(read, utils::modifyList(base$spec, list(model = model)), prior, NULL)
    p <- fit_predict(fit, cut$at, probs, noise = TRUE, ahead = cut$ahead)
    list(mean = p$mean, q = as.double(p$quantiles))
  })
}

# A row per rule for one test: mean, 90 % and 50 % interval, and the score.
score_rules <- function(rules, test, day, observed, probs) {
  n <- length(rules)
  quantile <- function(k) vapply(rules, function(x) x$q[[k]], 0, USE.NAMES = FALSE)
  new_data_frame(list(
    test = rep(test, n), day = rep(day, n), rule = names(rules), observed = rep(observed, n),
    .mean = vapply(rules, `[[`, 0, "mean", USE.NAMES = FALSE),
    .lower = quantile(1L), .upper = quantile(19L), .q25 = quantile(5L), .q75 = quantile(15L),
    # Twice the mean pinball loss over a grid of quantiles.
    crps = vapply(rules, function(x) 2 * mean((probs - (observed < x$q)) * (observed - x$q)), 0, USE.NAMES = FALSE)
  ), n)
}

list_prior <- function(prior = muscle_prior(), ...) prior

# Normal around a guess, as wide as the same guess has missed by so far.
naive_quantiles <- function(t, y, at, horizon, probs) {
  n <- length(y)
  miss <- function(guess) {
    from <- seq(2, n - horizon + 1)
    e <- vapply(from, function(k) y[[k + horizon - 1]] - guess(y[seq_len(k - 1)]), 0)
    sqrt(mean(e^2))
  }
  rule <- function(guess) {
    m <- guess(y)
    list(mean = m, q = m + miss(guess) * stats::qnorm(probs))
  }
  line <- if (n >= 3L) {
    x <- cbind(1, t)
    fit <- stats::lm.fit(x, y)
    s <- sqrt(sum(fit$residuals^2) / (n - 2))
    lever <- drop(c(1, at) %*% chol2inv(qr.R(fit$qr)) %*% c(1, at))
    m <- sum(fit$coefficients * c(1, at))
    list(mean = m, q = m + s * sqrt(1 + lever) * stats::qt(probs, n - 2))
  }
  c(list(last = rule(function(y) y[[length(y)]]), mean_3 = rule(function(y) mean(utils::tail(y, 3L)))),
    if (!is.null(line)) list(line = line))
}

#' @export
summary.muscle_rolling <- function(object, ...) {
  check_dots(...)
  rules <- unique(object$rule)
  parts <- lapply(rules, function(rule) {
    x <- object[object$rule == rule, ]
    error <- x$.mean - x$observed
    new_data_frame(list(
      rule = rule, n = nrow(x), rmse = sqrt(mean(error^2)), mae = mean(abs(error)), crps = mean(x$crps),
      coverage_50 = mean(x$observed >= x$.q25 & x$observed <= x$.q75),
      coverage_90 = mean(x$observed >= x$.lower & x$observed <= x$.upper)
    ), 1L)
  })
  do.call(rbind, parts)
}

#' @export
print.muscle_rolling <- function(x, ...) {
  cli::cat_line("<muscle_rolling> ", count_words(length(unique(x$test)), "test"), " forecast from those before")
  print(summary.muscle_rolling(x), digits = 3, row.names = FALSE)
  invisible(x)
}
