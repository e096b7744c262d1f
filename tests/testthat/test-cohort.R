block <- make_schedule()
load <- as.double(block)
draw <- function(...) as.data.frame(muscle_cohort(...))

test_that("rng = \"r\" has the bits of the post's cohort", {
  golden <- read_vector("cohort_r")
  people <- draw(400, rng = "r")
  expect_identical(names(people), c("id", "k_s", "k_d", "m0", "p0", "k1", "k2", "tau_g", "tau_h"))
  expect_identical(people$id, 1:400)
  oracle <- oracle_cohort()
  for (name in c("tau_g", "tau_h", "k1", "k2")) {
    expect_identical(people[[name]], oracle[[name]])
    expect_near(people[[name]], golden[[name]], 1e-15)
  }
  sim <- muscle_sim(block, muscle_cohort(400, rng = "r"), output = "trainees", window = c(120, 140))
  expect_identical(sim$peak, oracle_peaks(load, oracle))
  expect_near(sim$peak, golden$peak, 1e-15)
  expect_near(sum(sim$peak), 408638.906861568277, 1e-16)
  expect_printed(sim$peak[1:3], c(913.198604750922, 1349.857433036125, 802.810478513854), 12)
  expect_identical(sum(!sim$responder), 11L)
  expect_identical(mean(!sim$responder), 0.0275)
  expect_printed(median(sim$peak), 859.4, 1)
  expect_printed(cor(log(sim$k2 / sim$k1), sim$peak), -0.645, 3)
})

test_that("rng = \"r\" draws like R for other seeds, sizes and populations", {
  for (seed in c(0, 1, 2147483647, -5)) {
    expect_identical(draw(7, seed = seed, rng = "r")$k2, oracle_cohort(7, seed)$k2)
  }
  # what varies is drawn in the order tau_g tau_h k1 k2 k_s k_d m0 p0, what is fixed is not
  people <- draw(50, muscle_population(tau_h = 10, m0 = c(mean = 35, sd = 3), k1 = c(mean = 1, sd = 0.1)), 5, "r")
  with_seed(5, {
    expect_identical(people$tau_g, exp(rnorm(50, log(45), 0.25)))
    expect_identical(people$k1, rnorm(50, 1, 0.1))
    expect_identical(people$k2, exp(rnorm(50, log(2.2), 0.35)))
    expect_identical(people$m0, rnorm(50, 35, 3))
  })
  expect_identical(people$tau_h, rep(10, 50))
})

test_that("trainee i is the same in a cohort of any size", {
  few <- draw(10)
  many <- draw(10000)
  expect_identical(many[1:10, ], few)
  expect_identical(draw(1), few[1, ])
  expect_identical(draw(33)[33, ], many[33, ], ignore_attr = "row.names")

  peaks <- muscle_sim(block, muscle_cohort(10), output = "trainees")
  more <- muscle_sim(block, muscle_cohort(10000), output = "trainees")
  expect_identical(as.list(more[1:10, ]), as.list(peaks[, ]))
  days <- muscle_sim(block, muscle_cohort(3), output = "days")
  expect_identical(days$performance, muscle_sim(block, muscle_cohort(50), output = "days")$performance[1:420])
})

test_that("a cohort may be made in parts", {
  whole <- muscle_cohort(1000)
  part <- function(first, n) {
    whole$first <- first
    whole$n <- n
    whole
  }
  all <- muscle_sim(block, whole, output = "trainees")
  pieces <- lapply(list(c(0, 1), c(1, 31), c(32, 64), c(96, 904)), function(p) {
    as.data.frame(muscle_sim(block, part(p[1], p[2]), output = "trainees"))
  })
  together <- do.call(rbind, pieces)
  for (column in some(names(all))) expect_identical(together[[column]], all[[column]])
  expect_identical(as.data.frame(part(500, 2))$id, 501:502)
  # ids past the integers stay whole numbers
  far <- as.data.frame(part(2^33, 3))
  expect_identical(far$id, 2^33 + 1:3)
  expect_false(anyDuplicated(far$k1) > 0)
})

test_that("seeds and parameters draw independently", {
  a <- draw(2000)
  b <- draw(2000, seed = 100)
  z <- cbind(
    log(a$tau_g / 45) / 0.25, log(a$tau_h / 12) / 0.3, log(a$k1) / 0.35, log(a$k2 / 2.2) / 0.35,
    log(b$tau_g / 45) / 0.25, log(b$k2 / 2.2) / 0.35
  )
  # five standard errors of a mean, a variance and a correlation of 2000
  expect_all(abs(colMeans(z)) < 5 / sqrt(2000))
  expect_all(abs(apply(z, 2, var) - 1) < 5 * sqrt(2 / 2000))
  correlation <- cor(z)
  expect_all(abs(correlation[upper.tri(correlation)]) < 5 / sqrt(2000))
  expect_all(apply(z, 2, function(x) ks.test(x, "pnorm")$p.value) > 1e-4)
})

test_that("a changed distribution of one parameter leaves the other draws alone", {
  a <- draw(100)
  b <- draw(100, muscle_population(tau_h = 10, k2 = c(median = 4.4, sdlog = 0.35)))
  expect_identical(b$k1, a$k1)
  expect_identical(b$tau_g, a$tau_g)
  expect_near(b$k2, 2 * a$k2, 1e-14)
})

test_that("a correlation is what the draws have", {
  for (rng in c("philox", "r")) {
    wanted <- matrix(c(1, 0.6, -0.3, 0.6, 1, 0, -0.3, 0, 1), 3)
    dimnames(wanted) <- rep(list(c("k1", "k2", "tau_h")), 2)
    people <- draw(4000, muscle_population(correlation = wanted), rng = rng)
    got <- cor(log(as.matrix(people[c("k1", "k2", "tau_h", "tau_g")])))
    expect_lt(max(abs(got[1:3, 1:3] - wanted)), 5 / sqrt(4000))
    expect_lt(max(abs(got[4, 1:3])), 5 / sqrt(4000))
  }
  # complete dependence is a legal limit
  full <- matrix(1, 2, 2, dimnames = rep(list(c("k1", "k2")), 2))
  people <- draw(50, muscle_population(correlation = full))
  expect_near(people$k2 / people$k1, rep(2.2, 50), 1e-9)
})

test_that("a correlation matrix may be singular, and round a little beyond 1", {
  names <- c("k_s", "k_d", "m0", "p0", "k1", "k2", "tau_g", "tau_h")
  local_random_state(NULL)
  set.seed(4)
  beyond <- 0
  for (i in 1:300) {
    a <- matrix(rnorm(8 * sample(8, 1)), 8)
    r <- cov2cor(a %*% t(a))
    beyond <- beyond + any(abs(r) > 1)
    r <- (r + t(r)) / 2
    dimnames(r) <- list(names, names)
    population <- muscle_population(k_s = c(median = 0.0018, sdlog = 0.1), k_d = c(median = 8e-4, sdlog = 0.1),
      m0 = c(median = 35, sdlog = 0.1), p0 = c(median = 100, sdlog = 0.1), correlation = r)
    drawn <- cor(log(as.data.frame(muscle_cohort(1000, population))[names]))
    expect_lt(max(abs(drawn - r)), 0.2)
  }
  expect_gt(beyond, 0)
  r[1, 2] <- r[2, 1] <- 1 + 1e-9
  expect_error(muscle_population(correlation = r), class = "muscletwin_error_correlation")
})

test_that("a draw outside a parameter's range is an error, in every output", {
  wild <- muscle_cohort(1000, muscle_population(k_d = c(mean = 0.001, sd = 0.001)))
  for (output in c("trainees", "days", "summary")) {
    e <- error_of(muscle_sim(block, wild, output = output))
    expect_s3_class(e, "muscletwin_error_value")
    expect_s3_class(e, "muscletwin_error")
    expect_match(conditionMessage(e), "k_d of trainee [0-9]+ is -")
  }
})
