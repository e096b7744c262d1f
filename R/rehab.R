# Rehabilitation: what to expect after an operation. docs/math-physiology.md, section 7.

#' Atrophy and recovery after an operation
#'
#' `rehab_forecast()` gives the expected course of muscle mass (or strength) through
#' immobilisation and rehabilitation, with a band; `rehab_check()` compares measurements
#' with it as they come, and flags a recovery that is slower than expected.
#'
#' The course is that of [muscle_turnover()]: synthesis falls as in [disuse()], rehabilitation
#' raises it to `rehab` times the habitual. Without training recovery is a relaxation with
#' 79 days; with 1.1 to 1.2 the young are back in 28 to 42 days after two weeks of
#' immobilisation (1.2 after a cast, 1.1 after suspension). From age 50 to 70 the effect of rehabilitation falls to
#' a half. The band holds what varies between people: the depth of disuse (sd 0.06 of `use`), turnover (8
#' %, the range over studies), the response to rehabilitation (50 %, Hubal 2005) and, in
#' braces and casts, the extra breakdown (50 %). The first and the last are choices of
#' design.
#'
#' A measurement is compared by \eqn{z = (observed - expected)/\sqrt{sd_{pred}^2 + sd_{meas}^2}};
#' the flag is up when \eqn{z < -1.64} on two visits in a row. If all is as expected
#' and visits are independent, that happens by chance in 0.255 % of pairs of visits, one in
#' 392. One person's visits share what makes that person slow, so of people who simply are
#' slow more are flagged.
#'
#' @section What this does not decide:
#' **Mass alone never gates return to play.** Strength, symmetry, function, pain and the
#' healing of the tissue are not in this model. A flag is a reason to look, not a diagnosis;
#' no flag is no clearance.
#'
#' @param operation Date of the operation, class `Date`, or `NULL`: days are counted from it.
#'   Day 1 is the day after it.
#' @param immobilised Days of immobilisation from day 1 on, 0 or more; or a [disuse()].
#' @param kind Kind of it, as in [disuse()].
#' @param rehab Synthesis under rehabilitation relative to habitual life, 1 or more: one
#'   number, or a data frame with `from`, `to` (days) and `S`.
#' @param ... Not used; arguments after it are named in full.
#' @param rehab_from,rehab_to First and last day of rehabilitation; `NULL`: the day after
#'   immobilisation, and 12 weeks later (a choice of design).
#' @param days Days ahead.
#' @param age Age, years; `NULL`: young.
#' @param quantity `"mass"` or `"strength"`: strength falls faster, see [strength_loss()], never
#'   rises while the limb is immobilised, and is taken to come back with mass, a choice of
#'   design.
#' @param width Width of the band.
#' @param draws Number of virtual persons behind the band; the same ones in every call.
#' @return `rehab_forecast()`: a data frame of class `rehab_forecast`, a row per day from 0:
#'   `day`, `date` (if known), `.mean` (of the mean person), `sd`, `.lower`, `.upper` (per cent of
#'   before),
#'   `.width`, `phase`. Errors: `muscletwin_error_type`, `_length`, `_missing`, `_value`,
#'   `_choice`, `_columns`, `_order`, `_disuse`, `_dots`.
#' @references
#' Hubal MJ et al. (2005). Variability in muscle size and strength gain after unilateral
#' resistance training. *Med Sci Sports Exerc* 37:964-972.
#'
#' The losses and what was measured beside them: [disuse()]; of strength: [strength_loss()].
#' @examples
#' plan <- rehab_forecast(as.Date("2026-03-02"), immobilised = 14, kind = "brace")
#' plan
#' rehab_check(plan, day = c(28, 42, 56), value = c(88, 87, 88), measure = "ultrasound")
#' @order 1
#' @export
rehab_forecast <- function(operation = NULL, immobilised = 14, kind = c("brace", "cast", "suspension", "bed_rest"),
                           rehab = 1.15, ..., rehab_from = NULL, rehab_to = NULL, days = 180, age = NULL,
                           quantity = c("mass", "strength"), width = 0.9, draws = 500) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  if (!is.null(operation)) operation <- one_date(operation, "operation", call)
  days <- check_count(days, "days", 1, 3650)
  quantity <- check_choice(quantity, c("mass", "strength"), "quantity")
  width <- check_number(width, "width", 0.01, 0.999)
  draws <- check_count(draws, "draws", 50, 1e5)
  age <- if (!is.null(age)) check_age(age)
  if (!inherits(immobilised, "muscle_disuse")) {
    length_of <- check_count(immobilised, "immobilised", 0)
    if (length_of > days) {
      abort_input("value",
        c("{.arg immobilised} is {.val {length_of}} days; the forecast has {days}.", i = "Give more {.arg days}."),
        arg = "immobilised", value = length_of, position = 1L, call = call)
    }
    kind <- check_choice(kind, c("brace", "cast", "suspension", "bed_rest"), "kind")
    immobilised <- if (length_of > 0) disuse(1, length_of, kind)
  } else {
    check_disuse(immobilised, days, "immobilised", call, "forecast")
  }
  free <- if (is.null(immobilised)) 1 else max(immobilised$to) + 1
  rehab_from <- if (is.null(rehab_from)) free else check_count(rehab_from, "rehab_from", 1, 1e6)
  rehab_to <- if (is.null(rehab_to)) rehab_from + 83 else check_count(rehab_to, "rehab_to", rehab_from, 1e6)
  stimulus <- rehab_stimulus(rehab, rehab_from, min(rehab_to, days), days, call)

  courses <- engine_rehab_course(list(stimulus = stimulus, age = age, disuse = disuse_for_engine(immobilised),
    strength = quantity == "strength"), draws)
  # Around the expected course, which is that of the mean person.
  sd <- sqrt(rowMeans((courses$people - courses$course)^2))
  bounds <- apply(courses$people, 1L, stats::quantile, c((1 - width) / 2, 1 - (1 - width) / 2), names = FALSE)
  columns <- list(day = 0:days)
  if (!is.null(operation)) columns$date <- operation + 0:days
  columns <- c(columns, list(.mean = courses$course, sd = sd, .lower = bounds[1L, ], .upper = bounds[2L, ],
    .width = rep(width, days + 1), phase = rehab_phases(stimulus, immobilised, days)))
  frame <- new_data_frame(columns)
  structure(frame, class = c("rehab_forecast", "data.frame"), operation = operation, quantity = quantity,
    immobilised = immobilised)
}

rehab_phases <- function(stimulus, immobilised, days) {
  phase <- ifelse(stimulus > 1, "rehabilitation", "recovery")
  phase[disuse_days(immobilised, days)$period > 0] <- "immobilised"
  c("before", phase)
}

rehab_stimulus <- function(rehab, from, to, days, call) {
  stimulus <- rep(1, days)
  if (is.data.frame(rehab)) {
    if (!all(c("from", "to", "S") %in% names(rehab))) {
      abort_input("columns",
        "{.arg rehab} must have the columns {.field from}, {.field to} and {.field S}; it has {.field {names(rehab)}}.",
        arg = "rehab", value = names(rehab), call = call)
    }
    start <- check_days(rehab$from, "rehab$from", call)
    end <- check_days(rehab$to, "rehab$to", call)
    S <- check_numbers(rehab$S, "rehab$S", lower = 0.5, upper = 3, call = call)
    bad <- which(end < start)
    if (length(bad)) {
      abort_input("order",
        "Rehabilitation ends on day {end[[bad[[1]]]]}, before it starts on day {start[[bad[[1]]]]} (row {bad[[1]]}).",
        arg = "rehab", value = end[bad], position = bad, call = call)
    }
    for (i in seq_along(S)) {
      at <- seq_len(days)
      stimulus[at >= start[[i]] & at <= end[[i]]] <- S[[i]]
    }
    return(stimulus)
  }
  S <- check_number(rehab, "rehab", 1, 3, call = call)
  if (from <= to) stimulus[from:to] <- S
  stimulus
}

#' @export
print.rehab_forecast <- function(x, ...) {
  if (is.null(attr(x, "quantity")) || !all(c("day", ".mean") %in% names(x))) {
    print(as.data.frame(x), ...)
    return(invisible(x))
  }
  low <- which.min(x$.mean)
  back <- which(x$day > x$day[[low]] & x$.mean >= 99)
  cli::cat_line("<rehab_forecast> ", attr(x, "quantity"), ", ", count_words(max(x$day), "day"), " after the operation")
  range <- function(i) paste0(format(round(x$.mean[[i]], 1)), " % (", format(round(x$.lower[[i]], 1)), " to ",
    format(round(x$.upper[[i]], 1)), ")")
  cli::cat_line("lowest on day ", x$day[[low]], ": ", range(low))
  day_back <- if (length(back)) x$day[[back[[1L]]]]
  cli::cat_line(if (length(back)) paste0("back at 99 % on day ", day_back) else "not back at 99 % by the last day")
  cli::cat_line("last day: ", range(nrow(x)))
  cli::cat_line("mass alone never gates return to play")
  cli::cat_line(hint("compare measurements with rehab_check(), see it with plot()"))
  invisible(x)
}

#' @export
as.data.frame.rehab_forecast <- function(x, ...) plain_frame(x)

#' @export
`[.rehab_forecast` <- function(x, ...) plain_part(NextMethod())

#' @rdname rehab_forecast
#' @param object A `rehab_forecast`.
#' @param check A `rehab_check` to draw into the picture.
#' @exportS3Method ggplot2::autoplot
autoplot.rehab_forecast <- function(object, ..., check = NULL) {
  check_dots(...)
  frame <- as.data.frame(object)
  title <- c(mass = "muscle, per cent of before", strength = "strength, per cent of before")[[attr(object, "quantity")]]
  plot <- ggplot2::ggplot(frame, ggplot2::aes(.data$day, .data$.mean)) +
    ggplot2::geom_ribbon(ggplot2::aes(ymin = .data$.lower, ymax = .data$.upper), fill = blue, alpha = 0.2) +
    ggplot2::geom_line(colour = blue, linewidth = 0.8) +
    ggplot2::geom_hline(yintercept = 100, colour = "grey50", linewidth = 0.3)
  periods <- attr(object, "immobilised")
  if (!is.null(periods)) {
    shade <- new_data_frame(list(from = periods$from - 1, to = periods$to), nrow(periods))
    plot$layers <- c(list(ggplot2::geom_rect(ggplot2::aes(xmin = .data$from, xmax = .data$to, ymin = -Inf, ymax = Inf),
      shade, inherit.aes = FALSE, fill = "grey70", alpha = 0.35)), plot$layers)
  }
  if (!is.null(check)) {
    visits <- as.data.frame(check)
    visits$status <- ifelse(visits$flag, "flag", ifelse(visits$low, "low", "as expected"))
    plot <- plot + ggplot2::geom_point(ggplot2::aes(.data$day, .data$observed, shape = .data$status), visits,
      size = 2.6) +
      ggplot2::scale_shape_manual(values = c("as expected" = 19, low = 1, flag = 4))
  }
  plot + ggplot2::labs(x = "days after the operation (grey: immobilised)", y = title, shape = NULL,
    caption = "mass alone never gates return to play") +
    house_theme()
}

#' @export
plot.rehab_forecast <- function(x, ...) show_picture(autoplot.rehab_forecast(x, ...))
