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
  expect_near(part$q50, stats::median(trainees$final_mass), 0.007, scale = part$sd)
  two <- muscle_sim(load, cohort, mass_model = "turnover", solver = "cvode", disuse = disuse(5, 10), threads = 2)
  expect_identical(days$mass, two$mass)
  # Trainee i is the same in a larger cohort.
  large <- muscle_sim(load, muscle_cohort(80, muscle_population(m0 = c(mean = 35, sd = 4))), mass_model = "turnover",
    output = "trainees", disuse = disuse(5, 10))
  expect_identical(large$final_mass[1:60], trainees$final_mass)
})

# How trainees of a cohort answer to training, from the normals of the stream.
answers <- function(n, first = 0, seed = 99) {
  sdlog <- sqrt(log(1.25)) # a coefficient of variation of 0.5
  exp(sdlog * engine_stream_normals("responds", n, first, seed) - sdlog^2 / 2)
}

# One person's mass at the end of each day, piece by piece; where breakdown relaxes, by
# integrate() over the piece.
oracle_turnover <- function(forcing, k_d, m0, responds, n) {
  mass <- numeric(n)
  begin <- m0
  start <- 0
  for (p in seq_along(forcing$end)) {
    inflow <- k_d * m0 * (1 + forcing$gain[[p]] * responds) * forcing$factor[[p]]
    g <- forcing$decline[[p]]
    x <- forcing$transient[[p]]
    gone <- function(t) k_d * (t + 7 * x * (1 - exp(-t / 7)))
    for (day in seq(start + 1, forcing$end[[p]])) {
      t <- day - start
      made <- if (x == 0) {
        if (k_d == g) t * exp(-g * t) else (exp(-g * t) - exp(-k_d * t)) / (k_d - g)
      } else {
        stats::integrate(function(s) exp(-g * s - gone(t) + gone(s)), 0, t, rel.tol = 1e-11)$value
      }
      mass[[day]] <- begin * exp(-gone(t)) + inflow * made
    }
    begin <- mass[[day]]
    start <- forcing$end[[p]]
  }
  mass
}

test_that("every trainee of a cohort follows the equation of turnover", {
  populations <- list(
    muscle_population(), muscle_population(m0 = c(mean = 35, sd = 4)),
    muscle_population(m0 = c(mean = 30, sd = 3), k_d = c(median = 0.0126, sdlog = 0.2)), muscle_population(k_d = 0.02)
  )
  lives <- list(
    list(schedule = rep(week, 4)), list(schedule = zero(20), disuse = disuse(c(3, 9), c(8, 15), c("cast", "bed_rest"))),
    list(schedule = 50), list(schedule = c(60, 0, 60, 80), nutrition = c(1, 0.8, 0.8, 1)),
    list(schedule = rep(week, 3), disuse = disuse(2, 6, "brace"),
      diet = diet(meal(8, 60), meal(19, 60), session = "12:00"))
  )
  for (population in populations) {
    for (life in lives) {
      for (rng in c("philox", "r")) {
        cohort <- muscle_cohort(7, population, seed = 12, rng = rng)
        sim <- do.call(muscle_sim, c(life, list(twin = cohort, mass_model = "turnover")))
        people <- do.call(muscle_sim, c(life, list(twin = cohort, mass_model = "turnover", output = "trainees")))
        n <- max(sim$day)
        forcing <- attr(sim, "run")$scenarios[[1]]$forcing
        responds <- answers(7, seed = 12)
        expect_near(people$k_d[[1]], if (is.na(population$location[[2]])) 0.0126 else as.data.frame(cohort)$k_d[[1]])
        for (i in 1:7) {
          mass <- oracle_turnover(forcing, people$k_d[[i]], people$m0[[i]], responds[[i]], n)
          expect_near(sim$mass[sim$id == i], mass, 1e-11)
          expect_identical(people$final_mass[[i]], sim$mass[sim$id == i & sim$day == n])
        }
        # What is not mass is the post's.
        post <- muscle_sim(life$schedule, cohort)
        expect_identical(sim[c("fitness", "fatigue", "performance")], post[c("fitness", "fatigue", "performance")])
      }
    }
  }
})

test_that("a trainee has the bits of the same person alone", {
  cohort <- muscle_cohort(70)
  sim <- muscle_sim(make_schedule(), cohort, mass_model = "turnover", disuse = disuse(30, 50, "cast"))
  forcing <- attr(sim, "run")$scenarios[[1]]$forcing
  synthesis <- (1 + outer(forcing$gain, answers(70))) * forcing$factor
  alone <- engine_turnover(list(forcing$end, forcing$decline, NULL, forcing$transient), as.double(synthesis),
    list(rep(0.0126, 70), rep(35, 70), rep(35, 70)), as.double(1:140), solver_options("exact"), 1L)
  expect_identical(sim$mass, as.double(alone))
  # One who answers as expected is a twin.
  twin <- muscle_sim(make_schedule(), turnover_twin(), disuse = disuse(30, 50, "cast"), solver = "exact")
  synthesis <- (1 + forcing$gain) * forcing$factor
  alone <- engine_turnover(list(forcing$end, forcing$decline, NULL, forcing$transient), synthesis,
    list(0.0126, 35, 35), as.double(1:140), solver_options("exact"), 1L)
  expect_identical(twin$mass, as.double(alone))
})

test_that("a trainee answers to training the same in any cohort", {
  spec <- function(...) cohort_spec(muscle_cohort(...), TRUE)
  expect_identical(engine_cohort_responds(spec(300)), answers(300))
  part <- spec(300)
  part$first <- 90
  part$n <- 50
  expect_identical(engine_cohort_responds(part), answers(300)[91:140])
  # By R's generator too; a seed below zero is that of the other sign.
  expect_identical(spec(40, seed = -7, rng = "r")$responds, answers(40, seed = 7))
  expect_null(cohort_spec(muscle_cohort(40, rng = "r"))$responds)
  expect_near(mean(answers(1e5)), 1, 0.01)
  expect_near(stats::sd(answers(1e5)), 0.5, 0.01)
})

test_that("a summary is that of the trainees, to the bound of its bins; memory does not grow with the cohort", {
  for (population in list(muscle_population(), muscle_population(m0 = c(mean = 35, sd = 4), k_d = c(median = 0.0126,
    sdlog = 0.1)))) {
    cohort <- muscle_cohort(3000, population)
    days <- muscle_sim(rep(week, 4), cohort, mass_model = "turnover", disuse = disuse(5, 10))
    sim <- muscle_sim(rep(week, 4), cohort, mass_model = "turnover", output = "summary", disuse = disuse(5, 10))
    sim <- sim[sim$quantity == "mass", ]
    mass <- matrix(days$mass, 28)
    expect_near(sim$mean, rowMeans(mass), 1e-13)
    expect_near(sim$sd, apply(mass, 1, stats::sd), 1e-9)
    exact <- apply(mass, 1, stats::quantile, summary_probs, names = FALSE)
    for (q in seq_along(summary_probs)) {
      expect_near(sim[[names(summary_probs)[[q]]]], exact[q, ], 0.007, scale = sim$sd)
    }
    expect_identical(as.data.frame(sim), as.data.frame(subset(muscle_sim(rep(week, 4), cohort, mass_model = "turnover",
      output = "summary", disuse = disuse(5, 10), threads = 2), quantity == "mass")))
  }
  # Where all are alike, that is what each quantile is.
  fixed <- muscle_sim(c(0, 0), muscle_cohort(50), mass_model = "turnover", output = "summary")
  expect_identical(unique(unlist(fixed[fixed$quantity == "mass", c("mean", names(summary_probs))])), 35)
  expect_identical(fixed$sd[fixed$quantity == "mass"], c(0, 0))
  skip_on_cran()
  # 400,000 people: 112 million masses, 90 MB a copy if held. R's own count of its vectors.
  gc(reset = TRUE, full = TRUE)
  before <- sum(gc()[, 2])
  muscle_sim(rep(week, 40), muscle_cohort(4e5), mass_model = "turnover", output = "summary", threads = 2)
  expect_lt(sum(gc()[, 6]) - before, 60) # 850 MB if held
})

test_that("parts on disk are the simulation in memory, for every output, split and number of threads", {
  skip_if_not_installed("nanoparquet")
  skip_if_not_installed("jsonlite")
  food <- list(habit = NULL, rich = diet(meal(8, 60), meal(19, 60)))
  people <- muscle_population(m0 = c(mean = 35, sd = 3), k_d = c(median = 0.0126, sdlog = 0.1))
  for (rng in c("philox", "r")) {
    cohort <- muscle_cohort(130, people, rng = rng)
    for (output in c("days", "trainees", "summary")) {
      scales <- if (output == "days") c("molecule", "cell", "system")
      parts <- if (rng == "r" && output == "summary") 1 else 3
      asked <- list(schedule = rep(week, 2), twin = cohort, diet = food, disuse = disuse(3, 9, "cast"), scales = scales,
        output = output)
      one <- do.call(muscle_sim, asked)
      expect_identical(as.data.frame(do.call(muscle_sim, c(asked, threads = 2))), as.data.frame(one))
      folder <- tempfile("cohort-")
      plan <- do.call(cohort_parts, c(asked, list(to = folder, parts = parts)))
      for (k in sample(nrow(plan$parts))) cohort_part(k, folder, threads = 1 + k %% 2)
      whole <- cohort_collect(folder)
      expect_identical(as.data.frame(whole), as.data.frame(one))
      expect_identical(attr(whole, "peak"), attr(one, "peak"))
      # Called at once, in the folder that is finished: nothing is left to do.
      again <- do.call(muscle_sim, c(asked, solver = "exact", list(to = tempfile("cohort-"))))
      expect_identical(as.data.frame(cohort_collect(again$folder)), as.data.frame(one))
    }
  }
  manifest <- jsonlite::read_json(file.path(folder, "_manifest.json"))
  expect_identical(manifest$mass_model, "turnover")
  expect_identical(unlist(manifest$scenarios[[2]]$forcing$factor),
    attr(one, "run")$scenarios[[2]]$forcing$factor)
})

test_that("a folder of another forcing, model or scale holds another simulation", {
  skip_if_not_installed("nanoparquet")
  skip_if_not_installed("jsonlite")
  folder <- tempfile("cohort-")
  plan <- function(...) cohort_parts(rep(week, 2), muscle_cohort(20), to = folder, output = "days", ...)
  kept <- plan(disuse = disuse(3, 9), scales = "organ")$hash
  expect_identical(plan(mass_model = "turnover", disuse = disuse(3, 9))$hash, kept)
  refused <- function(...) expect_error(plan(...), "holds another simulation", class = "muscletwin_error_folder")
  refused()
  refused(mass_model = "turnover")
  refused(disuse = disuse(3, 10))
  refused(disuse = disuse(3, 9), scales = "cell")
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
  responds <- answers(12)
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

test_that("a k_d that was not given is the mass model's; one who means 0.0008 gets it", {
  end <- function(twin, ...) muscle_sim(rep(160 / 7, 98), twin, solver = "exact", ...)$mass[[98]]
  by_hand <- function(k_d) 35 * (1.2 - 0.2 * exp(-k_d * 98))
  # Made for turnover, or simulated by it.
  expect_near(end(turnover_twin()), by_hand(0.0126))
  expect_near(end(muscle_twin(), mass_model = "turnover"), by_hand(0.0126))
  expect_near(end(turnover_twin(k_d = 0.0008)), by_hand(0.0008))
  expect_near(end(muscle_twin(k_d = 0.0008), mass_model = "turnover"), by_hand(0.0008))
  twin <- muscle_twin()
  twin$k_d <- 0.0008
  expect_near(end(twin, mass_model = "turnover"), by_hand(0.0008))
  twin$k_d <- NA
  expect_near(end(twin, mass_model = "turnover"), by_hand(0.0126))
  # By the post's model it is 0.0008 whether meant or not, to the bit.
  expect_identical(muscle_sim(twin = muscle_twin()), muscle_sim(twin = muscle_twin(k_d = 0.0008)))
  # The same of a cohort, by either generator, and of one in which k_d varies.
  for (rng in c("philox", "r")) {
    k_d <- function(model, ...) {
      muscle_sim(week, muscle_cohort(3, muscle_population(...), rng = rng), mass_model = model, output = "trainees")$k_d
    }
    expect_identical(k_d("turnover"), rep(0.0126, 3))
    expect_identical(k_d("turnover", k_d = 0.0008), rep(0.0008, 3))
    expect_identical(k_d("post"), rep(0.0008, 3))
    varied <- c(median = 0.0008, sdlog = 0.1)
    expect_identical(k_d("turnover", k_d = varied), k_d("post", k_d = varied))
  }
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
  mistake(muscle_sim(rest, muscle_twin(mass_model = "turnover"), to = "out"), "type", "twin")
  mistake(muscle_sim(rest, muscle_cohort(1e9), mass_model = "turnover"), "size", "twin")
  expect_snapshot(writeLines(m$text()))
})
