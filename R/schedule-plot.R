#' Plot a schedule
#'
#' A bar per day, phases shaded. `autoplot()` makes the picture, `plot()` prints it.
#'
#' @param object,x A [muscle_schedule()].
#' @param ... Not used.
#' @return A ggplot; `plot()` gives it invisibly. Errors: `muscletwin_error_dots`.
#' @examples
#' plot(make_schedule())
#' @name plot.muscle_schedule
NULL

#' @rdname plot.muscle_schedule
#' @exportS3Method ggplot2::autoplot muscle_schedule
autoplot.muscle_schedule <- function(object, ...) {
  check_dots(...)
  draw_schedule(object)
}

#' @rdname plot.muscle_schedule
#' @export
plot.muscle_schedule <- function(x, ...) {
  check_dots(...)
  show_picture(draw_schedule(x))
}

draw_schedule <- function(schedule) {
  frame <- as.data.frame(schedule)
  frame$at <- day_or_date(frame)
  phases <- phase_frame(schedule)
  ggplot2::ggplot(frame) +
    phase_layers(phases) +
    ggplot2::geom_col(ggplot2::aes(.data$at, .data$load), width = 0.9, fill = blue) +
    phase_labels(phases) +
    day_scale(frame$at) +
    ggplot2::scale_y_continuous(expand = ggplot2::expansion(mult = c(0, if (is.null(phases)) 0.05 else 0.12))) +
    ggplot2::labs(x = axis_title(frame$at), y = "Training load (units per day)") +
    house_theme()
}
