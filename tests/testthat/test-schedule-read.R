load <- c(60, 0, 45)
monday <- as.Date("2026-01-05")

test_that("what says which number is which day's is read by that", {
  dated <- muscle_schedule(load, start = monday)
  matrix_of <- cbind(note = 9, load = load, day = 1:3)
  for (take in list(muscle_schedule, muscletwin:::as_schedule)) {
    expect_identical(take(matrix_of), muscle_schedule(load))
    expect_identical(take(cbind(date = monday + 0:2, load = load)), dated)
    expect_identical(take(matrix(load)), muscle_schedule(load))
    expect_identical(take(ts(load, frequency = 7)), muscle_schedule(load))
    # sums by day
    expect_identical(take(tapply(c(50, 10, 0, 45), monday + c(0, 0, 1, 2), sum)), dated)
    expect_identical(take(tapply(c(50, 10, 0, 45), c(1, 1, 2, 3), sum)), muscle_schedule(load))
    expect_identical(take(table(rep(monday + 0:2, c(2, 1, 3)))), muscle_schedule(c(2, 1, 3), start = monday))
    expect_identical(take(stats::setNames(load, monday + 0:2)), dated)
    expect_identical(take(rowsum(c(50, 10, 0, 45), as.character(monday + c(0, 0, 1, 2)))), dated)
    expect_identical(take(sapply(split(c(50, 10, 0, 45), c(1, 1, 2, 3)), sum)), muscle_schedule(load))
    expect_identical(take(array(load)), muscle_schedule(load))
    expect_identical(take(c(a = 60, b = 0, c = 45)), muscle_schedule(load)) # names that name no day
    # zoo and xts by their attributes
    expect_identical(take(structure(load, index = monday + 0:2, class = "zoo")), dated)
    expect_identical(take(structure(cbind(rpe = 1, load = load), index = monday + 0:2, class = "zoo")), dated)
    expect_identical(take(structure(load, index = 1:3, class = "zoo")), muscle_schedule(load))
    index <- structure(as.double(monday + 0:2) * 86400, tzone = "UTC", tclass = "Date")
    expect_identical(take(structure(matrix(load), index = index, class = c("xts", "zoo"))), dated)
  }
  expect_identical(banister(matrix(load)), banister(load))
  expect_identical(muscle_mass(tapply(load, 1:3, sum)), muscle_mass(load))
})

test_that("what does not say it is refused", {
  expect_snapshot(error = TRUE, {
    muscle_schedule(matrix(1:6, 3))
    muscle_sim(matrix(1:6, 3))
    banister(cbind(a = 1:3, b = 4:6))
    muscle_schedule(tapply(load, c("Mon", "Tue", "Wed"), sum))
    muscle_schedule(tapply(load, monday + c(0, 1, 3), sum))
    muscle_schedule(ts(load, frequency = 12))
    muscle_schedule(rowsum(load, as.character(monday + c(0, 1, 4))))
    muscle_schedule(sapply(split(load, c(1, 2, 5)), sum))
    muscle_schedule(stats::setNames(numeric(0), character(0)))
    muscle_schedule(new.env())
    muscle_sim(structure(cbind(a = load, b = load), index = monday + 0:2, class = "zoo"))
  })
})

test_that("schedules are joined day by day or not at all", {
  one <- muscle_schedule(load, start = monday)
  expect_identical(one + muscle_schedule(c(1, 2, 3)), muscle_schedule(load + c(1, 2, 3), start = monday))
  expect_identical(muscle_schedule(c(1, 2, 3)) + one, muscle_schedule(load + c(1, 2, 3), start = monday))
  expect_identical(one * c(1, 0, 1), muscle_schedule(load * c(1, 0, 1), start = monday))
  expect_snapshot(error = TRUE, {
    one + muscle_schedule(load, start = monday + 7)
    one + muscle_schedule(c(1, 2))
    one * c(1, 2)
    1:4 + one
  })
})
