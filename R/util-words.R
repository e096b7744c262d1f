# Words of messages and prints: numbers, ranges, positions, plurals.

# What a value is, in few words: for "..., not <this>".
describe <- function(x) {
  if (is.null(x)) {
    "NULL"
  } else if (is.object(x)) {
    size <- if (is.atomic(x) && length(x) != 1L) " and length {length(x)}"
    cli::format_inline(paste0("an object of class {.cls {class(x)}}", size))
  } else if (is.function(x)) {
    "a function"
  } else if (is.environment(x)) {
    "an environment"
  } else if (is.language(x)) {
    "an expression"
  } else if (is.list(x)) {
    if (length(x)) cli::format_inline("a list of length {length(x)}") else "an empty list"
  } else if (length(x) == 0L) {
    cli::format_inline("an empty {mode(x)} vector")
  } else if (length(x) > 1L) {
    if (is.numeric(x)) cli::format_inline("{length(x)} numbers") else cli::format_inline("a {mode(x)} vector of length {length(x)}")
  } else if (is.character(x) && !is.na(x)) {
    encodeString(if (nchar(x) > 40L) paste0(substr(x, 1L, 37L), "...") else x, quote = "\"")
  } else {
    format(x, digits = 7)
  }
}

range_words <- function(lower, upper, open, unit = NULL) {
  words <- if (is.finite(lower) && is.finite(upper)) {
    if (open) paste("more than", format(lower), "and at most", format(upper)) else paste("from", format(lower), "to",
      format(upper))
  } else if (is.finite(lower)) {
    if (open) paste("more than", format(lower)) else paste(format(lower), "or more")
  } else if (is.finite(upper)) {
    paste(format(upper), "or less")
  } else {
    "a finite number"
  }
  if (is.null(unit)) words else paste0(words, " (", unit, ")")
}

more_positions <- function(at) {
  if (length(at) > 1L) cli::format_inline(" and {length(at) - 1} more") else ""
}

clock_words <- function(hours) {
  minutes <- round(60 * hours)
  sprintf("%02d:%02d", minutes %/% 60, minutes %% 60)
}

day_words <- function(day, start) {
  if (is.null(start)) paste("day", format(day)) else format(start + (day - 1))
}

probability_words <- function(p) {
  if (p > 0.995) "above 0.99" else if (p < 0.005) "below 0.01" else format(round(p, 2), nsmall = 2)
}

format_gain <- function(x) {
  paste0(if (x >= 0) "+" else "-", format(signif(abs(x), 2)))
}

# English whatever the locale, as all words of the package.
short_day <- function(x, day) {
  if (is.null(x$start)) {
    return(paste("day", format(day)))
  }
  date <- as.POSIXlt(x$start + (day - 1))
  paste(date$mday, month.abb[date$mon + 1L])
}

# Whole numbers where they say enough.
as_whole_loads <- function(x) {
  format(round(x, if (max(x) < 10) 1 else 0), trim = TRUE, scientific = FALSE, big.mark = ",")
}

# A line of a print method, broken within the width of the console under its label.
cat_wrapped <- function(label, ...) {
  cli::cat_line(strwrap(paste0(...), width = getOption("width"), initial = label,
    prefix = strrep(" ", nchar(label))))
}

# 0.0008 rather than 8e-04.
format_value <- function(x) {
  format(x, digits = 7, scientific = x != 0 && (abs(x) < 1e-5 || abs(x) >= 1e10))
}

count_words <- function(n, noun) {
  paste0(format(n, big.mark = ",", scientific = FALSE), " ", noun, if (n != 1) "s")
}

# Decimals that show about four digits of the largest value.
significant_digits <- function(x) {
  largest <- max(abs(x[is.finite(x)]), 0)
  if (largest == 0) 1L else as.integer(min(8, max(1, 3 - floor(log10(largest)))))
}

fixed_digits <- function(x, digits = significant_digits(x)) {
  if (any(abs(x) >= 1e7, na.rm = TRUE)) {
    trimws(format(x, digits = 4L))
  } else {
    formatC(x, format = "f", digits = digits)
  }
}

# Names often differ at their end, so the middle goes.
shorten <- function(x, width) {
  part <- (width - 2L) %/% 2L
  size <- nchar(x)
  ifelse(nchar(x, "width") > width, paste0(substr(x, 1L, part), "..", substr(x, size - part + 1L, size)), x)
}

# The grey last line of a print method: what to call next.
hint <- function(text) {
  cli::col_grey(paste0("# ", text))
}
