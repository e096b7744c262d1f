# Sarcopenia and rehabilitation.

test_that("the boundaries of EWGSOP2", {
  status <- function(...) as.character(sarcopenia_status(...))
  expect_identical(status("male", c(27, 26.9)), c("none", "probable"))
  expect_identical(status("female", c(16, 15.9)), c("none", "probable"))
  # A boundary that is not a binary fraction: 5.5 x 1.6^2.
  expect_identical(status("female", 15, 5.5 * 1.60^2, 1.60), "probable")
  expect_identical(status("female", 15, 5.49 * 1.60^2, 1.60), "confirmed")
  expect_identical(status("male", 26, 7.0 * 1.75^2, 1.75), "probable")
  expect_identical(status("male", 26, 6.99 * 1.75^2, 1.75), "confirmed")
  expect_identical(status("male", 26, c(20, 19.9)), c("probable", "confirmed"))
  expect_identical(status("female", 15, c(15, 14.9)), c("probable", "confirmed"))
  thin <- function(...) status("male", 26, 19, 1.75, ...)
  expect_identical(thin(gait = 0.81), "confirmed")
  expect_identical(thin(gait = 0.8), "severe")
  expect_identical(thin(sppb = 8), "severe")
  expect_identical(thin(sppb = 9), "confirmed")
  expect_identical(thin(tug = 20), "severe")
  expect_identical(thin(tug = 19.9), "confirmed")
  expect_identical(status("male", 30, chair_stand = c(15, 15.1)), c("none", "probable"))
  expect_identical(status("male", NA, chair_stand = 16), "probable")
  # Mass and gait alone are no sarcopenia; strength not measured is not known.
  expect_identical(status("male", 40, 15, 1.75, 0.5), "none")
  expect_identical(status("male", NA), NA_character_)
})

test_that("the status is an ordered factor, for many people at once", {
  x <- sarcopenia_status(c("m", "woman"), c(20, 20), asm = c(NA, 12), height = c(1.8, 1.6))
  expect_identical(levels(x), c("none", "probable", "confirmed", "severe"))
  expect_true(is.ordered(x) && x[[1]] > x[[2]])
  physiology_error(sarcopenia_status("male", 26, 20, 175), "value", "height")
  physiology_error(sarcopenia_status("male", 260), "value", "grip")
  physiology_error(sarcopenia_status("male", 26, 20000, 1.75), "value", "asm")
  physiology_error(sarcopenia_status("male"), "missing", "grip")
  physiology_error(sarcopenia_status(grip = 3), "missing", "sex")
  physiology_error(sarcopenia_status("male", c(1, 2), c(1, 2, 3)), "length")
  physiology_error(sarcopenia_status("male", "26"), "type", "grip")
  physiology_error(sarcopenia_status("male", 26, gate = 0.8), "dots")
})

test_that("five years ahead: probabilities, crossings, and scenarios in their order", {
  x <- sarcopenia_forecast(74, "female", 1.60, grip = 18, asm = 14.6, gait = 0.95, draws = 400)
  p <- summary(x)
  expect_equal(rowSums(p[c("none", "probable", "confirmed", "severe")]), rep(1, nrow(p)), ignore_attr = TRUE)
  expect_identical(nrow(p), 24L)
  expect_identical(unique(p$none[p$year == 0]), p$none[[1]])
  last <- p[p$year == 5, ]
  expect_lt(last$none[last$scenario == "habit"], p$none[[1]])
  expect_gt(last$none[last$scenario == "training"], last$none[last$scenario == "habit"])
  expect_gte(last$none[last$scenario == "both"], last$none[last$scenario == "training"])
  asm <- x[x$quantity == "asm" & x$scenario == "habit", ]
  # The course of mass is that of the turnover model, between 0.0037 and 0.0067 a year here.
  near(asm$value[6] / asm$value[1], 0.97, 0.006)
  grip <- x[x$quantity == "grip" & x$scenario == "habit", ]
  near(1 - grip$value[6] / grip$value[1], 0.12, 0.03)
  expect_true(all(x$.lower <= x$value & x$value <= x$.upper))
  when <- crossings(x)
  expect_true(all(when$probability >= 0 & when$probability <= 1))
  expect_gt(when$probability[when$scenario == "habit" & when$quantity == "grip"],
    when$probability[when$scenario == "training" & when$quantity == "grip"])
  expect_identical(as.data.frame(x), as.data.frame(sarcopenia_forecast(74, "female", 1.60, grip = 18, asm = 14.6,
    gait = 0.95, draws = 400)))
  expect_lte(length(capture.output(print(x))), 12)
  expect_s3_class(ggplot2::autoplot(x), "ggplot")
})

test_that("at 75 grip falls by 0.03 to 0.04 a year in men, 0.025 to 0.03 in women", {
  pace <- function(sex) {
    x <- sarcopenia_forecast(75, sex, 1.70, grip = 40, asm = 20, years = 1, draws = 4000,
      scenarios = list(habit = list()))
    grip <- x$value[x$quantity == "grip"]
    1 - grip[[2]] / grip[[1]]
  }
  men <- pace("male")
  women <- pace("female")
  expect_true(men > 0.03 && men < 0.04)
  expect_true(women > 0.025 && women < 0.03)
})

test_that("without DXA the creatinine-derived mass stands in, with a wider interval", {
  dxa <- sarcopenia_forecast(70, "male", 1.75, grip = 30, asm = 22, draws = 300)
  creatinine <- sarcopenia_forecast(70, "male", 1.75, grip = 30, muscle_mass = 1.19 * 22 - 1.65, muscle_mass_sd = 2,
    draws = 300)
  now <- function(x) x[x$quantity == "asm" & x$year == 0 & x$scenario == "habit", ]
  near(now(creatinine)$value, 22, 0.3)
  expect_gt(now(creatinine)$.upper - now(creatinine)$.lower, 2 * (now(dxa)$.upper - now(dxa)$.lower))
  expect_false("gait" %in% dxa$quantity)
  expect_true(all(summary(dxa)$severe == 0))
  less <- sarcopenia_forecast(70, "male", 1.75, grip = 30, asm = 22, activity = 0.8, draws = 300)
  expect_lt(less[less$quantity == "grip", "value"][[6]], dxa[dxa$quantity == "grip", "value"][[6]])
  physiology_error(sarcopenia_forecast(70, "male", 1.75, grip = 30), "missing", "asm")
  physiology_error(sarcopenia_forecast(70, "male", 1.75, grip = 30, muscle_mass = 25), "missing", "muscle_mass_sd")
  physiology_error(sarcopenia_forecast(70, "male", 175, grip = 30, asm = 22), "value", "height")
  physiology_error(sarcopenia_forecast(70, "male", 1.75, grip = 30, asm = 22, scenarios = list(a = list(run = 1))),
    "names", "scenarios$a")
  physiology_error(sarcopenia_forecast(70, "male", 1.75, grip = 30, asm = 22, years = 40), "size", "years")
  expect_warning(sarcopenia_forecast(95, "male", 1.75, grip = 30, asm = 22, draws = 50),
    class = "muscletwin_warning_age")
})

test_that("strength falls 4.2, 2.4 and 1.9 times as fast as mass", {
  near(strength_loss(c(1, 5, 14, 35, 90), 1), c(4.2, 4.2, 2.4, 1.9, 1.9), 1e-12)
  near(strength_loss(sqrt(5 * 14), 10), 33, 1e-9)
})

test_that("strength never rises while a limb is immobilised, and comes back with mass", {
  pair <- function(...) {
    list(mass = rehab_forecast(..., draws = 50, days = 120), strength = rehab_forecast(..., draws = 50, days = 120,
      quantity = "strength"))
  }
  for (kind in c("brace", "cast", "suspension", "bed_rest")) {
    for (days in c(3, 14, 42)) {
      x <- pair(immobilised = days, kind = kind)
      expect_true(all(diff(x$strength$expected[1:(days + 1)]) <= 0), info = paste(kind, days))
      expect_true(all(diff(x$strength$.lower[1:(days + 1)]) <= 0), info = paste(kind, days))
      # Where the ratio of the literature has not been overtaken by its own fall it holds.
      loss <- 100 - x$mass$expected[1:(days + 1)]
      by_ratio <- strength_loss(seq_len(days), loss[-1])
      near(100 - x$strength$expected[2:(days + 1)], cummax(by_ratio), 1e-9)
      # From the last day on, the same share of the loss of mass.
      after <- intersect((days + 1):(days + 10), which(x$mass$expected < 100))
      expect_gt(length(after), 3)
      held <- (100 - x$strength$expected[after]) / (100 - x$mass$expected[after])
      near(held, held[[1]], 1e-9)
    }
  }
  # Two periods: in between mass mends strength; the second starts from where that was.
  two <- pair(immobilised = disuse(c(1, 31), c(10, 40), "brace"))
  s <- two$strength$expected
  expect_true(all(diff(s[2:11]) <= 0) && all(diff(s[11:31]) > 0) && all(diff(s[31:41]) <= 0))
  # Above 100 % the two are the same.
  fit <- pair(immobilised = 7, kind = "suspension", rehab = 1.2)
  above <- fit$mass$expected > 100
  expect_true(any(above))
  expect_identical(fit$strength$expected[above], fit$mass$expected[above])
})

test_that("the tables of losses in ?disuse, model and measured, are what the code gives", {
  at <- data.frame(
    kind = c("brace", "brace", "cast", "cast", "suspension", "suspension", "bed_rest", "bed_rest", "bed_rest"),
    day = c(2, 7, 5, 14, 14, 23, 7, 56, 90), mass = c(2.4, 6.6, 5.2, 10.4, 5.8, 9.1, 2.5, 15.2, 20.3),
    strength = c(NA, NA, 21.7, 24.9, 14.0, 19.3, 9.1, 28.9, 38.7)
  )
  for (i in seq_len(nrow(at))) {
    x <- muscle_sim(rep(0, 90), mass_model = "turnover", disuse = disuse(1, 90, at$kind[[i]]))
    lost <- 100 * (1 - x$mass[at$day[[i]]] / 35)
    near(lost, at$mass[[i]], 0.0501, paste(at$kind[[i]], at$day[[i]]))
    if (!is.na(at$strength[[i]])) near(strength_loss(at$day[[i]], lost), at$strength[[i]], 0.0501, paste("strength", i))
  }
})

test_that("recovery: 79 days without training, 28 to 42 with, half of it in the old", {
  back <- function(...) {
    x <- rehab_forecast(..., days = 300, rehab_to = 300, draws = 50)
    x$day[x$expected >= 100 - 1e-9 & x$day > 14][[1]] - 14
  }
  expect_true(back(kind = "cast", rehab = 1.2) %in% 28:42)
  expect_true(back(kind = "suspension", rehab = 1.1) %in% 28:42)
  expect_gt(back(kind = "cast", rehab = 1.2, age = 75), back(kind = "cast", rehab = 1.2))
  expect_identical(back(kind = "cast", rehab = 1.2, age = 75), back(kind = "cast", rehab = 1.1))
  none <- rehab_forecast(kind = "cast", rehab = 1, draws = 50, days = 120)
  near((100 - none$expected[15 + 79]) / (100 - none$expected[15]), exp(-79 * 0.0126), 1e-9)
  # The losses of the tables.
  near(100 - none$expected[c(3, 6, 8, 15)], c(2.4, 5.2, 6.6, 10.4), 0.0501)
})

test_that("z, low and flag; by chance in 0.255 % of pairs", {
  x <- rehab_forecast(as.Date("2026-03-02"), immobilised = 14, kind = "suspension", rehab = 1.1)
  at <- c(20, 34, 48, 62)
  expected <- x$expected[at + 1]
  sd <- sqrt(x$sd[at + 1]^2 + 1)
  check <- rehab_check(x, at, expected + c(-1.63, -1.65, -1.65, 0) * sd)
  near(check$z, c(-1.63, -1.65, -1.65, 0), 1e-9)
  expect_identical(check$low, c(FALSE, TRUE, TRUE, FALSE))
  expect_identical(check$flag, c(FALSE, FALSE, TRUE, FALSE))
  # Visits that are as expected, with independent errors: a flag in 0.255 % of pairs.
  far <- rehab_forecast(immobilised = 14, kind = "suspension", days = 3650, draws = 50)
  visits <- 21:3650
  spread <- sqrt(far$sd[visits + 1]^2 + 1)
  flags <- vapply(1:8, function(i) {
    z <- engine_stream_normals("responds", as.double(length(visits)), seed = 7 + i)
    sum(rehab_check(far, visits, far$expected[visits + 1] + z * spread)$flag)
  }, 0)
  expected_flags <- 8 * (length(visits) - 1) * stats::pnorm(-1.64)^2
  near(sum(flags), expected_flags, 3 * sqrt(expected_flags))
  # By date, in the unit of the device, with the sd of the device.
  dated <- rehab_check(x, as.Date("2026-03-02") + at, 0.5 * (expected - 3), "ultrasound", before = 50)
  near(dated$z, -3 / sqrt(x$sd[at + 1]^2 + 9), 1e-9)
  near(rehab_check(x, 20, 90, "dxa")$sd, sqrt(x$sd[21]^2 + 1.75^2), 1e-9)
  strong <- rehab_forecast(quantity = "strength")
  expect_lt(min(strong$expected), min(rehab_forecast()$expected))
  near(rehab_check(strong, 60, 90, "strength")$sd, sqrt(strong$sd[61]^2 + 16), 1e-9)
  expect_lte(length(capture.output(print(x))), 12)
  expect_lte(length(capture.output(print(check))), 12)
  expect_s3_class(ggplot2::autoplot(x, check = check), "ggplot")
})

test_that("wrong input is named", {
  x <- rehab_forecast(draws = 50)
  physiology_error(rehab_check(3, 1, 1), "type", "x")
  physiology_error(rehab_check(x, 20), "missing", "value")
  physiology_error(rehab_check(x, c(20, 10), c(90, 90)), "order", "day")
  physiology_error(rehab_check(x, 20, 0.9), "value", "value")
  physiology_error(rehab_check(x, 20, c(90, 91)), "length", "value")
  physiology_error(rehab_check(x, as.Date("2026-01-01"), 90), "value", "day")
  physiology_error(rehab_check(x, 20, 90, "strength"), "value", "measure")
  physiology_error(rehab_check(x, 1000, 90), "value", "day")
  physiology_error(rehab_check(x, 20, 90, "tape"), "choice", "measure")
  physiology_error(rehab_forecast("2026-01-01"), "type", "operation")
  physiology_error(rehab_forecast(immobilised = -1), "value", "immobilised")
  physiology_error(rehab_forecast(rehab = 0.5), "value", "rehab")
  physiology_error(rehab_forecast(rehab = data.frame(a = 1)), "columns", "rehab")
  physiology_error(rehab_forecast(rehab = data.frame(from = 20, to = 10, S = 1.1)), "order", "rehab")
  expect_s3_class(rehab_forecast(rehab = data.frame(from = c(15, 40), to = c(39, 80), S = c(1.05, 1.2)), draws = 50),
    "rehab_forecast")
})
