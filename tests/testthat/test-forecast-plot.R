# Pictures of forecasts and comparisons.

fit <- muscle_fit(training_log, model = "banister", points = 256)
draw <- function(...) {
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  plot(...)
}

test_that("plot() prints the picture of a forecast and gives it back, unseen", {
  ahead <- forecast(fit, c(60, 0, 40, 0))
  shown <- withVisible(draw(ahead))
  expect_false(shown$visible)
  expect_s3_class(shown$value, "ggplot")
  built <- ggplot2::ggplot_build(shown$value)$data
  expect_true(any(vapply(built, function(layer) any(layer$y %in% ahead$.mean), NA)))
})

test_that("plans that are compared stand in the order of what is expected of them", {
  weeks <- list(rest = c(50, rep(40, 6)), work = rep(50, 7), much = rep(60, 7))
  compared <- muscle_compare(fit, weeks, day = 175, draws = 500)
  shown <- withVisible(draw(compared))
  expect_false(shown$visible)
  plans <- shown$value$data
  expect_identical(levels(plans$plan), compared$plans$plan[order(compared$plans$.mean)])
  expect_match(plans$words, "^best with probability ")
  expect_match(shown$value$labels$subtitle, " minus ")
  expect_match(shown$value$labels$x, "90 % interval")
})
