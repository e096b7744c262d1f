# Runs the testthat files of a directory, one line a file: what make test adds up.
#   Rscript tools/test/test-r.R DIRECTORY PACKAGE
# A test is one test_that() block: failed if anything in it fails, skipped if it says so.
library(testthat)
arguments <- commandArgs(trailingOnly = TRUE)
package <- arguments[[2]]
suppressPackageStartupMessages(library(package, character.only = TRUE))

# The kinds of expectation that a block met: "success", "failure", "error", "skip", "warning".
kinds <- function(block) {
  vapply(block$results, function(e) sub("^expectation_", "", class(e)[1]), "")
}

outcome <- function(block) {
  kind <- kinds(block)
  if (any(kind %in% c("failure", "error"))) {
    "failed"
  } else if ("skip" %in% kind) {
    "skipped"
  } else {
    "passed"
  }
}

tell <- function(block, which, word) {
  for (e in block$results[kinds(block) %in% which]) {
    text <- strsplit(paste(format(e), collapse = "\n"), "\n")[[1]]
    line <- if (is.null(e$srcref)) "" else paste0(", line ", e$srcref[1])
    name <- if (is.na(block$test)) "outside any test" else block$test
    writeLines(paste0("    | ", c(paste0(word, ": ", name, line), text)))
  }
}

run_file <- function(path) {
  begin <- Sys.time()
  reporter <- ListReporter$new()
  blocks <- tryCatch(
    {
      test_file(path, reporter = reporter, package = package, load_package = "none",
                stop_on_failure = FALSE)
      reporter$get_results()
    },
    error = function(e) {
      writeLines(paste0("    | ", conditionMessage(e)))
      NULL
    }
  )
  outcomes <- vapply(blocks, outcome, "")
  for (block in blocks) {
    tell(block, c("failure", "error"), "failed")
    tell(block, "warning", "warning")
  }
  count <- c(passed = 0L, failed = as.integer(is.null(blocks)), skipped = 0L)
  count <- count + vapply(names(count), function(x) sum(outcomes == x), 1L)
  skipped <- if (count[["skipped"]]) sprintf(", %d skipped", count[["skipped"]]) else ""
  cat(sprintf("%s: %d passed, %d failed%s\n",
              basename(path), count[["passed"]], count[["failed"]], skipped))
  seconds <- as.numeric(difftime(Sys.time(), begin, units = "secs"))
  if (seconds > 10) cat(sprintf("    took %.0f s\n", seconds))
  reasons <- unlist(lapply(blocks, function(b) {
    vapply(b$results[kinds(b) == "skip"], function(e) conditionMessage(e), "")
  }))
  for (reason in unique(reasons)) writeLines(paste("    skipped:", sub("^Reason: ", "", reason)))
  count
}

files <- list.files(arguments[[1]], "^test.*[.][rR]$", full.names = TRUE)
total <- Reduce(`+`, lapply(files, run_file), c(passed = 0L, failed = 0L, skipped = 0L))
quit(status = as.integer(total[["failed"]] > 0 || total[["passed"]] == 0))
