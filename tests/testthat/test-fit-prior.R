# Priors: both ways of giving one, what is wrong with one, and how it prints.

test_that("a prior given as a whole normal distribution is the one given by its parts", {
  parts <- muscle_prior(tau_h = c(median = 7, sdlog = 0.3), kappa1 = c(mean = 0.1, sd = 0.4))
  whole <- muscle_prior(mean = unname(parts$mean), covariance = unname(parts$covariance))
  expect_identical(whole, parts)
  expect_near(parts$mean[["log_tau_h"]], log(7))
  expect_near(parts$covariance["kappa1", "kappa1"], 0.16)
})

test_that("a whole distribution has the right size, is finite and is one", {
  prior <- muscle_prior()
  mistake(muscle_prior(mean = 1:3, covariance = prior$covariance), "type", "mean")
  mistake(muscle_prior(mean = c(NA, 2:8), covariance = prior$covariance), "type", "mean")
  mistake(muscle_prior(mean = prior$mean, covariance = diag(7)), "type", "covariance")
  mistake(muscle_prior(mean = prior$mean, covariance = diag(c(rep(1, 7), -1))), "correlation", "covariance")
  mistake(muscle_prior(covariance = prior$covariance), "value", "mean")
  # A drift of 0 has the logarithm -Inf, which is a mean all the same.
  none <- muscle_prior(drift = 0)
  expect_identical(muscle_prior(mean = none$mean, covariance = none$covariance), none)
})

test_that("what is fixed is printed as fixed, and scales where they are given", {
  expect_snapshot({
    muscle_prior(tau_h = 9, drift = 0, tau_3 = 4, performance = 250, load = 60)
    muscle_prior(p0 = c(mean = -0.02, sd = 0.1))
  })
})
