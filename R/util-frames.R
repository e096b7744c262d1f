# Data frames: made, joined, and kept what they are.

bind_frames <- function(frames) {
  columns <- lapply(stats::setNames(nm = names(frames[[1L]])), function(name) {
    do.call(c, lapply(frames, `[[`, name))
  })
  new_data_frame(columns, length(columns[[1L]]))
}

# The probabilities at the ends of an interval in the middle.
interval_probs <- function(level) c((1 - level) / 2, (1 + level) / 2)

interval_of <- function(x, level = 0.95) {
  stats::quantile(x, interval_probs(level), names = FALSE)
}

new_data_frame <- function(columns, n = length(columns[[1L]])) {
  attr(columns, "row.names") <- .set_row_names(n)
  class(columns) <- "data.frame"
  columns
}

plain_frame <- function(x) {
  attr(x, "run") <- NULL
  attr(x, "peak") <- NULL
  class(x) <- "data.frame"
  x
}

scenario_column <- function(scenarios, rows) {
  if (length(scenarios) > 1L) {
    names <- vapply(scenarios, `[[`, "", "name")
    factor(rep(names, rows), levels = names)
  }
}

# Lists of columns, one below the other; a single one is not copied.
join_parts <- function(parts) {
  if (length(parts) == 1L) {
    return(parts[[1L]])
  }
  lapply(stats::setNames(nm = names(parts[[1L]])), function(name) do.call(c, lapply(parts, `[[`, name)))
}

nan_to_na <- function(x) {
  x[is.nan(x)] <- NA_real_
  x
}
