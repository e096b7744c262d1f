#' @rdname plot.muscle_plan
#' @exportS3Method ggplot2::autoplot muscle_plan
autoplot.muscle_plan <- function(object, what = c("calendar", "forecast"), ...) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  what <- check_choice(what, c("calendar", "forecast"), "what", call = call)
  if (what == "calendar") {
    return(plot_calendar(object))
  }
  check_can(object$fit, "draws", "object", call)
  ahead <- suppressWarnings(forecast.muscle_fit(object$fit, object), classes = "muscletwin_warning_extrapolation")
  picture <- autoplot.muscle_forecast(ahead)
  goal <- if (is.null(object$date)) object$goal_day else object$date[object$day == object$goal_day]
  picture + ggplot2::geom_vline(xintercept = goal, linetype = "dashed", colour = "grey30") +
    ggplot2::labs(subtitle = paste0("Goal ", short_day(object, object$goal_day), ", dashed: ",
      format(object$expected, digits = 4), " expected"))
}

# A row per day and per week of the plan, with what is written into its cell.
calendar_cells <- function(x) {
  n <- length(x$day)
  week <- x$resolved$week
  weeks <- max(week)
  column <- (seq_len(n) - 1L) %% 7L + 1L
  goal <- x$day == x$goal_day
  days <- data.frame(
    column = column, week = week, load = x$load, label = ifelse(x$load > 0, as_whole_loads(x$load), ""),
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
  weeks <- nrow(cells$sums)
  names <- if (is.null(x$start)) paste("Day", 1:7) else {
    c("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")[(as.POSIXlt(x$date[[1L]])$wday + 0:6) %% 7L + 1L]
  }
  ggplot2::ggplot() +
    calendar_days(x, cells$days) +
    calendar_weeks(cells$sums) +
    ggplot2::scale_fill_gradient(low = "#DCE6F2", high = "#24507F", limits = c(0, max(x$load, 1)), guide = "none") +
    ggplot2::scale_colour_identity() +
    ggplot2::scale_x_continuous(breaks = c(1:7, 8.3), labels = c(names, "Week"), position = "top",
      limits = c(0.5, 9.05), expand = c(0, 0)) +
    ggplot2::scale_y_reverse(breaks = seq_len(weeks), labels = paste("Week", seq_len(weeks)),
      limits = c(weeks + 0.5, 0.5), expand = c(0, 0)) +
    ggplot2::coord_fixed(ratio = 0.85) +
    calendar_titles(x) +
    house_theme() +
    ggplot2::theme(
      panel.border = ggplot2::element_blank(), panel.grid = ggplot2::element_blank(),
      axis.ticks = ggplot2::element_blank(), axis.text.x.top = ggplot2::element_text(size = 12, colour = "grey25"),
      axis.text.y = ggplot2::element_text(size = 11, colour = "grey25"),
      plot.title = ggplot2::element_text(face = "bold"), plot.subtitle = ggplot2::element_text(colour = "grey30")
    )
}

# A cell per day: its load, its date in the corner, rest in words, the goal framed.
calendar_days <- function(x, days) {
  train <- days[x$load > 0, , drop = FALSE]
  # After the goal nothing is planned.
  rest <- days[x$load == 0 & !days$goal & x$day < x$goal_day, , drop = FALSE]
  mark <- days[days$goal, , drop = FALSE]
  cell <- ggplot2::aes(.data$column, .data$week)
  list(
    ggplot2::geom_tile(cell, days, width = 0.94, height = 0.9, fill = "grey97", colour = "grey85"),
    ggplot2::geom_tile(ggplot2::aes(.data$column, .data$week, fill = .data$load), train, width = 0.94, height = 0.9),
    ggplot2::geom_text(ggplot2::aes(.data$column, .data$week + 0.05, label = "rest"), rest, colour = "grey60",
      size = 3.6),
    ggplot2::geom_text(ggplot2::aes(.data$column, .data$week + ifelse(.data$goal, -0.02, 0.05), label = .data$label,
      colour = .data$ink), train, size = 6.2, fontface = "bold"),
    ggplot2::geom_text(
      ggplot2::aes(.data$column - 0.42, .data$week - 0.36, label = .data$corner,
        colour = ifelse(.data$load > 0, .data$ink, "grey45")),
      days, size = 2.7, hjust = 0, vjust = 0.6),
    ggplot2::geom_tile(cell, mark, width = 0.94, height = 0.9, fill = NA, colour = orange, linewidth = 1.8),
    # The label sits below a load, or in the middle of a rest day.
    ggplot2::geom_label(
      ggplot2::aes(.data$column, .data$week + ifelse(.data$load > 0, 0.33, 0.06), label = "GOAL"), mark,
      colour = "white", fill = orange, size = 3.2, fontface = "bold", label.size = 0,
      label.padding = ggplot2::unit(2.5, "pt"))
  )
}

# The sum of each week at the right, as a number, a bar and in words.
calendar_weeks <- function(sums) {
  list(
    ggplot2::geom_rect(ggplot2::aes(xmin = 7.75, xmax = 7.75 + 1.2 * .data$load / .data$most, ymin = .data$week + 0.12,
      ymax = .data$week + 0.24), sums, fill = orange),
    ggplot2::geom_text(ggplot2::aes(7.75, .data$week - 0.12, label = as_whole_loads(.data$load)), sums, hjust = 0,
      size = 5, fontface = "bold", colour = "grey15"),
    ggplot2::geom_text(ggplot2::aes(7.75, .data$week + 0.36, label = .data$words), sums, hjust = 0, size = 2.9,
      colour = "grey45")
  )
}

calendar_titles <- function(x) {
  at <- as.data.frame(x)[x$day == x$goal_day, ]
  ggplot2::labs(
    x = NULL, y = NULL,
    title = paste0("Plan for ", short_day(x, x$goal_day), ": ", format(x$expected, digits = 4), " expected",
      if (!is.na(at$.lower)) paste0(" (", format(100 * x$level), " %: ", format(at$.lower, digits = 4), " to ",
        format(at$.upper, digits = 4), ")")),
    subtitle = paste0("Total load ", as_whole_loads(sum(x$load)), " in ", count_words(sum(x$load > 0), "session"), ".\n",
      format_gain(x$gain$.mean[[2L]]), " against going on at ", format(x$gain$load[[2L]], digits = 3), " a day, ",
      format_gain(x$gain$.mean[[1L]]), " against rest",
      if (x$optimum == "local") ". A local optimum", ".")
  )
}

#' @rdname plot.muscle_plan
#' @export
plot.muscle_plan <- function(x, y, what = c("calendar", "forecast"), ...) {
  check_dots(...)
  show_picture(autoplot.muscle_plan(x, what = what))
}
