# The engine's virtual persons against the equations written out in R.

lognormal <- function(cv, z) exp(sqrt(log(1 + cv^2)) * z - log(1 + cv^2) / 2)
draws_of <- function(family, names, n) {
  lapply(stats::setNames(nm = names), function(name) engine_stream_normals(paste0(family, "_", name), n))
}

test_that("a course of rehabilitation is that of turnover, day by day", {
  z <- draws_of("rehab", c("use", "turnover", "responds", "breakdown"), 4)
  days <- 45
  stimulus <- rep(c(1, 1.2, 1), c(21, 20, 4))
  # A cast, then a brace without a day between: one clock.
  away <- seq_len(days) <= 20
  use <- ifelse(away, 0.64, 1)
  extra <- ifelse(away, 0.7, 0)
  disuse <- disuse_for_engine(disuse(c(1, 11), c(10, 20), c("cast", "brace")))
  for (age in list(NULL, 66)) {
    found <- engine_rehab_course(list(stimulus = stimulus, age = age, disuse = disuse), 4)
    expect_near(found$course, oracle_rehab(stimulus, away, use, extra, rep(0, days), age), 1e-7)
    for (i in 1:4) {
      expect_near(found$people[, i], oracle_rehab(stimulus, away, use, extra, rep(0, days), age, 0.06 * z$use[[i]],
        0.0126 * lognormal(0.08, z$turnover[[i]]), lognormal(0.5, z$responds[[i]]),
        lognormal(0.5, z$breakdown[[i]])), 1e-6)
    }
  }
  strong <- engine_rehab_course(list(stimulus = stimulus, disuse = disuse, strength = TRUE), 4)
  plain <- engine_rehab_course(list(stimulus = stimulus, disuse = disuse), 4)
  expect_identical(strong$people[, 3], engine_strength_course(plain$people[, 3], c(FALSE, away)))
})

test_that("years of ageing are those of the equations", {
  years <- 4
  n <- 5
  z <- draws_of("sarcopenia", c("mass", "grip", "gait", "mass_pace", "strength_pace", "responds", "eats"), n)
  person <- list(age = 67, sex = 2L, height = 1.62, mass = 15, grip = 19, gait = 1, activity = 0.9, sessions = 2,
    protein = 1.5)
  found <- engine_elder_course(person, years, n)
  month <- seq_len(12 * years)
  rate <- engine_ageing_rate(67 + (month - 0.5) / 12, 2L) / 12
  old <- oracle_old(67)
  h <- (1 - exp(-1.5 * 2 / 3)) / (1 - exp(-1.5)) * (1 - 0.5 * old)
  weight <- 24 * 1.62^2
  q <- sum(oracle_responses(c(8, 12, 16, 20), rep(0.08 * 1.5 * weight / 4, 4), weight, 67))
  N <- 1 + 0.06 * (oracle_synthesis(q) / oracle_synthesis(oracle_habit(weight, 67)) - 1)
  for (i in seq_len(n)) {
    start <- 15 * (1 + 0.02 * z$mass[[i]])
    responds <- lognormal(0.5, z$responds[[i]])
    pace <- lognormal(0.4, z$mass_pace[[i]])
    factor <- (1 + 0.20 * h * 0.23 * responds) * (1 + (N - 1) * exp(0.5 * z$eats[[i]])) * 0.9
    mass <- start
    for (m in month) {
      target <- start * factor * exp(-pace * (sum(rate[seq_len(m)]) - rate[[m]] / 2))
      mass[[m + 1]] <- target + (mass[[m]] - target) * exp(-0.0126 * 365.25 / 12)
    }
    at <- 12 * (0:years)
    expect_near(found$mass[, i], mass[at + 1], 1e-11)
    taken <- vapply(at, function(m) sum(rate[seq_len(m)]), 0)
    used <- pmin(mass[at + 1] / (start * exp(-pace * taken)), 1)
    fall <- exp(-4 * taken * lognormal(0.3, z$strength_pace[[i]]))
    learned <- (1 - exp(-at / 12 * 365.25 / 87)) * h * responds
    expect_near(found$grip[, i], 19 * (1 + 0.04 * z$grip[[i]]) * fall * (1 + 0.06 * learned) * used, 1e-11)
    expect_near(found$gait[, i], (1 + 0.05 * z$gait[[i]]) * sqrt(fall) * (1 + 0.05 * learned) * used, 1e-11)
  }
})
