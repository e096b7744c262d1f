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

probability_words <- function(p) {
  if (p > 0.995) "above 0.99" else if (p < 0.005) "below 0.01" else format(round(p, 2), nsmall = 2)
}

format_gain <- function(x) {
  paste0(if (x >= 0) "+" else "-", format(signif(abs(x), 2)))
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
    paste0("; from ", whole(week_before), " in the week before")
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
  cli::cat_line("load   ", whole(sum(x$load)), " in ", count_words(sum(x$load > 0), "session"), "; weeks ",
    paste(whole(shown), collapse = ", "), if (length(week) > 8L) ", ...")
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

#' @rdname plot.muscle_plan
#' @exportS3Method ggplot2::autoplot muscle_plan
autoplot.muscle_plan <- function(object, what = c("calendar", "forecast"), ...) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  what <- check_choice(what, c("calendar", "forecast"), "what", call = call)
  if (what == "calendar") {
    return(plot_calendar(object))
  }
  check_bayes(object$fit, call)
  ahead <- suppressWarnings(forecast.muscle_fit(object$fit, object), classes = "muscletwin_warning_extrapolation")
  picture <- autoplot.muscle_forecast(ahead)
  goal <- if (is.null(object$date)) object$goal_day else object$date[object$day == object$goal_day]
  picture + ggplot2::geom_vline(xintercept = goal, linetype = "dashed", colour = "grey30") +
    ggplot2::labs(subtitle = paste0("Goal ", short_day(object, object$goal_day), ", dashed: ",
      format(object$expected, digits = 4), " expected"))
}

# English whatever the locale, as all words of the package.
short_day <- function(x, day) {
  if (is.null(x$start)) {
    return(paste("day", format(day)))
  }
  date <- as.POSIXlt(x$start + (day - 1))
  paste(date$mday, month.abb[date$mon + 1L])
}

# A row per day and per week of the plan, with what is written into its cell.
calendar_cells <- function(x) {
  n <- length(x$day)
  week <- x$resolved$week
  weeks <- max(week)
  column <- (seq_len(n) - 1L) %% 7L + 1L
  goal <- x$day == x$goal_day
  days <- data.frame(
    column = column, week = week, load = x$load, label = ifelse(x$load > 0, whole(x$load), ""),
    corner = if (is.null(x$start)) format(x$day, trim = TRUE) else short_day(x, x$day),
    ink = ifelse(x$load > 0.55 * max(x$load), "white", "grey15"), goal = goal
  )
  sums <- data.frame(week = seq_len(weeks), load = as.double(tapply(x$load, week, sum)),
    sessions = as.integer(tapply(x$load > 0, week, sum)))
  sums$most <- max(sums$load, 1)
  sums$words <- ifelse(sums$sessions == 0L, "rest", paste0(sums$sessions, ifelse(sums$sessions == 1L, " session",
    " sessions")))
  list(days = days, sums = sums)
}

plot_calendar <- function(x) {
  cells <- calendar_cells(x)
  days <- cells$days
  sums <- cells$sums
  goal <- days$goal
  weeks <- nrow(sums)
  # After the goal nothing is planned.
  rest <- days[x$load == 0 & !goal & x$day < x$goal_day, , drop = FALSE]
  train <- days[x$load > 0, , drop = FALSE]
  names <- if (is.null(x$start)) paste("Day", 1:7) else {
    c("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")[(as.POSIXlt(x$date[[1L]])$wday + 0:6) %% 7L + 1L]
  }
  mark <- days[goal, , drop = FALSE]
  at <- as.data.frame(x)[goal, ]
  ggplot2::ggplot() +
    ggplot2::geom_tile(ggplot2::aes(.data$column, .data$week), days, width = 0.94, height = 0.9, fill = "grey97",
      colour = "grey85") +
    ggplot2::geom_tile(ggplot2::aes(.data$column, .data$week, fill = .data$load), train, width = 0.94, height = 0.9) +
    ggplot2::geom_text(ggplot2::aes(.data$column, .data$week + 0.05, label = "rest"), rest, colour = "grey60",
      size = 3.6) +
    ggplot2::geom_text(ggplot2::aes(.data$column, .data$week + ifelse(.data$goal, -0.02, 0.05), label = .data$label,
      colour = .data$ink), train, size = 6.2, fontface = "bold") +
    ggplot2::geom_text(
      ggplot2::aes(.data$column - 0.42, .data$week - 0.36, label = .data$corner,
        colour = ifelse(.data$load > 0, .data$ink, "grey45")),
      days, size = 2.7, hjust = 0, vjust = 0.6) +
    ggplot2::geom_tile(ggplot2::aes(.data$column, .data$week), mark, width = 0.94, height = 0.9, fill = NA,
      colour = orange, linewidth = 1.8) +
    # The label sits below a load, or in the middle of a rest day.
    ggplot2::geom_label(
      ggplot2::aes(.data$column, .data$week + ifelse(.data$load > 0, 0.33, 0.06), label = "GOAL"), mark,
      colour = "white", fill = orange, size = 3.2, fontface = "bold", label.size = 0,
      label.padding = ggplot2::unit(2.5, "pt")) +
    ggplot2::geom_rect(ggplot2::aes(xmin = 7.75, xmax = 7.75 + 1.2 * .data$load / .data$most, ymin = .data$week + 0.12,
      ymax = .data$week + 0.24), sums, fill = orange) +
    ggplot2::geom_text(ggplot2::aes(7.75, .data$week - 0.12, label = whole(.data$load)), sums, hjust = 0, size = 5,
      fontface = "bold", colour = "grey15") +
    ggplot2::geom_text(ggplot2::aes(7.75, .data$week + 0.36, label = .data$words), sums, hjust = 0, size = 2.9,
      colour = "grey45") +
    ggplot2::scale_fill_gradient(low = "#DCE6F2", high = "#24507F", limits = c(0, max(x$load, 1)), guide = "none") +
    ggplot2::scale_colour_identity() +
    ggplot2::scale_x_continuous(breaks = c(1:7, 8.3), labels = c(names, "Week"), position = "top",
      limits = c(0.5, 9.05), expand = c(0, 0)) +
    ggplot2::scale_y_reverse(breaks = seq_len(weeks), labels = paste("Week", seq_len(weeks)),
      limits = c(weeks + 0.5, 0.5), expand = c(0, 0)) +
    ggplot2::coord_fixed(ratio = 0.85) +
    ggplot2::labs(
      x = NULL, y = NULL,
      title = paste0("Plan for ", short_day(x, x$goal_day), ": ", format(x$expected, digits = 4), " expected",
        if (!is.na(at$.lower)) paste0(" (", format(100 * x$level), " %: ", format(at$.lower, digits = 4), " to ",
          format(at$.upper, digits = 4), ")")),
      subtitle = paste0("Total load ", whole(sum(x$load)), " in ", count_words(sum(x$load > 0), "session"), ".\n",
        format_gain(x$gain$.mean[[2L]]), " against going on at ", format(x$gain$load[[2L]], digits = 3), " a day, ",
        format_gain(x$gain$.mean[[1L]]), " against rest",
        if (x$optimum == "local") ". A local optimum", ".")
    ) +
    house_theme() +
    ggplot2::theme(
      panel.border = ggplot2::element_blank(), panel.grid = ggplot2::element_blank(),
      axis.ticks = ggplot2::element_blank(), axis.text.x.top = ggplot2::element_text(size = 12, colour = "grey25"),
      axis.text.y = ggplot2::element_text(size = 11, colour = "grey25"),
      plot.title = ggplot2::element_text(face = "bold"), plot.subtitle = ggplot2::element_text(colour = "grey30")
    )
}

# Whole numbers where they say enough.
whole <- function(x) {
  format(round(x, if (max(x) < 10) 1 else 0), trim = TRUE, scientific = FALSE, big.mark = ",")
}

#' @rdname plot.muscle_plan
#' @export
plot.muscle_plan <- function(x, y, what = c("calendar", "forecast"), ...) {
  check_dots(...)
  picture <- autoplot.muscle_plan(x, what = what)
  print(picture)
  invisible(picture)
}
