#' Plot a simulation
#'
#' `autoplot()` makes a ggplot2 picture, `plot()` prints it.
#'
#' What is drawn depends on what [muscle_sim()] gave:
#'
#' - days of a twin: a line per scenario, one panel per quantity. One scenario's performance
#'   is drawn with the fitness and the fatigue that make it. A quantity that is the same in
#'   every scenario is drawn once, in black.
#' - days of a cohort, and summaries: the median and the ranges that hold 50, 80 and 98 % of
#'   the trainees, one column of panels per scenario. A quantity that is the same for all
#'   trainees, as mass is in the default population, is left out unless `what` asks for it.
#' - trainees: a histogram of the peak (`"peak"`), and the peak against the ratio k2/k1
#'   (`"ratio"`; the first 10,000 trainees where there are more), by default both, side by
#'   side, which needs the package patchwork.
#'
#' Phases of the schedule are shaded where all scenarios share them; the axis shows dates
#' where the schedule has them.
#'
#' @param object,x A [muscle_sim()].
#' @param what One or more of `"mass"`, `"performance"`, `"fitness"`, `"fatigue"`; for
#'   trainees `"peak"`, `"ratio"` or both. `NULL` (default): mass and performance, for a
#'   summary all four, for trainees both.
#' @param ... Not used.
#' @return `autoplot()` gives a ggplot (side by side: a patchwork), to which layers, scales
#'   and themes can be added; `plot()` gives the same, invisibly. Errors:
#'   `muscletwin_error_choice`, `_type`, `_dots`, `_value`.
#' @examples
#' sim <- muscle_sim(nutrition = c(adequate = 1, low = 0.7))
#' plot(sim, what = "mass")
#' plot(muscle_sim(), what = "performance")
#'
#' cohort <- muscle_cohort(400)
#' plot(muscle_sim(twin = cohort, output = "summary"), what = "performance")
#' plot(muscle_sim(twin = cohort, output = "trainees"), what = "peak")
#' @name plot.muscle_sim
NULL

# Light to dark, so that shares stay apart in grey print.
fan_colours <- c("98 %" = "#D3E0EF", "80 %" = "#A5C0DE", "50 %" = "#6F98C6")

fan_limits <- list("98 %" = c("q1", "q99"), "80 %" = c("q10", "q90"), "50 %" = c("q25", "q75"))

quantity_titles <- c(
  mass = "Muscle mass (kg)", fitness = "Fitness (test units)", fatigue = "Fatigue (test units)",
  performance = "Performance (test units)"
)

#' @rdname plot.muscle_sim
#' @exportS3Method ggplot2::autoplot muscle_sim
autoplot.muscle_sim <- function(object, what = NULL, ...) {
  check_dots(...)
  draw_sim(object, what, "object", rlang::current_env())
}

#' @rdname plot.muscle_sim
#' @export
plot.muscle_sim <- function(x, what = NULL, ...) {
  check_dots(...)
  show_picture(draw_sim(x, what, "x", rlang::current_env()))
}

draw_sim <- function(sim, what, arg, call) {
  run <- attr(sim, "run", exact = TRUE)
  if (!is.list(run) || is.null(run$output)) {
    abort_input("type",
      c("{.arg {arg}} does not know its simulation any more.",
        i = "Plot the value of {.fn muscle_sim} itself; {.arg what} chooses what is shown."),
      arg = arg, value = names(sim), call = call
    )
  }
  frame <- plain_frame(sim)
  person <- !inherits(run$twin, "muscle_cohort")
  switch(run$output,
    days = {
      chosen <- check_what(what, quantities, c("mass", "performance"), call)
      check_plot_columns(frame, c("day", if (!person) "id", chosen), arg, call)
      if (person) {
        plot_lines(frame, chosen, run)
      } else {
        spread <- day_quantiles(frame, chosen)
        plot_fan(spread, if (is.null(what)) varying(spread, chosen) else chosen, run)
      }
    },
    summary = {
      chosen <- check_what(what, quantities, c("mass", "performance", "fitness", "fatigue"), call)
      check_plot_columns(frame, c("day", "quantity", "q50", unlist(fan_limits)), arg, call)
      plot_fan(frame, if (is.null(what)) varying(frame, chosen) else chosen, run)
    },
    trainees = {
      what <- check_what(what, c("peak", "ratio"), c("peak", "ratio"), call)
      check_plot_columns(frame, c("peak", "responder", "k1", "k2"), arg, call)
      if (length(what) == 2L) {
        rlang::check_installed("patchwork",
          reason = "to put two pictures side by side; `what = \"peak\"` and `what = \"ratio\"` do without.")
        # One legend for both, over the whole picture.
        parts <- list(
          peak = plot_peak(frame, run),
          ratio = plot_ratio(frame, run, arg, call, narrow = TRUE) + ggplot2::guides(colour = "none")
        )
        patchwork::wrap_plots(parts[what], nrow = 1L, guides = "collect") +
          patchwork::plot_annotation(theme = ggplot2::theme(legend.position = "top"))
      } else if (what == "peak") {
        plot_peak(frame, run)
      } else {
        plot_ratio(frame, run, arg, call)
      }
    }
  )
}

check_what <- function(what, choices, default, call) {
  if (is.null(what)) {
    return(default)
  }
  elsewhere <- setdiff(c(quantities, "peak", "ratio"), choices)
  if (is.character(what) && any(what %in% elsewhere)) {
    at <- which(what %in% elsewhere)[[1L]]
    other <- if (what[[at]] %in% quantities) "days" else "trainees"
    abort_input("choice",
      c("{.arg what} must be one or more of {.or {.val {choices}}}, not {.val {what[[at]]}}.",
        i = "{.val {what[[at]]}} is drawn for a simulation with {.code output = \"{other}\"}."),
      arg = "what", value = what, position = if (length(what) > 1L) at, call = call
    )
  }
  if (is.character(what) && length(what) == 1L) {
    return(check_choice(what, choices, "what", call))
  }
  if (!is.character(what) || length(what) == 0L) {
    abort_input("choice",
      c("{.arg what} must be one or more of {.or {.val {choices}}}, not {describe(what)}."),
      arg = "what", value = what, call = call
    )
  }
  for (i in seq_along(what)) {
    check_choice(what[[i]], choices, paste0("what[", i, "]"), call)
  }
  unique(what)
}

check_plot_columns <- function(frame, needs, arg, call) {
  gone <- setdiff(needs, names(frame))
  if (length(gone) || nrow(frame) == 0L) {
    abort_input("type",
      c("{.arg {arg}} is no longer the whole simulation.",
        x = if (length(gone)) "{cli::qty(length(gone))}Column{?s} {.field {gone}} {?is/are} missing." else "It has no rows.",
        i = "Plot the value of {.fn muscle_sim} itself; {.arg what} chooses what is shown."),
      arg = arg, value = gone, call = call
    )
  }
}

plot_lines <- function(frame, what, run) {
  frame$at <- day_or_date(frame)
  several <- has_scenarios(frame)
  # One scenario's performance is shown with its two components.
  together <- !several && "performance" %in% what && !any(c("fitness", "fatigue") %in% what) &&
    all(c("fitness", "fatigue") %in% names(frame))
  lines <- if (several) scenario_lines(frame, what) else person_lines(frame, what, together)
  lines$panel <- panel_factor(lines$quantity, what)

  phases <- shared_phases(run$scenarios)
  series <- levels(lines$series)
  colours <- if (several) {
    scenarios <- setdiff(series, same_in_all)
    c(stats::setNames(colours_for(length(scenarios)), scenarios),
      stats::setNames("black", same_in_all))
  } else {
    c(fitness = blue, fatigue = orange, performance = "black",
      outcome = if (length(what) == 1L) blue else "black")
  }
  # The outcome is drawn heavier than what makes it.
  widths <- stats::setNames(rep(0.85, length(colours)), names(colours))
  if (together) {
    widths[c("fitness", "fatigue", "performance")] <- c(0.8, 0.8, 1.1)
  }
  shown <- if (several) series else setdiff(series, "outcome")
  keys <- ggplot2::guide_legend(nrow = ceiling(sum(nchar(shown) + 6L) / 75))
  picture <- ggplot2::ggplot(lines) +
    phase_layers(phases) +
    line_or_point(frame, ggplot2::aes(
      .data$at, .data$value,
      colour = .data$series, linewidth = .data$series, linetype = .data$dash, group = .data$line
    )) +
    phase_labels(phases, panel_frame(what)) +
    ggplot2::scale_colour_manual(values = colours, breaks = shown, name = NULL, guide = keys) +
    ggplot2::scale_linewidth_manual(values = widths, breaks = shown, name = NULL, guide = keys) +
    ggplot2::scale_linetype_identity() +
    axes_over_days(frame$at, what, phases)
  if (length(what) > 1L) {
    picture <- picture + ggplot2::facet_wrap(
      ggplot2::vars(.data$panel), ncol = 1L, scales = "free_y", strip.position = "left"
    )
  }
  picture
}

axes_over_days <- function(at, what, phases) {
  list(day_scale(at), room_for_labels(phases),
    ggplot2::labs(x = axis_title(at), y = if (length(what) == 1L) quantity_titles[[what]]), house_theme())
}

# The name of a quantity beside its panel, the unit on a line of its own.
panel_factor <- function(quantity, what) {
  titles <- sub(" (", "\n(", quantity_titles, fixed = TRUE)
  names(titles) <- names(quantity_titles)
  factor(titles[as.character(quantity)], levels = unname(titles[what]))
}

# The panel that carries the labels of the phases: the first; NULL where there is one.
panel_frame <- function(what) {
  if (length(what) > 1L) new_data_frame(list(panel = panel_factor(what[[1L]], what)))
}

# Long form: at, value, quantity (its panel), series (its colour), line (what is joined up),
# dash (its line type).
long_lines <- function(frame, rows, quantity, panel, series, dash = "solid") {
  n <- length(rows)
  new_data_frame(list(
    at = frame$at[rows], value = frame[[quantity]][rows], quantity = rep(panel, n),
    series = rep(series, n), line = rep(paste(panel, series), n), dash = rep(dash, n)
  ), n)
}

stack_lines <- function(pieces, order) {
  lines <- do.call(rbind, pieces)
  lines$series <- factor(lines$series, levels = intersect(order, lines$series))
  # Lines are drawn in this order.
  lines$line <- factor(lines$line, levels = unique(lines$line))
  lines
}

person_lines <- function(frame, what, together) {
  rows <- seq_len(nrow(frame))
  parts <- c("fitness", "fatigue", "performance")
  pieces <- list()
  for (quantity in what) {
    pieces <- c(pieces, if (together && quantity == "performance") {
      lapply(parts, function(part) long_lines(frame, rows, part, quantity, part))
    } else {
      list(long_lines(frame, rows, quantity, quantity, "outcome"))
    })
  }
  stack_lines(pieces, c(parts, "outcome"))
}

same_in_all <- "the same in all"

# What all scenarios have in common is one black line. Where only some coincide, those drawn
# later are dashed, so that the colours below show.
scenario_lines <- function(frame, what) {
  rows <- split(seq_len(nrow(frame)), as.character(frame$scenario))
  rows <- rows[unique(as.character(frame$scenario))]
  pieces <- list()
  for (quantity in what) {
    curves <- lapply(rows, function(r) list(frame$at[r], frame[[quantity]][r]))
    first_like <- match(curves, curves)
    if (all(first_like == 1L)) {
      pieces <- c(pieces, list(long_lines(frame, rows[[1L]], quantity, quantity, same_in_all)))
      next
    }
    rank <- stats::ave(first_like, first_like, FUN = seq_along)
    dash <- c("solid", "62", "24", "13")[pmin(rank, 4L)]
    pieces <- c(pieces, lapply(seq_along(rows), function(i) {
      long_lines(frame, rows[[i]], quantity, quantity, names(rows)[[i]], dash[[i]])
    }))
  }
  stack_lines(pieces, c(names(rows), same_in_all))
}

# The quantiles that a summary holds, from the days of every trainee.
day_quantiles <- function(frame, what) {
  keys <- frame[intersect(c("scenario", "day", "date"), names(frame))]
  group <- if (is.null(frame$scenario)) frame$day else paste(as.integer(frame$scenario), frame$day)
  group <- factor(group, levels = unique(group))
  first <- !duplicated(group)
  do.call(rbind, lapply(what, function(quantity) {
    values <- split(frame[[quantity]], group)
    spread <- vapply(values, stats::quantile, summary_probs, probs = summary_probs, names = FALSE)
    part <- keys[first, , drop = FALSE]
    part$quantity <- quantity
    part[names(summary_probs)] <- lapply(seq_along(summary_probs), function(q) unname(spread[q, ]))
    part
  }))
}

# Of the quantities to show, those in which trainees differ; all, if they differ in none.
varying <- function(frame, what) {
  differs <- vapply(what, function(q) {
    rows <- frame$quantity == q
    any(frame$q99[rows] > frame$q1[rows])
  }, NA)
  if (any(differs)) what[differs] else what
}

plot_fan <- function(frame, what, run) {
  frame <- frame[frame$quantity %in% what, , drop = FALSE]
  frame$at <- day_or_date(frame)
  several <- has_scenarios(frame)
  frame$panel <- panel_factor(frame$quantity, what)
  phases <- shared_phases(run$scenarios)
  bands <- lapply(names(fan_limits), function(share) {
    limits <- fan_limits[[share]]
    ggplot2::geom_ribbon(
      ggplot2::aes(ymin = .data[[limits[[1L]]]], ymax = .data[[limits[[2L]]]], fill = share)
    )
  })
  picture <- ggplot2::ggplot(frame, ggplot2::aes(x = .data$at)) +
    phase_layers(phases) +
    bands +
    line_or_point(frame, ggplot2::aes(y = .data$q50, colour = "median"), linewidth = 0.8) +
    phase_labels(phases, panel_frame(what)) +
    ggplot2::scale_fill_manual(values = fan_colours, breaks = rev(names(fan_colours)), name = "Trainees") +
    ggplot2::scale_colour_manual(values = c(median = "black"), name = NULL) +
    axes_over_days(frame$at, what, phases)
  if (several && length(what) > 1L) {
    picture + ggplot2::facet_grid(ggplot2::vars(.data$panel), ggplot2::vars(.data$scenario),
      scales = "free_y", switch = "y")
  } else if (several) {
    picture + ggplot2::facet_wrap(ggplot2::vars(.data$scenario), nrow = if (length(unique(frame$scenario)) <= 3L) 1L)
  } else if (length(what) > 1L) {
    picture + ggplot2::facet_wrap(ggplot2::vars(.data$panel), ncol = if (length(what) > 2L) 2L else 1L,
      scales = "free_y", strip.position = "left")
  } else {
    picture
  }
}
