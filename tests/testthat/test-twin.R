test_that("a twin has the post's values by default; its k_d is open until a mass model is chosen", {
  twin <- muscle_twin()
  expect_identical(unclass(twin), list(
    k_s = 0.0018, k_d = NA_real_, m0 = 35, p0 = 100, k1 = 1, k2 = 2.2, tau_g = 45, tau_h = 12,
    load_effect = "same_day"
  ))
  shown <- list(k_s = 0.0018, k_d = 0.0008, m0 = 35, p0 = 100, k1 = 1, k2 = 2.2, tau_g = 45, tau_h = 12,
    load_effect = "same_day")
  expect_identical(as.list(as.data.frame(twin)), shown)
  expect_identical(as.data.frame(muscle_twin(mass_model = "turnover"))$k_d, 0.0126)
  expect_identical(unclass(attr(muscle_sim(twin = twin), "run")$twin), shown)
  expect_identical(unclass(muscle_twin(k_d = 0.0008)), shown)
  expect_identical(do.call(muscle_twin, unclass(twin)), twin)
  mistake(muscle_twin(k_d = NaN), "value", "k_d", 1)
  mistake(muscle_twin(k_d = NA_character_), "type", "k_d")
  mistake(muscle_twin(m0 = NA), "type", "m0")
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

test_that("the default population is the post's, its k_d the mass model's", {
  p <- muscle_population()
  expect_identical(as.data.frame(muscle_cohort(2, p))$k_d, c(0.0008, 0.0008))
  expect_identical(as.data.frame(muscle_cohort(2, p, rng = "r"))$k_d, c(0.0008, 0.0008))
  expect_identical(muscle_population(k_d = 0.0008)$location, c(0.0018, 0.0008, 35, 100, 1, 2.2, 45, 12))
  expect_output(print(p), "k_d 0.0008", fixed = TRUE)
  mistake(muscle_population(k_d = c(median = NA, sdlog = 1)), "missing", "k_d[[\"median\"]]", 1)
  mistake(muscle_population(m0 = NA), "type", "m0")
  expect_identical(p$location, c(0.0018, NA, 35, 100, 1, 2.2, 45, 12))
  expect_identical(p$spread, c(0, 0, 0, 0, 0.35, 0.35, 0.25, 0.30))
})
