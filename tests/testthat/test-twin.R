test_that("a twin has the post's values by default", {
  twin <- muscle_twin()
  expect_identical(unclass(twin), list(
    k_s = 0.0018, k_d = 0.0008, m0 = 35, p0 = 100, k1 = 1, k2 = 2.2, tau_g = 45, tau_h = 12,
    load_effect = "same_day"
  ))
  expect_identical(muscle_twin(load_effect = "next_day")$load_effect, "next_day")
  expect_identical(as.data.frame(muscle_twin(m0 = 40L))$m0, 40)
  expect_identical(dim(as.data.frame(twin)), c(1L, 9L))
})

test_that("the ends of each range work", {
  expect_identical(muscle_twin(k_s = 0, k_d = 0)$k_s, 0)
  expect_identical(muscle_twin(k1 = -1, k2 = 0, p0 = -5)$p0, -5)
  expect_false(anyNA(muscle_sim(twin = muscle_twin(tau_g = 1e-300, tau_h = 1e300))$performance))
})

test_that("a population reads the three forms of a distribution", {
  p <- muscle_population(tau_g = c(sdlog = 0.2, median = 40), tau_h = 12, k1 = c(mean = 1, sd = 0.1),
    m0 = c(sd = 4, mean = 30))
  at <- match(c("tau_g", "tau_h", "k1", "m0", "k2"), p$parameter)
  expect_identical(p$kind[at], c("lognormal", "fixed", "normal", "normal", "lognormal"))
  expect_identical(p$location[at], c(40, 12, 1, 30, 2.2))
  expect_identical(p$spread[at], c(0.2, 0, 0.1, 4, 0.35))
})

test_that("the default population is the post's", {
  p <- muscle_population()
  expect_identical(p$location, c(0.0018, 0.0008, 35, 100, 1, 2.2, 45, 12))
  expect_identical(p$spread, c(0, 0, 0, 0, 0.35, 0.35, 0.25, 0.30))
})
