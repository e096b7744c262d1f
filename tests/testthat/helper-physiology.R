# The project's shared data; tests that need it skip where it is not there.
shared_file <- function(name) {
  path <- file.path(Sys.getenv("MUSCLETWIN_SHARED", "no-such-place"), "data", name)
  if (!file.exists(path)) testthat::skip(paste0("shared data absent: ", name))
  path
}

near <- function(actual, expected, tolerance, info = NULL) {
  testthat::expect_true(all(abs(actual - expected) <= tolerance),
    info = paste0(info, " got ", paste(signif(actual, 7), collapse = " "), ", expected ", paste(expected,
      collapse = " ")))
}

physiology_error <- function(code, what, argument = NULL) {
  e <- tryCatch({
    force(code)
    NULL
  }, error = function(e) e)
  testthat::expect_false(is.null(e), info = paste("no error; expected", what))
  if (is.null(e)) return(invisible())
  testthat::expect_true(inherits(e, "muscletwin_error"), info = conditionMessage(e))
  testthat::expect_true(inherits(e, paste0("muscletwin_error_", what)), info = paste(class(e)[[1]],
    conditionMessage(e)))
  if (!is.null(argument)) testthat::expect_identical(e$argument, argument)
  testthat::expect_false(grepl("internal:|[{}]", conditionMessage(e)), info = conditionMessage(e))
  invisible(e)
}

# For test-any-input.R: small calls of the finer models' functions.
physiology_callers <- list(
  leucine_response = list(leucine_g = 1, to = 60), leucine_states = list(x = quote(leucine_response(1, to = 10))),
  leucine_volumes = list(sex = "male", height = 1.7, weight = 70, age = 40),
  muscle_turnover = list(days = 3), convert_turnover = list(k_s = 0.001, load = 5),
  diet = list(quote(meal(8, 20))), meal = list(time = 8, protein_g = 20), habitual_diet = list(),
  diet_nutrition = list(x = quote(diet(meal(8, 20)))), meal_kinetics = list(x = quote(diet(meal(8, 20))), to = 60),
  diet_plan = list(weight = 80, protein_g = 100), disuse = list(from = 1, to = 3),
  strength_loss = list(day = 5, mass_loss = 3), sarcopenia_status = list(sex = "male", grip = 26),
  sarcopenia_forecast = list(age = 70, sex = "male", height = 1.75, grip = 30, asm = 22, draws = 50),
  crossings = list(x = quote(sarcopenia_forecast(70, "male", 1.75, grip = 30, asm = 22, draws = 50))),
  rehab_forecast = list(days = 30, draws = 50),
  rehab_check = list(x = quote(rehab_forecast(draws = 50, days = 30)), day = 20, value = 90),
  plot_scales = list(sim = quote(muscle_sim(c(60, 0, 30), scales = c("molecule", "cell", "organ", "system"))))
)

# For test-state.R: calls after which the session must be as before.
physiology_calls <- alist(
  leucine_response(2), summary(leucine_response(2)), leucine_states(leucine_response(2, to = 10)),
  leucine_constants(), leucine_volumes("male", 1.7, 70, 40), muscle_turnover(10, u = 0.64),
  convert_turnover(S = 1.2, load = 20), diet(meal(8, 20)), diet_nutrition(habitual_diet()),
  meal_kinetics(diet(meal(8, 20))), diet_plan(80, 100), disuse(1, 14), strength_loss(5, 2),
  sarcopenia_status("male", 26), crossings(sarcopenia_forecast(70, "male", 1.75, grip = 30, asm = 22, draws = 50)),
  rehab_check(rehab_forecast(draws = 50), 20, 90),
  muscle_sim(rep(0, 5), mass_model = "turnover", disuse = disuse(2, 3)),
  plot_scales(muscle_sim(c(60, 0), scales = c("molecule", "cell", "organ", "system")))
)
