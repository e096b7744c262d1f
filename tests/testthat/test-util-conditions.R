# Conditions: memory that runs out is told as such, in whatever language R says it.

is_memory_error <- muscletwin:::is_memory_error
patterns_of <- muscletwin:::memory_patterns

test_that("memory that runs out is known by R's own translation", {
  in_german <- function(text) {
    text <- sub("cannot allocate vector of size (%.*) ([GMK])b", "kann Vektor der Gr\u00f6\u00dfe \\1 \\2B nicht allozieren", text)
    sub("vector memory exhausted (limit reached?)", "Speicher (wirklich?) alle", text, fixed = TRUE)
  }
  german <- patterns_of(in_german)
  for (said in c("kann Vektor der Gr\u00f6\u00dfe 7.5 GB nicht allozieren", "kann Vektor der Gr\u00f6\u00dfe 80 KB nicht allozieren",
    "Speicher (wirklich?) alle", "cannot allocate vector of size 7.5 Gb")) {
    expect_true(is_memory_error(simpleError(said), german), info = said)
  }
  expect_false(is_memory_error(simpleError("Vektor nicht gefunden"), german))
  # The number first, as in Turkish.
  turkish <- patterns_of(function(text) sub("cannot allocate vector of size (%[^ ]*) Gb", "\\1 Gb ayr\u0131lam\u0131yor", text))
  expect_true(is_memory_error(simpleError("7450580.6 Gb ayr\u0131lam\u0131yor"), turkish))
  expect_false(is_memory_error(simpleError("subscript out of bounds"), turkish))
  # Marked where it happened, as on a daemon that speaks another language.
  expect_true(is_memory_error(structure(class = c("muscletwin_no_memory", "error", "condition"),
    list(message = "alle", call = NULL))))
})

# R in a process of its own, whose messages are in German.
in_german_session <- function(code) {
  file <- tempfile(fileext = ".R")
  on.exit(unlink(file))
  writeLines(c(paste0(".libPaths(", deparse1(.libPaths()), ")"), "library(muscletwin)", code), file)
  system2(file.path(R.home("bin"), "Rscript"), c("--vanilla", shQuote(file)), stdout = TRUE, stderr = TRUE,
    env = c("LANGUAGE=de", "LC_ALL=C.UTF-8"))
}

test_that("a German session, and every language that R has, is understood", {
  skip_on_os("windows")
  skip_if(getRversion() < "4.2.0", "R cannot change its language")
  told <- in_german_session(c(
    "said <- tryCatch(numeric(1e15), error = conditionMessage)",
    "told <- tryCatch(muscletwin:::with_memory_errors(numeric(1e15), 'n', 1), error = function(e) class(e)[1])",
    "cat(said, told, sep = '\n')"
  ))
  skip_if(identical(told[[1]], "cannot allocate vector of size 7450580.6 Gb"), "R speaks no German here")
  expect_identical(told[[2]], "muscletwin_error_memory")
  known <- in_german_session(c(
    "for (path in Sys.glob(file.path(R.home('library'), 'translations', '*', 'LC_MESSAGES', 'R.mo'))) {",
    "  Sys.setLanguage(basename(dirname(dirname(path))))",
    "  e <- tryCatch(numeric(1e15), error = identity)",
    "  other <- simpleError(gettext('subscript out of bounds', domain = 'R'))",
    "  cat(muscletwin:::is_memory_error(e), muscletwin:::is_memory_error(other), '\n')",
    "}"
  ))
  expect_gt(length(known), 0)
  expect_all(known == "TRUE FALSE ")
})
