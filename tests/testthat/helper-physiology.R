# The project's shared data; tests that need it skip where it is not there.
shared_file <- function(name) {
  path <- file.path(Sys.getenv("MUSCLETWIN_SHARED", "no-such-place"), "data", name)
  if (!file.exists(path)) testthat::skip(paste0("shared data absent: ", name))
  path
}

near <- function(actual, expected, tolerance, info = NULL) {
  testthat::expect_true(all(abs(actual - expected) <= tolerance),
    info = paste0(info, " got ", paste(signif(actual, 7), collapse = " "), ", expected ", paste(expected,
      collapse = " ")))
}

physiology_error <- function(code, what, argument = NULL) {
  e <- tryCatch({
    force(code)
    NULL
  }, error = function(e) e)
  testthat::expect_false(is.null(e), info = paste("no error; expected", what))
  if (is.null(e)) return(invisible())
  testthat::expect_true(inherits(e, "muscletwin_error"), info = conditionMessage(e))
  testthat::expect_true(inherits(e, paste0("muscletwin_error_", what)), info = paste(class(e)[[1]],
    conditionMessage(e)))
  if (!is.null(argument)) testthat::expect_identical(e$argument, argument)
  testthat::expect_false(grepl("internal:|[{}]", conditionMessage(e)), info = conditionMessage(e))
  invisible(e)
}
