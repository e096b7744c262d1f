# How each object prints: at most 12 lines, the last a hint to the next verb. Simulations are
# in test-sim-methods.R.
prints <- function(x) {
  text <- capture.output(print(x))
  expect_lte(length(text), 12)
  expect_match(text[length(text)], "^# ")
  expect_all(nchar(text) <= 80, info = paste(text, collapse = "\n"))
  expect_invisible(print(x))
  expect_snapshot(print(x))
}

test_that("schedules print", {
  monday <- as.Date("2026-01-05")
  prints(make_schedule())
  prints(muscle_schedule(60))
  prints(muscle_schedule(c(60, 0, 45.5), start = monday, phases = list(Base = c(1, 2))))
  prints(muscle_schedule(numeric(10)))
  prints(muscle_schedule(rep(c(1e6, 0.001), 10)))
  prints(muscle_schedule(rep(1, 300),
    phases = setNames(lapply(1:10, function(i) c(30 * i - 29, 30 * i)), paste("Block", 1:10))))
})

test_that("twins print", {
  prints(muscle_twin())
  prints(muscle_twin(k_s = 1e-7, m0 = 81.123456789, p0 = -5, tau_h = 0.5, load_effect = "next_day"))
})

test_that("populations print", {
  prints(muscle_population())
  prints(muscle_population(45, 12, 1, 2.2))
  every <- c(median = 1, sdlog = 0.1)
  prints(muscle_population(
    every, every, every, every, k_s = every, k_d = every, m0 = c(mean = 35, sd = 3), p0 = c(mean = 100, sd = 10)
  ))
  named <- matrix(c(1, 0.6, 0.6, 1), 2, dimnames = rep(list(c("k1", "k2")), 2))
  prints(muscle_population(correlation = named))
})

test_that("cohorts print", {
  prints(muscle_cohort())
  prints(muscle_cohort(1, muscle_population(45, 12, 1, 2.2)))
  prints(muscle_cohort(1e9, seed = 2^53))
  prints(muscle_cohort(400, rng = "r"))
})

# One object of each class that has a print method of ours.
printed <- function() {
  fit <- muscle_fit(training_log)
  spread <- muscle_population(m0 = c(mean = 35, sd = 3), p0 = c(mean = 100, sd = 10))
  old <- muscle_fit(training_log, method = "least_squares")
  class(old) <- "muscle_fit"
  quiet <- function(x) suppressWarnings(x, classes = "muscletwin_warning_extrapolation")
  aged <- sarcopenia_forecast(70, "male", 1.75, grip = 30, asm = 22, draws = 50)
  x <- list(
    make_schedule(), muscle_twin(), spread, muscle_cohort(3), muscle_prior(), plan_limits(),
    muscle_sim(), muscle_sim(twin = muscle_cohort(20, spread)), muscle_sim(twin = muscle_cohort(20, spread, rng = "r")),
    muscle_sim(twin = muscle_cohort(20), output = "trainees"), muscle_sim(twin = muscle_cohort(20), output = "summary"),
    muscle_sim(rep(0, 9), mass_model = "turnover"), muscle_sim(rep(50, 9), fit, draws = 5), muscle_sim(rep(50, 9), old),
    summary(muscle_sim()), fit, old, summary(fit), summary(old), muscle_fit(cbind(training_log, who = "a"), id = "who"),
    forecast(fit, rep(50, 5)), quiet(muscle_compare(fit, list(a = rep(50, 5), b = rep(10, 5)), 172)),
    rolling_origin(training_log, models = "level", start = 34),
    leucine_response(2), summary(leucine_response(2)), habitual_diet(), diet_plan(80, 100), disuse(1, 14),
    aged, rehab_forecast(draws = 50, days = 30), rehab_check(rehab_forecast(draws = 50, days = 30), 20, 90)
  )
  if (requireNamespace("highs", quietly = TRUE)) {
    plan <- quiet(muscle_plan(fit, 7, 175, plan_limits(week_before = 300)))
    x <- c(x, list(plan, summary(plan)))
  }
  if (requireNamespace("nanoparquet", quietly = TRUE) && requireNamespace("jsonlite", quietly = TRUE)) {
    x <- c(x, list(cohort_parts(twin = muscle_cohort(10), to = tempfile("cohort-"), parts = 1)))
  }
  x
}

# Every call of the engine goes through R/engine.R: while `code` runs each is an error, but for
# the one that says what the engine's constants are.
without_engine <- function(code) {
  space <- asNamespace("muscletwin")
  doors <- setdiff(grep("^engine_", ls(space), value = TRUE), "engine_defaults")
  doors <- doors[vapply(doors, function(name) is.function(space[[name]]), NA)]
  before <- mget(doors, space)
  put <- function(values) {
    for (name in doors) {
      unlockBinding(name, space)
      assign(name, values[[name]], space)
      lockBinding(name, space)
    }
  }
  on.exit(put(before))
  put(lapply(stats::setNames(nm = doors), function(name) {
    force(name)
    function(...) stop(name, "() was called")
  }))
  force(code)
}

test_that("a print computes nothing: it shows what its object holds", {
  objects <- printed()
  methods <- asNamespace("muscletwin")[[".__NAMESPACE__."]][["S3methods"]]
  classes <- methods[methods[, 1] == "print", 2]
  absent <- c(if (!requireNamespace("highs", quietly = TRUE)) c("muscle_plan", "summary.muscle_plan"),
    if (!requireNamespace("nanoparquet", quietly = TRUE) || !requireNamespace("jsonlite", quietly = TRUE)) "cohort_parts")
  expect_setequal(setdiff(classes, absent), unlist(lapply(objects, function(x) intersect(class(x), classes)[1])))
  for (x in objects) {
    expect_error(without_engine(capture.output(print(x))), NA, info = class(x)[[1]])
  }
  # The trap works: what has to be computed is not to be had without the engine.
  fit <- muscle_fit(training_log, model = "level")
  expect_error(without_engine(summary(fit)), "engine_.*was called")
})
