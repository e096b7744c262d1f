#' @rdname plot.muscle_fit
#' @exportS3Method ggplot2::autoplot muscle_forecast
autoplot.muscle_forecast <- function(object, ...) {
  check_dots(...)
  frame <- as.data.frame(object)
  if (!"quantity" %in% names(frame)) frame$quantity <- "performance"
  log <- attr(object, "log", exact = TRUE)
  if (is.null(log)) log <- attr(object, "fit", exact = TRUE)$log # of one saved when it kept its fit
  titles <- c(performance = "Performance", fitness = "Fitness", fatigue = "Fatigue", load = "Load")
  panels <- unname(titles[c(unique(frame$quantity), "load")])
  frame$panel <- factor(titles[frame$quantity], levels = panels)
  frame$at <- day_or_date(frame)
  frame$band <- width_factor(frame$.width)
  frame <- frame[order(-frame$.width), ]
  middle <- frame[frame$.width == min(frame$.width), ]
  bars <- middle[middle$quantity == middle$quantity[[1L]], ]
  bars$panel <- factor("Load", levels = panels)
  picture <- ggplot2::ggplot() +
    ggplot2::geom_ribbon(
      ggplot2::aes(.data$at, ymin = .data$.lower, ymax = .data$.upper, fill = .data$band), frame) +
    ggplot2::geom_line(ggplot2::aes(.data$at, .data$.mean), middle, colour = dark_blue)
  span <- diff(range(frame$day)) + 1
  if (!is.null(log)) {
    # As much of the past as there is future, for the eye to start from.
    past <- log[log$day > max(log$day) - max(28, span), , drop = FALSE]
    past$at <- day_or_date(past)
    tests <- past[!is.na(past$performance), , drop = FALSE]
    if (nrow(tests)) {
      tests$panel <- factor("Performance", levels = panels)
      picture <- picture + ggplot2::geom_point(ggplot2::aes(.data$at, .data$performance), tests, size = 1.8)
    }
    past$panel <- factor("Load", levels = panels)
    picture <- picture + ggplot2::geom_col(ggplot2::aes(.data$at, .data$load), past, width = 0.9, fill = "grey75")
  }
  picture +
    ggplot2::geom_col(ggplot2::aes(.data$at, .data$load), bars, width = 0.9, fill = orange) +
    ggplot2::scale_fill_manual("holds", values = band_colours(unique(frame$.width))) +
    panels_over_days(frame$at)
}

#' @rdname plot.muscle_fit
#' @export
plot.muscle_forecast <- function(x, y, ...) show_picture(autoplot.muscle_forecast(x, ...))

#' @rdname plot.muscle_fit
#' @exportS3Method ggplot2::autoplot muscle_compare
autoplot.muscle_compare <- function(object, ...) {
  check_dots(...)
  plans <- object$plans
  plans$plan <- factor(plans$plan, levels = plans$plan[order(plans$.mean)])
  plans$words <- paste("best with probability", vapply(plans$prob_best, probability_words, ""))
  first <- if (NROW(object$differences)) object$differences[1L, ]
  ggplot2::ggplot(plans, ggplot2::aes(.data$.mean, .data$plan)) +
    ggplot2::geom_linerange(ggplot2::aes(xmin = .data$.lower, xmax = .data$.upper), colour = blue, linewidth = 1.2) +
    ggplot2::geom_point(size = 3, colour = blue) +
    ggplot2::geom_text(ggplot2::aes(label = .data$words), vjust = -1, size = 3.4) +
    ggplot2::labs(
      x = paste0("Performance on ", day_words(object$day, object$start), " (", format(100 * object$level), " % interval)"),
      y = NULL,
      subtitle = if (!is.null(first)) difference_words(first)
    ) +
    house_theme()
}

#' @rdname plot.muscle_fit
#' @export
plot.muscle_compare <- function(x, y, ...) show_picture(autoplot.muscle_compare(x, ...))
