# The progress of a call that takes longer than a second.

test_that("there is no bar where none is wanted, and none before a second", {
  said <- capture.output(
    {
      bar <- new_progress(TRUE, 2)
      bar$part(1)(0.5)
      bar$close()
    },
    type = "message"
  )
  expect_identical(said, character())
  expect_null(new_progress(FALSE, 2)$part(1))
})

test_that("after a second there is one, until the call ends", {
  bar <- new_progress(TRUE, 2)
  inside <- environment(bar$part)
  capture.output(type = "message", {
    inside$started <- inside$started - 2
    bar$part(1)(0.5)
    id <- inside$id
    bar$part(2)(0.5)
  })
  expect_type(id, "character")
  expect_identical(inside$id, id)
  expect_identical(cli::cli_progress_num(), 1L)
  capture.output(bar$close(), type = "message")
  expect_identical(cli::cli_progress_num(), 0L)
})
