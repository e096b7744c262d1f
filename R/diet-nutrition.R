# From a diet to nutrition: what a day's protein does to synthesis.
# docs/math-physiology.md, section 3.

reference_leucine <- 0.09 # of the protein that the dose response was measured with

# Hours of raised synthesis after a meal: the middle of the 90 to 180 minutes after which
# muscle is "full".
response_hours <- 2.25

nutrition_gain <- 0.06

molecule_gain <- 0.008

# Fold rises of the meals of a diet, and their sum over the day.
diet_responses <- function(x, weight, old = 0, session = NULL, trigger = NULL, rule = c(1, 0.14, 180, 0.03)) {
  dose <- x$leucine_g / reference_leucine / weight
  if (!is.null(trigger)) dose[x$leucine_g < trigger] <- 0
  rule[[2L]] <- rule[[2L]] * (1 + 0.67 * old)
  amplitude <- rep(1 - 0.16 * old, nrow(x))
  if (!is.null(session)) {
    since <- x$time - session
    amplitude <- amplitude * (1 + ifelse(since >= 0, 0.10 * (1 - since / 24), 0))
  }
  engine_meal_responses(60 * x$time, dose, amplitude, rule)
}

# The day's synthesis for a sum of responses; fasting all day is 1.
synthesis_of <- function(q) 1 + response_hours / 24 * q

# The same relative to a habitual day's.
synthesis_by_meals <- function(x, weight, age, session) {
  old <- oldness(age)
  q <- sum(diet_responses(x, weight, old, session, attr(x, "trigger")))
  habit <- sum(diet_responses(habitual_diet(weight), weight, old))
  synthesis_of(q) / synthesis_of(habit)
}

nutrition_by_meals <- function(x, weight, age, session) {
  1 + nutrition_gain * (synthesis_by_meals(x, weight, age, session) - 1)
}

# The day's synthesis by the leucine model, g of leucine: the second of two days like this.
molecule_day <- function(x, weight) {
  to <- 2 * 1440
  dose <- rep(x$leucine_g / weight * 72.1, 2L)
  time <- c(60 * x$time, 60 * x$time + 1440)
  run <- list(threads = 1L, scenarios = list(list(dose = dose, time = time, rate = NULL, initial = NULL,
    numbers = c(4.8247034, 26.2283176, 300, 1, 0, 1e-6))))
  sums <- solve_leucine(run, c(1440, to))$integrals[1L, ]
  (sums[[2L]] - sums[[1L]]) * leucine_molar_mass
}

synthesis_by_molecules <- function(x, weight) {
  molecule_day(x, weight) / molecule_day(habitual_diet(weight), weight)
}

nutrition_by_molecules <- function(x, weight) {
  1 + molecule_gain * (synthesis_by_molecules(x, weight) - 1)
}

# The signalling model is of one young man at rest; what it cannot use is said.
# `foods` and their `sessions` are lists.
warn_molecules <- function(foods, age, sessions, call) {
  any_given <- function(x) !all(vapply(x, is.null, NA))
  unused <- c(
    "the session" = any_given(sessions), "the age" = !is.null(age) && oldness(age) > 0,
    "the leucine trigger" = any_given(lapply(foods, attr, "trigger"))
  )
  unused <- names(which(unused))
  if (length(unused)) {
    cli::cli_warn(
      c("{unused} {?changes/change} nothing in the signalling model.",
        i = "It is of one young man at rest. The model of meals has all three: {.code model = \"meals\"}, or leave out
          the scale {.val molecule}."),
      class = c("muscletwin_warning_no_effect", "muscletwin_warning"), call = call
    )
  }
}

#' @rdname diet
#' @param x A `diet()`.
#' @param age Age, years; `NULL`: young.
#' @param model `"meals"` (above) or `"leucine"` (the 40-state model).
#' @param quantity `"nutrition"`: \eqn{N}; `"synthesis"`: the day's synthesis, \eqn{Y/Y_h}, 1
#'   for a habitual day.
#' @return `diet_nutrition()`: one number, \eqn{N} or \eqn{Y/Y_h}.
#' @export
diet_nutrition <- function(x, weight = 75, ..., age = NULL, session = attr(x, "session"),
                           model = c("meals", "leucine"), quantity = c("nutrition", "synthesis")) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  x <- check_diet(x, "x", call)
  weight <- check_weight(weight, call = call)
  age <- if (!is.null(age)) check_age(age, call = call)
  session <- if (!is.null(session)) check_clock(session, "session", call)
  model <- check_choice(model, c("meals", "leucine"), "model")
  wants_n <- check_choice(quantity, c("nutrition", "synthesis"), "quantity") == "nutrition"
  if (model == "leucine") {
    warn_molecules(list(x), age, list(session), call)
    if (wants_n) nutrition_by_molecules(x, weight) else synthesis_by_molecules(x, weight)
  } else {
    if (wants_n) nutrition_by_meals(x, weight, age, session) else synthesis_by_meals(x, weight, age, session)
  }
}
