# Sarcopenia: its definition, and years ahead.

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
  mistake(sarcopenia_status("male", 26, 20, 175), "value", "height", 1)
  mistake(sarcopenia_status("male", 260), "value", "grip", 1)
  mistake(sarcopenia_status("male", 26, 20000, 1.75), "value", "asm", 1)
  mistake(sarcopenia_status("male"), "missing", "grip")
  mistake(sarcopenia_status(grip = 3), "missing", "sex")
  mistake(sarcopenia_status("male", c(1, 2), c(1, 2, 3)), "length", "grip")
  mistake(sarcopenia_status("male", "26"), "type", "grip")
  mistake(sarcopenia_status("male", 26, gate = 0.8), "dots", "...")
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
  expect_near(asm$.median[6] / asm$.median[1], 0.97, 0.006, scale = 1)
  grip <- x[x$quantity == "grip" & x$scenario == "habit", ]
  expect_near(1 - grip$.median[6] / grip$.median[1], 0.12, 0.03, scale = 1)
  expect_all(x$.lower <= x$.median & x$.median <= x$.upper)
  expect_all(x$.lower <= x$.mean & x$.mean <= x$.upper)
  when <- crossings(x)
  expect_all(when$probability >= 0 & when$probability <= 1)
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
    grip <- x$.median[x$quantity == "grip"]
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
  expect_near(now(creatinine)$.median, 22, 0.3, scale = 1)
  expect_gt(now(creatinine)$.upper - now(creatinine)$.lower, 2 * (now(dxa)$.upper - now(dxa)$.lower))
  expect_false("gait" %in% dxa$quantity)
  expect_all(summary(dxa)$severe == 0)
  less <- sarcopenia_forecast(70, "male", 1.75, grip = 30, asm = 22, activity = 0.8, draws = 300)
  expect_lt(less[less$quantity == "grip", ".median"][[6]], dxa[dxa$quantity == "grip", ".median"][[6]])
  mistake(sarcopenia_forecast(70, "male", 1.75, grip = 30), "missing", "asm")
  mistake(sarcopenia_forecast(70, "male", 1.75, grip = 30, muscle_mass = 25), "missing", "muscle_mass_sd")
  mistake(sarcopenia_forecast(70, "male", 175, grip = 30, asm = 22), "value", "height", 1)
  mistake(sarcopenia_forecast(70, "male", 1.75, grip = 30, asm = 22, scenarios = list(a = list(run = 1))), "names",
    "scenarios$a")
  mistake(sarcopenia_forecast(70, "male", 1.75, grip = 30, asm = 22, years = 40), "size", "years", 1)
  expect_warning(sarcopenia_forecast(95, "male", 1.75, grip = 30, asm = 22, draws = 50),
    class = "muscletwin_warning_age")
})

test_that("mistakes with sarcopenia", {
  m <- new_mistakes()
  mistake <- m$mistake
  mistake(sarcopenia_status(grip = 20), "missing", "sex")
  mistake(sarcopenia_status("male"), "missing", "grip")
  mistake(sarcopenia_status("x", 20), "choice", "sex")
  mistake(sarcopenia_status("male", -1), "value", "grip", 1)
  mistake(sarcopenia_status("male", c(30, 260)), "value", "grip", 2)
  mistake(sarcopenia_status("male", "26"), "type", "grip")
  mistake(sarcopenia_status("male", 26, 20000, 1.75), "value", "asm", 1)
  mistake(sarcopenia_status("male", 26, 20, 175), "value", "height", 1)
  mistake(sarcopenia_status("male", 26, 20, 1.75, 5), "value", "gait", 1)
  mistake(sarcopenia_status("male", 26, sppb = 13), "value", "sppb", 1)
  mistake(sarcopenia_status("male", c(1, 2), c(19, 19, 19)), "length", "grip")
  mistake(sarcopenia_status("male", 26, gate = 0.8), "dots", "...")
  mistake(sarcopenia_forecast(70, "male", 1.75), "missing", "grip")
  mistake(sarcopenia_forecast(70, "male", 1.75, grip = 30), "missing", "asm")
  mistake(sarcopenia_forecast(70, "male", 1.75, grip = 30, muscle_mass = 25), "missing", "muscle_mass_sd")
  mistake(sarcopenia_forecast(70, "male", 175, grip = 30, asm = 22), "value", "height", 1)
  mistake(sarcopenia_forecast(1956, "male", 1.75, grip = 30, asm = 22), "value", "age", 1)
  mistake(sarcopenia_forecast(70, "male", 1.75, grip = 30, asm = 22, years = 40), "size", "years", 1)
  mistake(sarcopenia_forecast(70, "male", 1.75, grip = 30, asm = 22, activity = 2), "value", "activity", 1)
  mistake(sarcopenia_forecast(70, "male", 1.75, grip = 30, asm = 22, scenarios = list(list())), "names",
    "scenarios", 1)
  mistake(sarcopenia_forecast(70, "male", 1.75, grip = 30, asm = 22, scenarios = list(a = list(run = 1))), "names",
    "scenarios$a")
  mistake(sarcopenia_forecast(70, "male", 1.75, grip = 30, asm = 22, scenarios = list(a = list(sessions = -1))),
    "value", "scenarios$a$sessions", 1)
  mistake(crossings(3), "type", "x")
  expect_snapshot(writeLines(m$text()))
})
