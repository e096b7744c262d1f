# Pictures of trainees: their peaks, and what makes them differ.

# The limit in words, one for all: a number where it was given, else relative to p0.
responder_labels <- function(run) {
  limit <- if (is.null(run$threshold)) "+10 %" else format(run$threshold)
  c(responder = paste0("Responder (above ", limit, ")"), other = paste0("Non-responder (", limit, " or less)"))
}

responder_scale <- function(aesthetic, labels) {
  ggplot2::scale_discrete_manual(aesthetic,
    values = stats::setNames(c(blue, orange), labels), limits = unname(labels), name = NULL)
}

responder_factor <- function(frame, labels) {
  factor(ifelse(frame$responder, labels[["responder"]], labels[["other"]]), levels = unname(labels))
}

facet_scenarios <- function(frame) {
  if (has_scenarios(frame)) {
    ggplot2::facet_wrap(ggplot2::vars(.data$scenario), ncol = 1L)
  }
}

plot_peak <- function(frame, run) {
  labels <- responder_labels(run)
  frame$group <- responder_factor(frame, labels)
  ggplot2::ggplot(frame, ggplot2::aes(.data$peak, fill = .data$group)) +
    ggplot2::geom_histogram(bins = 40L, colour = "white", linewidth = 0.15) +
    responder_scale("fill", labels) +
    ggplot2::scale_y_continuous(expand = ggplot2::expansion(mult = c(0, 0.05))) +
    facet_scenarios(frame) +
    ggplot2::labs(x = "Peak performance (test units)", y = "Trainees") +
    house_theme()
}

most_points <- 10000L

plot_ratio <- function(frame, run, arg, call, narrow = FALSE) {
  frame$ratio <- frame$k2 / frame$k1
  frame <- frame[is.finite(frame$ratio), , drop = FALSE]
  if (nrow(frame) == 0L) {
    abort_input("value",
      c("There is no ratio k2/k1 to draw: {.field k1} is 0 for everybody.",
        i = "Use {.code what = \"peak\"}."),
      arg = arg, value = 0, call = call
    )
  }
  labels <- responder_labels(run)
  frame$group <- responder_factor(frame, labels)
  # Trainees are drawn independently, so the first ones are a fair sample of all.
  several <- has_scenarios(frame)
  rank <- if (several) stats::ave(frame$ratio, frame$scenario, FUN = seq_along) else seq_len(nrow(frame))
  people <- max(rank)
  frame <- frame[rank <= most_points, , drop = FALSE]
  points <- min(people, most_points)
  logs <- all(frame$ratio > 0)
  ggplot2::ggplot(frame, ggplot2::aes(.data$ratio, .data$peak, colour = .data$group)) +
    ggplot2::geom_point(alpha = max(0.12, 0.4 * min(1, sqrt(800 / points))), size = if (points > 2000) 0.8 else 1.2) +
    responder_scale("colour", labels) +
    (if (logs) ggplot2::scale_x_log10(breaks = ratio_breaks, labels = ratio_words)) +
    facet_scenarios(frame) +
    ggplot2::labs(
      x = if (!logs) {
        expression(k[2] / k[1])
      } else if (narrow) {
        expression(k[2] / k[1] ~ "(log scale)")
      } else {
        expression(k[2] / k[1] ~ "(log scale; to the right: prone to fatigue)")
      },
      y = "Peak performance (test units)",
      caption = if (people > points) {
        paste("the first", format(points, big.mark = ","), "of", format(people, big.mark = ",", scientific = FALSE),
          "trainees")
      }
    ) +
    ggplot2::guides(colour = ggplot2::guide_legend(override.aes = list(alpha = 1, size = 2))) +
    house_theme()
}

# 1, 2, 5 and their tenfolds within the limits; every tenfold where that is many.
ratio_breaks <- function(limits) {
  powers <- 10^seq(floor(log10(limits[[1L]])), ceiling(log10(limits[[2L]])))
  breaks <- if (length(powers) > 4L) powers else as.vector(outer(c(1, 2, 5), powers))
  sort(breaks[breaks >= limits[[1L]] & breaks <= limits[[2L]]])
}

ratio_words <- function(breaks) format(breaks, drop0trailing = TRUE, trim = TRUE)
