# muscle_sim() with turnover, diets, disuse and finer scales: the tables and what must hold of the design.

zero <- function(n) rep(0, n)
week <- c(160 / 3, 0, 160 / 3, 0, 160 / 3, 0, 0) # three sessions at the reference load
turnover_twin <- function(...) muscle_twin(mass_model = "turnover", ...)
final <- function(...) {
  x <- muscle_sim(...)
  x$mass[[nrow(x)]]
}

test_that("habitual life is a steady state in every model scale", {
  x <- muscle_sim(zero(365), mass_model = "turnover")
  expect_identical(unique(x$mass), 35)
  y <- muscle_sim(zero(100), twin = turnover_twin(m0 = 28), scales = c("molecule", "cell", "organ", "system"))
  expect_equal(y$mass, rep(28, 100), tolerance = 1e-12)
  expect_equal(y$csa, rep(1, 100), tolerance = 1e-9)
  expect_equal(y$nutrition, rep(1, 100))
  expect_equal(y$satellite, rep(0.1, 100), tolerance = 1e-9)
  expect_equal(y$insulin_sensitivity, rep(1, 100), tolerance = 1e-9)
  expect_equal(y$vo2max, rep(40, 100), tolerance = 1e-9)
})

test_that("training gives 13 % in 12 weeks and 20 % in a year; DeFreitas 2011 is met to 0.71 %", {
  x <- muscle_sim(rep(week, 53)[1:365], twin = turnover_twin())
  expect_near(100 * (x$mass[c(84, 365)] / 35 - 1), c(13, 20), 0.3, scale = 1)
  # Between people: a coefficient of variation of 0.5 in S - 1.
  y <- muscle_sim(rep(week, 12), twin = muscle_cohort(2000), mass_model = "turnover", output = "trainees")
  gain <- y$final_mass / 35 - 1
  expect_near(stats::sd(gain) / mean(gain), 0.5, 0.03, scale = 1)
  expect_near(mean(gain), 0.1306, 0.004, scale = 1)
  csa <- read.csv(shared_file("defreitas_2011_csa.csv"))
  csa <- csa[csa$week >= 1, ]
  rmse <- function(S) { # per cent of the area in week 1
    m <- muscle_turnover(56, S = S, m_ref = csa$csa_cm2[[1]], times = 7 * (csa$week - 1))$mass
    100 * sqrt(mean((m - csa$csa_cm2)^2)) / csa$csa_cm2[[1]]
  }
  expect_near(rmse(1.2), 0.71, 0.006, scale = 1)
  expect_lt(rmse(1.2), rmse(1.17))
  expect_lt(rmse(1.2), rmse(1.23))
})

test_that("training is untouched by rest, saturates, wears off with training age, is halved in the old", {
  gain <- function(load, ...) final(load, twin = turnover_twin(...)) / 35 - 1
  base <- gain(rep(week, 12))
  expect_gt(gain(rep(2 * week, 12)), base)
  expect_lt(gain(rep(2 * week, 12)), 1.5 * base)
  expect_lt(gain(rep(10 * week, 12)), 0.2 / (1 - exp(-1.5)))
  expect_equal(gain(rep(week, 12), training_age = 7), base * exp(-1), tolerance = 1e-6)
  expect_equal(gain(rep(week, 12), training_gain = 0.1), base / 2, tolerance = 1e-6)
  expect_equal(gain(rep(week, 12), reference_load = 320), gain(rep(week / 2, 12)), tolerance = 1e-9)
  old <- gain(rep(week, 12), age = 75, sex = "male")
  expect_lt(old, base / 2)
  expect_gt(old, base / 2 - 0.003)
})

test_that("the two solvers agree over every kind of forcing", {
  schedule <- list(block = make_schedule(), rest = zero(140))
  food <- list(habit = NULL, rich = diet(meal(8, 40), meal(13, 40), meal(19, 40, "whey"), session = "12:00"))
  away <- list(none = NULL, two = disuse(c(10, 60), c(24, 66), c("cast", "bed_rest")))
  twin <- turnover_twin(age = 72, sex = "female", height = 1.6, weight = 60)
  run <- function(solver) muscle_sim(schedule, twin, c(full = 1, low = 0.9), diet = food, disuse = away,
    solver = solver)
  a <- run("cvode")
  b <- run("exact")
  expect_lt(max(abs(a$mass - b$mass)), 1e-7)
  expect_identical(nlevels(a$scenario), 16L)
  expect_identical(levels(a$scenario)[[2]], "block, full, habit, two")
  expect_all(is.finite(a$mass))
  # Performance is not touched by any of it.
  expect_identical(a$performance[a$scenario == "block, full, habit, two"], muscle_sim(make_schedule())$performance)
  mistake(muscle_sim(schedule, twin, solver = "euler"), "choice", "solver")
})

test_that("the factors are what they are called", {
  low <- muscle_sim(zero(100), nutrition = 0.9, mass_model = "turnover")
  expect_near(low$mass[100], 35 * (0.9 + 0.1 * exp(-1.26)), 1e-6, scale = 1)
  bed <- muscle_sim(zero(100), disuse = disuse(11, 20, "bed_rest"))
  left <- c(1, 0.7 + 0.3 * exp(-0.126), 1 - (0.3 - 0.3 * exp(-0.126)) * exp(-1.008))
  expect_near(bed$mass[c(10, 20, 100)], 35 * left, 1e-6, scale = 1)
  cast <- muscle_sim(zero(30), disuse = disuse(1, 14, "cast"), solver = "exact")
  by_hand <- muscle_turnover(14, u = 0.64, transient = 0.7, times = 14)$mass
  expect_near(cast$mass[14], by_hand, 1e-9, scale = 1)
  expect_near(cast$mass[30], 35 + (by_hand - 35) * exp(-0.0126 * 16), 1e-9, scale = 1)
})

test_that("cells: nuclei follow area, satellite cells rise, bed rest costs insulin sensitivity", {
  x <- muscle_sim(rep(week, 20), twin = turnover_twin(), scales = c("cell", "system"))
  at <- which(x$csa >= 1.10)[[1]]
  nuclei <- (x$nuclei_1 + x$nuclei_2)[at] / (2 * 5000 / 1550) - 1
  expect_true(nuclei > 0.03 && nuclei < 0.06)
  expect_true(x$satellite[28] / 0.1 > 1.2 && x$satellite[28] / 0.1 < 1.3)
  # Whole-muscle area is the sum of the types, and meets the mass of the plain model.
  expect_near(x$csa, x$mass / 35, 1e-6, scale = 1)
  expect_all(x$fibre_2[-1] > x$fibre_1[-1])
  bed <- muscle_sim(zero(7), mass_model = "turnover", disuse = disuse(1, 7, "bed_rest"), scales = "system")
  expect_near(bed$insulin_sensitivity[7] - 1, -0.29, 0.012, scale = 1)
  # The default scale has no extra columns, and the order of asking does not matter.
  expect_false("csa" %in% names(muscle_sim(week, mass_model = "turnover")))
  expect_all(c("vo2max", "insulin_sensitivity") %in% names(x))
})

test_that("the multi-scale run at its defaults agrees with the plain turnover model", {
  plain <- muscle_sim(rep(week, 12), twin = turnover_twin())
  all <- muscle_sim(rep(week, 12), twin = turnover_twin(), scales = c("molecule", "cell", "organ", "system"))
  expect_identical(all$mass, plain$mass)
  expect_near(all$csa, plain$mass / 35, 1e-6, scale = 1)
})

test_that("cohorts: days, trainees and summary tell the same, in any number of threads", {
  load <- rep(week, 4)
  cohort <- muscle_cohort(60, muscle_population(m0 = c(mean = 35, sd = 4)))
  days <- muscle_sim(load, cohort, mass_model = "turnover", solver = "cvode", disuse = disuse(5, 10))
  trainees <- muscle_sim(load, cohort, mass_model = "turnover", output = "trainees", disuse = disuse(5, 10))
  summary <- muscle_sim(load, cohort, mass_model = "turnover", output = "summary", disuse = disuse(5, 10))
  expect_equal(days$mass[days$day == 28], trainees$final_mass, tolerance = 1e-8)
  part <- summary[summary$quantity == "mass" & summary$day == 28, ]
  expect_equal(part$mean, mean(trainees$final_mass))
  expect_equal(part$q50, stats::median(trainees$final_mass))
  two <- muscle_sim(load, cohort, mass_model = "turnover", solver = "cvode", disuse = disuse(5, 10), threads = 2)
  expect_identical(days$mass, two$mass)
  # Trainee i is the same in a larger cohort.
  large <- muscle_sim(load, muscle_cohort(80, muscle_population(m0 = c(mean = 35, sd = 4))), mass_model = "turnover",
    output = "trainees", disuse = disuse(5, 10))
  expect_identical(large$final_mass[1:60], trainees$final_mass)
})

test_that("a summary by chunks and bins meets the exact one; memory does not grow with the cohort", {
  cohort <- muscle_cohort(3000, muscle_population(m0 = c(mean = 35, sd = 4)))
  sim <- muscle_sim(rep(week, 4), cohort, mass_model = "turnover", output = "summary", disuse = disuse(5, 10))
  run <- attr(sim, "run")
  distribution <- getNamespace("muscletwin")$mass_distribution
  exact <- distribution(run, run$forcing[[1]], 28)
  run$chunk <- 2000 # 72 people at a time
  coarse <- distribution(run, run$forcing[[1]], 28)
  expect_equal(coarse$mean, exact$mean, tolerance = 1e-12)
  expect_equal(coarse$sd, exact$sd, tolerance = 1e-10)
  days <- muscle_sim(rep(week, 4), cohort, mass_model = "turnover", disuse = disuse(5, 10))
  range <- as.double(tapply(days$mass, days$day, function(m) diff(range(m))))
  # A bin, and the gap between two neighbouring trainees in the tails.
  expect_lt(max(abs(coarse$quantiles[, 2:8] - exact$quantiles[, 2:8]) / range), 1 / 4096 + 1e-3)
  expect_all(apply(coarse$quantiles, 1, diff) >= 0)
  expect_equal(exact$quantiles[28, ], unname(stats::quantile(days$mass[days$day == 28],
    getNamespace("muscletwin")$summary_probs)))
  # One day that is the same for all has bins of no width.
  fixed <- muscle_sim(c(0, 0), muscle_cohort(50), mass_model = "turnover", output = "summary")
  run <- attr(fixed, "run")
  run$chunk <- 20
  expect_all(distribution(run, run$forcing[[1]], 2)$quantiles == 35)
  trainees <- function(n, ...) {
    muscle_sim(rep(week, 4), muscle_cohort(n), mass_model = "turnover", output = "trainees", ...)$final_mass
  }
  chunks <- getNamespace("muscletwin")$in_chunks
  run <- attr(sim, "run")
  run$chunk <- 500
  by_chunk <- unlist(chunks(run, 28, function(people) people$responds))
  expect_identical(by_chunk, getNamespace("muscletwin")$people_of(run$twin)$responds)
  expect_identical(trainees(300, threads = 2), trainees(300))
  skip_on_cran()
  # 400,000 people: 112 million masses, 90 MB a copy if held. R's own count of its vectors.
  gc(reset = TRUE, full = TRUE)
  before <- sum(gc()[, 2])
  muscle_sim(rep(week, 40), muscle_cohort(4e5), mass_model = "turnover", output = "summary", threads = 2)
  expect_lt(sum(gc()[, 6]) - before, 250) # 850 MB if held
})

test_that("cells of a cohort: each trainee as if alone, in any number of threads", {
  load <- rep(week, 4)
  cohort <- muscle_cohort(12, muscle_population(m0 = c(mean = 35, sd = 4)))
  run <- function(threads) {
    muscle_sim(load, cohort, mass_model = "turnover", disuse = disuse(15, 20), scales = c("cell", "system"),
      threads = threads)
  }
  one <- run(1)
  expect_identical(as.data.frame(one), as.data.frame(run(2)))
  responds <- getNamespace("muscletwin")$people_of(cohort)$responds
  for (i in c(1, 12)) {
    alone <- muscle_sim(load, turnover_twin(training_gain = 0.2 * responds[[i]]), disuse = disuse(15, 20),
      scales = c("cell", "system"))
    part <- one[one$id == i, ]
    for (column in c("fibre_1", "fibre_2", "csa", "nuclei_1", "nuclei_2", "satellite", "vo2max")) {
      expect_equal(part[[column]], alone[[column]], tolerance = 1e-7, info = column)
    }
  }
  # What moves the nutrition of all is there for every output.
  food <- diet(meal(8, 60), meal(13, 60), meal(19, 60))
  rich <- muscle_sim(load, cohort, diet = food, scales = "molecule", output = "trainees")$final_mass
  expect_all(rich > muscle_sim(load, cohort, mass_model = "turnover", output = "trainees")$final_mass)
})

test_that("a turnover given to a twin made for turnover is kept, the post's too", {
  twin <- muscle_twin(k_d = 0.0008, mass_model = "turnover")
  mass <- muscle_sim(rep(160 / 7, 98), twin, solver = "exact")$mass[[98]]
  expect_equal(mass, 35 * (1.2 - 0.2 * exp(-0.0008 * 98)), tolerance = 1e-12)
  # One made for the post's model takes the turnover's.
  mass <- muscle_sim(rep(160 / 7, 98), muscle_twin(), mass_model = "turnover", solver = "exact")$mass[[98]]
  expect_equal(mass, 35 * (1.2 - 0.2 * exp(-0.0126 * 98)), tolerance = 1e-12)
})

test_that("wrong scenarios are named", {
  mistake(muscle_sim(zero(10), disuse = disuse(5, 11)), "value", "disuse", 1)
  mistake(muscle_sim(zero(10), disuse = list(disuse(5, 8))), "names", "disuse", 1)
  mistake(muscle_sim(zero(10), disuse = 3), "type", "disuse")
  mistake(muscle_sim(zero(10), diet = 3), "type", "diet")
  mistake(muscle_sim(zero(10), mass_model = "post", disuse = disuse(1, 2)), "model", "mass_model")
  mistake(muscle_sim(zero(10), mass_model = "turn"), "choice", "mass_model")
  mistake(muscle_sim(zero(10), scales = "cells"), "choice", "scales", 1)
})

test_that("mistakes with scenarios of turnover", {
  m <- new_mistakes()
  mistake <- m$mistake
  rest <- rep(0, 10)
  mistake(muscle_sim(rest, disuse = disuse(5, 11)), "value", "disuse", 1)
  mistake(muscle_sim(rest, disuse = 5), "type", "disuse")
  mistake(muscle_sim(rest, disuse = list(disuse(5, 8))), "names", "disuse", 1)
  mistake(muscle_sim(rest, disuse = list(a = disuse(1, 2), b = disuse(5, 50))), "value", "disuse$b", 1)
  mistake(muscle_sim(rest, diet = 25), "type", "diet")
  mistake(muscle_sim(rest, diet = list(a = meal(8, 20), b = 3)), "type", "diet$b")
  mistake(muscle_sim(rest, scales = "cells"), "choice", "scales", 1)
  mistake(muscle_sim(rest, muscle_cohort(5), scales = c("organ", "cell"), output = "summary"), "choice", "scales", 2)
  mistake(muscle_sim(rest, mass_model = "turn"), "choice", "mass_model")
  mistake(muscle_sim(rest, mass_model = "post", disuse = disuse(1, 2)), "model", "mass_model")
  mistake(muscle_sim(rest, mass_model = "turnover", solver = "euler"), "choice", "solver")
  mistake(muscle_sim(rest, muscle_cohort(10), mass_model = "turnover", to = "out"), "model", "to")
  mistake(muscle_sim(rest, muscle_cohort(1e9), mass_model = "turnover"), "size", "twin")
  expect_snapshot(writeLines(m$text()))
})
