# Element i belongs to row i of the log, in whatever order and shape the log was written.
backwards <- training_log[rev(seq_len(nrow(training_log))), ]
set.seed(3)
mixed <- training_log[sample(nrow(training_log)), ]
methods <- list(bayes = list(model = "banister"), least_squares = list(model = "banister", method = "least_squares"))

test_that("fitted, residuals, predict and augment follow the rows of the log", {
  for (how in methods) {
    straight <- do.call(muscle_fit, c(list(training_log), how))
    for (log in list(backwards, mixed)) {
      fit <- do.call(muscle_fit, c(list(log), how))
      is_test <- !is.na(log$performance)
      y <- log$performance[is_test]
      by_row <- match(log$date, training_log$date)
      expect_near(fitted(fit) + residuals(fit), y, 1e-12)
      expect_near(predict(fit), predict(straight)[by_row], 1e-9)
      tested <- training_log$date[!is.na(training_log$performance)]
      expect_near(fitted(fit), fitted(straight)[match(log$date[is_test], tested)], 1e-9)
      expect_gt(cor(fitted(fit), y), 0.8)
      table <- augment(fit)
      expect_identical(table$date, log$date)
      expect_identical(table$performance, as.double(log$performance))
      expect_near(table$.resid[is_test], residuals(fit), 1e-12)
    }
  }
})

test_that("augment(data =) gives back the rows and columns of the data", {
  for (how in methods) {
    fit <- do.call(muscle_fit, c(list(mixed), how))
    own <- cbind(note = letters[1:5], mixed[c(9, 2, 30, 2, 17), ])
    table <- augment(fit, data = own)
    expect_identical(table[names(own)], own)
    expect_near(table$.fitted, predict(fit, own), 1e-12)
    expect_identical(is.na(table$.resid), is.na(own$performance))
    expect_identical(names(augment(fit, data = data.frame(day = 3:1)))[1:2], c("day", ".fitted"))
  }
  mistake(augment(fit, data = 1), "type", "data")
  mistake(augment(fit, data = data.frame(day = 1e4)), "days", "data", 1L)
})

test_that("update() counts the old rows and the new ones as the user had them", {
  early <- mixed[mixed$date < as.Date("2026-03-01"), ]
  if (!nrow(early) || nrow(early) == nrow(mixed)) early <- mixed[mixed$date < stats::median(mixed$date), ]
  late <- mixed[!mixed$date %in% early$date, ]
  fit <- muscle_fit(early, model = "banister")
  both <- update(fit, late)
  expect_identical(augment(both)$date, c(early$date, late$date))
  expect_near(predict(both), predict(muscle_fit(rbind(early, late), model = "banister", prior = fit$prior)), 1e-9)
})

test_that("a day's load is that of all its rows", {
  # day 1 is tested in the morning, trained in the afternoon, and the log has the test first
  log <- data.frame(day = c(1, 1, 2, 3, 4, 5, 6, 7, 8), load = c(NA, 50, 0, 60, 0, 40, 0, 30, 0),
    performance = c(100, NA, 101, NA, 100, NA, 103, 102, 104))
  fit <- muscle_fit(log, model = "banister")
  path <- simulate(fit)
  expect_identical(path$load, c(50, 0, 60, 0, 40, 0, 30, 0))
  # The same log with one row a day has the same rolling forecasts.
  one <- data.frame(day = 1:8, load = path$load, performance = c(100, 101, NA, 100, NA, 103, 102, 104))
  split_day <- rolling_origin(log, models = "banister", start = 4)
  expect_equal(split_day, rolling_origin(one, models = "banister", start = 4))
})
