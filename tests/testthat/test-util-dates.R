test_that("a date is a whole day, however it is given", {
  take <- function(x) muscletwin:::as_dates(x, "x", rlang::current_env())
  day <- as.Date("2026-03-29")
  expect_identical(take(day), day)
  expect_identical(take(day + 0.7), day)
  expect_identical(take(structure(20541L, class = "Date")), day)
  # The clock of its own zone says which day it is, also on the days when clocks change.
  late <- as.POSIXct("2026-03-29 23:30", tz = "Europe/Berlin")
  expect_identical(take(late), day)
  expect_identical(take(as.POSIXlt(late)), day)
  expect_identical(take(as.POSIXct("2026-03-29 00:30", tz = "Pacific/Auckland")), day)
  expect_identical(take(as.Date(c(NA, "2026-03-29"))), as.Date(c(NA, "2026-03-29")))
})

test_that("what is no date is refused with a call that makes the dates it has", {
  advice <- function(x) muscletwin:::date_advice(x)
  made <- function(x) { # the suggested calls, run on what was given
    code <- regmatches(advice(x), gregexpr("(?<=[{][.]code )[^}]+", advice(x), perl = TRUE))[[1]]
    if (is.factor(x)) x <- as.character(x)
    lapply(code, function(one) eval(parse(text = one), list(x = x)))
  }
  wanted <- as.Date(c("2026-03-02", "2026-03-31"))
  for (x in list(format(wanted), format(wanted, "%Y/%m/%d"), format(wanted, "%Y%m%d"), format(wanted, "%d.%m.%Y"),
    format(wanted, "%d/%m/%y"), format(wanted, "%m-%d-%Y"), factor(format(wanted)), paste(format(wanted), "08:30"),
    as.numeric(format(wanted, "%Y%m%d")), as.numeric(wanted), as.numeric(wanted) + 25569)) {
    expect_identical(made(x), list(wanted), info = format(x[[1]]))
  }
  # Which of two readings is meant is asked, with both.
  expect_identical(made("03/04/2026"), list(as.Date("2026-04-03"), as.Date("2026-03-04")))
  expect_identical(as.Date(made(1.774e9)[[1]]), as.Date("2026-03-20"))
})

test_that("a year that was misread is told", {
  expect_snapshot(error = TRUE, {
    muscle_schedule(60, start = as.Date("0026-03-02"))
    muscle_schedule(data.frame(date = as.Date("2925-03-02") + 0:1, load = 1))
    muscle_schedule(60, start = "03/04/2026")
    muscle_schedule(60, start = 20260302)
  })
})
