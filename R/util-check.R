# Argument checks. Each returns its argument in the type that the engine takes and costs
# next to nothing when all is well; words are only made when something is wrong.

check_dots <- function(..., call = rlang::caller_env()) {
  n <- ...length()
  if (n > 0L) {
    given <- ...names()
    named <- if (is.null(given)) character() else given[nzchar(given) & !is.na(given)]
    abort_input("dots",
      c(if (length(named)) "Unknown argument{?s} {.arg {named}}." else "{n} argument{?s} without a name {?is/are} too many.",
        i = "Arguments after {.arg ...} must be named in full; check the spelling."
      ),
      arg = "...", value = named, call = call
    )
  }
}

# Arguments of the caller that have no default.
check_given <- function(args, hint = NULL, call = rlang::caller_env()) {
  absent <- args[vapply(args, function(arg) eval(call("missing", as.name(arg)), call), NA)]
  if (length(absent)) {
    abort_input("missing", c("{.arg {absent[[1]]}} is missing.", i = hint), arg = absent[[1L]], call = call)
  }
}

check_choice <- function(x, choices, arg, call = rlang::caller_env()) {
  if (identical(x, choices)) { # an untouched default
    return(choices[[1L]])
  }
  if (is.character(x) && length(x) == 1L && !is.na(x) && x %in% choices) {
    return(x)
  }
  near <- if (is.character(x) && length(x) == 1L && !is.na(x)) {
    distance <- utils::adist(x, choices)[1L, ]
    choices[distance <= 2L & distance == min(distance)]
  }
  abort_input("choice",
    c("{.arg {arg}} must be one of {.or {.val {choices}}}, not {describe(x)}.",
      i = if (length(near)) "Did you mean {.val {near[[1]]}}?"
    ),
    arg = arg, value = x, call = call
  )
}

is_plain_number <- function(x) {
  is.numeric(x) && !inherits(x, c("integer64", "difftime", "factor"))
}

# One finite number in a range; `open` leaves the lower end out.
# `hint` is the advice for several numbers.
check_number <- function(x, arg, lower = -Inf, upper = Inf, open = FALSE, unit = NULL,
                         hint = NULL, call = rlang::caller_env()) {
  if (is.numeric(x) && length(x) == 1L && !is.object(x) && is.finite(x) && x >= lower &&
    x <= upper && !(open && x == lower)) {
    return(as.double(x))
  }
  if (!is_plain_number(x)) {
    abort_input("type", "{.arg {arg}} must be one number, not {describe(x)}.",
      arg = arg, value = x, call = call
    )
  }
  if (length(x) != 1L) {
    abort_input("length",
      c("{.arg {arg}} must be one number, not {describe(x)}.", i = if (length(x)) hint),
      arg = arg, value = x, call = call
    )
  }
  x <- as.double(x)
  if (is.finite(x) && x >= lower && x <= upper && !(open && x == lower)) { # it only had a class
    return(x)
  }
  if (is.na(x) && !is.nan(x)) {
    abort_input("missing",
      "{.arg {arg}} is missing ({.val {NA}}); it must be {range_words(lower, upper, open, unit)}.",
      arg = arg, value = x, position = 1L, call = call
    )
  }
  abort_input("value",
    c("{.arg {arg}} must be {range_words(lower, upper, open, unit)}, not {.val {x}}."),
    arg = arg, value = x, position = 1L, call = call
  )
}

# One whole number, returned as a double so that counts above 2^31 survive.
check_count <- function(x, arg, lower = 1, upper = 2^53, call = rlang::caller_env()) {
  x <- check_number(x, arg, lower, call = call)
  if (x > upper) {
    abort_input("size",
      "{.arg {arg}} is {.val {x}}; the most that works is {.val {upper}}.",
      arg = arg, value = x, position = 1L, call = call
    )
  }
  if (x != trunc(x)) {
    abort_input("value",
      c("{.arg {arg}} must be a whole number, not {.val {x}}.", i = "Try {.val {round(x)}}."),
      arg = arg, value = x, position = 1L, call = call
    )
  }
  x
}

check_flag <- function(x, arg, null = FALSE, call = rlang::caller_env()) {
  if ((null && is.null(x)) || (is.logical(x) && length(x) == 1L && !is.na(x))) {
    return(x)
  }
  abort_input("type", "{.arg {arg}} must be TRUE or FALSE, not {describe(x)}.",
    arg = arg, value = x, call = call
  )
}

# A vector of finite numbers in a range. `hint` is the advice for a missing value,
# `range_hint` that for one out of range, `what` says what is wanted.
check_numbers <- function(x, arg, lower = -Inf, upper = Inf, hint = NULL, range_hint = NULL,
                          what = "a numeric vector", call = rlang::caller_env()) {
  if (!is_plain_number(x)) {
    abort_input("type",
      c("{.arg {arg}} must be {what}, not {describe(x)}.",
        i = if (is_number_text(x)) "Numbers read as text? Convert them with {.fn as.numeric} first."
      ),
      arg = arg, value = x, call = call
    )
  }
  if (length(x) == 0L) {
    abort_input("length", "{.arg {arg}} is empty; it needs at least one number.",
      arg = arg, value = x, call = call
    )
  }
  if (!is.double(x) || !is.null(attributes(x))) {
    x <- as.double(x)
  }
  # One pass each: the smallest and the largest tell of NaN, infinities and the range.
  if (is.finite(min(x)) && is.finite(max(x)) && min(x) >= lower && max(x) <= upper) {
    return(x)
  }
  at <- which(is.na(x) & !is.nan(x))
  if (length(at)) {
    abort_input("missing",
      c("{.arg {arg}} is missing ({.val {NA}}) at position {at[[1]]}{more_positions(at)}.", i = hint),
      arg = arg, value = NA_real_, position = at, call = call
    )
  }
  at <- which(!is.finite(x) | x < lower | x > upper)
  abort_input("value",
    c("{.arg {arg}} must be {range_words(lower, upper, FALSE)}, not {.val {x[[at[[1]]]]}} at position {at[[1]]}{more_positions(at)}.",
      i = if (is.nan(x[[at[[1L]]]])) hint else range_hint
    ),
    arg = arg, value = x[at], position = at, call = call
  )
}

is_number_text <- function(x) {
  is.character(x) && length(x) > 0L && !anyNA(suppressWarnings(as.numeric(x)))
}

# A data frame has at most 2^31 - 1 rows; told before anything is allocated.
check_rows <- function(rows, arg, call, advice = "Use {.code output = \"summary\"}, or simulate a part at a time.") {
  if (rows > .Machine$integer.max) {
    abort_input("size",
      c("The result would have {format(rows, big.mark = ',', scientific = FALSE)} rows; a data frame has at most {format(.Machine$integer.max, big.mark = ',')}.",
        i = advice),
      arg = arg, value = rows, call = call
    )
  }
}

check_days <- function(x, arg, call) {
  if (inherits(x, c("Date", "POSIXt"))) {
    abort_input("type", c("{.arg {arg}} must be the number of a day, not a date.",
      i = "Day 1 is the first day; from a date, {.code as.numeric(date - first) + 1}."),
      arg = arg, value = x, call = call)
  }
  x <- check_numbers(x, arg, lower = 1, upper = 1e6, hint = "Day 1 is the first day.", call = call)
  at <- which(x != trunc(x))
  if (length(at)) {
    abort_input("value", "{.arg {arg}} must be whole days, not {.val {x[[at[[1]]]]}} at position {at[[1]]}.",
      arg = arg, value = x[at], position = at, call = call)
  }
  x
}

check_probs_level <- function(level, arg = "level", call = rlang::caller_env()) {
  level <- check_numbers(level, arg, call = call)
  at <- which(level <= 0 | level >= 1)
  if (length(at)) {
    abort_input("value", c("{.arg {arg}} must be between 0 and 1, not {.val {level[[at[[1]]]]}}.",
      i = if (level[[at[[1]]]] > 1) "Write 90 % as 0.9."), arg = arg, value = level[at], position = at, call = call)
  }
  level
}

scenario_arg <- function(arg, name) {
  if (is.null(name) || is.na(name)) arg else paste0(arg, "$", name)
}

# The scenarios of an argument: a list with names, or without any if there is only one.
named_parts <- function(x, arg, call) {
  if (is.list(x) || !is.null(names(x))) {
    check_scenario_names(x, arg, call)
    return(as.list(x))
  }
  list(x)
}

check_times <- function(times, n, call) {
  times <- check_numbers(times, "times", lower = 0, upper = n,
    range_hint = paste0("Time 0 is the start of day 1, time ", n, " the end of day ", n, "."), call = call)
  at <- which(diff(times) < 0) + 1L
  if (length(at)) {
    abort_input("order",
      c("{.arg times} must increase; {times[[at[[1]]]]} at position {at[[1]]} comes after {times[[at[[1]] - 1L]]}.",
        i = "Use {.code sort(times)}."),
      arg = "times", value = times[at], position = at, call = call
    )
  }
  times
}

check_recycled <- function(x, arg, n, call) {
  if (!length(x) %in% c(1L, n)) {
    abort_input("length", "{.arg {arg}} must be one value or one per person ({n}), not {length(x)} values.",
      arg = arg, value = x, call = call)
  }
}

check_scenario_names <- function(x, arg, call) {
  if (length(x) == 0L) {
    abort_input("length", "{.arg {arg}} is an empty list; it needs at least one scenario.",
      arg = arg, value = x, call = call)
  }
  names <- names(x)
  at <- if (is.null(names)) 1L else which(is.na(names) | !nzchar(names) | duplicated(names))
  if (length(at)) {
    abort_input("names",
      c("The scenarios in {.arg {arg}} need names, each a different one.",
        x = if (is.null(names)) {
          "None has a name."
        } else if (is.na(names[[at[[1L]]]]) || !nzchar(names[[at[[1L]]]])) {
          "The one at position {at[[1]]} has none."
        } else {
          "Position {at[[1]]} has the name {.val {names[[at[[1]]]]}} again."
        },
        i = if (arg == "nutrition") "For example {.code nutrition = c(full = 1, low = 0.7)}." else
          "For example {.code {arg} = list(plan_a = ..., plan_b = ...)}."),
      arg = arg, value = names, position = at, call = call
    )
  }
}

check_threads <- function(threads, call) {
  arg <- if (is.null(threads)) "getOption(\"muscletwin.threads\")" else "threads"
  if (is.null(threads)) threads <- getOption("muscletwin.threads", 1L)
  as.integer(check_count(threads, arg, upper = loaded$most_threads, call = call))
}
