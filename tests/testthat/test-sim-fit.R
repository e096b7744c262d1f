# A fit is a twin: muscle_sim(schedule, fit), and its draws.

plan <- rep(c(70, 0, 40, 85, 0, 60, 30), 3)
fits <- lapply(c(banister = "banister", average = "average", vdr = "vdr", fitness_only = "fitness_only", level = "level"),
  function(model) muscle_fit(training_log, model = model))

test_that("a fit simulates what forecast() says", {
  for (model in names(fits)) {
    fit <- fits[[model]]
    sim <- muscle_sim(plan, fit)
    ahead <- forecast(fit, plan, noise = FALSE, level = 0.5, what = "state")
    expect_identical(sim$performance, ahead$.mean[ahead$quantity == "performance"], info = model)
    for (q in c("fitness", "fatigue")) {
      expected <- ahead$.mean[ahead$quantity == q]
      expect_identical(sim[[q]], if (length(expected)) expected else numeric(length(plan)), info = paste(model, q))
    }
    expect_identical(sim$day, seq_along(plan))
    expect_identical(sim$date, max(training_log$date) + seq_along(plan))
    expect_identical(sim$mass, muscle_sim(plan)$mass)
  }
})

test_that("a least-squares fit simulates the state that its log left", {
  fit <- muscle_fit(training_log, method = "least_squares")
  p <- coef(fit)
  whole <- banister(c(training_log$load, plan), k1 = p[["k1"]], k2 = p[["k2"]], tau_g = p[["tau_g"]],
    tau_h = p[["tau_h"]], P0 = p[["p0"]])
  sim <- muscle_sim(plan, fit)
  at <- nrow(training_log) + seq_along(plan)
  expect_near(sim$performance, whole$perf[at], 1e-12)
  expect_near(sim$fitness, whole$g[at], 1e-12)
  expect_near(sim$fatigue, whole$h[at], 1e-12)
  expect_error(muscle_sim(plan, fit, draws = 10), class = "muscletwin_error_method")
})

test_that("draws: the same seed, the same bits; another seed, other people; the posterior's mean", {
  for (model in names(fits)) {
    fit <- fits[[model]]
    a <- muscle_sim(plan, fit, draws = 400)
    expect_identical(a, muscle_sim(plan, fit, draws = 400))
    expect_false(identical(a$performance, muscle_sim(plan, fit, draws = 400, seed = 2)$performance))
    expect_identical(nrow(a), 400L * length(plan))
    last <- a$performance[a$day == length(plan)]
    f <- forecast(fit, plan, noise = FALSE, level = c(0.5, 0.9))
    f <- f[f$day == max(f$day), ]
    expect_lt(abs(mean(last) - f$.mean[[1]]), 4 * sd(last) / 20)
    # A band of 50 % holds half of 400 draws: 200, standard deviation 10.
    expect_lt(abs(sum(last > f$.lower[f$.width == 0.5] & last < f$.upper[f$.width == 0.5]) - 200), 50)
    expect_lt(abs(sum(last > f$.lower[f$.width == 0.9] & last < f$.upper[f$.width == 0.9]) - 360), 24)
  }
  # A single model's draw i is the same however many there are.
  few <- muscle_sim(plan, fits$vdr, draws = 7, output = "trainees")
  many <- muscle_sim(plan, fits$vdr, draws = 50, output = "trainees")
  expect_identical(few, many[1:7, ], ignore_attr = TRUE)
})

test_that("the outputs of draws agree with each other, and scenarios share their draws", {
  for (model in c("banister", "average", "vdr")) {
    fit <- fits[[model]]
    schedules <- list(all = plan, half = plan / 2)
    days <- suppressWarnings(muscle_sim(schedules, fit, draws = 60, window = c(8, 21)), classes = "muscletwin_warning")
    people <- suppressWarnings(muscle_sim(schedules, fit, draws = 60, window = c(8, 21), output = "trainees"),
      classes = "muscletwin_warning")
    total <- suppressWarnings(muscle_sim(schedules, fit, draws = 60, window = c(8, 21), output = "summary"),
      classes = "muscletwin_warning")
    late <- days[days$day >= 8, ]
    expect_identical(people$peak, as.double(tapply(late$performance, list(late$id, late$scenario), max)))
    expect_identical(people$peak_day, with(late, {
      unname(unlist(lapply(split(seq_along(day), list(id, scenario)), function(i) day[i][which.max(performance[i])])))
    }))
    # The same person under both plans.
    expect_identical(people$tau_g[1:60], people$tau_g[61:120])
    one <- days$performance[days$scenario == "half" & days$day == 10]
    row <- total[total$scenario == "half" & total$day == 10 & total$quantity == "performance", ]
    expect_equal(row$mean, mean(one))
    expect_equal(row$sd, sd(one))
    expect_equal(row$q90, quantile(one, 0.9, names = FALSE))
    expect_equal(summary(total)$peak_q50, summary(people)$peak_q50)
    expect_equal(summary(days)$peak_sd, summary(people)$peak_sd)
  }
  expect_all(c("k3", "tau_3") %in% names(people))
  expect_all(is.na(people$k2))
})

test_that("trainees are the people of as_draws, and make what they simulate", {
  fit <- muscle_fit(training_log, model = "banister", prior = muscle_prior(drift = 0))
  people <- muscle_sim(plan, fit, draws = 5, output = "trainees")
  days <- muscle_sim(plan, fit, draws = 5)
  at <- nrow(training_log) + seq_along(plan)
  for (i in 1:5) {
    p <- people[i, ]
    alone <- banister(c(training_log$load, plan), k1 = p$k1, k2 = p$k2, tau_g = p$tau_g, tau_h = p$tau_h, P0 = p$p0)
    expect_near(days$performance[days$id == i], alone$perf[at], 1e-11)
  }
  skip_if_not_installed("posterior")
  drawn <- posterior::as_draws_df(fit, draws = 5)
  expect_identical(drawn$tau_g, people$tau_g)
  expect_identical(drawn$k2, people$k2)
})

test_that("a fit takes the finer models, its own mass and pictures", {
  person <- muscle_twin(m0 = 28, k_s = 0.002)
  sim <- muscle_sim(plan, fits$banister, mass = person)
  expect_identical(sim$mass, muscle_sim(plan, person)$mass)
  fine <- muscle_sim(plan, fits$banister, scales = "cell", draws = 3)
  expect_identical(fine$csa[fine$id == 2], muscle_sim(plan, scales = "cell")$csa)
  expect_identical(fine$performance, muscle_sim(plan, fits$banister, draws = 3)$performance)
  for (output in c("days", "trainees", "summary")) {
    sim <- muscle_sim(plan, fits$banister, draws = 30, output = output)
    expect_silent(ggplot2::ggplot_build(ggplot2::autoplot(sim, what = if (output == "trainees") "peak")))
    expect_output(print(sim), "30 trainees")
  }
})

test_that("what cannot be simulated is said", {
  fit <- fits$banister
  # Fitness and its derivative by tau: the limit of two equal time constants.
  load <- rep(c(50, 0, 80, 20, 0), 12)
  age <- outer(1:60, 1:60, `-`)
  left <- ifelse(age >= 0, exp(-age / 15), 0)
  y <- 200 + drop(left %*% load) * 0.1 + drop((left * age / 15) %*% load) * 0.2
  degenerate <- muscle_fit(data.frame(day = 1:60, load = load, performance = ifelse(1:60 %% 3 == 0, y, NA)),
    method = "least_squares", separation = 1)
  expect_snapshot(error = TRUE, {
    muscle_sim(twin = fit)
    muscle_sim(plan, fit, to = "folder")
    muscle_sim(plan, fit, draws = 0)
    muscle_sim(plan, fit, draws = 10, seed = -1)
    muscle_sim(plan, fit, mass = 35)
    muscle_sim(plan, draws = 10)
    muscle_sim(plan, muscle_cohort(3), seed = 3)
    muscle_sim(plan, muscle_fit(training_log, method = "least_squares"), draws = 10)
    muscle_sim(muscle_schedule(plan, start = as.Date("2025-01-06")), fit)
    muscle_sim(training_log, fit)
    muscle_sim(list(plan, plan), fit)
    muscle_sim(c(10, NA), fit)
  })
  expect_snapshot(invisible(muscle_sim(rep(0, 60), fit)))
  expect_true(degenerate$ls$degenerate)
  expect_error(muscle_sim(plan, degenerate), class = "muscletwin_error_method")
})

test_that("posterior takes draws of a fit", {
  skip_if_not_installed("posterior")
  fit <- fits$banister
  d <- posterior::as_draws_df(fit, draws = 300)
  expect_s3_class(d, "draws_df")
  expect_identical(names(d), c("p0", "k1", "k2", "tau_g", "tau_h", "sigma", "drift", ".chain", ".iteration", ".draw"))
  expect_identical(d$.chain, rep(1L, 300))
  expect_identical(d$.draw, 1:300)
  expect_identical(d$.iteration, 1:300)
  expect_identical(posterior::as_draws(fit, draws = 300), d)
  expect_identical(as.data.frame(posterior::as_draws_df(fit, draws = 10))[1:7], as.data.frame(d)[1:10, 1:7])
  expect_false(identical(posterior::as_draws_df(fit, draws = 10, seed = 2)$p0, d$p0[1:10]))
  many <- posterior::as_draws_df(fit, draws = 20000)
  for (name in some(names(coef(fit)))) {
    expect_lt(abs(mean(many[[name]]) - coef(fit)[[name]]), 4 * sd(many[[name]]) / sqrt(20000))
    expect_lt(abs(sd(many[[name]]) / sqrt(vcov(fit)[name, name]) - 1), 0.03)
  }
  expect_identical(names(posterior::as_draws_df(fits$vdr, draws = 2))[1:6], names(coef(fits$vdr)))
  expect_error(posterior::as_draws_df(muscle_fit(training_log, method = "least_squares")),
    class = "muscletwin_error_method")
  expect_error(posterior::as_draws_df(fit, n = 3), class = "muscletwin_error_dots")
  expect_error(posterior::as_draws_df(fit, draws = 0.5), class = "muscletwin_error")
})
