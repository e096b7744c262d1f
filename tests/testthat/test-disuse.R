# Periods of disuse, and what they cost in mass and strength.

zero <- function(n) rep(0, n)

test_that("losses in disuse are those of the table", {
  loss <- function(kind, day, ...) {
    100 * (1 - muscle_sim(zero(90), mass_model = "turnover", disuse = disuse(1, 90, kind, ...))$mass[day] / 35)
  }
  days <- c(2, 5, 7, 14, 21, 23, 42, 56, 90)
  expect_near(loss("suspension", days), c(0.9, 2.2, 3.0, 5.8, 8.4, 9.1, 14.8, 18.2, 24.4), 0.0501, scale = 1)
  expect_near(loss("cast", days, transient = 0), c(0.9, 2.2, 3.0, 5.8, 8.4, 9.1, 14.8, 18.2, 24.4), 0.0501, scale = 1)
  for (kind in c("brace", "cast")) {
    expect_near(loss(kind, c(2, 5, 7, 14, 21, 42)), c(2.4, 5.2, 6.6, 10.4, 13.0, 18.5), 0.0501, scale = 1)
  }
  expect_near(loss("bed_rest", c(7, 14, 56, 90)), c(2.5, 4.9, 15.2, 20.3), 0.0501, scale = 1)
})

test_that("a brace that follows a cast goes on with its extra breakdown, it does not begin anew", {
  mass <- function(...) muscle_sim(rep(0, 40), mass_model = "turnover", disuse = disuse(...), solver = "exact")$mass
  one <- mass(1, 20, "cast")
  expect_equal(mass(c(1, 11), c(10, 20), "cast"), one, tolerance = 1e-12)
  expect_equal(mass(c(1, 8, 15), c(7, 14, 20), c("cast", "brace", "cast")), one, tolerance = 1e-12)
  # A day between, or a kind without it: anew.
  apart <- muscle_turnover(20, u = c(rep(0.64, 9), 1, rep(0.64, 10)), b = 1, transient = 0)$mass[[21]]
  expect_lt(mass(c(1, 11), c(9, 20), "cast")[[20]], mass(c(1, 11), c(10, 20), c("cast", "suspension"))[[20]])
  expect_equal(mass(c(1, 11), c(9, 20), "suspension")[[20]], apart, tolerance = 1e-12)
  ours <- rehab_forecast(immobilised = disuse(c(1, 8), c(7, 14), c("cast", "brace")), draws = 50)
  expect_equal(ours$.mean, rehab_forecast(immobilised = 14, kind = "cast", draws = 50, rehab_from = 15)$.mean,
    tolerance = 1e-12)
})

test_that("strength falls 4.2, 2.4 and 1.9 times as fast as mass", {
  expect_near(strength_loss(c(1, 5, 14, 35, 90), 1), c(4.2, 4.2, 2.4, 1.9, 1.9), 1e-12, scale = 1)
  expect_near(strength_loss(sqrt(5 * 14), 10), 33, 1e-9, scale = 1)
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
    expect_near(lost, at$mass[[i]], 0.0501, scale = 1, info = paste(at$kind[[i]], at$day[[i]]))
    if (!is.na(at$strength[[i]])) {
      weaker <- strength_loss(at$day[[i]], lost)
      expect_near(weaker, at$strength[[i]], 0.0501, scale = 1, info = paste("strength", i))
    }
  }
})

test_that("wrong disuse is named", {
  mistake(disuse(5, 3), "disuse", "to", 1)
  mistake(disuse(c(1, 5), c(7, 9)), "disuse", "from", 2)
  mistake(disuse(0, 3), "value", "from", 1)
  mistake(disuse(1.5, 3), "value", "from", 1)
  mistake(disuse(1, 3, "plaster"), "choice", "kind")
  mistake(disuse(1, c(3, 4)), "length", "to")
  mistake(c(disuse(1, 5), disuse(5, 9)), "disuse", "from", 2)
  expect_identical(nrow(c(disuse(10, 12), disuse(1, 5, "cast"))), 2L)
  expect_lte(length(capture.output(print(disuse(1, 14, "cast")))), 12)
})

test_that("mistakes with disuse", {
  m <- new_mistakes()
  mistake <- m$mistake
  mistake(disuse(), "missing", "from")
  mistake(disuse(3), "missing", "to")
  mistake(disuse(5, 3), "disuse", "to", 1)
  mistake(disuse(c(1, 20), c(7, 15)), "disuse", "to", 2)
  mistake(disuse(c(1, 5), c(7, 9)), "disuse", "from", 2)
  mistake(c(disuse(1, 5), disuse(5, 9)), "disuse", "from", 2)
  mistake(disuse(0, 3), "value", "from", 1)
  mistake(disuse(1.5, 3), "value", "from", 1)
  mistake(disuse(1, NA_real_), "missing", "to", 1)
  mistake(disuse(as.Date("2026-01-05"), 3), "type", "from")
  mistake(disuse("1", 3), "type", "from")
  mistake(disuse(1, c(3, 4)), "length", "to")
  mistake(disuse(1, 3, "plaster"), "choice", "kind")
  mistake(disuse(1, 3, c("cast", "brace")), "choice", "kind")
  mistake(disuse(1, 3, use = 1.2), "value", "use", 1)
  mistake(disuse(1, 3, use = c(0.6, 0.7)), "length", "use")
  mistake(disuse(1, 3, transient = -1), "value", "transient", 1)
  mistake(disuse(1, 3, usage = 0.5), "dots", "...")
  mistake(strength_loss(0, 5), "value", "day", 1)
  mistake(strength_loss(5), "missing", "mass_loss")
  mistake(strength_loss(1:2, 1:3), "length", "mass_loss")
  expect_snapshot(writeLines(m$text()))
})
