# The range of each parameter, as the engine has it (src/engine/model/parameters.c).
check_parameter <- function(x, arg, call = rlang::caller_env()) {
  # A positive number is within the range of every parameter.
  if (is.double(x) && length(x) == 1L && is.null(attributes(x)) && is.finite(x) && x > 0) {
    return(x)
  }
  hint <- "Simulate several values one by one, or as a cohort with {.fn muscle_population}."
  switch(arg,
    k_s = , k_d = check_number(x, arg, lower = 0, hint = hint, call = call),
    m0 = check_number(x, arg, lower = 0, open = TRUE, unit = "kg", hint = hint, call = call),
    tau_g = , tau_h = check_number(x, arg, lower = 0, open = TRUE, unit = "days", hint = hint, call = call),
    check_number(x, arg, hint = hint, call = call)
  )
}

#' One person: the parameters of the models
#'
#' A twin holds what the models need to know of one person. Muscle mass follows
#' \eqn{dM/dt = k_s N S - k_d M}; performance follows Banister's
#' \eqn{p_t = p_0 + g_t - h_t} with fitness \eqn{g} and fatigue \eqn{h}. The defaults are
#' those of the post that this package reproduces. With `mass_model = "turnover"` mass follows
#' [muscle_turnover()] instead. Fibres, their nuclei and the body are columns of [muscle_sim()]
#' (`scales`); meals are [diet()] and [leucine_response()].
#'
#' @param k_s Synthesis, kg of muscle per unit of load; 0 or more.
#' @param k_d Breakdown, per day; 0 or more. `NA`: what the mass model has, 0.0008, and 0.0126
#'   with `"turnover"`.
#' @param m0 Muscle mass at time 0, kg; more than 0.
#' @param p0 Performance without training, in the units of the test.
#' @param k1,k2 Fitness and fatigue gained per unit of load.
#' @param tau_g,tau_h Time constants of fitness and of fatigue, days; more than 0.
#' @param load_effect Whether a day's load counts in that day's performance
#'   (`"same_day"`, the post's code) or from the next day on (`"next_day"`, its formula).
#' @param ... Not used; arguments after it are named in full.
#' @param age,sex,height,weight The body, for the finer models: years, `"male"` or
#'   `"female"`, metres, kg. Ages outside 18 to 90 are outside the evidence and give a warning.
#' @param mass_model `"post"`, or `"turnover"`: [muscle_turnover()], with `m0` as the mass in
#'   habitual life, and a load of 0 as habitual life.
#' @param training_gain,reference_load,training_age How mass responds to training in the
#'   turnover model: \eqn{S - 1} at the reference load (0.20), that load a week (160), and
#'   weeks trained before day 1 (0).
#' @param vo2max VO2max, mL/kg/min; `NULL`: from age, sex and weight.
#' @return An object of class `muscle_twin`: a list of the eight numbers and `load_effect`,
#'   and of what was given of the body. A `k_d` that was not given is `NA` until a mass model is
#'   chosen, here or by [muscle_sim()]; `print()` and `as.data.frame()` show the post's then. No
#'   other value may be `NA`. Wrong values are errors of class `muscletwin_error_type`, `_length`,
#'   `_missing`, `_value` or `_choice`.
#' @references
#' Calvert TW, Banister EW, Savage MV, Bach T (1976). A systems model of the effects of
#' training on physical performance. *IEEE Trans Syst Man Cybern* 6:94-102.
#' @seealso [muscle_population()] for a distribution of twins, [muscle_sim()].
#' @examples
#' muscle_twin()
#' slow <- muscle_twin(tau_g = 60, k2 = 1.8)
#' muscle_sim(twin = slow)
#' @export
muscle_twin <- function(k_s = 0.0018, k_d = NA, m0 = 35, p0 = 100, k1 = 1, k2 = 2.2,
                        tau_g = 45, tau_h = 12,
                        load_effect = c("same_day", "next_day"), ..., age = NULL, sex = NULL,
                        height = NULL, weight = NULL, mass_model = c("post", "turnover"),
                        training_gain = NULL, reference_load = NULL, training_age = NULL,
                        vo2max = NULL) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  mass_model <- check_choice(mass_model, mass_models, "mass_model")
  twin <- list(
    k_s = check_parameter(k_s, "k_s"), k_d = if (is_unset(k_d)) NA_real_ else check_parameter(k_d, "k_d"),
    m0 = check_parameter(m0, "m0"), p0 = check_parameter(p0, "p0"),
    k1 = check_parameter(k1, "k1"), k2 = check_parameter(k2, "k2"),
    tau_g = check_parameter(tau_g, "tau_g"), tau_h = check_parameter(tau_h, "tau_h"),
    load_effect = check_choice(load_effect, load_effects, "load_effect")
  )
  if (mass_model != "post") twin$mass_model <- mass_model
  person <- list(age = age, sex = sex, height = height, weight = weight, training_gain = training_gain,
    reference_load = reference_load, training_age = training_age, vo2max = vo2max)
  twin <- c(twin, check_person(person, call))
  class(twin) <- "muscle_twin"
  # Of a twin made for turnover k_d is known. One made without saying so may still be simulated
  # by either model.
  if (mass_model == "post") twin else with_k_d(twin, mass_model)
}

# As its numbers are where no run says otherwise.
shown_twin <- function(twin) {
  with_k_d(twin, if (is.null(twin$mass_model)) "post" else twin$mass_model)
}

#' @export
print.muscle_twin <- function(x, ...) {
  cli::cat_line("<muscle_twin> one person, load felt ",
    if (x$load_effect == "same_day") "on its own day" else "from the next day on")
  value <- lapply(shown_twin(x)[parameter_names], format_value)
  cat_wrapped("mass         ", "k_s ", value$k_s, " kg per load unit, k_d ", value$k_d,
    " per day, m0 ", value$m0, " kg")
  person <- x[intersect(c("age", "sex", "height", "weight"), names(x))]
  if (length(person)) {
    cat_wrapped("body         ", paste0(names(person), " ", vapply(person, format, ""), collapse = ", "))
  }
  if (identical(x$mass_model, "turnover")) {
    cli::cat_line("mass model   turnover: habitual life keeps m0, a load of 0 is habitual life")
  }
  cat_wrapped("performance  ", "p0 ", value$p0, ", k1 ", value$k1, ", k2 ", value$k2,
    ", tau_g ", value$tau_g, " d, tau_h ", value$tau_h, " d")
  cli::cat_line(hint("simulate it with muscle_sim(twin = )"))
  invisible(x)
}

#' @export
as.data.frame.muscle_twin <- function(x, ...) {
  as.data.frame(unclass(shown_twin(x)))
}

# A twin is a plain list that its owner may have changed since it was made.
check_twin <- function(twin, call) {
  for (name in parameter_names) {
    if (name != "k_d" || !is_unset(twin$k_d)) check_parameter(twin[[name]], name, call)
  }
  check_choice(twin$load_effect, load_effects, "load_effect", call)
}

twin_parameters <- function(twin) {
  c(twin$k_s, twin$k_d, twin$m0, twin$p0, twin$k1, twin$k2, twin$tau_g, twin$tau_h)
}

twin_for_engine <- function(twin) {
  c(unclass(twin)[parameter_names], list(load_effect = load_effect_code(twin$load_effect)))
}
