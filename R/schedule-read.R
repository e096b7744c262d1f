# A schedule as the user has it, made into one number a day.

check_loads <- function(x, arg, what = "a numeric vector", call = rlang::caller_env()) {
  if (has_shape(x)) x <- read_shape(x, arg, call)$load
  check_numbers(x, arg, lower = 0, hint = "A rest day is 0.", what = what, call = call)
}

check_start <- function(start, call) {
  if (is.null(start)) NULL else one_date(start, "start", call)
}

# Anything that says more than the numbers in their order: matrices, tables, time series.
has_shape <- function(x) {
  if (!is.atomic(x) || is.data.frame(x)) {
    return(FALSE)
  }
  !is.null(dim(x)) || inherits(x, c("zoo", "ts")) || (length(x) && (all_dates(names(x)) || all_whole(names(x))))
}

# Names that say which day a number is of. NULL says nothing.
all_dates <- function(names) {
  length(names) > 0L && all(grepl("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", names)) && !anyNA(as.Date(names, "%Y-%m-%d"))
}
all_whole <- function(names) length(names) > 0L && all(grepl("^[0-9]+$", names))

# The loads and the first date (or NULL) of what has a shape: by the names and the index that
# say which number is which day's; what says neither is not guessed.
read_shape <- function(x, arg, call) {
  if (inherits(x, "zoo")) {
    return(read_zoo(x, arg, call))
  }
  if (length(dim(x)) > 1L) {
    return(read_matrix(x, arg, call))
  }
  if (inherits(x, "ts")) {
    per <- stats::frequency(x)
    if (!any(abs(per - c(1, 7, 365, 365.25)) < 1e-9)) {
      abort_input("type",
        c("{.arg {arg}} is a time series of frequency {.val {per}}; a schedule has one load a day.",
          i = "Give the loads of all days as a numeric vector."),
        arg = arg, value = per, call = call
      )
    }
    return(list(load = as.double(x)))
  }
  # A table, or what tapply(), rowsum() or split() give: its names are the days.
  read_named(as.vector(unclass(x)), names(x), arg, call)
}

read_named <- function(x, names, arg, call) {
  if (all_dates(names)) {
    read_schedule(new_data_frame(list(date = as.Date(names), load = x)), arg, call)
  } else if (all_whole(names)) {
    read_schedule(new_data_frame(list(day = as.double(names), load = x)), arg, call)
  } else if (is.null(names)) {
    list(load = x)
  } else {
    abort_input("type",
      c("{.arg {arg}} is {describe(x)} by {.val {names[[1]]}}, which is not a day.",
        i = "Sum by day ({.code tapply(load, date, sum)}), or drop the names with {.fn as.vector} if these are days in order."),
      arg = arg, value = names, call = call
    )
  }
}

read_matrix <- function(x, arg, call) {
  names <- tolower(colnames(x))
  if (length(dim(x)) == 2L && is.numeric(x) && "load" %in% names && any(c("day", "date") %in% names)) {
    columns <- stats::setNames(lapply(seq_len(ncol(x)), function(j) as.vector(x[, j])), names)
    if ("date" %in% names) { # in a matrix a date is its number
      columns$date <- as.Date(columns$date, origin = "1970-01-01")
    }
    return(read_schedule(new_data_frame(columns[intersect(c("day", "date", "load"), names)]), arg, call))
  }
  if (length(dim(x)) == 2L && ncol(x) == 1L) {
    days <- rownames(x) # what rowsum() gives has its days there
    return(read_named(as.vector(x), if (all_dates(days) || all_whole(days)) days, arg, call))
  }
  abort_input("type",
    c("{.arg {arg}} must be one load a day, not a matrix of {paste(dim(x), collapse = ' x ')}.",
      i = "One schedule: give a column, as {.code x[, 1]}. Several: a named list, as {.code list(a = x[, 1], b = x[, 2])}, simulates each as a scenario."),
    arg = arg, value = dim(x), call = call
  )
}

# zoo and xts, read without these packages: the index is an attribute of both.
read_zoo <- function(x, arg, call) {
  index <- attr(x, "index", exact = TRUE)
  if (inherits(x, "xts")) {
    zone <- attr(index, "tzone", exact = TRUE)
    index <- as.POSIXct(as.double(index), origin = "1970-01-01", tz = if (is.null(zone)) "UTC" else zone[[1L]])
  }
  values <- unclass(x)
  if (length(dim(values)) == 2L && ncol(values) > 1L) {
    which <- match("load", tolower(colnames(values)))
    if (is.na(which)) {
      abort_input("columns",
        c("{.arg {arg}} has {ncol(values)} columns, none of them {.field load}.",
          i = "Give one series, as {.code x[, 1]}."),
        arg = arg, value = colnames(values), call = call
      )
    }
    values <- values[, which]
  }
  name <- if (is_date_like(index)) "date" else "day"
  day <- if (name == "date") as_dates(index, paste0("index(", arg, ")"), call) else as.double(index)
  read_schedule(new_data_frame(stats::setNames(list(day, as.vector(values)), c(name, "load"))), arg, call)
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
    date <- as_dates(frame[["date"]], column("date"), call)
    check_consecutive(as.double(date), column("date"), function(x) format(as.Date(x, origin = "1970-01-01")), call)
    start <- as.Date(as.double(date[[1L]]), origin = "1970-01-01")
  }
  if ("day" %in% names(frame)) {
    day <- check_numbers(frame[["day"]], column("day"), call = call)
    check_consecutive(day, column("day"), format, call)
    if (day[[1L]] != 1) {
      abort_input("days",
        c("{.arg {column('day')}} starts at {.val {day[[1]]}}; day 1 comes first.",
          i = "Number the days from 1, or give {.field date} instead."),
        arg = column("day"), value = day[[1L]], position = 1L, call = call
      )
    }
  }
  list(load = check_loads(frame[["load"]], column("load"), call = call), start = start)
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
