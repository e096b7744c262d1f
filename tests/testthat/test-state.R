# The user's session is as it was: random numbers, options, directory, locale, environment,
# devices, after success and after errors. (After an interrupt: test-zzz-interrupt.R.)
block <- make_schedule()
dated <- muscle_schedule(c(60, 0, 30), start = as.Date("2026-01-05"), phases = list(Base = c(1, 3)))
twin <- muscle_twin()
cohort <- muscle_cohort(5)
cohort_r <- muscle_cohort(5, rng = "r")
sim <- muscle_sim(nutrition = c(full = 1, low = 0.7))
picture <- tempfile(fileext = ".pdf")

calls <- alist(
  make_schedule(), make_schedule(10, seed = 7),
  muscle_schedule(c(60, 0)), muscle_schedule(data.frame(day = 1:2, load = 1)),
  muscle_twin(), muscle_population(), muscle_cohort(10), muscle_cohort(10, seed = 5, rng = "r"),
  as.data.frame(cohort), as.data.frame(cohort_r), as.data.frame(twin), as.data.frame(dated),
  banister(block), muscle_mass(block), muscle_mass(block, solver = "euler"),
  muscle_sim(), muscle_sim(dated, cohort), muscle_sim(block, cohort_r, output = "trainees"),
  muscle_sim(block, cohort, output = "summary"), muscle_sim(block, cohort, threads = 2, output = "trainees"),
  muscle_sim(block, cohort, progress = TRUE),
  capture.output(print(block)), capture.output(print(twin)), capture.output(print(cohort)),
  capture.output(print(muscle_population())), capture.output(print(sim)),
  summary(block), summary(sim), as.data.frame(sim), ggplot2::autoplot(sim), ggplot2::autoplot(block)
)
# The finer models.
calls <- c(calls, alist(
  leucine_response(2), summary(leucine_response(2)), leucine_states(leucine_response(2, to = 10)),
  leucine_constants(), leucine_volumes("male", 1.7, 70, 40), muscle_turnover(10, u = 0.64),
  convert_turnover(S = 1.2, load = 20), diet(meal(8, 20)), diet_nutrition(habitual_diet()),
  meal_kinetics(diet(meal(8, 20))), diet_plan(80, 100), disuse(1, 14), strength_loss(5, 2),
  sarcopenia_status("male", 26), crossings(sarcopenia_forecast(70, "male", 1.75, grip = 30, asm = 22, draws = 50)),
  rehab_check(rehab_forecast(draws = 50), 20, 90),
  muscle_sim(rep(0, 5), mass_model = "turnover", disuse = disuse(2, 3)),
  plot_scales(muscle_sim(c(60, 0), scales = c("molecule", "cell", "organ", "system")))
))
fit <- muscle_fit(training_log, model = "banister")
calls <- c(calls, alist(
  muscle_fit(training_log, model = "banister"), muscle_fit(training_log, method = "least_squares", model = "banister"),
  muscle_prior(), forecast(fit, c(60, 0, 60)), tidy(fit), glance(fit), augment(fit), simulate(fit, 3),
  muscle_compare(fit, list(rest = rep(0, 7), work = rep(50, 7)), day = 175),
  rolling_origin(utils::head(training_log, 100), models = "banister", start = 20)
))
calls <- c(calls, alist(plan_limits(max_day = 80)))
if (requireNamespace("highs", quietly = TRUE)) {
  calls <- c(calls, alist(suppressWarnings(muscle_plan(fit, 10, 178, plan_limits(rest_days = 3)))))
}
wrong <- alist(
  make_schedule(-1), muscle_schedule(c(1, NA)), muscle_twin(tau_g = 0), muscle_population(k1 = "a"),
  muscle_cohort(0), banister(-1), banister(c(1e308, 1e308)), muscle_mass(NULL), muscle_mass(block, times = 1e9),
  muscle_sim("a"), muscle_sim(block, cohort, output = "trainees", window = 1000),
  muscle_sim(block, muscle_cohort(1e12)),
  muscle_sim(block, muscle_cohort(100, muscle_population(k_d = c(mean = 0, sd = 1))), output = "summary"),
  muscle_sim(block, muscle_cohort(100, muscle_population(k_d = c(mean = 0, sd = 1)), rng = "r"), output = "days"),
  ggplot2::autoplot(sim, what = "nothing")
)
run_all <- function() {
  for (call in calls) {
    expect_session_kept(suppressMessages(eval(call)), deparse(call)[1])
  }
  for (call in wrong) {
    expect_session_kept(expect_s3_class(error_of(eval(call)), "muscletwin_error"), deparse(call)[1])
  }
}
ggplot2::autoplot(sim) # namespaces that a first picture loads set options of their own

test_that("every exported function is among them", {
  used <- unlist(lapply(c(calls, wrong), all.names))
  folders <- c("cohort_parts", "cohort_plan", "cohort_part", "cohort_collect")
  planner <- if (!requireNamespace("highs", quietly = TRUE)) "muscle_plan"
  expect_identical(setdiff(getNamespaceExports("muscletwin"), c(used, folders, planner)), character())
})

test_that("the session is kept where random numbers were used before", {
  local_random_state("Mersenne-Twister", 123)
  runif(3)
  run_all()
  # and the stream goes on where it was
  set.seed(1)
  a <- runif(5)
  set.seed(1)
  b <- runif(2)
  make_schedule()
  muscle_sim(block, cohort_r, output = "trainees")
  expect_identical(c(b, runif(3)), a)
})

test_that("the session is kept where no random number was used yet", {
  local_random_state(NULL)
  expect_false(exists(".Random.seed", globalenv(), inherits = FALSE))
  run_all()
  expect_false(exists(".Random.seed", globalenv(), inherits = FALSE))
})

test_that("odd generators of the user are kept, and change no result", {
  results <- function() {
    list(
      make_schedule(), as.data.frame(cohort), as.data.frame(cohort_r),
      as.list(muscle_sim(block, cohort_r, output = "trainees"))
    )
  }
  expected <- results()
  kinds <- list(
    c("Wichmann-Hill", "Inversion", "Rejection"), c("Mersenne-Twister", "Inversion", "Rounding"),
    c("L'Ecuyer-CMRG", "Box-Muller", "Rejection"), c("Knuth-TAOCP-2002", "Ahrens-Dieter", "Rounding"),
    c("Marsaglia-Multicarry", "Kinderman-Ramage", "Rejection")
  )
  for (kind in kinds) {
    local({
      suppressWarnings(local_random_state(kind, 11))
      expect_identical(RNGkind(), kind)
      before <- globalenv()[[".Random.seed"]]
      expect_identical(results(), expected)
      expect_identical(globalenv()[[".Random.seed"]], before)
      expect_identical(RNGkind(), kind)
    })
  }
})

test_that("results do not depend on the seed, the directory or the options of the user", {
  expected <- muscle_sim(block, cohort, output = "trainees")
  local_random_state("Mersenne-Twister", 99)
  directory <- setwd(tempdir())
  on.exit(setwd(directory), add = TRUE)
  old <- options(OutDec = ",", digits = 3, scipen = -5, stringsAsFactors = FALSE)
  on.exit(options(old), add = TRUE)
  expect_identical(muscle_sim(block, cohort, output = "trainees"), expected)
  expect_identical(as.double(make_schedule()), oracle_schedule())
  expect_s3_class(error_of(muscle_twin(tau_g = -0.5)), "muscletwin_error_value")
  expect_match(capture.output(print(twin))[1], "muscle_twin")
})
