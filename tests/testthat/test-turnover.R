# Turnover of one person's mass: its equation, its words, its factors.

zero <- function(n) rep(0, n)
turnover_twin <- function(...) muscle_twin(mass_model = "turnover", ...)
final <- function(...) {
  x <- muscle_sim(...)
  x$mass[[nrow(x)]]
}

test_that("ageing leaves 0.9778, 0.9625, 0.9542 after five years at 0.0047, 0.0080, 0.0098", {
  days <- 1826
  for (row in list(c(0.0047, 0.9778), c(0.0080, 0.9625), c(0.0098, 0.9542))) {
    a <- exp(-row[[1]] * (seq_len(days) - 0.5) / 365.25)
    expect_near(muscle_turnover(days, a = a, m_ref = 1, times = 1826)$mass, row[[2]], 6e-5, scale = 1)
  }
  expect_near(final(zero(days), twin = turnover_twin(age = 50, sex = "male", m0 = 1)), 0.9778, 6e-5, scale = 1)
  # The rates by age and sex: constant to 70 and from 75, linear between.
  rate <- function(age, sex) engine_ageing_rate(age, match(sex, c("male", "female")))
  expect_near(rate(c(40, 70, 72.5, 75, 85), "male"), c(0.0047, 0.0047, 0.0068, 0.0089, 0.0089), 1e-12, scale = 1)
  expect_near(rate(c(40, 70, 72.5, 75, 85), "female"), c(0.0037, 0.0037, 0.0052, 0.0067, 0.0067), 1e-12, scale = 1)
})

test_that("post and turnover are one equation in two words", {
  post <- muscle_mass(make_schedule(), solver = "exact", times = 1:140)
  words <- convert_turnover(k_s = 0.0018, load = as.double(make_schedule()), k_d = 0.0008, m_ref = 35)
  turn <- muscle_turnover(140, S = words$S, m_ref = 35, k_d = 0.0008, times = 1:140)
  expect_equal(turn$mass, post$mass, tolerance = 1e-12)
  back <- convert_turnover(S = words$S[words$load > 0], load = words$load[words$load > 0], k_d = 0.0008, m_ref = 35)
  expect_equal(back$k_s, rep(0.0018, sum(words$load > 0)))
  mistake(convert_turnover(load = 5), "value", "k_s")
  mistake(convert_turnover(k_s = 1), "missing", "load")
  mistake(convert_turnover(S = 1.2, load = c(1, 0)), "value", "load", 2)
})

test_that("wrong turnover is named", {
  mistake(muscle_turnover(10, S = c(1, 2)), "length", "S")
  mistake(muscle_turnover(10, u = -1), "value", "u", 1)
})

test_that("mistakes with turnover", {
  m <- new_mistakes()
  mistake <- m$mistake
  mistake(muscle_turnover(), "missing", "days")
  mistake(muscle_turnover(0), "value", "days", 1)
  mistake(muscle_turnover(3, S = c(1, 2)), "length", "S")
  mistake(muscle_turnover(3, u = -1), "value", "u", 1)
  mistake(muscle_turnover(3, N = c(1, NA, 1)), "missing", "N", 2)
  mistake(muscle_turnover(3, k_d = -0.01), "value", "k_d", 1)
  mistake(muscle_turnover(3, m_ref = 0), "value", "m_ref", 1)
  mistake(muscle_turnover(3, times = c(1, 5)), "value", "times", 2)
  mistake(muscle_turnover(3, solver = "euler"), "choice", "solver")
  mistake(convert_turnover(k_s = 0.001), "missing", "load")
  mistake(convert_turnover(load = 20), "value", "k_s")
  mistake(convert_turnover(k_s = 0.001, S = 1.2, load = 20), "value", "k_s")
  mistake(convert_turnover(S = 1.2, load = c(20, 0)), "value", "load", 2)
  expect_snapshot(writeLines(m$text()))
})
