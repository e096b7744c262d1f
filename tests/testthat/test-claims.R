# What the post's prose says against what its code gives (the rest is in the vignette).
block <- make_schedule()
loss <- function(k_s) {
  diff(vapply(c(0.7, 1), function(n) tail(muscle_mass(block, k_s = k_s, nutrition = n, solver = "euler")$mass, 1), 0))
}

test_that("a 30 % shortfall costs 2.20 kg; 0.8 kg needs k_s x 0.363", {
  expect_printed(loss(0.0018), 2.20, 2)
  expect_printed(loss(0.0018 * 0.363), 0.8, 2)
  expect_printed(0.8 / loss(0.0018), 0.363, 3)
})

test_that("loads scaled by 0.0193 give the response of training studies", {
  response <- function(scale) {
    cohort <- muscle_cohort(400, rng = "r")
    sim <- muscle_sim(block * scale, cohort, output = "trainees", window = c(120, 140))
    c(none = mean(!sim$responder), gain = median(sim$peak) / 100 - 1)
  }
  expect_identical(response(1)[["none"]], 0.0275)
  expect_printed(response(1)[["gain"]], 7.59, 2)
  # 111 of 400; 110 (27.5 %) from 0.01932 on
  expect_identical(response(0.0193)[["none"]], 0.2775)
  expect_identical(response(0.01933)[["none"]], 0.275)
  expect_printed(response(0.0193)[["gain"]], 0.147, 3)
  expect_identical(response(0.0220)[["none"]], 0.25)
  expect_identical(response(0.0186)[["none"]], 0.30)
})

test_that("k1 and k2 scaled do the same as loads scaled", {
  gains <- muscle_population(k1 = c(median = 0.0193, sdlog = 0.35), k2 = c(median = 2.2 * 0.0193, sdlog = 0.35))
  by_gain <- muscle_sim(block, muscle_cohort(400, gains, rng = "r"), output = "trainees", window = c(120, 140))
  by_load <- muscle_sim(block * 0.0193, muscle_cohort(400, rng = "r"), output = "trainees", window = c(120, 140))
  expect_near(by_gain$peak, by_load$peak, 1e-12)
})
