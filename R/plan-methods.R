#' @export
as.data.frame.muscle_plan <- function(x, ...) {
  check_dots(...)
  frame <- list(day = x$day)
  if (!is.null(x$date)) frame$date <- x$date
  frame$load <- x$load
  ahead <- as.data.frame(x$forecast)
  frame$.mean <- ahead$.mean
  # A least-squares fit has no interval.
  frame$.lower <- if (is.null(ahead$.lower)) rep(NA_real_, length(x$day)) else ahead$.lower
  frame$.upper <- if (is.null(ahead$.upper)) rep(NA_real_, length(x$day)) else ahead$.upper
  new_data_frame(frame, length(x$day))
}

#' @export
summary.muscle_plan <- function(object, ...) {
  check_dots(...)
  r <- object$resolved
  week <- as.double(tapply(object$load, r$week, sum))
  before <- c(r$week_before, week[-length(week)])
  first <- !duplicated(r$week)
  frame <- list(week = seq_along(week), day = object$day[first])
  if (!is.null(object$date)) frame$date <- object$date[first]
  frame$days <- tabulate(r$week)
  frame$sessions <- as.integer(tapply(object$load > 0, r$week, sum))
  frame$load <- week
  frame$largest <- as.double(tapply(object$load, r$week, max))
  frame$ratio <- ifelse(before > 0, week / before, NA_real_)
  structure(list(weeks = new_data_frame(frame, length(week)), limits = object$limits, gain = object$gain,
    members = object$members, starts = object$starts, plan = object), class = "summary.muscle_plan")
}

#' @export
print.summary.muscle_plan <- function(x, ...) {
  cli::cat_line(plan_title(x$plan))
  print(x$weeks, digits = 4, row.names = FALSE)
  cli::cat_line("limits (worth: performance on the goal day for one unit more)")
  print(x$limits, digits = 4, row.names = FALSE)
  cli::cat_line("gain (", format(100 * x$plan$level), " % intervals)")
  print(x$gain, digits = 3, row.names = FALSE)
  if (nrow(x$members) > 1L) {
    share <- format(x$members$weight, digits = 2, trim = TRUE)
    cli::cat_line("members ", paste0(x$members$model, " ", share, collapse = ", "))
  }
  if (!is.null(x$starts)) {
    ends <- format(sort(x$starts$to, decreasing = TRUE), digits = 6, trim = TRUE)
    cli::cat_line("starts ended at ", paste(ends, collapse = ", "))
  }
  invisible(x)
}

plan_title <- function(x) {
  paste0("<muscle_plan> ", count_words(length(x$day), "day"), " from ", day_words(x$day[[1L]], x$start), ", goal ",
    day_words(x$goal_day, x$start), ", ",
    if (x$objective == "robust") paste0("robust (worst ", format(100 * x$worst, digits = 3), " % of draws)") else "expected")
}

gain_words <- function(g, level) {
  paste0(format_gain(g$.mean),
    if (!is.na(g$.lower)) paste0(" (", format(100 * level), " %: ", format_gain(g$.lower), " to ",
      format_gain(g$.upper), "; better with probability ", probability_words(g$prob_better), ")"))
}

# What a limit's worth means in words: a tenth more of it, or one.
worth_words <- function(limit, week_before) {
  worth <- limit$worth
  step <- switch(limit$limit, max_day = , max_week = , min_total = 0.1 * limit$allowed, ramp = 0.1, 1)
  more <- switch(limit$limit, max_day = , max_week = "10 % more is worth", ramp = "0.1 more is worth",
    min_total = "10 % less is worth", rest_days = "one fewer is worth", max_sessions = "one more is worth")
  value <- if (is.na(worth)) "worth not known" else if (signif(worth * step, 2) == 0) "nothing to gain" else
    paste(more, format_gain(worth * step))
  from <- if (limit$limit == "ramp" && grepl("weeks? 1\\b", limit$where)) {
    paste0("; from ", as_whole_loads(week_before), " in the week before")
  }
  paste0(limit$limit, " ", format(limit$allowed, digits = 4), " (", limit$where, from, "): ", value)
}

#' @export
print.muscle_plan <- function(x, ...) {
  cli::cat_line(plan_title(x))
  week <- as.double(tapply(x$load, x$resolved$week, sum))
  at <- as.data.frame(x)[x$day == x$goal_day, ]
  cli::cat_line("goal   ", format(x$expected, digits = 4), " expected",
    if (!is.na(at$.lower)) paste0(", a test would give ", format(at$.lower, digits = 4), " to ",
      format(at$.upper, digits = 4), " (", format(100 * x$level), " %)"),
    if (x$objective == "robust") paste0("; mean of the worst ", format(x$value, digits = 4)))
  cli::cat_line("gain   against rest ", gain_words(x$gain[1L, ], x$level))
  cli::cat_line("       against ", format(x$gain$load[[2L]], digits = 3), " a day, as of late, ",
    gain_words(x$gain[2L, ], x$level))
  shown <- utils::head(week, 8L)
  cli::cat_line("load   ", as_whole_loads(sum(x$load)), " in ", count_words(sum(x$load > 0), "session"), "; weeks ",
    paste(as_whole_loads(shown), collapse = ", "), if (length(week) > 8L) ", ...")
  binding <- x$limits[x$limits$binds > 0, , drop = FALSE]
  if (nrow(binding) == 0L) {
    cli::cat_line("binds  no limit")
  } else {
    binding <- binding[order(-ifelse(is.na(binding$worth), 0, binding$worth * binding$allowed)), ]
    for (i in seq_len(min(nrow(binding), 4L))) {
      cli::cat_line(if (i == 1L) "binds  " else "       ", worth_words(binding[i, ], x$resolved$week_before))
    }
  }
  cli::cat_line("found  ", optimum_words(x))
  if (length(x$warnings)) {
    cli::cat_line("NOTE   ", paste(c(
      muscletwin_warning_extrapolation = "loads leave what the log has seen, so intervals are widened",
      muscletwin_warning_time = "the search ran out of time")[names(x$warnings)], collapse = "; "), ": see plan$warnings")
  }
  cli::cat_line(hint("plot(plan), summary(plan), forecast(fit, plan), muscle_sim(plan)"))
  invisible(x)
}

optimum_words <- function(x) {
  members <- x$members[x$members$weight > 0, ]
  average <- if (nrow(members) > 1L) {
    share <- format(round(members$weight, 2), nsmall = 2, trim = TRUE)
    paste0("; average of ", paste0(members$model, " ", share, collapse = ", "))
  }
  paste0(
    switch(if (x$optimum == "stopped") "stopped" else x$kind,
      stopped = paste0("stopped by time_limit",
        if (!is.na(x$gap)) paste0("; the best is at most ", format(signif(x$gap, 2)), " above")),
      linear = "global optimum (linear program)",
      concave = "global optimum (concave quadratic program)",
      integer = "global optimum (mixed-integer; worths with the sessions held)",
      local = paste0("local optimum, best of ", nrow(x$starts), " starts",
        if (!is.na(x$gap)) paste0("; none is better by more than ", format(signif(x$gap, 2))))
    ), average
  )
}

#' Pictures of a plan
#'
#' `what = "calendar"` draws a sheet for the wall: a row per week of the plan, a column per
#' weekday, each day with its load and as dark as its load is large, rest days open, the goal
#' day framed, and the sum of each week at the right. `what = "forecast"` draws performance
#' with its intervals over the loads.
#'
#' Weeks are the plan's own, seven days from its first, since limits are kept by these.
#'
#' @param object,x A [muscle_plan()].
#' @param what `"calendar"` or `"forecast"`.
#' @param y,... Not used.
#' @return A ggplot; `plot()` gives it invisibly. Errors: `muscletwin_error_choice`, `_dots`,
#'   `_method` (the forecast of a least-squares fit has no intervals to draw).
#' @examplesIf rlang::is_installed("highs")
#' fit <- muscle_fit(training_log, model = "banister")
#' limits <- plan_limits(max_day = 90, rest_days = 2, min_total = 1000, week_before = 320)
#' plan <- muscle_plan(fit, 28, goal_day = max(training_log$day) + 26, limits)
#' plot(plan)
#' \donttest{
#' plot(plan, what = "forecast")
#' }
#' @name plot.muscle_plan
NULL
