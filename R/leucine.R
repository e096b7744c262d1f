# The leucine model: arguments, result, methods. The equations are in
# src/engine/model/leucine.c; docs/math-physiology.md, section 1.

#' From a dose of leucine to muscle protein synthesis
#'
#' Simulates the hours after one or several doses of leucine with the kinetic model of
#' McColl and Clarke (2024): 40 ordinary differential equations and 69 constants for
#' leucine and its keto acid, insulin and glucose, the insulin receptor, IRS1, PI3K, PDK1,
#' Akt, TSC, mTORC1 and p70S6K, protein synthesis and breakdown.
#'
#' The run begins with 300 minutes of equilibration under an infusion of leucine
#' (2.5 mg/min) and glucose (75 mg/min). At time 0 the leucine infusion ends, as published,
#' and the dose enters the stomach. Equilibration is part of the model: the state at time 0
#' is not a steady state.
#'
#' @section What this model does not know:
#' Its constants were fitted to one reference subject: a man, 173 cm, 72.1 kg, 41.9 years.
#' Synthesis rises with the dose without a plateau, though measured synthesis does not. Of
#' the data that it was compared with by its authors, 1.85 g of leucine is overpredicted,
#' 1.8 g and whey are underpredicted. Without the infusion plasma leucine falls to a few
#' umol/L in 8 hours. `infusion = TRUE` keeps it on: an extension of ours, needed for
#' several meals or days, and not a part of what was published or tested.
#'
#' @section Solver:
#' SUNDIALS CVODE, BDF with the analytic Jacobian, stopped and restarted at every dose;
#' relative tolerance `rtol`, absolute tolerances of 0.01 `rtol` of each family of
#' proteins. At the default, integrals are exact to about 1e-7. `attr(x, "solver")` has what
#' the solver did.
#'
#' @param leucine_g Leucine, g, 0 or more: one dose, or several with their times `at`. A
#'   named vector or a named list (of doses, or of vectors of doses) are scenarios.
#' @param rate Changes of constants as factors by name, in force from the start of the
#'   equilibration: `c(k39 = 0.5)` halves k39. Any of k1 to k69; k5 and k8 are in no
#'   equation, which gives a warning. A named list of such vectors are scenarios (`NULL` in
#'   it: no change).
#' @param to The last minute.
#' @param ... Not used; arguments after it are named in full.
#' @param at Minutes of the doses, 0 or more, one for each or one for all.
#' @param by Minutes between rows.
#' @param initial Changes of initial values as factors by the name of the state, as
#'   `c(p70s6k = 1.2)`; see [leucine_states()] for the names.
#' @param infusion Keep the leucine infusion on after time 0: `TRUE`, `FALSE`, a share of
#'   it, or `NULL` (default): on if there is a dose after time 0.
#' @param freeze `"p70s6k"` keeps p70S6K as it is at time 0; `NULL`: nothing.
#' @param volumes Plasma and muscle volume, L, `c(plasma =, muscle =)`, as from
#'   [leucine_volumes()]; `NULL`: the reference subject's. Rates act on amounts, so a
#'   larger muscle also has faster reactions: other volumes were never tested.
#' @param equilibration Minutes before time 0.
#' @param rtol Relative tolerance.
#' @param threads Number of threads for scenarios; `NULL`: `getOption("muscletwin.threads", 1)`.
#' @return A data frame of class `leucine_response`, a row per `by` minutes from 0 (the
#'   state just before a dose at 0): `scenario` (if more than one), `time` (min);
#'   concentrations `leu_plasma`, `kic_plasma`, `leu_muscle` (umol/L), `insulin_plasma`
#'   (pmol/L), `glucose` (mmol/L); amounts `p_akt_s473`, `p70s6k_p` (nmol),
#'   `mtorc1_active` (pmol); rates `mps`, `mpb`, `nb` (umol leucine/min: synthesis,
#'   breakdown, their difference); and `mps_g`, `mpb_g`, `nb_g`, g of leucine since time 0.
#'
#'   `summary(x, window = c(0, 180))` has `mps_g`, `mpb_g`, `nb_g` over a window in minutes.
#'   Errors: `muscletwin_error_type`, `_length`, `_missing`, `_value`, `_names`, `_choice`,
#'   `_dots`, `_solver`.
#' @references
#' McColl TJ, Clarke DC (2024). Kinetic modeling of leucine-mediated signaling and protein
#' metabolism in human skeletal muscle. *iScience* 27:108634.
#' \doi{10.1016/j.isci.2023.108634}. Constants and initial values: the authors' repository
#' tjmccoll/MuscleProteinSynthesisKineticModel (MIT licence).
#'
#' Sturis J, Polonsky KS, Mosekilde E, Van Cauter E (1991). Computer model for mechanisms
#' underlying ultradian oscillations of insulin and glucose. *Am J Physiol* 260:E801-E809.
#' @seealso [leucine_states()], [leucine_constants()], [diet()] for nutrition over weeks.
#' @examples
#' dose <- leucine_response(3.5)
#' dose
#' summary(dose)
#' # the leucine signal knocked down
#' summary(leucine_response(3.5, rate = list(intact = NULL, half = c(k39 = 0.5))))
#' @export
leucine_response <- function(leucine_g, rate = NULL, to = 480, ..., at = 0, by = 1,
                             initial = NULL, infusion = NULL, freeze = NULL, volumes = NULL,
                             equilibration = 300, rtol = 1e-6, threads = NULL) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  if (missing(leucine_g)) {
    abort_input("missing",
      c("{.arg leucine_g} is missing: how many grams of leucine?", i = "For example {.code leucine_response(3.5)}."),
      arg = "leucine_g", call = call
    )
  }
  to <- check_number(to, "to", 0, 1e6, open = TRUE, unit = "minutes")
  by <- check_number(by, "by", 0, to, open = TRUE, unit = "minutes")
  check_size <- to / by
  if (check_size > 1e6) {
    abort_input("size", "{.arg by} = {by} makes {.val {ceiling(check_size)}} rows; the most that works is 1,000,000.",
      arg = "by", value = by, call = call)
  }
  body <- check_volumes(volumes, call)
  numbers <- c(
    body, check_number(equilibration, "equilibration", 0, 1e6, open = TRUE, unit = "minutes"), 0,
    as.double(!is.null(freeze) && check_choice(freeze, "p70s6k", "freeze") == "p70s6k"),
    check_number(rtol, "rtol", 0, 0.01, open = TRUE)
  )
  doses <- named_parts(leucine_g, "leucine_g", call)
  rates <- if (is.list(rate)) named_parts(rate, "rate", call) else list(rate)
  initials <- if (is.list(initial)) named_parts(initial, "initial", call) else list(initial)
  run <- list(to = to, by = by, threads = check_threads(threads, call), scenarios = list())
  for (i in seq_along(doses)) {
    for (j in seq_along(rates)) {
      for (k in seq_along(initials)) {
        part <- c(names(doses)[i], names(rates)[j], names(initials)[k])
        dose <- check_doses(doses[[i]], at, to, scenario_arg("leucine_g", names(doses)[i]), call)
        numbers[[4L]] <- check_infusion(infusion, dose$time, call)
        run$scenarios[[length(run$scenarios) + 1L]] <- list(
          name = if (length(part)) paste(part, collapse = ", "), dose = dose$dose, time = dose$time,
          rate = check_factors(rates[[j]], leucine_rate_names, scenario_arg("rate", names(rates)[j]), call),
          initial = check_factors(initials[[k]], names(leucine_facts()$initial),
            scenario_arg("initial", names(initials)[k]), call),
          numbers = numbers
        )
      }
    }
  }
  # The last minute is a row even where `by` does not divide it.
  time <- seq(0, to, by = by)
  if (time[[length(time)]] < to) time <- c(time, to)
  solved <- solve_leucine(run, time)
  result <- leucine_frame(run, time, solved)
  class(result) <- c("leucine_response", "data.frame")
  attr(result, "run") <- run
  attr(result, "amounts") <- solved$amounts
  attr(result, "solver") <- leucine_statistics(run, solved$statistics)
  result
}

leucine_rate_names <- paste0("k", 1:69)
leucine_molar_mass <- 131.17

leucine_facts <- function() .Call(C_leucine_constants)

solve_leucine <- function(run, time) {
  .Call(C_leucine, lapply(run$scenarios, function(s) list(s$dose, s$time, s$rate, s$initial, s$numbers)),
    as.double(time), run$threads)
}

# ---- arguments ----

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
    return(c(4.8247034, 26.2283176))
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

# ---- result ----

leucine_frame <- function(run, time, solved) {
  y <- solved$amounts
  rownames(y) <- names(leucine_facts()$initial)
  scenarios <- run$scenarios
  each <- function(f) rep(vapply(scenarios, f, 0), each = length(time))
  plasma <- each(function(s) s$numbers[[1L]])
  muscle <- each(function(s) s$numbers[[2L]])
  k50 <- each(function(s) 10 * if (is.null(s$rate)) 1 else s$rate[[50L]])
  columns <- list()
  columns$scenario <- scenario_column(scenarios, rep(length(time), length(scenarios)))
  columns$time <- rep(time, length(scenarios))
  columns$leu_plasma <- y["leu_plasma", ] / plasma * 1e6
  columns$kic_plasma <- y["kic_plasma", ] / plasma * 1e6
  columns$insulin_plasma <- y["insulin_plasma", ] / plasma * 1e12
  columns$glucose <- y["glucose", ] / k50 * 1e3
  columns$leu_muscle <- y["leu_muscle", ] / muscle * 1e6
  columns$p_akt_s473 <- (y["akt_s473", ] + y["akt_t308_s473", ]) * 1e9
  columns$p70s6k_p <- y["p70s6k_p", ] * 1e9
  columns$mtorc1_active <- y["mtorc1_active", ] * 1e12
  columns$mps <- solved$flows[1L, ] * 1e6
  columns$mpb <- solved$flows[2L, ] * 1e6
  columns$nb <- columns$mps - columns$mpb
  columns$mps_g <- solved$integrals[1L, ] * leucine_molar_mass
  columns$mpb_g <- solved$integrals[2L, ] * leucine_molar_mass
  columns$nb_g <- columns$mps_g - columns$mpb_g
  new_data_frame(lapply(columns, unname), length(columns$time))
}

leucine_statistics <- function(run, statistics) {
  columns <- list()
  columns$scenario <- scenario_column(run$scenarios, rep(1L, length(run$scenarios)))
  for (i in 1:6) {
    columns[[c("steps", "rates", "jacobians", "error_failures", "newton_failures", "starts")[[i]]]] <- statistics[i, ]
  }
  new_data_frame(columns, length(run$scenarios))
}

#' The states and constants of the leucine model
#'
#' `leucine_states()` gives all 40 amounts of a run; `leucine_constants()` the 69 published
#' constants; `leucine_volumes()` plasma and muscle volume of a body by the formulas that the
#' authors of the model use (Nadler's, which gives blood volume, and Janssen's; the constant
#' for women in Nadler's is as the authors have it, 0.6041, not Nadler's 0.1833).
#'
#' @param x A [leucine_response()].
#' @return `leucine_states()`: a data frame with `scenario` (if more than one), `time` (min)
#'   and the 40 amounts (mol). `leucine_constants()`: a data frame with `name` and `value`
#'   (min, mol and L based). `leucine_volumes()`: `c(plasma =, muscle =)`, L.
#' @inherit leucine_response references
#' @examples
#' head(leucine_states(leucine_response(3.5))[, 1:6])
#' leucine_constants()[39, ]
#' leucine_volumes("male", height = 1.73, weight = 72.1, age = 41.9, resistance = 517)
#' @export
leucine_states <- function(x) {
  if (!inherits(x, "leucine_response") || is.null(attr(x, "amounts"))) {
    abort_input("type",
      "{.arg x} must be the whole value of {.fn leucine_response}, not {describe(x)}.",
      arg = "x", value = x
    )
  }
  amounts <- attr(x, "amounts", exact = TRUE)
  columns <- list()
  columns$scenario <- x[["scenario"]]
  columns$time <- x[["time"]]
  states <- names(leucine_facts()$initial)
  for (i in seq_along(states)) columns[[states[[i]]]] <- amounts[i, ]
  new_data_frame(columns, ncol(amounts))
}

#' @rdname leucine_states
#' @export
leucine_constants <- function() {
  new_data_frame(list(name = leucine_rate_names, value = leucine_facts()$value))
}

#' @rdname leucine_states
#' @param sex `"male"` or `"female"`.
#' @param height Height, m.
#' @param weight Body mass, kg.
#' @param age Age, years.
#' @param resistance Bioimpedance, ohm.
#' @export
leucine_volumes <- function(sex, height, weight, age, resistance = 517) {
  call <- rlang::current_env()
  body <- list(
    age = check_age(age, call = call), sex = check_sex(sex, call), height = check_height(height, call = call),
    weight = check_weight(weight, call = call)
  )
  values <- c(
    as.double(body$sex == "male"), 100 * body$height, body$weight, body$age,
    check_number(resistance, "resistance", 100, 2000, unit = "ohm")
  )
  stats::setNames(.Call(C_leucine_volumes, values), c("plasma", "muscle"))
}

# ---- methods ----

#' @rdname leucine_response
#' @param object A `leucine_response`.
#' @param window First and last minute of the window that is summed over.
#' @export
summary.leucine_response <- function(object, ..., window = c(0, 180)) {
  check_dots(...)
  run <- attr(object, "run", exact = TRUE)
  if (is.null(run)) {
    abort_input("type", "{.arg object} is no longer the whole value of {.fn leucine_response}.",
      arg = "object", value = dim(object))
  }
  window <- check_numbers(window, "window", lower = 0, upper = 1e6)
  if (length(window) != 2L || window[[1L]] >= window[[2L]]) {
    abort_input("window",
      c("{.arg window} must be a first and a later last minute, not {.val {utils::head(window, 5)}}.",
        i = "For example {.code window = c(0, 180)}."),
      arg = "window", value = window
    )
  }
  # Solved anew, so that any window is as exact as the rows.
  solved <- solve_leucine(run, window)
  n <- length(run$scenarios)
  over <- function(i) solved$integrals[i, 2L * seq_len(n)] - solved$integrals[i, 2L * seq_len(n) - 1L]
  columns <- list()
  columns$scenario <- scenario_column(run$scenarios, rep(1L, n))
  columns$leucine_g <- vapply(run$scenarios, function(s) sum(s$dose), 0)
  columns$from <- rep(window[[1L]], n)
  columns$to <- rep(window[[2L]], n)
  columns$mps_g <- over(1L) * leucine_molar_mass
  columns$mpb_g <- over(2L) * leucine_molar_mass
  columns$nb_g <- columns$mps_g - columns$mpb_g
  # p-p70S6K over minutes: the published area is ten times too large in one place.
  columns$p70s6k_area <- over(3L) / vapply(run$scenarios, function(s) s$numbers[[2L]], 0) * 1e9
  result <- new_data_frame(columns, n)
  class(result) <- c("summary_leucine_response", "data.frame")
  result
}

#' @export
print.summary_leucine_response <- function(x, ...) {
  if (!all(c("mps_g", "mpb_g", "nb_g") %in% names(x))) {
    print(as.data.frame(x), ...)
    return(invisible(x))
  }
  shown <- utils::head(x, 8L)
  cli::cat_line("minutes ", format(x$from[[1L]]), " to ", format(x$to[[1L]]), ", g of leucine")
  cells <- list(
    "dose" = format(shown$leucine_g), "synthesis" = formatC(shown$mps_g, format = "f", digits = 4),
    "breakdown" = formatC(shown$mpb_g, format = "f", digits = 4),
    "net balance" = formatC(shown$nb_g, format = "f", digits = 4)
  )
  if (!is.null(shown$scenario)) cells <- c(list(" " = as.character(shown$scenario)), cells)
  columns <- lapply(seq_along(cells), function(j) format(c(names(cells)[[j]], cells[[j]]),
    justify = if (names(cells)[[j]] == " ") "left" else "right"))
  cli::cat_line(do.call(paste, c(columns, sep = "  ")))
  if (nrow(x) > 8L) cli::cat_line("and ", count_words(nrow(x) - 8L, "more scenario"))
  invisible(x)
}

#' @export
as.data.frame.summary_leucine_response <- function(x, ...) {
  class(x) <- "data.frame"
  x
}

#' @export
print.leucine_response <- function(x, ...) {
  run <- attr(x, "run", exact = TRUE)
  if (is.null(run) || !"leu_plasma" %in% names(x)) {
    print(as.data.frame(x), ...)
    return(invisible(x))
  }
  first <- run$scenarios[[1L]]
  cli::cat_line("<leucine_response> ", count_words(length(run$scenarios), "scenario"), ", ",
    paste0(format(first$dose), " g at ", format(first$time), " min", collapse = ", ")[1L],
    if (length(run$scenarios) > 1L) " and others", "; 0 to ", format(run$to), " min")
  changed <- which(first$rate != 1)
  if (length(changed) && length(run$scenarios) == 1L) {
    cli::cat_line("changed  ", paste0(leucine_rate_names[changed], " x ", format(first$rate[changed]), collapse = ", "))
  }
  peak <- which.max(x$leu_plasma)
  fastest <- which.max(x$mps)
  cli::cat_line("plasma leucine peaks at ", format(round(x$leu_plasma[[peak]])), " umol/L, ",
    format(x$time[[peak]]), " min")
  cli::cat_line("synthesis peaks at ", format(x$mps[[fastest]], digits = 3), " umol/min, ",
    format(x$time[[fastest]]), " min")
  print(summary(x))
  cli::cat_line(hint("see it with plot(), other windows with summary(window = )"))
  invisible(x)
}

#' @export
as.data.frame.leucine_response <- function(x, ...) {
  attr(x, "run") <- attr(x, "amounts") <- attr(x, "solver") <- NULL
  class(x) <- "data.frame"
  x
}

#' @export
`[.leucine_response` <- function(x, ...) {
  part <- NextMethod()
  if (is.data.frame(part)) as.data.frame.leucine_response(part) else part
}

#' @rdname leucine_response
#' @exportS3Method ggplot2::autoplot
autoplot.leucine_response <- function(object, ...) {
  frame <- as.data.frame(object)
  panels <- c(
    leu_plasma = "plasma leucine, umol/L", insulin_plasma = "plasma insulin, pmol/L",
    leu_muscle = "muscle leucine, umol/L", mtorc1_active = "active mTORC1, pmol",
    p70s6k_p = "p-p70S6K, nmol", mps = "synthesis and breakdown, umol/min"
  )
  scenario <- if (is.null(frame$scenario)) factor(rep("run", nrow(frame))) else frame$scenario
  long <- do.call(rbind, lapply(c(names(panels), "mpb"), function(column) {
    panel <- if (column == "mpb") "mps" else column
    data.frame(time = frame$time, value = frame[[column]], scenario = scenario,
      panel = panels[[panel]], flow = if (column == "mpb") "breakdown" else "synthesis")
  }))
  long$panel <- factor(long$panel, levels = panels)
  several <- nlevels(scenario) > 1L
  time <- value <- flow <- NULL
  plot <- ggplot2::ggplot(long, ggplot2::aes(time, value, linetype = flow))
  plot <- if (several) {
    plot + ggplot2::geom_line(ggplot2::aes(colour = scenario), linewidth = 0.6) +
      ggplot2::scale_colour_manual(values = rep_len(scenario_colours, nlevels(scenario)))
  } else {
    plot + ggplot2::geom_line(colour = blue, linewidth = 0.6)
  }
  plot + ggplot2::facet_wrap(~panel, scales = "free_y", ncol = 2) +
    ggplot2::scale_linetype_manual(values = c(synthesis = "solid", breakdown = "22")) +
    ggplot2::scale_x_continuous(breaks = minute_breaks) +
    ggplot2::labs(x = "minutes after the first dose", y = NULL, colour = NULL, linetype = NULL) +
    ggplot2::theme_minimal() + ggplot2::theme(legend.position = "bottom", panel.grid.minor = ggplot2::element_blank())
}

# Whole hours.
minute_breaks <- function(limits) {
  step <- 60 * max(1, ceiling(diff(limits) / 60 / 6))
  seq(0, limits[[2L]], by = step)
}

#' @export
plot.leucine_response <- function(x, ...) {
  picture <- autoplot.leucine_response(x, ...)
  print(picture)
  invisible(picture)
}
