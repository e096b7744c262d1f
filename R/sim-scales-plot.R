# One picture of all scales, each on its own axis of time.

#' All scales of a simulation in one picture
#'
#' Minutes (leucine in plasma, active mTORC1, synthesis over the first day's meals), days (what acts on
#' synthesis), weeks (fibres, nuclei, mass), performance and body, under each other, each
#' with its own axis of time.
#'
#' @param sim A [muscle_sim()] of one twin with
#'   `scales = c("molecule", "cell", "organ", "system")`; scenarios take colours.
#' @param days Days shown in the row of days; `NULL`: all.
#' @param ... Not used.
#' @return A patchwork of ggplots (needs the package patchwork). Errors:
#'   `muscletwin_error_type`, `_value`, `_dots`.
#' @examples
#' \donttest{
#' week <- c(160, 0, 0, 0, 0, 0, 0) # a session on Monday
#' food <- diet(meal("07:30", 25), meal("12:30", 35), meal("19:00", 40, "whey"))
#' sim <- muscle_sim(rep(week, 12), muscle_twin(mass_model = "turnover"), diet = food,
#'   scales = c("molecule", "cell", "organ", "system"))
#' if (requireNamespace("patchwork", quietly = TRUE)) plot_scales(sim)
#' }
#' @export
plot_scales <- function(sim, days = NULL, ...) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  run <- attr(sim, "run", exact = TRUE)
  needs <- c("day", "mass", "performance", "synthesis_g", "fibre_1", "nuclei_1", "vo2max", "insulin_sensitivity")
  if (!inherits(sim, "muscle_sim") || !is_turnover(run) || inherits(run$twin, "muscle_cohort") ||
    !all(needs %in% names(sim))) {
    abort_input("type",
      c("{.arg sim} must be a {.fn muscle_sim} of one twin with all scales.",
        i = "Run it with {.code scales = c(\"molecule\", \"cell\", \"organ\", \"system\")}."),
      arg = "sim", value = sim, call = call
    )
  }
  days <- if (is.null(days)) Inf else check_count(days, "days", 1)
  rlang::check_installed("patchwork", "to put the scales under each other.")
  names <- vapply(run$scenarios, function(s) if (is.null(s$name)) "" else s$name, "")
  rows <- list(
    scale_row(minute_table(run, names), "hours of the first day", "minutes: the day's meals", seq(0, 24, by = 6)),
    scale_row(factor_table(run, names, days), "days", "days: what acts on synthesis"),
    scale_row(week_table(sim, names), "weeks", "weeks: cells and muscle"),
    scale_row(body_table(sim, names), "weeks", "performance and body")
  )
  patchwork::wrap_plots(rows, ncol = 1, guides = "collect") &
    ggplot2::theme(legend.position = if (length(names) > 1L) "bottom" else "none")
}

scale_row <- function(table, axis, title, breaks = ggplot2::waiver()) {
  ggplot2::ggplot(table, ggplot2::aes(.data$x, .data$value, linetype = .data$line)) +
    lines_by_scenario(table$scenario) +
    ggplot2::facet_wrap(~panel, nrow = 1, scales = "free_y") +
    ggplot2::scale_linetype_manual(values = c(a = "solid", b = "22"), guide = "none") +
    ggplot2::scale_x_continuous(breaks = breaks) +
    ggplot2::labs(x = axis, y = NULL, colour = NULL, subtitle = title) +
    ggplot2::theme_minimal(base_size = 10) + ggplot2::theme(panel.grid.minor = ggplot2::element_blank())
}

panel_rows <- function(x, value, panel, scenario, line = "a") {
  new_data_frame(list(x = as.double(x), value = as.double(value), panel = rep(panel, length(x)),
    scenario = rep(scenario, length(x)), line = rep(line, length(x))), length(x))
}

finish_table <- function(rows, names) {
  table <- do.call(rbind, rows)
  table$panel <- factor(table$panel, levels = unique(table$panel))
  table$scenario <- factor(table$scenario, levels = names)
  table
}

minute_table <- function(run, names) {
  rows <- list()
  weight <- weight_of(run$twin)
  for (i in seq_along(names)) {
    food <- run$scenarios[[i]]$diet
    x <- leucine_response(reference_dose(food$leucine_g, weight), to = 1440, at = 60 * food$time, by = 5,
      infusion = TRUE)
    rows <- c(rows, list(
      panel_rows(x$time / 60, x$leu_plasma, "plasma leucine, umol/L", names[[i]]),
      panel_rows(x$time / 60, x$mtorc1_active, "active mTORC1, pmol", names[[i]]),
      panel_rows(x$time / 60, x$mps, "synthesis, umol/min", names[[i]])
    ))
  }
  finish_table(rows, names)
}

factor_table <- function(run, names, days) {
  rows <- list()
  for (i in seq_along(names)) {
    f <- run$scenarios[[i]]$forcing
    n <- min(days, length(f$nutrition))
    piece <- findInterval(seq_len(n) - 0.5, f$end) + 1L
    rows <- c(rows, list(
      panel_rows(seq_len(n), 1 + f$gain[piece], "training S", names[[i]]),
      panel_rows(seq_len(n), f$nutrition[seq_len(n)], "nutrition N", names[[i]]),
      panel_rows(seq_len(n), f$factor[piece] / f$nutrition[seq_len(n)], "age x use", names[[i]])
    ))
  }
  finish_table(rows, names)
}

of_scenario <- function(sim, names, i) {
  frame <- plain_frame(sim)
  if (is.null(frame$scenario)) frame else frame[frame$scenario == names[[i]], ]
}

week_table <- function(sim, names) {
  rows <- list()
  for (i in seq_along(names)) {
    x <- of_scenario(sim, names, i)
    rows <- c(rows, list(
      panel_rows(x$day / 7, x$fibre_1, "fibre area, um2 (II dashed)", names[[i]]),
      panel_rows(x$day / 7, x$fibre_2, "fibre area, um2 (II dashed)", names[[i]], "b"),
      panel_rows(x$day / 7, x$nuclei_1, "nuclei per fibre (II dashed)", names[[i]]),
      panel_rows(x$day / 7, x$nuclei_2, "nuclei per fibre (II dashed)", names[[i]], "b"),
      panel_rows(x$day / 7, x$mass, "muscle mass, kg", names[[i]])
    ))
  }
  finish_table(rows, names)
}

body_table <- function(sim, names) {
  rows <- list()
  for (i in seq_along(names)) {
    x <- of_scenario(sim, names, i)
    rows <- c(rows, list(
      panel_rows(x$day / 7, x$performance, "performance", names[[i]]),
      panel_rows(x$day / 7, x$vo2max, "VO2max, mL/kg/min", names[[i]]),
      panel_rows(x$day / 7, x$insulin_sensitivity, "insulin sensitivity", names[[i]])
    ))
  }
  finish_table(rows, names)
}
