# Arguments of leucine_response(): scenarios, constants and states by name.

leucine_rate_names <- paste0("k", 1:69)

check_doses <- function(dose, at, to, arg, call) {
  dose <- check_numbers(dose, arg, lower = 0, hint = "No dose is 0.", call = call)
  large <- which(dose > 1000)
  if (length(large)) {
    abort_input("value",
      c("{.arg {arg}} is {.val {dose[[large[[1]]]]}} g at position {large[[1]]}; up to 1000 g works.",
        i = "Was it given in milligrams?"),
      arg = arg, value = dose[large], position = large, call = call
    )
  }
  at <- check_numbers(at, "at", lower = 0, call = call)
  if (length(at) != 1L && length(at) != length(dose)) {
    abort_input("length",
      c("{.arg at} must be one minute or one per dose ({length(dose)}), not {length(at)} numbers."),
      arg = "at", value = at, call = call
    )
  }
  at <- rep_len(at, length(dose))
  late <- which(at > to)
  if (length(late)) {
    abort_input("value",
      c("{.arg at} is {.val {at[[late[[1]]]]}} at position {late[[1]]}, after the last minute {.val {to}}.",
        i = "Give a larger {.arg to}."),
      arg = "at", value = at[late], position = late, call = call
    )
  }
  order <- order(at)
  list(dose = dose[order], time = at[order])
}

check_infusion <- function(infusion, time, call) {
  if (is.null(infusion)) {
    return(as.double(any(time > 0)))
  }
  if (is.logical(infusion)) {
    return(as.double(check_flag(infusion, "infusion", call = call)))
  }
  check_number(infusion, "infusion", 0, 1e3, call = call)
}

# Factors by name as a vector over all names, or NULL where there are none.
check_factors <- function(x, known, arg, call) {
  if (is.null(x)) {
    return(NULL)
  }
  value <- check_numbers(x, arg, lower = 0, upper = 1e6, hint = "No change is a factor of 1.", call = call)
  given <- names(x)
  at <- if (is.null(given)) 1L else which(is.na(given) | !given %in% known | duplicated(given))
  if (length(at)) {
    bad <- given[at][1L]
    of_rates <- identical(known, leucine_rate_names)
    near <- if (!is.null(given) && !is.na(bad) && nzchar(bad)) nearest_names(bad, known, of_rates)
    what <- if (of_rates) "constant" else "state"
    twice <- !is.null(given) && anyDuplicated(given) && bad %in% known
    abort_input("names",
      c(
        if (is.null(given)) {
          "{.arg {arg}} needs names: which {what} does {.val {value[[1]]}} change?"
        } else if (twice) {
          "{.arg {arg}} has {.val {bad}} twice, the second time at position {at[[1]]}."
        } else {
          "{.arg {arg}} has an unknown name {.val {bad}} at position {at[[1]]}{more_positions(at)}."
        },
        i = if (length(near) && !bad %in% known) {
          if (of_rates) {
            "The nearest is {.val {near}}; the constants are k1 to k69, see {.fn leucine_constants}."
          } else {
            "Did you mean {.or {.val {near}}}?"
          }
        } else if (of_rates) {
          "The constants are k1 to k69, as in {.code rate = c(k39 = 0.5)}; see {.fn leucine_constants}."
        } else {
          "The states are listed by {.code names(leucine_states(leucine_response(0)))}."
        }
      ),
      arg = arg, value = given, position = at, call = call
    )
  }
  if (identical(known, leucine_rate_names)) {
    check_divisors(value, given, arg, call)
  }
  factors <- rep(1, length(known))
  factors[match(given, known)] <- value
  factors
}

# A constant: the one of the nearest number. A state: those that differ by a letter or two.
nearest_names <- function(bad, known, of_rates) {
  if (of_rates) {
    number <- suppressWarnings(as.double(sub("^k", "", tolower(bad))))
    return(if (!is.na(number)) paste0("k", min(max(round(number), 1), 69)))
  }
  distance <- utils::adist(tolower(bad), known)[1L, ]
  utils::head(known[distance <= 2L & distance == min(distance)], 3L)
}

check_divisors <- function(value, given, arg, call) {
  divisors <- paste0("k", c(48:54, 56, 59, 60, 64))
  at <- which(value == 0 & given %in% divisors)
  if (length(at)) {
    abort_input("value",
      "{.arg {arg}} makes {.field {given[[at[[1]]]]}} zero (position {at[[1]]}); the model divides by it.",
      arg = arg, value = value[at], position = at, call = call
    )
  }
  unused <- intersect(given[value != 1], c("k5", "k8"))
  if (length(unused)) {
    cli::cli_warn(
      c("{.field {unused}} {?is/are} in no equation of the model: {?it changes/they change} nothing."),
      class = c("muscletwin_warning_no_effect", "muscletwin_warning"), call = call
    )
  }
}

check_volumes <- function(volumes, call) {
  if (is.null(volumes)) {
    usual <- engine_defaults()$leucine
    return(c(usual$plasma_volume, usual$muscle_volume))
  }
  value <- check_numbers(volumes, "volumes", lower = 0.1, upper = 1000, call = call)
  given <- names(volumes)
  if (length(value) != 2L || (!is.null(given) && !setequal(given, c("plasma", "muscle")))) {
    abort_input("names",
      c("{.arg volumes} must be {.code c(plasma = , muscle = )} in litres, not {describe(volumes)}.",
        i = "See {.fn leucine_volumes}."),
      arg = "volumes", value = volumes, call = call
    )
  }
  if (is.null(given)) value else value[match(c("plasma", "muscle"), given)]
}
