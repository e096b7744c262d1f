# From a diet to nutrition: what a day's protein does to synthesis.
# docs/math-physiology.md, section 3.

# A diet and who eats it, as the engine reads a day.
day_for_engine <- function(x, weight, age = NULL, session = NULL) {
  list(time = x$time, leucine_g = x$leucine_g, weight = weight, age = age, session = session,
    trigger = attr(x, "trigger"))
}

# The fold rises of its meals, and what the day's synthesis is by meals and by the leucine
# model: absolute (g of leucine), relative to a habitual day's, as nutrition.
diet_responses <- function(x, ...) engine_day_synthesis(day_for_engine(x, ...))$response

synthesis_by_meals <- function(x, ...) engine_day_synthesis(day_for_engine(x, ...))$relative

nutrition_by_meals <- function(x, ...) engine_day_synthesis(day_for_engine(x, ...))$nutrition

molecule_day <- function(x, weight) engine_day_leucine(day_for_engine(x, weight), habit = FALSE)$synthesis_g

synthesis_by_molecules <- function(x, weight) engine_day_leucine(day_for_engine(x, weight))$relative

nutrition_by_molecules <- function(x, weight) engine_day_leucine(day_for_engine(x, weight))$nutrition

# As much per kg for the subject that the signalling model was fitted to, g.
reference_dose <- function(leucine_g, weight) {
  leucine_g / weight * engine_defaults()$constant$leucine_reference_weight
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
