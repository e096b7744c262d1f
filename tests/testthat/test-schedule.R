test_that("the post's block has the post's numbers", {
  block <- make_schedule()
  load <- as.double(block)
  expect_s3_class(block, "muscle_schedule")
  expect_identical(length(block), 140L)
  expect_identical(sum(load > 0), 64L)
  expect_printed(sum(load), 4346.46, 2)
  expect_printed(max(load), 91.55018, 5)
  expect_printed(load[1], 60.5517027394380, 13)
  expect_printed(load[3], 60.9302820260637, 13)
  expect_printed(load[5], 49.8643720913678, 13)
})

test_that("the block has the bits of R's own generator, for any seed and length", {
  expect_identical(as.double(make_schedule()), read_vector("schedule")$load)
  for (seed in c(42, 0, 1, -1, 99, 2147483647, -2147483647)) {
    expect_identical(as.double(make_schedule(seed = seed)), oracle_schedule(seed = seed))
  }
  for (n in c(1, 2, 7, 28, 29, 113, 126, 127, 139)) {
    expect_identical(as.double(make_schedule(n)), oracle_schedule(n))
  }
  # Draws of a training day do not depend on what comes after; weeks past the twentieth rest.
  expect_identical(as.double(make_schedule(200)), c(oracle_schedule(), numeric(60)))
})

test_that("the block has six phases, cut at its end", {
  phases <- attr(make_schedule(), "phases")
  expect_identical(phases$label, c("Accum.", "Intens.", "Realiz.", "Accum.", "Taper", "Peak"))
  expect_identical(phases$from, c(1L, 29L, 57L, 85L, 113L, 127L))
  expect_identical(phases$to, c(28L, 56L, 84L, 112L, 126L, 140L))
  expect_identical(attr(make_schedule(30), "phases")$to, c(28L, 30L))
  expect_identical(attr(make_schedule(1), "phases")$label, "Accum.")
})

test_that("a schedule is made from numbers, days or dates", {
  load <- c(60, 0, 45.5)
  monday <- as.Date("2026-01-05")
  plain <- muscle_schedule(load)
  expect_identical(as.double(plain), load)
  expect_identical(as.data.frame(plain), data.frame(day = 1:3, load = load))
  expect_identical(muscle_schedule(data.frame(day = 1:3, load = load)), plain)
  expect_identical(muscle_schedule(data.frame(load = load, day = c(1, 2, 3), note = "x")), plain)
  expect_identical(muscle_schedule(c(60L, 0L)), muscle_schedule(c(60, 0)))
  expect_identical(muscle_schedule(c(a = 60, b = 0)), muscle_schedule(c(60, 0)))

  dated <- muscle_schedule(load, start = monday)
  expect_identical(as.data.frame(dated), data.frame(day = 1:3, date = monday + 0:2, load = load))
  expect_identical(muscle_schedule(data.frame(date = monday + 0:2, load = load)), dated)
  # Dates of a log often come as date-times, and some of them over a change of the clock.
  hour <- as.POSIXct("2026-03-27 10:00", tz = "Europe/Berlin")
  times <- seq(hour, by = "day", length.out = 4)
  expect_identical(as.data.frame(muscle_schedule(data.frame(date = times, load = 1)))$date, as.Date("2026-03-27") + 0:3)
})

test_that("phases may be a list or a table", {
  listed <- muscle_schedule(rep(1, 10), phases = list(Base = c(1, 6), Taper = c(7, 10)))
  table <- data.frame(from = c(1, 7), to = c(6, 10), label = c("Base", "Taper"))
  expect_identical(listed, muscle_schedule(rep(1, 10), phases = table))
  expect_identical(as.data.frame(listed)$phase, rep(c("Base", "Taper"), c(6, 4)))
  some <- muscle_schedule(rep(1, 4), phases = list(Middle = c(2, 3)))
  expect_identical(as.data.frame(some)$phase, c(NA, "Middle", "Middle", NA))
  again <- as.data.frame(muscle_schedule(as.data.frame(listed)))
  expect_identical(again$load, rep(1, 10))
})

test_that("a schedule calculates like a vector", {
  block <- make_schedule()
  load <- as.double(block)
  half <- block * 0.5
  expect_s3_class(half, "muscle_schedule")
  expect_identical(as.double(half), load * 0.5)
  expect_identical(attr(half, "phases"), attr(block, "phases"))
  expect_identical(as.double(2 * block), 2 * load)
  expect_identical(block > 0, load > 0)
  expect_identical(-block, -load)
  expect_identical(block - 1e3, load - 1e3) # below zero: no schedule any more
  expect_identical(sum(block), sum(load))
  expect_identical(mean(block), mean(load))
  expect_identical(range(block), range(load))
  expect_identical(block[3:1], load[3:1])
  expect_identical(head(block, 2), load[1:2])
  expect_identical(round(block, 1), round(load, 1))
  expect_identical(cumsum(block), cumsum(load))
  expect_identical(c(block, 0), c(load, 0))
})

test_that("summary() of a schedule is a table of weeks", {
  weeks <- summary(make_schedule(30))
  load <- oracle_schedule(30)
  expect_identical(weeks$week, 1:5)
  expect_identical(weeks$sessions, c(3L, 3L, 3L, 3L, 2L))
  expect_equal(weeks$load, c(colSums(matrix(load[1:28], 7)), sum(load[29:30])), ignore_attr = TRUE)
  expect_identical(weeks$max[5], max(load[29:30]))
})
