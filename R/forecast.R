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
  ahead <- read_ahead(schedule, object, call = call)
  probs <- c((1 - rev(level)) / 2, 0.5, (1 + level) / 2)
  quantities <- if (what == "state") fit_quantities(object) else "performance"
  found <- lapply(stats::setNames(nm = quantities), function(quantity) {
    fit_predict(object, ahead$day, probs, quantity, noise && quantity == "performance", ahead)
  })
  if (is.null(found$performance$quantiles)) {
    return(point_forecast(found$performance$mean, ahead, call))
  }
  factor <- beyond_experience(object, ahead)
  parts <- lapply(quantities, function(quantity) {
    name <- if (what == "state") quantity
    do.call(rbind, forecast_rows(found[[quantity]], ahead, level, factor, name, call))
  })
  result <- do.call(rbind, parts)
  class(result) <- c("muscle_forecast", "data.frame")
  attr(result, "log") <- object$log # for the picture; the fit is forty times as large
  result
}

ahead_columns <- function(ahead) {
  c(ahead["day"], if (!is.null(ahead$date)) ahead["date"], ahead["load"])
}

# Without a posterior there are no intervals, and the table is a plain one.
point_forecast <- function(mean, ahead, call) {
  new_data_frame(c(ahead_columns(ahead), list(.mean = check_forecast(mean, ahead, call))))
}

# A data frame per level: the quantiles of p around their median, `factor` times as wide.
forecast_rows <- function(p, ahead, level, factor, quantity, call) {
  n <- length(ahead$day)
  k <- length(level)
  middle <- check_forecast(p$quantiles[, k + 1L], ahead, call)
  check_forecast(rowSums(p$quantiles) + p$mean, ahead, call)
  lapply(seq_len(k), function(i) {
    new_data_frame(c(
      if (!is.null(quantity)) list(quantity = rep(quantity, n)), ahead_columns(ahead),
      list(
        .mean = p$mean, .lower = middle + factor * (p$quantiles[, k + 1L - i] - middle),
        .upper = middle + factor * (p$quantiles[, k + 1L + i] - middle), .width = rep(level[[i]], n)
      )
    ), n)
  })
}

# Loads that no double can take through the model give no number worth having.
check_forecast <- function(x, ahead, call) {
  at <- which(!is.finite(x))
  if (length(at)) {
    most <- which.max(ahead$load)
    abort_input("not_finite",
      c("The forecast is not a finite number from {.arg schedule} day {at[[1]]} on.",
        i = "Its largest load is {.val {ahead$load[[most]]}} at position {most}: check the unit."),
      arg = "schedule", value = ahead$load[[most]], position = at, call = call)
  }
  x
}

# How much wider intervals are made: 1 within what the log has seen.
beyond_experience <- function(fit, ahead, widened = TRUE) {
  seen <- four_week_means(fit$log$day, fit$log$load)
  # The first days of a log are too few for a mean, unless there are no others.
  seen <- seen[seen$day >= min(seen$day[[1L]] + 27, max(seen$day)), ]
  then <- four_week_means(c(fit$log$day, ahead$day), c(fit$log$load, ahead$load))
  then <- then[match(floor(ahead$day), then$day), ]
  range <- range(seen$mean)
  outside <- pmax(then$mean - range[[2L]], range[[1L]] - then$mean, 0)
  usual <- max(mean(seen$mean), 1e-300)
  excess <- outside / usual
  if (max(excess) > 0.05) {
    worst <- which.max(excess)
    warn_input("extrapolation",
      c("The plan leaves what the log has seen: its four-week mean load is {format(then$mean[[worst]], digits = 3)} a day on {day_words(then$day[[worst]], fit$start)}, the log's are {format(range[[1]], digits = 3)} to {format(range[[2]], digits = 3)}.",
        i = if (widened) "Intervals are widened there; how much is a judgement, not an estimate." else
          "What is simulated there has never been seen of this person; {.fn forecast} widens its intervals."),
      arg = "schedule", value = then$mean[[worst]])
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
  shown <- plain_frame(x)[x$.width == width, setdiff(names(x), ".width"), drop = FALSE]
  n <- nrow(shown)
  cli::cat_line("<muscle_forecast> ", count_words(length(unique(x$day)), "day"), ", ", format(100 * width), " % interval")
  print(utils::head(shown, 7L), digits = 4, row.names = FALSE)
  if (n > 7L) cli::cat_line("... and ", n - 7L, " rows more")
  cli::cat_line(hint("plot() draws the fan; as.data.frame() has all levels"))
  invisible(x)
}

#' @export
as.data.frame.muscle_forecast <- function(x, ...) plain_frame(x)
