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

more_positions <- function(at) {
  if (length(at) > 1L) cli::format_inline(" and {length(at) - 1} more") else ""
}

is_number_text <- function(x) {
  is.character(x) && length(x) > 0L && !anyNA(suppressWarnings(as.numeric(x)))
}
