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
