# The verbs know no kind of fit: a third kind, which the package has never heard of, brings its
# answers along and works with all of them.

# Performance is one number, normal around the mean of the tests, whatever the loads.
answers <- list(
  fit_terms = function(fit) {
    names <- c("p0", "sigma")
    list(coef = "p0", estimate = c(p0 = fit$mean, sigma = fit$sd),
      covariance = matrix(c(fit$sd^2 / fit$n, 0, 0, fit$sd^2 / (2 * fit$n)), 2, dimnames = list(names, names)))
  },
  fit_quantiles = function(fit, probs, prior = FALSE) {
    wide <- if (prior) 10 else 1
    rbind(p0 = fit$mean + wide * fit$sd / sqrt(fit$n) * qnorm(probs), sigma = fit$sd * (1 + wide * qnorm(probs) / 100))
  },
  fit_draws = function(fit, n, seed) cbind(p0 = fit$mean + fit$sd * steps(n, seed), sigma = rep(fit$sd, n)),
  fit_evidence = function(fit) list(log_lik = -1.5, df = 2L, log_evidence = -3, converged = TRUE),
  fit_quantities = function(fit) "performance",
  fit_predict = function(fit, at, probs = numeric(), quantity = "performance", noise = FALSE, ahead = NULL) {
    sd <- fit$sd * if (noise) 2 else 1
    list(mean = rep(fit$mean, length(at)), sd = rep(sd, length(at)),
      quantiles = matrix(fit$mean + sd * qnorm(probs), length(at), length(probs), byrow = TRUE))
  },
  fit_paths = function(fit, at, ahead, n, seed, noise = FALSE, quantity = "performance") {
    list(constant = matrix(fit$mean + fit$sd * steps(n, seed), length(at), n, byrow = TRUE))
  },
  fit_slopes = function(fit, model, day, load, goal, wanted, draws = 0, seed = 0) {
    list(slope = numeric(length(day)), slopes = matrix(0, length(day), draws))
  },
  fit_again = function(fit, read) constant_fit(read$frame),
  fit_why_not = function(fit, what) {
    if (what == "plan") "A constant knows no effect of training."
  }
)
# Evenly spread, so that a test knows them.
steps <- function(n, seed) sin(seed + seq_len(n))

constant_fit <- function(log) {
  y <- log$performance[!is.na(log$performance)]
  structure(
    list(model = "constant", load_effect = "same_day", method = "mean", log = log, start = NULL, row = seq_len(nrow(log)),
      spec = list(model = "constant", method = "mean"), mean = mean(y), sd = sd(y), n = length(y)),
    class = c("constant_fit", "muscle_fit")
  )
}

for (generic in names(answers)) {
  registerS3method(generic, "constant_fit", answers[[generic]], envir = asNamespace("muscletwin"))
}

log <- training_log[c("day", "load", "performance")]
fit <- constant_fit(log)
y <- log$performance[!is.na(log$performance)]
last <- max(log$day)
plan <- rep(c(70, 0, 40, 85, 0, 60, 30), 2)

test_that("a third kind of fit: what it says of the person and the log", {
  expect_identical(coef(fit), c(p0 = mean(y)))
  expect_equal(vcov(fit), matrix(var(y) / length(y), 1, 1, dimnames = list("p0", "p0")))
  expect_identical(sigma(fit), sd(y))
  expect_equal(unname(confint(fit, level = 0.8)[1, ]), mean(y) + sd(y) / sqrt(length(y)) * qnorm(c(0.1, 0.9)))
  expect_identical(nobs(fit), length(y))
  expect_identical(fitted(fit), rep(mean(y), length(y)))
  expect_equal(residuals(fit), y - mean(y))
  expect_identical(as.double(logLik(fit)), -1.5)
  table <- tidy(fit, conf.int = TRUE)
  expect_identical(table$term, c("p0", "sigma"))
  expect_equal(table$ratio, c(0.1, 0.1))
  expect_all(table$identified)
  row <- glance(fit)
  expect_equal(row$sse, sum((y - mean(y))^2))
  expect_identical(row$model, "constant")
  expect_identical(row$log_evidence, -3)
  rows <- augment(fit)
  expect_identical(nrow(rows), nrow(log))
  expect_all(rows$.lower < rows$.fitted & rows$.fitted < rows$.upper)
})

test_that("a third kind of fit: days of the log and after it", {
  expect_identical(predict(fit), rep(mean(y), nrow(log)))
  expect_equal(predict(fit, 3, interval = "prediction", level = 0.5)$.upper, mean(y) + 2 * sd(y) * qnorm(0.75))
  f <- suppressWarnings(forecast(fit, plan, level = 0.5, noise = FALSE), classes = "muscletwin_warning_extrapolation")
  expect_s3_class(f, "muscle_forecast")
  expect_equal(f$.mean, rep(mean(y), 14))
  expect_equal(f$.upper[[1]], mean(y) + sd(y) * qnorm(0.75))
  state <- suppressWarnings(forecast(fit, plan, what = "state"), classes = "muscletwin_warning_extrapolation")
  expect_identical(unique(state$quantity), "performance")
  paths <- simulate(fit, 3, seed = 5, schedule = plan)
  expect_equal(paths$performance, rep(mean(y) + sd(y) * sin(5 + 1:3), each = 14))
  grown <- update(fit, data.frame(day = last + 1, load = 0, performance = 900))
  expect_s3_class(grown, "constant_fit")
  expect_equal(coef(grown)[["p0"]], mean(c(y, 900)))
})

test_that("a third kind of fit: comparisons and simulation", {
  x <- suppressWarnings(muscle_compare(fit, list(a = plan, b = 0 * plan), last + 10, draws = 100),
    classes = "muscletwin_warning_extrapolation")
  expect_equal(x$plans$.mean, rep(mean(y) + sd(y) * mean(sin(1 + 1:100)), 2))
  expect_identical(x$differences$.mean, 0)
  expect_identical(x$differences$prob_better, 0.5)
  expect_output(print(x), "2 plans")
  sim <- suppressWarnings(muscle_sim(plan, fit), classes = "muscletwin_warning_extrapolation")
  expect_identical(sim$performance, rep(mean(y), 14))
  expect_identical(sim$fitness, numeric(14))
  expect_identical(sim$mass, muscle_sim(plan)$mass)
  people <- suppressWarnings(muscle_sim(plan, fit, draws = 4, seed = 2, output = "trainees"),
    classes = "muscletwin_warning_extrapolation")
  expect_equal(people$p0, mean(y) + sd(y) * sin(2 + 1:4))
  expect_equal(people$peak, people$p0)
  expect_all(is.na(people$tau_g))
})

test_that("a third kind of fit: prints and pictures", {
  text <- capture.output(print(fit))
  expect_lte(length(text), 12)
  expect_match(text[[1]], "<muscle_fit> constant")
  expect_match(text, "^p0 ", all = FALSE)
  expect_match(text[[length(text)]], "^# ")
  expect_match(capture.output(print(summary(fit))), "^p0 ", all = FALSE)
  f <- suppressWarnings(forecast(fit, plan), classes = "muscletwin_warning_extrapolation")
  for (picture in list(ggplot2::autoplot(fit), ggplot2::autoplot(fit, what = "posterior"), ggplot2::autoplot(f))) {
    expect_silent(ggplot2::ggplot_build(picture))
  }
})

test_that("a third kind of fit says what it cannot do", {
  e <- error_of(muscle_plan(fit, 14, last + 14))
  expect_s3_class(e, "muscletwin_error_method")
  expect_match(conditionMessage(e), "A constant knows no effect of training")
})

test_that("least squares has a class, and one saved without it is what it was", {
  ls <- muscle_fit(training_log, method = "least_squares", model = "vdr")
  expect_s3_class(ls, c("muscle_fit_least_squares", "muscle_fit"), exact = TRUE)
  expect_s3_class(muscle_fit(training_log, model = "level"), "muscle_fit", exact = TRUE)
  old <- structure(unclass(ls), class = "muscle_fit")
  prints <- list(function(x) capture.output(print(x)), function(x) capture.output(print(summary(x))))
  for (verb in c(coef, vcov, sigma, confint, nobs, fitted, predict, tidy, glance, augment, logLik,
    function(x) forecast(x, plan), prints)) {
    expect_identical(verb(old), verb(ls))
  }
  expect_error(simulate(old), class = "muscletwin_error_method")
  # Its slope goes with the loads: the derivative of what it predicts.
  days <- last + 1:5
  load <- c(10, 80, 0, 33, 5)
  on_day_5 <- function(w) forecast(ls, w)$.mean[[5]]
  steps <- vapply(1:5, function(i) {
    on_day_5(load + 1e-3 * (1:5 == i)) - on_day_5(pmax(load - 1e-3 * (1:5 == i), 0))
  }, 0) / ifelse(load > 0, 2e-3, 1e-3)
  slope <- muscletwin:::fit_slopes(ls, "vdr", days, load, last + 5, "slope")$slope
  expect_near(slope, steps, 1e-5, scale = max(abs(slope)))
})

test_that("a forecast of the state is of what has a weight", {
  fit <- muscle_fit(training_log, weights = c(level = 1, training = 0))
  expect_identical(unique(forecast(fit, c(50, 0), what = "state")$quantity), "performance")
})
