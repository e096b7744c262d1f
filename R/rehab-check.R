# Rehabilitation: is a person behind what was to be expected?
# docs/math-physiology.md, section 7.

measurement_sd <- c(mri = 1, dxa = 1.75, ultrasound = 3, strength = 4) # per cent

#' @rdname rehab_forecast
#' @param x A `rehab_forecast`.
#' @param day Days after the operation, or dates, of the measurements, increasing.
#' @param value Measurements, per cent of before the operation; with `before`, in its unit.
#' @param measure How it was measured: `"mri"` (sd 1 %), `"dxa"` (1.75 %), `"ultrasound"` (3 %) or
#'   `"strength"` (1RM, 4 %).
#' @param before The measurement before the operation; `NULL`: `value` is in per cent.
#' @param sd Measurement sd, per cent; `NULL`: of `measure`.
#' @return `rehab_check()`: a data frame of class `rehab_check`, a row per visit: `day`, `date`
#'   (if known), `observed`, `expected` (per cent), `sd`, `z`, `low` (\eqn{z < -1.64}) and
#'   `flag` (low on this visit and the one before).
#' @export
rehab_check <- function(x, day, value, measure = c("mri", "dxa", "ultrasound", "strength"), ..., before = NULL,
  sd = NULL) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  if (!inherits(x, "rehab_forecast") || is.null(attr(x, "quantity"))) {
    abort_input("type", "{.arg x} must be the value of {.fn rehab_forecast}, not {describe(x)}.", arg = "x",
      value = x, call = call)
  }
  absent <- c("day", "value")[c(missing(day), missing(value))]
  if (length(absent)) {
    abort_input("missing", "{.arg {absent[[1]]}} is missing.", arg = absent[[1L]], call = call)
  }
  measure <- check_choice(measure, names(measurement_sd), "measure")
  if ((measure == "strength") != (attr(x, "quantity") == "strength")) {
    abort_input("value",
      c("{.arg measure} is {.val {measure}}, but the forecast is of {attr(x, 'quantity')}.",
        i = "Forecast with {.code quantity = \"{if (measure == 'strength') 'strength' else 'mass'}\"}."),
      arg = "measure", value = measure, call = call
    )
  }
  operation <- attr(x, "operation")
  day <- check_visit_days(day, operation, max(x$day), call)
  value <- check_visit_values(value, day, before, call)
  sd_meas <- if (is.null(sd)) {
    measurement_sd[[measure]]
  } else {
    check_number(sd, "sd", 0, 50, open = TRUE, unit = "per cent")
  }
  expected <- stats::approx(x$day, x$.mean, day)$y
  sd_all <- sqrt(stats::approx(x$day, x$sd, day)$y^2 + sd_meas^2)
  z <- (value - expected) / sd_all
  low <- z < -1.64
  columns <- list(day = day)
  if (!is.null(operation)) columns$date <- operation + day
  columns <- c(columns, list(observed = value, expected = expected, sd = sd_all, z = z, low = low,
    flag = low & c(FALSE, low[-length(low)])))
  frame <- new_data_frame(columns)
  class(frame) <- c("rehab_check", "data.frame")
  frame
}

check_visit_days <- function(day, operation, last, call) {
  if (inherits(day, "Date")) {
    if (is.null(operation)) {
      abort_input("value", "{.arg day} has dates, but the forecast has no date of the operation.", arg = "day",
        value = day, call = call)
    }
    day <- as.double(day - operation)
  }
  day <- check_numbers(day, "day", lower = 0, upper = last, call = call)
  back <- which(diff(day) <= 0) + 1L
  if (length(back)) {
    abort_input("order",
      "{.arg day} must increase; {day[[back[[1]]]]} at position {back[[1]]} comes after {day[[back[[1]] - 1]]}.",
      arg = "day", value = day[back], position = back, call = call)
  }
  day
}

# In per cent of before the operation.
check_visit_values <- function(value, day, before, call) {
  value <- check_numbers(value, "value", lower = 0, upper = 1e6, hint = "Leave out visits without a measurement.",
    call = call)
  if (length(value) != length(day)) {
    abort_input("length", "{.arg value} must have one measurement per day ({length(day)}), not {length(value)}.",
      arg = "value", value = value, call = call)
  }
  if (!is.null(before)) {
    value <- 100 * value / check_number(before, "before", lower = 1e-6, upper = 1e6, call = call)
  } else if (all(value <= 2)) {
    abort_input("value",
      c("{.arg value} must be per cent of before the operation, not {.val {value[[1]]}}.",
        i = "Was it given as a share? Multiply it by 100, or give {.arg before}."),
      arg = "value", value = value, call = call
    )
  }
  value
}

#' @export
print.rehab_check <- function(x, ...) {
  if (!all(c("z", "flag") %in% names(x))) {
    print(as.data.frame(x), ...)
    return(invisible(x))
  }
  cli::cat_line("<rehab_check> ", count_words(nrow(x), "visit"), ", ",
    if (any(x$flag)) paste("slower than expected on day", paste(format(x$day[x$flag]), collapse = ", ")) else "no flag")
  shown <- utils::head(as.data.frame(x), 8L)
  cells <- list(day = format(shown$day), observed = sprintf("%.1f", shown$observed),
    expected = sprintf("%.1f", shown$expected),
    z = sprintf("%+.2f", shown$z), " " = ifelse(shown$flag, "flag", ifelse(shown$low, "low", "")))
  columns <- lapply(names(cells), function(name) format(c(name, cells[[name]]), justify = "right"))
  cli::cat_line(do.call(paste, c(columns, sep = "  ")))
  if (nrow(x) > 8L) cli::cat_line("and ", count_words(nrow(x) - 8L, "more visit"))
  cli::cat_line(hint("a flag is a reason to look; mass alone never gates return to play"))
  invisible(x)
}

#' @export
as.data.frame.rehab_check <- function(x, ...) plain_frame(x)
