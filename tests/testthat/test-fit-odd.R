# Calls that came back with a number, or with R's own error, where ours was due.
cyclist <- training_log
last <- max(cyclist$day)

test_that("rows without an athlete are an error, not left out", {
  two <- rbind(cbind(cyclist, who = "a"), cbind(cyclist, who = "b"))
  two$who[c(3, 200)] <- NA
  e <- expect_error(muscle_fit(two, id = "who", model = "level"), class = "muscletwin_error_missing")
  expect_identical(e$position, c(3L, 200L))
  two$who <- as.list(two$who)
  expect_error(muscle_fit(two, id = "who", model = "level"), class = "muscletwin_error_type")
})

test_that("a day that is not whole is an error in logs and in plans", {
  log <- data.frame(day = c(1, 2.5, 3), load = 10, performance = c(100, NA, 101))
  e <- expect_error(muscle_fit(log, model = "banister"), class = "muscletwin_error_days")
  expect_identical(e$position, 2L)
  fit <- muscle_fit(cyclist, model = "banister")
  expect_error(forecast(fit, data.frame(day = last + 1.5, load = 3)), class = "muscletwin_error_days")
  expect_error(update(fit, data.frame(day = last + 1.5, load = 3, performance = 1)), class = "muscletwin_error_days")
  # Rounding of a computed day is none of the user's business.
  near <- data.frame(day = last + 1:3 + c(1e-10, -1e-10, 0), load = 40)
  expect_identical(
    suppressWarnings(forecast(fit, near))$.mean, suppressWarnings(forecast(fit, rep(40, 3)))$.mean
  )
  log$day <- c(1, 2, 3e9)
  e <- expect_error(muscle_fit(log, model = "banister"), class = "muscletwin_error_days")
  expect_identical(e$position, 3L)
})

test_that("arguments are checked where this log has no use for them", {
  expect_error(muscle_fit(cyclist, model = "level", na_load = "zero"), class = "muscletwin_error_choice")
  expect_error(muscle_fit(cyclist, model = "level", threads = -1), class = "muscletwin_error_value")
  expect_error(
    muscle_fit(cyclist, model = "banister", bounds = list(tau_g = c(20, 80))), class = "muscletwin_error_method"
  )
  expect_error(
    muscle_fit(cyclist, method = "least_squares", bounds = list(tau_g = 20, tau_g = 30)),
    class = "muscletwin_error_names"
  )
  expect_error(
    sarcopenia_forecast(74, "female", 1.6, 18, asm = 14.6, muscle_mass = "a", muscle_mass_sd = 1),
    class = "muscletwin_error_type"
  )
})

test_that("what is missing is named", {
  fit <- muscle_fit(cyclist, model = "banister")
  named <- function(call, arg, class = "missing") {
    e <- tryCatch(call, error = identity)
    expect_s3_class(e, paste0("muscletwin_error_", class))
    expect_identical(e$arg, arg)
  }
  named(forecast(fit), "schedule")
  named(muscle_compare(fit, list(a = 1)), "day")
  named(muscle_compare(fit), "plans")
  named(muscle_plan(fit), "days")
  named(muscle_plan(fit, 7), "goal_day")
  named(update(fit), "new_log")
  named(sarcopenia_forecast(NULL, "female", 1.6, 18, 14.6), "age", "type")
  named(sarcopenia_forecast(74, NULL, 1.6, 18, 14.6), "sex", "type")
  named(sarcopenia_forecast(74, "female", NULL, 18, 14.6), "height", "type")
})

test_that("rolling_origin() judges posteriors of one athlete", {
  expect_error(
    rolling_origin(cyclist, models = "banister", start = 34, method = "least_squares"),
    class = "muscletwin_error_method"
  )
  expect_error(
    rolling_origin(cbind(cyclist, who = "a"), models = "level", start = 34, id = "who"), class = "muscletwin_error_dots"
  )
})

test_that("a forecast is finite or an error", {
  for (model in c("average", "banister", "vdr")) {
    fit <- muscle_fit(cyclist, model = model)
    expect_error(suppressWarnings(forecast(fit, 1e308)), class = "muscletwin_error_not_finite")
  }
  fit <- muscle_fit(cyclist, model = "banister", method = "least_squares")
  expect_error(forecast(fit, rep(1e308, 3)), class = "muscletwin_error_not_finite")
})

test_that("diet_plan() with next to nothing to eat, and times that are none", {
  expect_error(diet_plan(80, 1e-300), class = "muscletwin_error_value")
  expect_error(diet_plan(80, 0.04), class = "muscletwin_error_value")
  expect_error(diet_plan(80, 130, times = sum), class = "muscletwin_error_type")
  # A gram over eight meals is a gram.
  expect_equal(sum(diet_plan(80, 1, meals = 8)$protein_g), 1, tolerance = 1e-3)
})

test_that("what the engine is told by a name that it does not know is found, not left out", {
  log <- muscletwin:::log_for_engine(cyclist)
  prior <- muscletwin:::prior_for_engine(muscle_prior())
  expect_length(muscletwin:::engine_prior_scale(log, prior), 2)
  expect_error(muscletwin:::engine_prior_scale(c(log, list(perfomance = 1)), prior), "`log` has fields that nobody reads")
  expect_error(muscletwin:::engine_prior_scale(log, c(prior, list(halflife = 120))), "`prior` has fields that nobody reads")
  expect_error(muscletwin:::engine_prior_scale(unname(log), prior), "`log` is not a named list")
  # What is not told, the engine knows by itself.
  prior[c("half_life", "initial_sd", "covariance")] <- NULL
  expect_length(muscletwin:::engine_prior_scale(log, prior), 2)
})
