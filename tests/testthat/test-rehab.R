# Rehabilitation: the course of mass and strength, and visits against it.

test_that("strength never rises while a limb is immobilised, and comes back with mass", {
  pair <- function(...) {
    list(mass = rehab_forecast(..., draws = 50, days = 120), strength = rehab_forecast(..., draws = 50, days = 120,
      quantity = "strength"))
  }
  for (kind in c("brace", "cast", "suspension", "bed_rest")) {
    for (days in c(3, 14, 42)) {
      x <- pair(immobilised = days, kind = kind)
      expect_all(diff(x$strength$.mean[1:(days + 1)]) <= 0, info = paste(kind, days))
      expect_all(diff(x$strength$.lower[1:(days + 1)]) <= 0, info = paste(kind, days))
      # Where the ratio of the literature has not been overtaken by its own fall it holds.
      loss <- 100 - x$mass$.mean[1:(days + 1)]
      by_ratio <- strength_loss(seq_len(days), loss[-1])
      expect_near(100 - x$strength$.mean[2:(days + 1)], cummax(by_ratio), 1e-9, scale = 1)
      # From the last day on, the same share of the loss of mass.
      after <- intersect((days + 1):(days + 10), which(x$mass$.mean < 100))
      expect_gt(length(after), 3)
      held <- (100 - x$strength$.mean[after]) / (100 - x$mass$.mean[after])
      expect_near(held[-1], rep(held[[1]], length(held) - 1), 1e-9, scale = 1)
    }
  }
  # Two periods: in between mass mends strength; the second starts from where that was.
  two <- pair(immobilised = disuse(c(1, 31), c(10, 40), "brace"))
  s <- two$strength$.mean
  expect_all(diff(s[2:11]) <= 0)
  expect_all(diff(s[11:31]) > 0)
  expect_all(diff(s[31:41]) <= 0)
  # Above 100 % the two are the same.
  fit <- pair(immobilised = 7, kind = "suspension", rehab = 1.2)
  above <- fit$mass$.mean > 100
  expect_true(any(above))
  expect_identical(fit$strength$.mean[above], fit$mass$.mean[above])
})

test_that("recovery: 79 days without training, 28 to 42 with, half of it in the old", {
  back <- function(...) {
    x <- rehab_forecast(..., days = 300, rehab_to = 300, draws = 50)
    x$day[x$.mean >= 100 - 1e-9 & x$day > 14][[1]] - 14
  }
  expect_true(back(kind = "cast", rehab = 1.2) %in% 28:42)
  expect_true(back(kind = "suspension", rehab = 1.1) %in% 28:42)
  expect_gt(back(kind = "cast", rehab = 1.2, age = 75), back(kind = "cast", rehab = 1.2))
  expect_identical(back(kind = "cast", rehab = 1.2, age = 75), back(kind = "cast", rehab = 1.1))
  none <- rehab_forecast(kind = "cast", rehab = 1, draws = 50, days = 120)
  expect_near((100 - none$.mean[15 + 79]) / (100 - none$.mean[15]), exp(-79 * 0.0126), 1e-9, scale = 1)
  # The losses of the tables.
  expect_near(100 - none$.mean[c(3, 6, 8, 15)], c(2.4, 5.2, 6.6, 10.4), 0.0501, scale = 1)
})

test_that("z, low and flag; by chance in 0.255 % of pairs", {
  x <- rehab_forecast(as.Date("2026-03-02"), immobilised = 14, kind = "suspension", rehab = 1.1)
  at <- c(20, 34, 48, 62)
  expected <- x$.mean[at + 1]
  sd <- sqrt(x$sd[at + 1]^2 + 1)
  check <- rehab_check(x, at, expected + c(-1.63, -1.65, -1.65, 0) * sd)
  expect_near(check$z, c(-1.63, -1.65, -1.65, 0), 1e-9, scale = 1)
  expect_identical(check$low, c(FALSE, TRUE, TRUE, FALSE))
  expect_identical(check$flag, c(FALSE, FALSE, TRUE, FALSE))
  # Visits that are as expected, with independent errors: a flag in 0.255 % of pairs.
  far <- rehab_forecast(immobilised = 14, kind = "suspension", days = 3650, draws = 50)
  visits <- 21:3650
  spread <- sqrt(far$sd[visits + 1]^2 + 1)
  flags <- vapply(1:8, function(i) {
    z <- engine_stream_normals("responds", as.double(length(visits)), seed = 7 + i)
    sum(rehab_check(far, visits, far$.mean[visits + 1] + z * spread)$flag)
  }, 0)
  expected_flags <- 8 * (length(visits) - 1) * stats::pnorm(-1.64)^2
  expect_near(sum(flags), expected_flags, 3 * sqrt(expected_flags), scale = 1)
  # By date, in the unit of the device, with the sd of the device.
  dated <- rehab_check(x, as.Date("2026-03-02") + at, 0.5 * (expected - 3), "ultrasound", before = 50)
  expect_near(dated$z, -3 / sqrt(x$sd[at + 1]^2 + 9), 1e-9, scale = 1)
  expect_near(rehab_check(x, 20, 90, "dxa")$sd, sqrt(x$sd[21]^2 + 1.75^2), 1e-9, scale = 1)
  strong <- rehab_forecast(quantity = "strength")
  expect_lt(min(strong$.mean), min(rehab_forecast()$.mean))
  expect_near(rehab_check(strong, 60, 90, "strength")$sd, sqrt(strong$sd[61]^2 + 16), 1e-9, scale = 1)
  expect_lte(length(capture.output(print(x))), 12)
  expect_lte(length(capture.output(print(check))), 12)
  expect_s3_class(ggplot2::autoplot(x, check = check), "ggplot")
})

test_that("wrong input is named", {
  x <- rehab_forecast(draws = 50)
  mistake(rehab_check(3, 1, 1), "type", "x")
  mistake(rehab_check(x, 20), "missing", "value")
  mistake(rehab_check(x, c(20, 10), c(90, 90)), "order", "day", 2)
  mistake(rehab_check(x, 20, 0.9), "value", "value")
  mistake(rehab_check(x, 20, c(90, 91)), "length", "value")
  mistake(rehab_check(x, as.Date("2026-01-01"), 90), "value", "day")
  mistake(rehab_check(x, 20, 90, "strength"), "value", "measure")
  mistake(rehab_check(x, 1000, 90), "value", "day", 1)
  mistake(rehab_check(x, 20, 90, "tape"), "choice", "measure")
  mistake(rehab_forecast("2026-01-01"), "type", "operation")
  mistake(rehab_forecast(immobilised = -1), "value", "immobilised", 1)
  mistake(rehab_forecast(rehab = 0.5), "value", "rehab", 1)
  mistake(rehab_forecast(rehab = data.frame(a = 1)), "columns", "rehab")
  mistake(rehab_forecast(rehab = data.frame(from = 20, to = 10, S = 1.1)), "order", "rehab", 1)
  expect_s3_class(rehab_forecast(rehab = data.frame(from = c(15, 40), to = c(39, 80), S = c(1.05, 1.2)), draws = 50),
    "rehab_forecast")
})

test_that("mistakes with rehabilitation", {
  m <- new_mistakes()
  mistake <- m$mistake
  x <- rehab_forecast(draws = 50)
  mistake(rehab_forecast("2026-03-02"), "type", "operation")
  mistake(rehab_forecast(immobilised = -1), "value", "immobilised", 1)
  mistake(rehab_forecast(immobilised = 200), "value", "immobilised", 1)
  mistake(rehab_forecast(immobilised = disuse(1, 500)), "value", "immobilised", 1)
  mistake(rehab_forecast(kind = "plaster"), "choice", "kind")
  mistake(rehab_forecast(rehab = 0.5), "value", "rehab", 1)
  mistake(rehab_forecast(rehab = data.frame(a = 1)), "columns", "rehab")
  mistake(rehab_forecast(rehab = data.frame(from = 20, to = 10, S = 1.1)), "order", "rehab", 1)
  mistake(rehab_forecast(rehab_from = 30, rehab_to = 20), "value", "rehab_to", 1)
  mistake(rehab_forecast(width = 1.2), "value", "width", 1)
  mistake(rehab_check(3, 1, 1), "type", "x")
  mistake(rehab_check(x, 20), "missing", "value")
  mistake(rehab_check(x, c(20, 10), c(90, 90)), "order", "day", 2)
  mistake(rehab_check(x, 20, 0.9), "value", "value")
  mistake(rehab_check(x, 20, c(90, 91)), "length", "value")
  mistake(rehab_check(x, 20, NA_real_), "missing", "value", 1)
  mistake(rehab_check(x, as.Date("2026-01-01"), 90), "value", "day")
  mistake(rehab_check(x, 1000, 90), "value", "day", 1)
  mistake(rehab_check(x, 20, 90, "strength"), "value", "measure")
  mistake(rehab_check(x, 20, 90, "tape"), "choice", "measure")
  mistake(rehab_check(x, 20, 90, before = 0), "value", "before", 1)
  expect_snapshot(writeLines(m$text()))
})

test_that("a part of a forecast is a table, and plot() prints the picture", {
  x <- rehab_forecast(draws = 50, days = 30)
  expect_identical(class(x[1:3, ]), "data.frame")
  expect_identical(x[1:3, ".mean"], x$.mean[1:3])
  expect_identical(class(as.data.frame(x)), "data.frame")
  expect_identical(capture.output(print(x[1:3, ]))[[1]], capture.output(print(as.data.frame(x)[1:3, ]))[[1]])
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  shown <- withVisible(plot(x))
  expect_false(shown$visible)
  expect_s3_class(shown$value, "ggplot")
})
