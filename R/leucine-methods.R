# What a leucine response prints, and its picture.

#' @rdname leucine_response
#' @param object A `leucine_response`.
#' @param window First and last minute of the window that is summed over.
#' @export
summary.leucine_response <- function(object, ..., window = c(0, 180)) {
  check_dots(...)
  run <- attr(object, "leucine_run", exact = TRUE)
  if (is.null(run)) {
    abort_input("type", "{.arg object} is no longer the whole value of {.fn leucine_response}.",
      arg = "object", value = dim(object))
  }
  window <- check_numbers(window, "window", lower = 0, upper = 1e6)
  if (length(window) != 2L || window[[1L]] >= window[[2L]]) {
    abort_input("window",
      c("{.arg window} must be a first and a later last minute, not {.val {utils::head(window, 5)}}.",
        i = "For example {.code window = c(0, 180)}."),
      arg = "window", value = window
    )
  }
  # Solved anew, so that any window is as exact as the rows.
  solved <- solve_leucine(run, window)
  n <- length(run$scenarios)
  over <- function(i) solved$integrals[i, 2L * seq_len(n)] - solved$integrals[i, 2L * seq_len(n) - 1L]
  grams <- engine_defaults()$constant$leucine_molar_mass
  result <- leucine_figures(run, window, over(1L) * grams, over(2L) * grams)
  # p-p70S6K over minutes: the published area is ten times too large in one place.
  result$p70s6k_area <- over(3L) / vapply(run$scenarios, function(s) s$volumes[[2L]], 0) * 1e9
  result
}

leucine_figures <- function(run, window, mps_g, mpb_g) {
  n <- length(run$scenarios)
  columns <- list()
  columns$scenario <- scenario_column(run$scenarios, rep(1L, n))
  columns$leucine_g <- vapply(run$scenarios, function(s) sum(s$dose_g), 0)
  columns$from <- rep(window[[1L]], n)
  columns$to <- rep(window[[2L]], n)
  columns$mps_g <- mps_g
  columns$mpb_g <- mpb_g
  columns$nb_g <- mps_g - mpb_g
  result <- new_data_frame(columns, n)
  class(result) <- c("summary_leucine_response", "data.frame")
  result
}

# The same from the rows of a response, up to the last within three hours.
held_figures <- function(x, run) {
  last <- max(x$time[x$time <= 180])
  from <- which(x$time == 0)
  to <- which(x$time == last)
  leucine_figures(run, c(0, last), x$mps_g[to] - x$mps_g[from], x$mpb_g[to] - x$mpb_g[from])
}

#' @export
print.summary_leucine_response <- function(x, ...) {
  if (!all(c("mps_g", "mpb_g", "nb_g") %in% names(x))) {
    print(as.data.frame(x), ...)
    return(invisible(x))
  }
  shown <- utils::head(x, 8L)
  cli::cat_line("minutes ", format(x$from[[1L]]), " to ", format(x$to[[1L]]), ", g of leucine")
  cells <- list(
    "dose" = format(shown$leucine_g), "synthesis" = formatC(shown$mps_g, format = "f", digits = 4),
    "breakdown" = formatC(shown$mpb_g, format = "f", digits = 4),
    "net balance" = formatC(shown$nb_g, format = "f", digits = 4)
  )
  if (!is.null(shown$scenario)) cells <- c(list(" " = as.character(shown$scenario)), cells)
  columns <- lapply(seq_along(cells), function(j) format(c(names(cells)[[j]], cells[[j]]),
    justify = if (names(cells)[[j]] == " ") "left" else "right"))
  cli::cat_line(do.call(paste, c(columns, sep = "  ")))
  if (nrow(x) > 8L) cli::cat_line("and ", count_words(nrow(x) - 8L, "more scenario"))
  invisible(x)
}

#' @export
as.data.frame.summary_leucine_response <- function(x, ...) plain_frame(x)

#' @export
print.leucine_response <- function(x, ...) {
  run <- attr(x, "leucine_run", exact = TRUE)
  shown <- c("time", "leu_plasma", "mps", "mps_g", "mpb_g")
  if (is.null(run) || !all(shown %in% names(x)) || sum(x$time == 0) != length(run$scenarios)) {
    print(as.data.frame(x), ...)
    return(invisible(x))
  }
  first <- run$scenarios[[1L]]
  cli::cat_line("<leucine_response> ", count_words(length(run$scenarios), "scenario"), ", ",
    paste0(format(first$dose_g), " g at ", format(first$dose_time), " min", collapse = ", ")[1L],
    if (length(run$scenarios) > 1L) " and others", "; 0 to ", format(run$to), " min")
  changed <- which(first$rate != 1)
  if (length(changed) && length(run$scenarios) == 1L) {
    cli::cat_line("changed  ", paste0(leucine_rate_names[changed], " x ", format(first$rate[changed]), collapse = ", "))
  }
  peak <- which.max(x$leu_plasma)
  fastest <- which.max(x$mps)
  cli::cat_line("plasma leucine peaks at ", format(round(x$leu_plasma[[peak]])), " umol/L, ",
    format(x$time[[peak]]), " min")
  cli::cat_line("synthesis peaks at ", format(x$mps[[fastest]], digits = 3), " umol/min, ",
    format(x$time[[fastest]]), " min")
  print(held_figures(x, run))
  cli::cat_line(hint("see it with plot(), other windows with summary(window = )"))
  invisible(x)
}

#' @export
as.data.frame.leucine_response <- function(x, ...) plain_frame(x)

#' @export
`[.leucine_response` <- function(x, ...) plain_part(NextMethod())

#' @rdname leucine_response
#' @exportS3Method ggplot2::autoplot
autoplot.leucine_response <- function(object, ...) {
  check_dots(...)
  frame <- as.data.frame(object)
  panels <- c(
    leu_plasma = "plasma leucine, umol/L", insulin_plasma = "plasma insulin, pmol/L",
    leu_muscle = "muscle leucine, umol/L", mtorc1_active = "active mTORC1, pmol",
    p70s6k_p = "p-p70S6K, nmol", mps = "synthesis and breakdown, umol/min"
  )
  scenario <- if (is.null(frame$scenario)) factor(rep("run", nrow(frame))) else frame$scenario
  long <- do.call(rbind, lapply(c(names(panels), "mpb"), function(column) {
    panel <- if (column == "mpb") "mps" else column
    data.frame(time = frame$time, value = frame[[column]], scenario = scenario,
      panel = panels[[panel]], flow = if (column == "mpb") "breakdown" else "synthesis")
  }))
  long$panel <- factor(long$panel, levels = panels)
  ggplot2::ggplot(long, ggplot2::aes(.data$time, .data$value, linetype = .data$flow)) +
    lines_by_scenario(long$scenario) +
    ggplot2::facet_wrap(~panel, scales = "free_y", ncol = 2) +
    ggplot2::scale_linetype_manual(values = c(synthesis = "solid", breakdown = "22")) +
    ggplot2::scale_x_continuous(breaks = minute_breaks) +
    ggplot2::labs(x = "minutes after the first dose", y = NULL, colour = NULL, linetype = NULL) +
    house_theme()
}

#' @export
plot.leucine_response <- function(x, ...) show_picture(autoplot.leucine_response(x, ...))
