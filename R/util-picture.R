# Pictures that can be published as they are. Outcomes (mass, performance) are black or take
# the scenario's colour; what gains is blue, what costs is orange, as in the post.

# Whole hours.
minute_breaks <- function(limits) {
  step <- 60 * max(1, ceiling(diff(limits) / 60 / 6))
  seq(0, limits[[2L]], by = step)
}

blue <- "#3B6EA8"

orange <- "#E87722"

dark_blue <- "#1B3A5F" # a line over blue bands

# For scenarios: the two colours above, then ones told apart without red against green.
scenario_colours <- c(blue, orange, "#2A9D8F", "#7A4E9E", "#B8860B", "#C2477F", "#5B5B5B", "#8FB8DE")

# Beyond these a scale of as many steps as there are scenarios.
colours_for <- function(n) {
  if (n <= length(scenario_colours)) {
    scenario_colours[seq_len(n)]
  } else {
    ggplot2::scale_colour_viridis_d(end = 0.9)$palette(n)
  }
}

house_theme <- function() {
  ggplot2::theme_bw(base_size = 12) +
    ggplot2::theme(
      legend.position = "top",
      panel.grid.minor = ggplot2::element_blank(),
      panel.spacing.x = ggplot2::unit(16, "pt"),
      strip.background = ggplot2::element_blank(),
      strip.placement = "outside",
      strip.text = ggplot2::element_text(size = 11),
      plot.margin = ggplot2::margin(6, 12, 6, 6)
    )
}

# What a plot method does.
show_picture <- function(picture) {
  print(picture)
  invisible(picture)
}

# Rows of panels, named at the left, over one axis of days.
panels_over_days <- function(at) {
  list(ggplot2::facet_grid(ggplot2::vars(.data$panel), scales = "free_y", switch = "y"), day_scale(at),
    ggplot2::labs(x = axis_title(at), y = NULL), house_theme())
}

# A line per scenario in its colour; a single one is blue.
lines_by_scenario <- function(scenario) {
  if (nlevels(scenario) < 2L) {
    return(ggplot2::geom_line(colour = blue, linewidth = 0.6))
  }
  list(ggplot2::geom_line(ggplot2::aes(colour = .data$scenario), linewidth = 0.6),
    ggplot2::scale_colour_manual(values = colours_for(nlevels(scenario))))
}

day_or_date <- function(frame) if (is.null(frame$date)) frame$day else frame$date

has_scenarios <- function(frame) {
  !is.null(frame$scenario) && length(unique(frame$scenario)) > 1L
}

axis_title <- function(at) if (inherits(at, "Date")) "Date" else "Day"

# Breaks at whole weeks, as phases are.
day_scale <- function(at) {
  if (inherits(at, "Date")) {
    return(ggplot2::scale_x_date(expand = ggplot2::expansion(mult = 0.01)))
  }
  ggplot2::scale_x_continuous(breaks = day_breaks, expand = ggplot2::expansion(mult = 0.01))
}

day_breaks <- function(limits) {
  steps <- c(1, 2, 7, 14, 28, 56, 91, 182, 364, 728, 1820, 3640)
  step <- c(steps[diff(limits) / steps <= 8], max(steps))[[1L]]
  step * seq(ceiling(limits[[1L]] / step), floor(limits[[2L]] / step))
}

# The phases of a schedule on the axis: NULL, or from, to, label and an alternating shade.
# A day is half a unit to each side, so neighbouring phases meet.
phase_frame <- function(schedule) {
  phases <- attr(schedule, "phases", exact = TRUE)
  if (is.null(phases) || nrow(phases) == 0L) {
    return(NULL)
  }
  start <- attr(schedule, "start", exact = TRUE)
  at <- function(day) if (is.null(start)) day else start + (day - 1)
  new_data_frame(list(
    from = at(phases$from - 0.5), to = at(phases$to + 0.5),
    middle = at((phases$from + phases$to) / 2),
    # Blanks keep neighbours apart: labels that touch are left out.
    label = paste0("  ", phases$label, "  "),
    shade = rep_len(c("grey90", "grey95"), nrow(phases))
  ))
}

# Shared by all scenarios, or not shown.
shared_phases <- function(scenarios) {
  frames <- lapply(scenarios, function(s) phase_frame(s$schedule))
  if (all(vapply(frames, identical, NA, frames[[1L]]))) frames[[1L]]
}

phase_layers <- function(phases) {
  if (is.null(phases)) {
    return(NULL)
  }
  # A layer per shade: facets repeat the rows, so the fill cannot be a vector.
  lapply(unique(phases$shade), function(shade) {
    ggplot2::geom_rect(
      ggplot2::aes(xmin = .data$from, xmax = .data$to, ymin = -Inf, ymax = Inf),
      data = phases[phases$shade == shade, , drop = FALSE], fill = shade, alpha = 0.6,
      inherit.aes = FALSE
    )
  })
}

# On top of the panels named in `panels` (a data frame of the facets' variables).
phase_labels <- function(phases, panels = NULL) {
  if (is.null(phases)) {
    return(NULL)
  }
  labels <- if (is.null(panels)) phases else merge(phases, panels, by = NULL)
  ggplot2::geom_text(
    ggplot2::aes(.data$middle, Inf, label = .data$label),
    data = labels, colour = "grey40", size = 3, vjust = 1.6, check_overlap = TRUE, inherit.aes = FALSE
  )
}

room_for_labels <- function(phases) {
  ggplot2::scale_y_continuous(
    expand = ggplot2::expansion(mult = c(0.05, if (is.null(phases)) 0.05 else 0.16))
  )
}

# One day is a point; there is no line to draw.
line_or_point <- function(frame, mapping, ...) {
  if (length(unique(frame$at)) > 1L) {
    ggplot2::geom_line(mapping, ...)
  } else {
    ggplot2::geom_point(mapping[setdiff(names(mapping), c("linewidth", "linetype"))])
  }
}
