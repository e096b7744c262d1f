test_that("a recent load is the mean of the last 14 known days, however the log is written", {
  # Trained on odd days, rest on even ones, load of day 21 not known: 7 x 60 over 14 days.
  day <- 1:24
  load <- ifelse(day %% 2 == 1, 60, 0)
  load[21] <- NA
  performance <- ifelse(day %in% c(1, 7, 13, 19, 24), 100 + day, NA)
  listed <- data.frame(day, load, performance)
  unlisted <- listed[is.na(load) | load > 0 | !is.na(performance), ]
  second <- rbind(listed, data.frame(day = c(13, 19), load = c(NA, 0), performance = c(112, 118)))
  twice <- rbind(listed, data.frame(day = 21, load = NA, performance = 120.5))
  recent <- function(log) {
    fit <- muscle_fit(log, model = "level", na_load = "recent")
    sum(fit$log$load[fit$log$day == 21])
  }
  for (log in list(listed, unlisted, second, twice, listed[rev(seq_len(24)), ])) expect_identical(recent(log), 30)
  # and in rows that come later
  first <- muscle_fit(listed[day < 21, ], model = "level", na_load = "recent")
  expect_identical(sum(subset(update(first, listed[day >= 21, ])$log, day == 21)$load), 30)
  # Days that are not known do not count: the 14 before them do.
  gap <- listed
  gap$load[17:20] <- NA
  expect_identical(recent(gap), 30)
  few <- data.frame(day = 1:3, load = c(30, 0, NA), performance = c(100, 101, 102))
  expect_identical(muscle_fit(few, model = "level", na_load = "recent")$log$load, c(30, 0, 15))
})

test_that("what stands for a date is read or asked for", {
  log <- data.frame(day = 20260301:20260310, load = 50, performance = 100:109)
  e <- mistake(muscle_fit(log, model = "level"), "days", "log$day", 1:10)
  expect_match(conditionMessage(e), "%Y%m%d", fixed = TRUE)
  dated <- data.frame(date = as.POSIXct("2026-03-01 23:30", tz = "America/Lima") + 86400 * (0:9), load = 50,
    performance = 100:109)
  expect_identical(muscle_fit(dated, model = "level")$start, as.Date("2026-03-01"))
  dated$date <- as.Date("0026-03-01") + 0:9
  mistake(muscle_fit(dated, model = "level"), "value", "log$date", 1:10)
})

test_that("a time is a day wherever a date is taken", {
  log <- training_log
  fit <- muscle_fit(log, model = "banister")
  moment <- as.POSIXct(paste(log$date[20], "18:30"), tz = "Europe/Berlin")
  expect_identical(predict(fit, moment), predict(fit, log$date[20]))
  expect_identical(predict(fit, log$date[20] + 0.4), predict(fit, log$date[20]))
})
