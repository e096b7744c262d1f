# The numbers of the engine, reached through another package.
test_that("the engine's version is the package's", {
  expect_identical(engine_version(), as.character(packageVersion("muscletwin")))
})

test_that("day 140 of the published example is met", {
  expect_lt(abs(performance(muscletwin::make_schedule())[140] - 861.219698077966), 1e-9)
})

test_that("the bits are those of banister()", {
  load <- muscletwin::make_schedule()
  expect_length(performance(load), 140)
  expect_identical(performance(load), muscletwin::banister(load)$perf)
})

test_that("a load that is NaN is refused, and the message names the argument", {
  answer <- failure()
  expect_identical(answer[1], "MT_ERROR_NOT_FINITE")
  expect_match(answer[2], "load")
})

test_that("a load that no engine takes is R's own error here, with the status in it", {
  expect_error(performance(-1), "MT_ERROR")
})
