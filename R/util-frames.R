# Data frames: made, joined, and kept what they are.

bind_frames <- function(frames) {
  new_data_frame(as.list(join_parts(frames)))
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

# Without its class and all that it knew besides its columns.
plain_frame <- function(x) {
  attributes(x) <- list(names = names(x), row.names = attr(x, "row.names"), class = "data.frame")
  x
}

# What `[` gives of a result: rows or columns are no longer the whole of it, so that they lose
# the class and with it the methods; a column is a column.
plain_part <- function(part) {
  if (is.data.frame(part)) plain_frame(part) else part
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
