#' Pictures of a fit, a forecast, a comparison
#'
#' `autoplot()` makes a ggplot2 picture, `plot()` prints it.
#'
#' @param object,x A [muscle_fit()], a [forecast][forecast.muscle_fit], a [muscle_compare()] or
#'   a [rolling_origin()].
#' @param what Of a fit: `"fit"`, the tests with what the twin makes of them (median, 50 and
#'   90 % of the true performance); `"posterior"`, each parameter before and after the data.
#' @param y,... Not used.
#' @return A ggplot; `plot()` gives it invisibly. Errors: `muscletwin_error_choice`, `_dots`,
#'   `_method`.
#' @examples
#' fit <- muscle_fit(training_log)
#' plot(fit)
#' plot(fit, what = "posterior")
#' plot(forecast(fit, c(60, 0, 60, 0, 40, 0, 0)))
#' @name plot.muscle_fit
NULL

# A band's fill by its width; widths that have no colour of their own get one in between.
band_colours <- function(widths) {
  labels <- paste(format(100 * sort(widths, decreasing = TRUE), trim = TRUE, digits = 3), "%")
  stats::setNames(grDevices::colorRampPalette(c("#DCE6F2", "#6F98C6"))(length(labels)), labels)
}

width_factor <- function(width) {
  labels <- names(band_colours(unique(width)))
  factor(paste(format(100 * width, trim = TRUE, digits = 3), "%"), levels = labels)
}

#' @rdname plot.muscle_fit
#' @exportS3Method ggplot2::autoplot muscle_fit
autoplot.muscle_fit <- function(object, what = c("fit", "posterior"), ...) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  what <- check_choice(what, c("fit", "posterior"), "what", call = call)
  if (what == "posterior") {
    check_can(object, "draws", "object", call)
    return(plot_posterior(object))
  }
  plot_fitted(object)
}

plot_fitted <- function(fit) {
  log <- fit$log
  first <- !duplicated(log$day)
  days <- log[first, , drop = FALSE]
  days$load <- as.double(rowsum(log$load, log$day))
  days$at <- day_or_date(days)
  tests <- log[tested(fit), , drop = FALSE]
  tests$at <- day_or_date(tests)
  panels <- c("Performance", "Load")
  panel <- function(i) factor(panels[[i]], levels = panels)
  picture <- ggplot2::ggplot()
  p <- fit_predict(fit, days$day, c(0.05, 0.25, 0.5, 0.75, 0.95))
  if (is.null(p$quantiles)) {
    days$middle <- p$mean
  } else {
    bands <- do.call(rbind, lapply(list(c(1L, 5L, 90L), c(2L, 4L, 50L)), function(k) {
      data.frame(at = days$at, lower = p$quantiles[, k[[1L]]], upper = p$quantiles[, k[[2L]]], width = k[[3L]] / 100)
    }))
    bands$band <- width_factor(bands$width)
    bands$panel <- panel(1L)
    days$middle <- p$quantiles[, 3L]
    picture <- picture +
      ggplot2::geom_ribbon(
        ggplot2::aes(.data$at, ymin = .data$lower, ymax = .data$upper, fill = .data$band), bands) +
      ggplot2::scale_fill_manual("true performance", values = band_colours(c(0.9, 0.5)))
  }
  days$panel <- panel(1L)
  tests$panel <- panel(1L)
  bars <- days
  bars$panel <- panel(2L)
  picture +
    ggplot2::geom_line(ggplot2::aes(.data$at, .data$middle), days, colour = dark_blue) +
    ggplot2::geom_point(ggplot2::aes(.data$at, .data$performance), tests, size = 1.8) +
    ggplot2::geom_col(ggplot2::aes(.data$at, .data$load), bars, width = 0.9, fill = "grey60") +
    panels_over_days(days$at)
}

# Densities by the distance between neighbouring quantiles.
plot_posterior <- function(fit) {
  probs <- c(0.002, 0.005, seq(0.01, 0.99, 0.01), 0.995, 0.998)
  terms <- names(fit_terms(fit)$estimate)
  density <- function(q, when) {
    do.call(rbind, lapply(terms, function(term) {
      x <- q[term, ]
      gap <- pmax(diff(x), 1e-12 * max(abs(x)))
      d <- diff(probs) / gap
      data.frame(term = term, x = (x[-1L] + x[-length(x)]) / 2, density = d, when = when)
    }))
  }
  after <- density(fit_quantiles(fit, probs), "after the data")
  before <- density(fit_quantiles(fit, probs, prior = TRUE), "before")
  # The prior is cut to where the posterior is, with as much again on each side.
  for (term in terms) {
    range <- range(after$x[after$term == term])
    wide <- range + c(-1, 1) * diff(range)
    before <- before[before$term != term | (before$x >= wide[[1L]] & before$x <= wide[[2L]]), ]
  }
  both <- rbind(before, after)
  both$term <- factor(both$term, levels = terms)
  both$when <- factor(both$when, levels = c("before", "after the data"))
  ggplot2::ggplot(both, ggplot2::aes(.data$x, .data$density, fill = .data$when, colour = .data$when)) +
    ggplot2::geom_area(position = "identity", alpha = 0.35) +
    ggplot2::facet_wrap(ggplot2::vars(.data$term), scales = "free") +
    ggplot2::scale_fill_manual(NULL, values = c(before = "grey60", `after the data` = blue)) +
    ggplot2::scale_colour_manual(NULL, values = c(before = "grey50", `after the data` = blue)) +
    ggplot2::scale_y_continuous(breaks = NULL) +
    ggplot2::labs(x = NULL, y = "density") +
    house_theme()
}

#' @rdname plot.muscle_fit
#' @export
plot.muscle_fit <- function(x, what = c("fit", "posterior"), ...) show_picture(autoplot.muscle_fit(x, what = what, ...))
