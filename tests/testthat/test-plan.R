# Plans: closed forms, brute force, and every promise of the help. R/plan*.R.

skip_if_not_installed("highs")

last <- max(training_log$day)
banister_fit <- muscle_fit(training_log, model = "banister")
vdr_fit <- muscle_fit(training_log, model = "vdr")
plain <- function(...) {
  given <- list(...)
  do.call(plan_limits, utils::modifyList(list(max_day = 80, max_week = Inf, ramp = Inf, rest_days = 0), given))
}
plan_for <- function(...) suppressWarnings(muscle_plan(...), classes = "muscletwin_warning_extrapolation")

# Mean performance on the goal day by the engine's forecast, whatever made the loads.
mean_of <- function(fit, load, goal) {
  frame <- as.data.frame(suppressWarnings(forecast(fit, load)))
  frame$.mean[frame$day == goal][[1]]
}
# Draws of performance on the goal day.
draws_of <- function(fit, load, goal, n, seed = 1) {
  future <- list(day = last + seq_along(load), load = load)
  muscletwin:::fit_paths(fit, goal, future, n, seed)[[1]][1, ]
}
worst_of <- function(x, share) {
  x <- sort(x)
  m <- share * length(x)
  whole <- floor(m)
  (sum(x[seq_len(whole)]) + (m - whole) * if (whole < length(x)) x[[whole + 1]] else 0) / m
}

test_that("the engine's effect of a load is that of a forecast, for each model and convention", {
  n <- 12
  load <- c(40, 0, 75, 20, 0, 0, 90, 10, 33, 0, 5, 60)
  for (effect in c("same_day", "next_day")) {
    for (model in c("banister", "fitness_only", "vdr", "level")) {
      fit <- muscle_fit(training_log, model = model, load_effect = effect)
      goal <- last + 10
      slopes <- function(load, wanted, draws = 0) {
        muscletwin:::fit_slopes(fit, model, last + seq_len(n), load, goal, wanted, draws, 3)
      }
      rest <- slopes(rep(0, n), "curvature", 40)
      here <- slopes(load, "slope", 40)
      gain <- mean_of(fit, load, goal) - mean_of(fit, rep(0, n), goal)
      expect_near(sum((rest$slope + here$slope) / 2 * load), gain, 1e-9, scale = 1)
      expect_near(as.double(rest$slope + rest$curvature %*% load), here$slope, 1e-12, scale = 1e-3)
      expect_identical(rest$curvature, t(rest$curvature))
      gains <- draws_of(fit, load, goal, 40, 3) - draws_of(fit, rep(0, n), goal, 40, 3)
      expect_near(colSums((rest$slopes + here$slopes) / 2 * load), gains, 1e-9, scale = 1)
      expect_identical(slopes(load, "draws", 40)$slopes, here$slopes)
      # Loads that cannot be felt have no effect.
      late <- if (effect == "same_day") 11:12 else 10:12
      expect_all(here$slope[late] == 0, info = paste(model, effect))
      if (model != "level") expect_all(here$slope[-late] != 0, info = paste(model, effect))
    }
  }
})

test_that("draws of slopes are k1 e^(-t/tau_g) - k2 e^(-t/tau_h) of the draws of a fit", {
  draws <- muscletwin:::engine_fit_draws(muscletwin:::posterior_for_engine(banister_fit, "banister"), 30, 5)
  colnames(draws) <- muscletwin:::names_of_fit("banister")
  away <- 9 - 1:9
  by_hand <- apply(draws, 1, function(p) {
    p[["k1"]] * exp(-away / p[["tau_g"]]) - p[["k2"]] * exp(-away / p[["tau_h"]])
  })
  got <- muscletwin:::fit_slopes(banister_fit, "banister", last + 1:9, rep(0, 9), last + 9, "draws", 30, 5)$slopes
  expect_near(got, by_hand, 1e-10, scale = max(abs(by_hand)))
})

test_that("a plan without other limits is all or nothing, by the sign of the slope", {
  for (effect in c("same_day", "next_day")) {
    fit <- muscle_fit(training_log, model = "banister", load_effect = effect)
    n <- 42
    goal <- last + 40
    plan <- plan_for(fit, n, goal, plain())
    slope <- muscletwin:::fit_slopes(fit, "banister", last + seq_len(n), rep(0, n), goal, "slope")$slope
    expect_true(any(slope > 0) && any(slope < 0)) # else the test says nothing
    expect_identical(plan$load, ifelse(slope > 0, 80, 0))
    expect_near(plan$expected, mean_of(fit, plan$load, goal), 1e-12)
    expect_near(plan$value, plan$expected, 1e-10)
    expect_identical(plan$optimum, "global")
    expect_near(plan$limits$worth[plan$limits$limit == "max_day"], sum(slope[slope > 0]), 1e-8)
  }
  # One day: train if that day's load helps, else rest.
  same <- plan_for(banister_fit, 1, last + 1, plain())
  slope <- muscletwin:::fit_slopes(banister_fit, "banister", last + 1, 0, last + 1, "slope")$slope
  expect_identical(same$load, if (slope > 0) 80 else 0)
  fitness <- muscle_fit(training_log, model = "fitness_only")
  expect_identical(plan_for(fitness, 1, last + 1, plain())$load, 80)
  later <- muscle_fit(training_log, model = "fitness_only", load_effect = "next_day")
  expect_identical(plan_for(later, 1, last + 1, plain())$load, 0)
})

test_that("a linear plan is as good as the best of a grid", {
  n <- 4
  goal <- last + 30
  # Far from the goal all four days help; sums and the ramp decide.
  grid <- as.matrix(expand.grid(rep(list(seq(0, 60, by = 5)), n)))
  fit <- banister_fit
  plan <- plan_for(fit, n + 26, goal, plain(max_day = c(rep(60, n), rep(0, 26)), max_week = 145))
  slope <- muscletwin:::fit_slopes(fit, "banister", last + 1:30, rep(0, 30), goal, "slope")$slope[1:n]
  best <- max(grid[rowSums(grid) <= 145, ] %*% slope)
  gained <- plan$value - mean_of(fit, rep(0, 30), goal)
  expect_gte(gained, best - 1e-9)
  expect_near(gained, best, 1e-9, scale = 1) # the optimum lies on the grid: 60 + 60 + 25
  expect_lte(sum(plan$load), 145 + 1e-6)
})

test_that("a mixed-integer plan is the best of all choices of sessions", {
  n <- 9
  goal <- last + 20
  fit <- banister_fit
  max_day <- c(50, 70, 30, 60, 60, 40, 65, 55, 45, rep(0, 11))
  limits <- plan_limits(max_day = max_day, max_week = 150, ramp = Inf, rest_days = 4, max_sessions = 4)
  plan <- plan_for(fit, 20, goal, limits)
  slope <- muscletwin:::fit_slopes(fit, "banister", last + 1:20, rep(0, 20), goal, "slope")$slope[1:n]
  # Given the sessions, each week is filled from its best day on.
  fill <- function(on, days) {
    room <- 150
    total <- 0
    for (d in days[order(-slope[days])]) {
      if (!on[[d]] || slope[[d]] <= 0) next
      w <- min(max_day[[d]], room)
      room <- room - w
      total <- total + w * slope[[d]]
    }
    total
  }
  choices <- as.matrix(expand.grid(rep(list(c(FALSE, TRUE)), n)))
  ok <- rowSums(choices[, 1:7]) <= 3 & rowSums(choices) <= 4
  best <- max(apply(choices[ok, ], 1, function(on) fill(on, 1:7) + fill(on, 8:9)))
  expect_near(plan$value - mean_of(fit, rep(0, 20), goal), best, 1e-8, scale = 1)
  expect_identical(plan$kind, "integer") # without counting, another plan is better
  expect_gt(plan_for(fit, 20, goal, plain(max_day = max_day, max_week = 150))$value, plan$value + 1e-3)
  expect_lte(sum(plan$load > 0), 4)
  expect_lte(sum(plan$load[1:7] > 0), 3)
  # What a session more is worth comes from the plan with one more.
  more <- plan_for(fit, 20, goal, plan_limits(max_day = max_day, max_week = 150, ramp = Inf,
    rest_days = 4, max_sessions = 5))
  expect_near(plan$limits$worth[plan$limits$limit == "max_sessions"], more$value - plan$value, 1e-8, scale = 1)
})

test_that("a robust plan is the best for the worst draws", {
  goal <- last + 12
  n <- 12
  max_day <- c(rep(0, 4), 60, 60, 60, rep(0, 5)) # three days about where the slope changes sign
  for (model in c("banister", "average")) {
    fit <- if (model == "banister") banister_fit else muscle_fit(training_log, weights = c(level = 0.5, training = 0.5))
    plan <- plan_for(fit, n, goal, plain(max_day = max_day), objective = "robust", worst = 0.25, draws = 150, seed = 4)
    if (model == "banister") {
      draws <- draws_of(banister_fit, plan$load, goal, 150, 4)
      expect_near(plan$value, worst_of(draws, 0.25), 1e-10)
      rest <- draws_of(fit, rep(0, n), goal, 150, 4)
      unit <- vapply(5:7, function(d) draws_of(fit, replace(numeric(n), d, 1), goal, 150, 4) - rest, rest)
      grid <- as.matrix(expand.grid(rep(list(seq(0, 60, by = 3)), 3)))
      values <- apply(grid, 1, function(w) worst_of(rest + drop(unit %*% w), 0.25))
      expect_gte(plan$value, max(values) - 1e-9)
      expect_lte(plan$value, max(values) + 0.05) # a grid of 3 units misses little
    }
    # A share that is no whole number of draws, and all of them: then it is the mean.
    odd <- plan_for(fit, n, goal, plain(max_day = max_day), objective = "robust", worst = 0.333, draws = 100)
    if (model == "banister") {
      expect_near(odd$value, worst_of(draws_of(banister_fit, odd$load, goal, 100), 0.333), 1e-10)
    }
    all <- plan_for(fit, n, goal, plain(max_day = max_day), objective = "robust", worst = 1, draws = 150, seed = 4)
    share <- fit$weights
    parts <- muscletwin:::fit_paths(fit, goal, list(day = last + seq_len(n), load = all$load), 150, 4)
    expect_near(all$value, sum(share[names(parts)] * vapply(parts, mean, 0)), 1e-10)
    # Robust is never better in the mean, and never worse for the worst.
    expected <- plan_for(fit, n, goal, plain(max_day = max_day))
    expect_lte(plan$expected, expected$expected + 1e-9)
  }
})

test_that("robust cuts give the optimum and the duals of the linear program with a row per draw", {
  goal <- last + 21
  n <- 21
  draws <- 120
  fit <- banister_fit
  limits <- plan_limits(max_day = 90, ramp = 1.1, rest_days = 0, week_before = 200)
  plan <- plan_for(fit, n, goal, limits, objective = "robust", draws = draws, worst = 0.2)
  rest <- draws_of(fit, rep(0, n), goal, draws)
  slopes <- muscletwin:::fit_slopes(fit, "banister", last + seq_len(n), rep(0, n), goal, "draws", draws, 1)$slopes
  # max eta - sum(u) / (worst draws), u >= eta - value (Rockafellar and Uryasev 2000, eq 17)
  week <- (seq_len(n) - 1) %/% 7 + 1
  sums <- outer(1:3, week, `==`) * 1
  rows <- rbind(cbind(sums - 1.1 * rbind(0, sums[-3, ]), matrix(0, 3, 1 + draws)), cbind(t(slopes), -1, diag(draws)))
  solved <- highs::highs_solve(
    L = c(numeric(n), 1, rep(-1 / (0.2 * draws), draws)), lower = c(numeric(n), -1e4, numeric(draws)),
    upper = c(rep(90, n), 1e4, rep(1e5, draws)), A = rows, lhs = c(rep(-Inf, 3), -rest),
    rhs = c(220, 0, 0, rep(Inf, draws)), maximum = TRUE)
  expect_near(plan$value, solved$objective_value, 1e-7)
  before <- c(200, tapply(solved$primal_solution[1:n], week, sum)[1:2])
  expect_near(plan$limits$worth[plan$limits$limit == "ramp"], sum(solved$solver_msg$row_dual[1:3] * before), 1e-4)
})

test_that("what a limit is worth is the slope of the best performance", {
  goal <- last + 26
  base <- list(max_day = 90, max_week = 330, ramp = 1.2, rest_days = 2, min_total = 1180, week_before = 260)
  best <- function(...) {
    limits <- do.call(plan_limits, utils::modifyList(base, list(...)))
    plan_for(banister_fit, 28, goal, limits)
  }
  plan <- best()
  worth <- stats::setNames(plan$limits$worth, plan$limits$limit)
  expect_all(worth[c("max_day", "max_week", "ramp", "min_total")] > 0)
  for (name in c("max_day", "max_week", "ramp", "min_total")) {
    step <- 1e-3 * base[[name]]
    up <- do.call(best, stats::setNames(list(base[[name]] + step), name))$value
    down <- do.call(best, stats::setNames(list(base[[name]] - step), name))$value
    sign <- if (name == "min_total") -1 else 1
    expect_near(sign * (up - down) / (2 * step), worth[[name]], 1e-4, info = name)
  }
  # Concave quadratic: the same.
  base <- list(max_day = 70, max_week = 300, ramp = 1.1, rest_days = 0, min_total = 0, week_before = 200)
  best <- function(...) {
    limits <- do.call(plan_limits, utils::modifyList(base, list(...)))
    plan_for(vdr_fit, 28, goal, limits)
  }
  plan <- best()
  expect_identical(plan$kind, "concave")
  worth <- stats::setNames(plan$limits$worth, plan$limits$limit)
  expect_gt(worth[["ramp"]], 0)
  slope <- (best(ramp = 1.101)$value - best(ramp = 1.099)$value) / 0.002
  expect_near(slope, worth[["ramp"]], 1e-3)
})

test_that("a variable dose: no plan is better than the quadratic program's, and starts are improved on", {
  goal <- last + 21
  limits <- plain(max_week = 300)
  plan <- plan_for(vdr_fit, 21, goal, limits)
  expect_identical(plan$optimum, "global")
  expect_near(plan$value, mean_of(vdr_fit, plan$load, goal), 1e-10)
  worst <- Inf
  for (k in 1:60) { # spread over what is allowed
    w <- 80 * ((seq_len(21) * k * 0.618033988749895 + k * 0.3819660112501) %% 1)
    w <- w * pmin(1, 300 / rep(tapply(w, rep(1:3, each = 7), sum), each = 7))
    near <- plan$load + 0.05 * (w - plan$load)
    worst <- min(worst, plan$value - mean_of(vdr_fit, w, goal), plan$value - mean_of(vdr_fit, near, goal))
  }
  expect_gt(worst, 0)
  counted <- plan_for(vdr_fit, 21, goal, plan_limits(max_day = 80, max_week = 300, ramp = Inf, rest_days = 4),
    starts = 4)
  expect_identical(counted$optimum, "local")
  expect_identical(nrow(counted$starts), 4L)
  expect_all(counted$starts$to >= counted$starts$from - 1e-9)
  expect_gte(counted$value, max(counted$starts$from, counted$starts$to) - 1e-9)
  expect_gt(max(counted$starts$to), max(counted$starts$from) + 1e-6)
  expect_gte(counted$gap, 0)
  expect_lte(counted$value, plan$value + 1e-9)
  expect_all(tapply(counted$load > 0, rep(1:3, each = 7), sum) <= 3)
  robust <- plan_for(vdr_fit, 14, last + 14, plain(), objective = "robust", draws = 100)
  expect_near(robust$value, worst_of(draws_of(vdr_fit, robust$load, last + 14, 100), 0.2), 1e-9)
  expected <- plan_for(vdr_fit, 14, last + 14, plain())
  expect_lte(robust$expected, expected$expected + 1e-9)
  expect_gte(robust$value, worst_of(draws_of(vdr_fit, expected$load, last + 14, 100), 0.2) - 1e-9)
})

test_that("least squares is planned with its estimate", {
  for (model in c("banister", "vdr", "fitness_only")) {
    for (effect in c("same_day", "next_day")) {
      fit <- muscle_fit(training_log, model = model, method = "least_squares", load_effect = effect)
      at <- last + 12
      load <- c(10, 80, 0, 33, 5, 0, 60, 70, 0, 12, 90, 20)
      s <- muscletwin:::fit_slopes(fit, fit$model, last + 1:12, numeric(12), at, "slope")
      ahead <- function(load) forecast(fit, load)$.mean[[12]]
      bend <- if (is.null(s$curvature)) 0 else sum(load * (s$curvature %*% load)) / 2
      expect_near(sum(s$slope * load) + bend, ahead(load) - ahead(rep(0, 12)), 1e-9, scale = 1,
        info = paste(model, effect))
    }
  }
  fit <- muscle_fit(training_log, method = "least_squares")
  plan <- muscle_plan(fit, 28, last + 28, plain(max_week = 300))
  expect_near(plan$value, forecast(fit, plan)$.mean[[28]], 1e-12)
  expect_all(is.na(plan$gain$.lower))
  expect_all(is.na(as.data.frame(plan)$.upper))
  expect_s3_class(ggplot2::autoplot(plan), "ggplot")
})

test_that("limits come from the log, and every plan keeps them", {
  log <- training_log
  weeks <- vapply(7:168, function(d) sum(log$load[(d - 6):d]), 0)
  r <- muscletwin:::resolve_limits(plan_limits(), banister_fit, 15, rep(TRUE, 15), NULL)
  expect_identical(unique(r$max_day), max(log$load))
  expect_near(unique(r$max_week), 1.1 * max(weeks), 1e-12)
  expect_near(r$week_before, sum(log$load[162:168]), 1e-12)
  expect_identical(r$week, rep(1:3, c(7L, 7L, 1L)))
  # After a week without load the ramp starts from the last week with one.
  idle <- rbind(log, data.frame(day = 169:178, date = log$date[[168]] + 1:10, load = 0, performance = NA))
  r <- muscletwin:::resolve_limits(plan_limits(), muscle_fit(idle, model = "banister"), 7, rep(TRUE, 7), NULL)
  busy <- max(which(log$load > 0))
  expect_near(r$week_before, sum(log$load[(busy - 6):busy]), 1e-12)
  for (fit in list(banister_fit, vdr_fit)) {
    for (days in c(3, 10, 28)) {
      limits <- plan_limits(max_day = 85, ramp = 1.05, rest_days = 2, week_before = 240, min_total = 60,
        max_sessions = 12)
      plan <- plan_for(fit, days, last + days, limits)
      w <- plan$load
      week <- (seq_along(w) - 1) %/% 7
      sums <- tapply(w, week, sum)
      expect_all(w >= 0 & w <= 85)
      expect_all(sums <= 1.05 * c(240, sums[-length(sums)]) * (1 + 1e-6))
      expect_all(tapply(w > 0, week, sum) <= 5)
      expect_gte(sum(w), 60 * (1 - 1e-6))
      expect_lte(sum(w > 0), 12)
    }
  }
})

test_that("a plan that fails its simulation or its limits is not returned", {
  r <- muscletwin:::resolve_limits(plain(max_week = 100), banister_fit, 7, rep(TRUE, 7), NULL)
  aim <- list(simulate = function(load) 300)
  check <- function(w, value) {
    muscletwin:::check_plan(banister_fit, NULL, NULL, r, aim, list(w = w, value = value), NULL)
  }
  expect_silent(check(c(50, 50, 0, 0, 0, 0, 0), 300))
  expect_error(check(c(50, 50, 0, 0, 0, 0, 0), 300.001), class = "muscletwin_error_check")
  expect_error(check(c(50, 50, 0, 0, 0, 0, 0), NaN), class = "muscletwin_error_check")
  expect_error(check(c(50, 50, 0.1, 0, 0, 0, 0), 300), class = "muscletwin_error_check")
  expect_error(check(c(81, 0, 0, 0, 0, 0, 0), 300), class = "muscletwin_error_check")
  r$rest_days <- 6
  expect_error(check(c(50, 50, 0, 0, 0, 0, 0), 300), class = "muscletwin_error_check")
})

test_that("the same call gives the same bits and leaves the session alone", {
  call <- function() {
    plan_for(banister_fit, 28, last + 26, plan_limits(rest_days = 4, max_day = 90, week_before = 300),
      objective = "robust", draws = 200)
  }
  expect_session_kept(first <- call(), "muscle_plan()")
  expect_identical(call()$load, first$load)
  expect_identical(call()$limits, first$limits)
})

plan_is_a_schedule <- function() {
  plan <- plan_for(banister_fit, 14, last + 14, plain(max_week = 300))
  expect_identical(names(as.data.frame(plan)), c("day", "date", "load", ".mean", ".lower", ".upper"))
  sim <- muscle_sim(plan)
  expect_identical(sim$load, plan$load)
  expect_identical(sim$date, plan$date)
  expect_identical(muscle_sim(list(a = plan, b = rep(30, 14)))$load[1:14], plan$load)
  ahead <- as.data.frame(forecast(banister_fit, plan, level = 0.9))
  expect_identical(ahead$.mean, as.data.frame(plan)$.mean)
  expect_identical(ahead$.lower, as.data.frame(plan)$.lower)
  compared <- muscle_compare(banister_fit, list(a = plan, b = rep(30, 14)), last + 14)
  expect_identical(compared$plans$total[[1]], sum(plan$load))
  expect_s3_class(muscle_compare(banister_fit, plan, last + 14), "muscle_compare")
  # Dates or numbers say the same; a log without dates gives a plan without.
  dated <- plan_for(banister_fit, 14, plan$date[[14]], plain(max_week = 300))
  expect_identical(dated$load, plan$load)
  bare <- muscle_fit(training_log[c("day", "load", "performance")], model = "banister")
  undated <- plan_for(bare, 14, last + 14, plain(max_week = 300))
  expect_identical(undated$load, plan$load)
  expect_null(undated$date)
  expect_false("date" %in% names(as.data.frame(undated)))
  expect_s3_class(ggplot2::autoplot(undated), "ggplot")
  expect_s3_class(ggplot2::autoplot(plan, what = "forecast"), "ggplot")
  # After more days were logged the plan has days that are past.
  longer <- update(banister_fit, data.frame(date = max(training_log$date) + 1, load = 30, performance = NA))
  expect_error(forecast(longer, plan), class = "muscletwin_error_days")
}

test_that("a plan is a schedule wherever one is asked for", {
  suppressWarnings(plan_is_a_schedule(), classes = "muscletwin_warning_extrapolation")
})

test_that("leaving what the log has seen is told once", {
  warned <- character()
  plan <- withCallingHandlers(muscle_plan(banister_fit, 28, last + 28, plain()), warning = function(w) {
    warned <<- c(warned, class(w)[[1]])
    invokeRestart("muffleWarning")
  })
  expect_identical(warned, "muscletwin_warning_extrapolation")
  expect_match(plan$warnings, "leaves what the log has seen")
})

test_that("time that runs out is told", {
  limits <- plan_limits(max_day = 90, rest_days = 3, max_sessions = 30, week_before = 300)
  expect_warning(
    suppressWarnings(plan <- muscle_plan(banister_fit, 84, last + 84, limits, time_limit = 1),
      classes = "muscletwin_warning_extrapolation"),
    class = "muscletwin_warning_time")
  expect_identical(plan$optimum, "stopped")
  expect_gt(plan$gap, 0)
  expect_lte(sum(plan$load > 0), 30)
  expect_output(print(plan), "stopped by time_limit")
  expect_error(muscle_plan(vdr_fit, 84, last + 84, limits, time_limit = 1e-9), class = "muscletwin_error_time")
})

test_that("a plan prints in at most 12 lines", {
  local_reproducible_output(width = 100)
  limits <- plan_limits(max_day = 90, max_week = 330, ramp = 1.2, rest_days = 2, min_total = 1180, week_before = 260)
  plan <- plan_for(banister_fit, 28, last + 26, limits)
  expect_lte(length(capture.output(print(plan))), 12L)
  expect_snapshot({
    plan_limits()
    limits
    plan
    summary(plan)
    plan_for(muscle_fit(training_log), 28, last + 26, limits, objective = "robust", draws = 400)
    plan_for(vdr_fit, 21, last + 21, plan_limits(rest_days = 3), draws = 400)
    muscle_plan(muscle_fit(training_log, method = "least_squares"), 28, last + 26, limits)
  })
})

test_that("wrong input names what is wrong and what to do", {
  fit <- banister_fit
  ls <- muscle_fit(training_log, method = "least_squares")
  level <- muscle_fit(training_log, model = "level")
  untrained <- muscle_fit(training_log, weights = c(level = 1, training = 0))
  bare <- muscle_fit(training_log[c("day", "load", "performance")], model = "banister")
  book <- new_mistakes()
  mistake <- book$mistake
  mistake(muscle_plan(training_log, 14, 182), "type", "fit")
  mistake(muscle_plan(level, 14, 182), "model", "fit")
  mistake(muscle_plan(fit, 14), "missing", "goal_day")
  mistake(muscle_plan(fit, 14, "2025-07-01"), "type", "goal_day")
  mistake(muscle_plan(untrained, 14, 182), "model", "fit")
  mistake(muscle_plan(ls, 14, 182, objective = "robust"), "method", "objective")
  mistake(muscle_plan(fit, 0, 182), "value", "days", 1L)
  mistake(muscle_plan(fit, -3, 182), "value", "days", 1L)
  mistake(muscle_plan(fit, 2.5, 182), "value", "days", 1L)
  mistake(muscle_plan(fit, 1000, 182), "size", "days", 1L)
  mistake(muscle_plan(fit, "14", 182), "type", "days")
  mistake(muscle_plan(fit, 14, 183), "days", "goal_day")
  mistake(muscle_plan(fit, 14, 168), "days", "goal_day")
  mistake(muscle_plan(fit, 14, 170.5), "days", "goal_day")
  mistake(muscle_plan(fit, 14, as.Date("2026-01-01")), "days", "goal_day")
  mistake(muscle_plan(bare, 14, as.Date("2025-07-01")), "days", "goal_day")
  mistake(muscle_plan(fit, 14, NA_real_), "missing", "goal_day", 1L)
  mistake(muscle_plan(fit, 14, 182, list(max_day = 90)), "type", "limits")
  mistake(muscle_plan(fit, 14, 182, plan_limits(max_day = c(90, 80))), "length", "limits$max_day")
  mistake(muscle_plan(fit, 14, 182, plan_limits(max_week = c(300, 250, 200))), "length", "limits$max_week")
  mistake(muscle_plan(fit, 14, 182, objective = "best"), "choice", "objective")
  mistake(muscle_plan(fit, 14, 182, worst = 0), "value", "worst", 1L)
  mistake(muscle_plan(fit, 14, 182, worst = 20), "value", "worst", 1L)
  mistake(muscle_plan(fit, 14, 182, draws = 10), "value", "draws", 1L)
  mistake(muscle_plan(fit, 14, 182, time_limit = 0), "value", "time_limit", 1L)
  mistake(muscle_plan(fit, 14, 182, max_day = 80), "dots", "...")
  mistake(plan_limits(max_day = -5), "value", "max_day", 1L)
  mistake(plan_limits(max_day = Inf), "value", "max_day", 1L)
  mistake(plan_limits(max_week = NA), "type", "max_week")
  mistake(plan_limits(max_week = c(300, -1)), "value", "max_week", 2L)
  mistake(plan_limits(ramp = -1), "value", "ramp", 1L)
  mistake(plan_limits(ramp = c(1.1, 1.2)), "length", "ramp")
  mistake(plan_limits(rest_days = 8), "value", "rest_days", 1L)
  mistake(plan_limits(rest_days = 1.5), "value", "rest_days", 1L)
  mistake(plan_limits(min_total = -100), "value", "min_total", 1L)
  mistake(plan_limits(max_sessions = 2.5), "value", "max_sessions", 1L)
  mistake(plan_limits(last_week = 200), "dots", "...")
  mistake(muscle_plan(fit, 14, 182, plan_limits(min_total = 3000)), "infeasible", "limits")
  crowded <- plan_limits(min_total = 1700, ramp = Inf, max_day = 80, max_week = Inf, rest_days = 3)
  mistake(muscle_plan(fit, 28, 194, crowded), "infeasible", "limits")
  mistake(muscle_plan(fit, 28, 194, plan_limits(min_total = 700, ramp = 1, max_week = Inf)), "infeasible", "limits")
  mistake(muscle_plan(fit, 28, 194, plan_limits(min_total = 500, ramp = Inf, max_sessions = 2)), "infeasible", "limits")
  mistake(muscle_plan(fit, 14, 182, plan_limits(min_total = 10, rest_days = 7)), "infeasible", "limits")
  mistake(muscle_plan(fit, 14, 182, plan_limits(min_total = 10, max_day = 0)), "infeasible", "limits")
  expect_snapshot(cat(book$text(), sep = "\n"))
})

test_that("the limits that are named as clashing do, and no part of them does", {
  given <- list(min_total = 1700, ramp = Inf, max_day = 80, max_week = Inf, rest_days = 3)
  e <- error_of(muscle_plan(banister_fit, 28, last + 26, do.call(plan_limits, given)))
  expect_identical(e$value, c("min_total", "max_day", "rest_days"))
  for (change in list(list(min_total = 0), list(max_day = 400), list(rest_days = 0))) {
    limits <- do.call(plan_limits, utils::modifyList(given, change))
    expect_s3_class(plan_for(banister_fit, 28, last + 26, limits), "muscle_plan")
  }
})

test_that("a plan keeps its fit once", {
  plan <- plan_for(banister_fit, 28, last + 28, plain())
  bytes <- function(x) length(serialize(x, NULL, xdr = FALSE))
  expect_identical(plan$fit, banister_fit)
  expect_lt(bytes(plan), 1.2 * bytes(banister_fit))
  # What the forecast keeps of the fit is the log, for its picture.
  ahead <- forecast(banister_fit, rep(40, 7))
  expect_lt(bytes(ahead), 0.1 * bytes(banister_fit))
  expect_identical(attr(ahead, "log"), banister_fit$log)
  expect_identical(attr(plan$forecast, "log"), banister_fit$log)
  # One saved when it kept the fit is drawn as before.
  old <- ahead
  attr(old, "log") <- NULL
  attr(old, "fit") <- banister_fit
  layers <- function(x) lapply(ggplot2::ggplot_build(ggplot2::autoplot(x))$data, as.list)
  expect_identical(layers(old), layers(ahead))
  expect_identical(as.data.frame(old), as.data.frame(ahead))
  expect_gt(nrow(ggplot2::ggplot_build(ggplot2::autoplot(ahead))$data[[3]]), 3) # tests of the past
})
