#' Forecast performance under a plan
#'
#' The posterior of performance on the days after the log, given the loads that are planned.
#'
#' When the four-week mean load of the plan leaves the range that the log has seen, the
#' forecast goes beyond experience: it warns, and intervals are widened in proportion to how
#' far the plan leaves it: by (1 + the excess over the range, as a share of the log's mean
#' load), at most 3 times. That is a judgement, not an estimate.
#'
#' @param object A [muscle_fit()].
#' @param schedule Loads of the days after the log, 0 or more in the log's unit: a
#'   [muscle_schedule()], a numeric vector, a [muscle_plan()], or a data frame with `day` or
#'   `date` (going on from the log; days left out are rest) and `load`. `NA` is an error.
#' @param ... Not used.
#' @param level Probabilities of the intervals, each more than 0 and less than 1.
#' @param what `"performance"`, or `"state"` for fitness and fatigue as well.
#' @param noise `TRUE`: what a test would measure; `FALSE`: the true performance.
#' @return A data frame of class `muscle_forecast`, a row per day and level: `quantity` (with
#'   `what = "state"`), `day`, `date` (if known), `load`, `.mean`, `.lower`, `.upper`, `.width`.
#'   All but days and loads are in units of performance. A least-squares fit has no intervals:
#'   its forecast is a plain data frame with `day`, `date`, `load` and `.mean`.
#'   Errors: `muscletwin_error_days`, `_columns`, `_value`, `_missing`, `_type`, `_length`,
#'   `_choice`, `_not_finite`, `_dots`. Warning: `muscletwin_warning_extrapolation`.
#' @seealso [muscle_fit()] for the model and its sources, [muscle_compare()], [muscle_plan()],
#'   [rolling_origin()], which tells how good such forecasts would have been.
#' @examples
#' fit <- muscle_fit(training_log)
#' forecast(fit, c(60, 0, 60, 0, 40, 0, 0))
#' @export
forecast.muscle_fit <- function(object, schedule, ..., level = c(0.5, 0.8, 0.95),
                                what = c("performance", "state"), noise = TRUE) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  check_given("schedule", "Give the loads of the days after the log.", call)
  level <- sort(check_probs_level(level, call = call))
  what <- check_choice(what, c("performance", "state"), "what")
  check_flag(noise, "noise")
  plan <- read_ahead(schedule, object, call = call)
  if (is_ls(object)) {
    frame <- list(day = plan$day)
    if (!is.null(plan$date)) frame$date <- plan$date
    frame$load <- plan$load
    frame$.mean <- check_forecast(ls_predict(object, plan$day, plan), plan, call)
    return(new_data_frame(frame))
  }
  factor <- beyond_experience(object, plan)
  probs <- c((1 - rev(level)) / 2, 0.5, (1 + level) / 2)
  quantities <- c("performance", if (what == "state") c("fitness", "fatigue"))
  quantities <- Filter(function(q) any(vapply(names(object$members), has_quantity, NA, quantity = q)), quantities)
  parts <- lapply(quantities, function(quantity) {
    p <- predict_days(object, plan$day, probs, quantity, noise && quantity == "performance", plan)
    k <- length(level)
    middle <- check_forecast(p$quantiles[, k + 1L], plan, call)
    check_forecast(rowSums(p$quantiles) + p$mean, plan, call)
    rows <- lapply(seq_len(k), function(i) {
      frame <- list()
      if (what == "state") frame$quantity <- rep(quantity, length(plan$day))
      frame$day <- plan$day
      if (!is.null(plan$date)) frame$date <- plan$date
      frame$load <- plan$load
      frame$.mean <- p$mean
      frame$.lower <- middle + factor * (p$quantiles[, k + 1L - i] - middle)
      frame$.upper <- middle + factor * (p$quantiles[, k + 1L + i] - middle)
      frame$.width <- rep(level[[i]], length(plan$day))
      new_data_frame(frame)
    })
    do.call(rbind, rows)
  })
  result <- do.call(rbind, parts)
  class(result) <- c("muscle_forecast", "data.frame")
  attr(result, "fit") <- object
  result
}

# Loads that no double can take through the model give no number worth having.
check_forecast <- function(x, plan, call) {
  at <- which(!is.finite(x))
  if (length(at)) {
    most <- which.max(plan$load)
    abort_input("not_finite",
      c("The forecast is not a finite number from {.arg schedule} day {at[[1]]} on.",
        i = "Its largest load is {.val {plan$load[[most]]}} at position {most}: check the unit."),
      arg = "schedule", value = plan$load[[most]], position = at, call = call)
  }
  x
}

# How much wider intervals are made: 1 within what the log has seen.
beyond_experience <- function(fit, plan, widened = TRUE) {
  seen <- four_week_means(fit$log$day, fit$log$load)
  # The first days of a log are too few for a mean, unless there are no others.
  seen <- seen[seen$day >= min(seen$day[[1L]] + 27, max(seen$day)), ]
  ahead <- four_week_means(c(fit$log$day, plan$day), c(fit$log$load, plan$load))
  ahead <- ahead[match(floor(plan$day), ahead$day), ]
  range <- range(seen$mean)
  outside <- pmax(ahead$mean - range[[2L]], range[[1L]] - ahead$mean, 0)
  usual <- max(mean(seen$mean), 1e-300)
  excess <- outside / usual
  if (max(excess) > 0.05) {
    worst <- which.max(excess)
    warn_input("extrapolation",
      c("The plan leaves what the log has seen: its four-week mean load is {format(ahead$mean[[worst]], digits = 3)} a day on {day_words(ahead$day[[worst]], fit$start)}, the log's are {format(range[[1]], digits = 3)} to {format(range[[2]], digits = 3)}.",
        i = if (widened) "Intervals are widened there; how much is a judgement, not an estimate." else
          "What is simulated there has never been seen of this person; {.fn forecast} widens its intervals."),
      arg = "schedule", value = ahead$mean[[worst]])
  }
  1 + pmin(excess, 2)
}

# Mean load a day over the 28 days up to each day, or over as many as there are.
four_week_means <- function(day, load) {
  first <- floor(min(day))
  daily <- daily_loads(day, load)
  total <- c(0, cumsum(daily))
  end <- seq_along(daily)
  width <- pmin(end, 28)
  new_data_frame(list(day = first + end - 1, mean = (total[end + 1] - total[end + 1 - width]) / width), length(end))
}

#' @export
print.muscle_forecast <- function(x, ...) {
  width <- max(x$.width)
  shown <- x[x$.width == width, setdiff(names(x), ".width"), drop = FALSE]
  n <- nrow(shown)
  cli::cat_line("<muscle_forecast> ", count_words(length(unique(x$day)), "day"), ", ", format(100 * width), " % interval")
  class(shown) <- "data.frame"
  print(utils::head(shown, 7L), digits = 4, row.names = FALSE)
  if (n > 7L) cli::cat_line("... and ", n - 7L, " rows more")
  cli::cat_line(hint("plot() draws the fan; as.data.frame() has all levels"))
  invisible(x)
}

#' @export
as.data.frame.muscle_forecast <- function(x, ...) {
  attr(x, "fit") <- NULL
  class(x) <- "data.frame"
  x
}

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
  if (!is.character(models) || !all(models %in% fit_models)) {
    abort_input("choice", c("{.arg models} must be among {.val {fit_models}}, not {describe(models)}."),
      arg = "models", value = models, call = call)
  }
  models <- unique(c(models, "level"))
  passed <- list(...)
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
  probs <- (1:19) / 20
  base <- muscle_fit(log, model = "level", ...)
  frame <- base$log
  rows <- which(!is.na(frame$performance))
  if (length(rows) < max(start, 3 + horizon)) {
    abort_input("tests",
      c("{.arg log} has {length(rows)} tests; the first forecast is of test {max(start, 3 + horizon)}.",
        i = "Lower {.arg start}."),
      arg = "log", value = length(rows), call = call)
  }
  wanted <- max(start, 3 + horizon):length(rows)
  specs <- lapply(stats::setNames(nm = models), function(model) {
    utils::modifyList(base$spec, list(model = model))
  })
  first <- rows[[wanted[[1L]] - horizon]]
  prior <- scale_prior(list_prior(...), frame[seq_len(first), ], "banister")
  parts <- lapply(wanted, function(j) {
    i <- rows[[j]]
    last <- rows[[j - horizon]]
    known <- frame[seq_len(last), , drop = FALSE]
    # Loads of a tested day and later are known; tests after `last` are not.
    ahead <- frame[frame$day > frame$day[[last]] & frame$day <= frame$day[[i]], , drop = FALSE]
    y <- known$performance[!is.na(known$performance)]
    t <- known$day[!is.na(known$performance)]
    at <- frame$day[[i]]
    quantiles <- naive_quantiles(t, y, at, horizon, probs)
    for (model in models) {
      fit <- fit_log(list(frame = known, start = base$start, row = seq_len(nrow(known))), specs[[model]], prior, NULL)
      p <- predict_days(fit, at, probs, noise = TRUE, future = ahead)
      quantiles[[model]] <- list(mean = p$mean, q = as.double(p$quantiles))
    }
    observed <- frame$performance[[i]]
    new_data_frame(list(
      test = rep(j, length(quantiles)), day = rep(at, length(quantiles)), rule = names(quantiles),
      observed = rep(observed, length(quantiles)),
      .mean = vapply(quantiles, `[[`, 0, "mean", USE.NAMES = FALSE),
      .lower = vapply(quantiles, function(x) x$q[[1L]], 0, USE.NAMES = FALSE),
      .upper = vapply(quantiles, function(x) x$q[[19L]], 0, USE.NAMES = FALSE),
      .q25 = vapply(quantiles, function(x) x$q[[5L]], 0, USE.NAMES = FALSE),
      .q75 = vapply(quantiles, function(x) x$q[[15L]], 0, USE.NAMES = FALSE),
      # Twice the mean pinball loss over a grid of quantiles.
      crps = vapply(quantiles, function(x) 2 * mean((probs - (observed < x$q)) * (observed - x$q)), 0,
        USE.NAMES = FALSE)
    ), length(quantiles))
  })
  structure(do.call(rbind, parts), class = c("muscle_rolling", "data.frame"))
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

#' Compare plans on a day
#'
#' Every plan is forecast with the same draws of the person, the same drift and the same
#' noise, so that differences are paired: what the plans share cancels.
#'
#' @param fit A [muscle_fit()].
#' @param plans A named list of schedules, each as for [forecast()][forecast.muscle_fit], or
#'   made by [muscle_plan()].
#' @param day The day to compare on, after the log and within every plan: in the log's
#'   numbering, or a date.
#' @param ... Not used; arguments after it are named in full.
#' @param level Probability of the intervals, more than 0 and less than 1.
#' @param draws,seed How many draws, 100 to a million, and their seed, a whole number of 0 or
#'   more; R's random numbers are not used.
#' @return An object of class `muscle_compare`: `plans`, a row per plan with `plan`, `total`
#'   (load up to the day), `.mean`, `.lower`, `.upper`, `prob_best`; `differences`, a row per
#'   pair with `plan`, `against`, `.mean`, `.lower`, `.upper`, `prob_better`.
#'
#'   A fit of `"average"` holds that training may have no effect (its model `"level"`), so
#'   its differences are 0.4 of those of the training models by default, while which plan is
#'   better, and `prob_better`, are what the training models say.
#'
#'   Performance is the true one, without the noise of a test, in the log's unit; `total` in
#'   that of its loads. Errors: `muscletwin_error_days`, `_names`, `_type`, `_method` (a
#'   least-squares fit has no draws), `_value`, `_size`, `_missing`, `_columns`, `_dots`.
#'   Warning: `muscletwin_warning_extrapolation`, for each plan that leaves what the log has seen.
#' @seealso [muscle_plan()], [forecast()][forecast.muscle_fit].
#' @examples
#' fit <- muscle_fit(training_log)
#' muscle_compare(fit,
#'   list(hard = rep(c(80, 0), 7), taper = rep(c(40, 0), 7)),
#'   day = max(training_log$day) + 14
#' )
#' @export
muscle_compare <- function(fit, plans, day, ..., level = 0.9, draws = 4000, seed = 1) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  check_given(c("fit", "plans", "day"), "The plans are compared by performance on {.arg day}.", call)
  check_fit(fit, call)
  check_bayes(fit, call)
  level <- check_probs_level(level, call = call)
  draws <- check_count(draws, "draws", 100, 1e6, call = call)
  seed <- check_count(seed, "seed", lower = 0, call = call)
  if (inherits(plans, "muscle_plan")) plans <- list(plan = plans)
  if (!is.list(plans) || is.data.frame(plans)) {
    abort_input("type", "{.arg plans} must be a named list of schedules, not {describe(plans)}.", arg = "plans", value = plans, call = call)
  }
  check_plan_names(plans, call)
  day <- log_day(day, "day", fit, call)
  read <- lapply(stats::setNames(nm = names(plans)),
    function(name) read_ahead(plans[[name]], fit, paste0("plans$", name), call))
  for (name in names(read)) {
    if (day <= max(fit$log$day) || day > max(read[[name]]$day)) {
      abort_input("days",
        c("{.arg day} is {day_words(day, fit$start)}; the plan {.val {name}} has {day_words(min(read[[name]]$day), fit$start)} to {day_words(max(read[[name]]$day), fit$start)}.",
          i = "Choose a day that every plan has."),
        arg = "day", value = day, call = call)
    }
    beyond_experience(fit, lapply(read[[name]][c("day", "load")], function(x) x[read[[name]]$day <= day]))
  }
  ranks <- NULL
  value <- matrix(0, draws, length(read), dimnames = list(NULL, names(read)))
  for (name in names(read)) {
    parts <- raw_paths(fit, day, read[[name]], draws, seed, FALSE)
    if (is.null(ranks)) ranks <- path_ranks(parts)
    value[, name] <- join_paths(parts, fit$weights, ranks)
  }
  best <- max.col(value, ties.method = "first")
  same <- rowSums(value == value[cbind(seq_len(draws), best)])
  share <- vapply(seq_along(read), function(k) mean((value[, k] == value[cbind(seq_len(draws), best)]) / same), 0)
  tail <- c((1 - level) / 2, (1 + level) / 2)
  interval <- function(x) unname(stats::quantile(x, tail))
  plans_table <- do.call(rbind, lapply(seq_along(read), function(k) {
    q <- interval(value[, k])
    new_data_frame(list(plan = names(read)[[k]], total = sum(read[[k]]$load[read[[k]]$day <= day]),
      .mean = mean(value[, k]), .lower = q[[1L]], .upper = q[[2L]], prob_best = share[[k]]), 1L)
  }))
  pairs <- if (length(read) > 1L) utils::combn(length(read), 2L) else matrix(0L, 2L, 0L)
  differences <- do.call(rbind, lapply(seq_len(ncol(pairs)), function(j) {
    d <- value[, pairs[1L, j]] - value[, pairs[2L, j]]
    q <- interval(d)
    new_data_frame(list(plan = names(read)[[pairs[1L, j]]], against = names(read)[[pairs[2L, j]]],
      .mean = mean(d), .lower = q[[1L]], .upper = q[[2L]], prob_better = mean(d > 0) + mean(d == 0) / 2), 1L)
  }))
  structure(
    list(plans = plans_table, differences = differences, day = day, start = fit$start, level = level,
      loads = read, fit = fit),
    class = "muscle_compare"
  )
}

check_plan_names <- function(plans, call) {
  names <- names(plans)
  at <- if (is.null(names)) seq_along(plans) else which(is.na(names) | !nzchar(names) | duplicated(names))
  if (length(plans) == 0L || length(at)) {
    abort_input("names",
      c("The {.arg plans} need names, each a different one.",
        x = if (length(plans) == 0L) "The list is empty." else if (is.null(names)) "None has a name.",
        i = "For example {.code plans = list(hard = ..., taper = ...)}."),
      arg = "plans", value = names, position = if (length(plans)) at[[1L]], call = call
    )
  }
}

# The better plan first.
difference_words <- function(d) {
  ahead <- if (d$.mean >= 0) 1 else -1
  names <- if (ahead > 0) c(d$plan, d$against) else c(d$against, d$plan)
  ends <- sort(ahead * c(d$.lower, d$.upper))
  paste0(names[[1L]], " minus ", names[[2L]], ": ", format(signif(ahead * d$.mean, 2)), " (",
    format(signif(ends[[1L]], 2)), " to ", format(signif(ends[[2L]], 2)), "), better with probability ",
    probability_words(if (ahead > 0) d$prob_better else 1 - d$prob_better))
}

#' @export
print.muscle_compare <- function(x, ...) {
  cli::cat_line("<muscle_compare> ", count_words(nrow(x$plans), "plan"), " on ", day_words(x$day, x$start), ", ",
    format(100 * x$level), " % intervals")
  print(utils::head(x$plans, 5L), digits = 4, row.names = FALSE)
  for (j in seq_len(min(3L, NROW(x$differences)))) {
    cli::cat_line(difference_words(x$differences[j, ]))
  }
  level <- unname(x$fit$weights["level"])
  if (x$fit$model == "average" && NROW(x$differences)) {
    cli::cat_line("differences are ", format(1 - level), " of what the training models see: level, weight ", format(level),
      ", sees none")
  }
  cli::cat_line(hint("plot() draws the plans side by side"))
  invisible(x)
}
