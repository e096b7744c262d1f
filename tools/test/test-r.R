# Runs the testthat files of a directory, one line a file: what make test adds up. Several of
# these may run side by side: each takes the next file that no other has taken.
#   Rscript tools/test/test-r.R DIRECTORY [PACKAGE [TAKEN]]      default: muscletwin, all by itself
# TAKEN: an empty folder, where each file gets a folder when it is taken, and in that a file
# "done" when it has been run: what is not done then was cut short.
# A test is one test_that() block: failed if anything in it fails, skipped if it says so.
library(testthat)
arguments <- commandArgs(trailingOnly = TRUE)
package <- if (length(arguments) > 1) arguments[[2]] else "muscletwin"
taken <- if (length(arguments) > 2) arguments[[3]] else tempfile("taken")
dir.create(taken, showWarnings = FALSE)
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
  unlist(lapply(block$results[kinds(block) %in% which], function(e) {
    text <- strsplit(paste(format(e), collapse = "\n"), "\n")[[1]]
    line <- if (is.null(e$srcref)) "" else paste0(", line ", e$srcref[1])
    name <- if (is.na(block$test)) "outside any test" else block$test
    paste0("    | ", c(paste0(word, ": ", name, line), text))
  }))
}

# What there is to say of a file, its line with the count among it.
run_file <- function(path) {
  begin <- Sys.time()
  reporter <- ListReporter$new()
  said <- character()
  blocks <- tryCatch(
    {
      test_file(path, reporter = reporter, package = package, load_package = "none",
                stop_on_failure = FALSE)
      reporter$get_results()
    },
    error = function(e) {
      said <<- paste0("    | ", conditionMessage(e))
      NULL
    }
  )
  outcomes <- vapply(blocks, outcome, "")
  for (block in blocks) {
    said <- c(said, tell(block, c("failure", "error"), "failed"), tell(block, "warning", "warning"))
  }
  count <- c(passed = 0L, failed = as.integer(is.null(blocks)), skipped = 0L)
  count <- count + vapply(names(count), function(x) sum(outcomes == x), 1L)
  skipped <- if (count[["skipped"]]) sprintf(", %d skipped", count[["skipped"]]) else ""
  said <- c(said, sprintf("%s: %d passed, %d failed%s",
                          basename(path), count[["passed"]], count[["failed"]], skipped))
  seconds <- as.numeric(difftime(Sys.time(), begin, units = "secs"))
  if (seconds > 10) said <- c(said, sprintf("    took %.0f s", seconds))
  reasons <- unlist(lapply(blocks, function(b) {
    vapply(b$results[kinds(b) == "skip"], function(e) conditionMessage(e), "")
  }))
  if (length(reasons)) said <- c(said, paste("    skipped:", sub("^Reason: ", "", unique(reasons))))
  list(said = said, failed = count[["failed"]])
}

# The lines of one file stay together: one process writes at a time.
say <- function(lines) {
  lock <- file.path(taken, ".writing")
  for (i in 1:500) {
    if (dir.create(lock, showWarnings = FALSE)) break
    Sys.sleep(0.02)
  }
  writeLines(lines)
  flush(stdout())
  unlink(lock, recursive = TRUE)
}

# The longest files first, by their size, so that no process is left with a long one at the
# end; but those whose name begins with "test-zzz" come last.
files <- list.files(arguments[[1]], "^test.*[.][rR]$", full.names = TRUE)
files <- files[order(startsWith(basename(files), "test-zzz"), -file.size(files), basename(files))]
failed <- 0L
for (file in files) {
  mine <- file.path(taken, basename(file))
  if (!dir.create(mine, showWarnings = FALSE)) next
  result <- run_file(file)
  failed <- failed + result$failed
  say(result$said)
  file.create(file.path(mine, "done"))
}
quit(status = as.integer(failed > 0))
