# A schedule as the user has it, made into one number a day.

check_loads <- function(x, arg, what = "a numeric vector", call = rlang::caller_env()) {
  check_numbers(x, arg, lower = 0, hint = "A rest day is 0.", what = what, call = call)
}

check_start <- function(start, call) {
  if (is.null(start)) {
    return(NULL)
  }
  if (!inherits(start, "Date") || length(start) != 1L) {
    abort_input("type",
      c("{.arg start} must be one date, not {describe(start)}.",
        i = "Write {.code as.Date(\"2026-01-05\")}."),
      arg = "start", value = start, call = call
    )
  }
  if (!is.finite(start)) {
    abort_input("missing", c("{.arg start} is missing ({.val {NA}}).", i = "Leave it out if no date is known."), arg = "start",
      value = start, position = 1L, call = call)
  }
  start
}

# The loads and the first date of a data frame whose rows must be one day each, in order.
read_schedule <- function(frame, arg, call) {
  column <- function(name) paste0(arg, "$", name)
  if (!"load" %in% names(frame) || !any(c("day", "date") %in% names(frame))) {
    abort_input("columns",
      c("{.arg {arg}} must have the columns {.field load} and {.field day} or {.field date}.",
        x = if (length(frame)) "It has {.field {names(frame)}}." else "It has no columns.",
        i = "Rename the columns, or give the loads as a numeric vector."),
      arg = arg, value = names(frame), call = call
    )
  }
  if (nrow(frame) == 0L) {
    abort_input("length", "{.arg {arg}} has no rows; it needs at least one day.",
      arg = arg, value = frame, call = call)
  }
  start <- NULL
  if ("date" %in% names(frame)) {
    date <- frame$date
    if (inherits(date, "POSIXct")) {
      date <- as.Date(date, tz = if (is.null(attr(date, "tzone"))) "" else attr(date, "tzone")[[1L]])
    }
    if (!inherits(date, "Date")) {
      abort_input("type",
        c("{.arg {column('date')}} must be of class {.cls Date}, not {describe(frame$date)}.",
          i = "Convert it with {.fn as.Date}."),
        arg = column("date"), value = frame$date, call = call
      )
    }
    check_consecutive(as.double(date), column("date"), function(x) format(as.Date(x, origin = "1970-01-01")), call)
    start <- as.Date(as.double(date[[1L]]), origin = "1970-01-01")
  }
  if ("day" %in% names(frame)) {
    day <- check_numbers(frame$day, column("day"), call = call)
    check_consecutive(day, column("day"), format, call)
    if (day[[1L]] != 1) {
      abort_input("days",
        c("{.arg {column('day')}} starts at {.val {day[[1]]}}; day 1 comes first.",
          i = "Number the days from 1, or give {.field date} instead."),
        arg = column("day"), value = day[[1L]], position = 1L, call = call
      )
    }
  }
  list(load = check_loads(frame$load, column("load"), call = call), start = start)
}

check_consecutive <- function(x, arg, words, call) {
  at <- which(!is.finite(x))
  if (length(at)) {
    abort_input("missing", "{.arg {arg}} is missing ({.val {NA}}) at position {at[[1]]}{more_positions(at)}.",
      arg = arg, value = NA, position = at, call = call)
  }
  step <- diff(x)
  # Order first: rows out of order also look like gaps.
  at <- if (any(step < 0)) which(step < 0) else which(step != 1)
  if (length(at) == 0L && all(x == trunc(x))) {
    return(invisible())
  }
  frame <- environment()
  fail <- function(here, message, advice) {
    abort_input("days", c(message, i = advice), arg = arg, value = x[[here]], position = here,
      call = call, .envir = frame)
  }
  if (any(x != trunc(x))) {
    here <- which(x != trunc(x))[[1L]]
    fail(here, "{.arg {arg}} must be whole days, not {.val {x[[here]]}} at position {here}.",
      "Add up the loads of one day.")
  }
  here <- at[[1L]] + 1L
  found <- words(x[[here]])
  before <- words(x[[here - 1L]])
  if (step[[here - 1L]] < 0) {
    fail(here, "{.arg {arg}} goes back in time: {found} (position {here}) comes after {before}.",
      "Sort the rows by day.")
  }
  if (step[[here - 1L]] == 0) {
    fail(here, "{.arg {arg}} has {found} twice (positions {here - 1} and {here}).",
      "Add up the loads of one day.")
  }
  first <- words(x[[here - 1L]] + 1)
  last <- words(x[[here]] - 1)
  gone <- if (first == last) paste(first, "is missing") else paste(first, "to", last, "are missing")
  fail(here, "{.arg {arg}} jumps from {before} to {found} (position {here}): {gone}.",
    "Give every day its row; a rest day has load 0.")
}

check_phases <- function(phases, n, call) {
  if (is.null(phases)) {
    return(NULL)
  }
  if (is.list(phases) && !is.data.frame(phases)) {
    ok <- length(phases) > 0L && !is.null(names(phases)) && all(nzchar(names(phases))) &&
      all(vapply(phases, function(p) is_plain_number(p) && length(p) == 2L, NA))
    if (ok) {
      phases <- new_data_frame(list(
        from = vapply(phases, `[[`, 0, 1L, USE.NAMES = FALSE),
        to = vapply(phases, `[[`, 0, 2L, USE.NAMES = FALSE), label = names(phases)
      ))
    }
  }
  if (!is.data.frame(phases) || !all(c("from", "to", "label") %in% names(phases))) {
    abort_input("phases",
      c("{.arg phases} must be a data frame with {.field from}, {.field to} and {.field label}, or a named list of day ranges.",
        x = if (is.list(phases) && length(phases) && is.null(names(phases))) "It has no names." else "It is {describe(phases)}.",
        i = "For example {.code list(Base = c(1, 28), Taper = c(29, 42))}."),
      arg = "phases", value = phases, call = call
    )
  }
  from <- check_numbers(phases$from, "phases$from", call = call)
  to <- check_numbers(phases$to, "phases$to", call = call)
  at <- which(from < 1 | to > n | from > to | from != trunc(from) | to != trunc(to))
  if (length(at)) {
    abort_input("phases",
      c("Phase {.val {as.character(phases$label[[at[[1]]]])}} runs from day {from[[at[[1]]]]} to day {to[[at[[1]]]]}; the schedule has days 1 to {n}.",
        i = "Give whole days within the schedule, the first one first."),
      arg = "phases", value = phases$label[at], position = at, call = call
    )
  }
  new_data_frame(list(from = as.integer(from), to = as.integer(to), label = as.character(phases$label)))
}
