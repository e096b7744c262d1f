# The days after a log: loads to come and days that the user names.

# Loads to come, after a log: a list with day, load and date (NULL if unknown).
read_ahead <- function(schedule, fit, arg = "schedule", call = rlang::caller_env()) {
  last <- max(fit$log$day)
  start <- fit$start
  if (inherits(schedule, "muscle_plan")) {
    frame <- list(day = schedule$day, load = schedule$load)
    if (!is.null(start) && !is.null(schedule$date)) frame$date <- schedule$date
    schedule <- new_data_frame(frame)
  }
  if (is.data.frame(schedule)) {
    log <- counted_as(fit, schedule, arg, call)
    log$performance <- NA_real_
    table <- read_log(log, arg = arg, call = call, quiet = TRUE, start = start)$frame
    at <- which(table$day <= last)
    if (length(at)) {
      abort_input("days",
        c("{.arg {arg}} starts on {day_words(table$day[[at[[1]]]], start)}; the log ends on {day_words(last, start)}.",
          i = "A plan holds the days after the log; {.fn update} adds to the log."),
        arg = arg, value = table$day[at], position = at, call = call
      )
    }
    day <- seq(last + 1, max(table$day))
    load <- numeric(length(day))
    load[match(table$day, day)] <- table$load
  } else {
    checked <- as_schedule(schedule, arg, call = call)
    load <- as.double(checked)
    day <- last + seq_along(load)
    first <- attr(checked, "start", exact = TRUE)
    if (!is.null(first) && !is.null(start) && first != start + last) {
      abort_input("days",
        c("{.arg {arg}} starts on {format(first)}; the log ends on {day_words(last, start)}.",
          i = "A plan starts the day after the log, on {day_words(last + 1, start)}."),
        arg = arg, value = first, call = call
      )
    }
  }
  list(day = as.double(day), load = load, date = if (!is.null(start)) start + (day - 1))
}

check_fit <- function(fit, call) {
  if (!inherits(fit, "muscle_fit")) {
    abort_input("type",
      c("{.arg fit} must come from {.fn muscle_fit}, not be {describe(fit)}.",
        i = if (inherits(fit, "muscle_fits")) "Take one athlete: {.code fit[[\"name\"]]}." else
          if (is.data.frame(fit)) "Calibrate first: {.code fit <- muscle_fit(log)}."),
      arg = "fit", value = fit, call = call)
  }
}

# Days of the log's numbering from dates.
days_from_dates <- function(x, arg, fit, call) {
  if (is.null(fit$start)) {
    abort_input("days",
      c("{.arg {arg}} is a date; the log has days without dates.",
        i = "Give the number of the day; the log ends on day {max(fit$log$day)}."),
      arg = arg, value = x, call = call)
  }
  date <- as_dates(x, arg, call)
  at <- which(is.na(date))
  if (length(at)) {
    abort_input("missing", "{.arg {arg}} is missing ({.val {NA}}) at position {at[[1]]}{more_positions(at)}.", arg = arg,
      value = NA, position = at, call = call)
  }
  as.double(date) - as.double(fit$start) + 1
}

# A day that the user names, a number or a date, in the numbering of the fit's log.
log_day_of <- function(x, arg, fit, call) {
  if (is_date_like(x)) x <- days_from_dates(x, arg, fit, call)
  if (!is_plain_number(x)) {
    abort_input("type",
      c("{.arg {arg}} must be a day of the log's numbering or a date, not {describe(x)}.",
        i = if (!is.null(fit$start) && length(x)) date_advice(x)),
      arg = arg, value = x, call = call)
  }
  check_number(x, arg, call = call)
}

# Rows that go on from a fit's log count days as it does.
counted_as <- function(fit, rows, arg, call) {
  if (!is.data.frame(rows) || !is.null(fit$start) || !"date" %in% names(rows)) {
    return(rows)
  }
  if (!"day" %in% names(rows)) {
    abort_input("columns",
      c("{.arg {arg}} has dates; the log of the fit has days without dates.",
        i = "Give {.field day}, going on from day {max(fit$log$day)}, or fit a log with {.field date}."),
      arg = arg, value = names(rows), call = call)
  }
  rows[setdiff(names(rows), "date")]
}

# The load of every day from the first to the last, days without a row being rest.
daily_loads <- function(day, load) {
  first <- floor(min(day))
  daily <- numeric(floor(max(day)) - first + 1)
  sums <- rowsum(load, floor(day) - first + 1)
  daily[as.integer(rownames(sums))] <- sums
  daily
}
