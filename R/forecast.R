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
