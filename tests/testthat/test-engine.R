# The one door to the engine: what help shows as a default is the engine's.

test_that("formals that show a number show the engine's", {
  usual <- engine_defaults()
  shown <- function(verb, names) vapply(formals(verb)[names], eval, 0)
  same <- function(verb, names, of) {
    expect_identical(unname(shown(verb, names)), as.double(unlist(of)), info = paste(substitute(verb), toString(names)))
  }
  all_of <- function(record, names) usual[[record]][names]

  same(muscle_twin, setdiff(parameter_names, "k_d"), all_of("twin", setdiff(parameter_names, "k_d")))
  same(muscle_mass, c("k_s", "k_d", "m0"), all_of("twin", c("k_s", "k_d", "m0")))
  same(muscle_mass, c("rtol", "atol"), all_of("solver", c("rtol", "atol")))
  same(banister, c("k1", "k2", "tau_g", "tau_h", "P0"), all_of("twin", c("k1", "k2", "tau_g", "tau_h", "p0")))
  same(muscle_cohort, c("n", "seed"), all_of("cohort", c("n", "seed")))
  same(solver_options, c("rtol", "atol"), all_of("solver", c("rtol", "atol")))
  same(leucine_response, c("equilibration", "rtol"), all_of("leucine", c("equilibration", "rtol")))
  same(muscle_turnover, c("m_ref", "k_d"), all_of("turnover", c("m_ref", "k_d")))
  same(convert_turnover, c("m_ref", "k_d"), all_of("turnover", c("m_ref", "k_d")))
  same(diet_plan, "mass", all_of("turnover", "m_ref"))
  same(diet_nutrition, "weight", all_of("day", "weight"))
  same(habitual_diet, "weight", all_of("day", "weight"))
  same(meal_kinetics, "basal", all_of("plasma", "basal"))
  expect_identical(eval(formals(meal_kinetics)$volume)[[2]], usual$plasma$volume)
  same(muscle_prior, c("half_life", "initial_sd"), all_of("prior", c("half_life", "initial_sd")))
})

test_that("the default population and prior are the engine's", {
  usual <- engine_defaults()
  population <- muscle_population()
  but_k_d <- population$parameter != "k_d" # which the mass model decides
  expect_identical(population$location[but_k_d], usual$population$location[but_k_d])
  expect_identical(population$spread, usual$population$spread)
  prior <- muscle_prior()
  # Logarithms of round numbers; that of 0.013 has 12 right digits in the engine.
  expect_near(as.double(prior$mean), usual$prior$mean, 2e-12, scale = 1)
  expect_near(as.double(prior$covariance), usual$prior$covariance, 1e-15, scale = 1)
})

test_that("a field that is left out is the engine's, one that nobody reads is an error", {
  load <- rep(c(60, 0), 20)
  days <- seq_along(load)
  usual <- engine_defaults()$twin
  all <- c(usual[parameter_names], list(load_effect = 0L))
  expect_identical(engine_banister(load, days, list()), engine_banister(load, days, all))
  expect_identical(engine_banister(load, days, list(tau_g = NULL)), engine_banister(load, days, all))
  expect_error(engine_banister(load, days, list(tau = 3)), "nobody reads")
  run <- list(dose_g = 3.5, dose_time = 0)
  expect_identical(engine_leucine(list(run), 60, 1L), engine_leucine(list(c(run, list(rtol = 1e-6,
    volumes = unlist(engine_defaults()$leucine[c("plasma_volume", "muscle_volume")])))), 60, 1L))
})
