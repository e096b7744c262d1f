# Numbers and ranges as words.

test_that("a range says which of its ends belong to it", {
  expect_identical(range_words(0, 1, FALSE), "from 0 to 1")
  expect_identical(range_words(0, 1, TRUE), "more than 0 and at most 1")
  expect_identical(range_words(0, Inf, FALSE, "kg"), "0 or more (kg)")
  expect_identical(range_words(0, Inf, TRUE), "more than 0")
  expect_identical(range_words(-Inf, 5, FALSE), "5 or less")
  expect_identical(range_words(-Inf, Inf, FALSE), "a finite number")
})

test_that("numbers have about four digits, whatever their size", {
  expect_identical(fixed_digits(c(0, 0)), c("0.0", "0.0"))
  expect_identical(fixed_digits(c(35, 38.6536)), c("35.00", "38.65"))
  expect_identical(fixed_digits(c(0.00123, 0)), c("0.001230", "0.000000"))
  expect_identical(fixed_digits(c(12345, 1)), c("12345.0", "1.0"))
  expect_identical(fixed_digits(c(2e7, 1)), c("2e+07", "1e+00"))
})
