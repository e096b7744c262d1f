# SIGINT is what Ctrl-C sends. A run stops within a second, nothing half-done is returned,
# and the session goes on as before.
block <- make_schedule()
ten_million <- muscle_cohort(1e7)

can_interrupt <- function() {
  skip_on_cran() # times on a loaded machine
  skip_on_os("windows")
}

test_that("a cohort of ten million stops, and the session goes on", {
  can_interrupt()
  expected <- as.list(muscle_sim(block, muscle_cohort(100), output = "trainees"))
  for (how in list(list("trainees", "exact", 1), list("summary", "exact", 2), list("trainees", "cvode", 1))) {
    before <- session_state()
    stopped <- interrupt_after(
      0.4, muscle_sim(block, ten_million, output = how[[1]], solver = how[[2]], threads = how[[3]])
    )
    info <- paste(how, collapse = ", ")
    expect_true(stopped$interrupted, info = info)
    expect_null(stopped$value)
    expect_lt(stopped$late, 1)
    expect_identical(session_state(), before, info = info)
  }
  expect_identical(as.list(muscle_sim(block, muscle_cohort(100), output = "trainees")), expected)
})

test_that("one very long schedule stops", {
  can_interrupt()
  years <- rep(c(60, 0, 45, 0, 30, 0, 0), 3e5) # 5700 years, each day a solve
  stopped <- interrupt_after(0.4, muscle_sim(years))
  expect_true(stopped$interrupted)
  expect_lt(stopped$late, 1)
})

test_that("what does not run long is not disturbed by having been interrupted before", {
  can_interrupt()
  interrupt_after(0.3, muscle_sim(block, ten_million, output = "summary"))
  expect_identical(sum(muscle_sim(block, muscle_cohort(400, rng = "r"), output = "trainees",
    window = c(120, 140))$responder), 389L)
})

test_that("a script that catches nothing ends within a second of SIGINT", {
  can_interrupt()
  folder <- tempfile("interrupt")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  script <- file.path(folder, "run.R")
  writeLines(c(
    sprintf(".libPaths(%s)", paste(deparse(.libPaths()), collapse = "")),
    "library(muscletwin)",
    "block <- make_schedule()",
    "cat(Sys.getpid(), file = 'pid')",
    "muscle_sim(block, muscle_cohort(1e7), output = 'trainees')",
    "cat('the end', file = 'end')"
  ), script)
  # The shell starts it, waits for its first sign of life, interrupts and waits for its end.
  # A shell that is not interactive has its children in the background ignore SIGINT; R
  # takes the signal back, and so this works as Ctrl-C does.
  shell <- c(
    sprintf("cd '%s' || exit 1", folder),
    sprintf("'%s' --vanilla run.R >out 2>&1 &", file.path(R.home("bin"), "Rscript")),
    "for i in $(seq 300); do [ -s pid ] && break; sleep 0.1; done",
    "sleep 0.4; date +%s.%N >signal; kill -INT $(cat pid)",
    "wait; date +%s.%N >ended"
  )
  writeLines(shell, file.path(folder, "run.sh"))
  system2("sh", shQuote(file.path(folder, "run.sh")), timeout = 60)
  read <- function(name) as.double(readLines(file.path(folder, name)))
  expect_false(file.exists(file.path(folder, "end")))
  expect_lt(read("ended") - read("signal"), 1.5) # with the end of the process itself
  # nothing but R's own word for it: no crash, no error of ours
  expect_all(!grepl("segfault|caught|internal|Error", readLines(file.path(folder, "out"))))
})

# In a process of its own: what this is about ends an R script, tests and all.
test_that("a caller's time limit is an error that the caller gets", {
  can_interrupt()
  script <- tempfile(fileext = ".R")
  on.exit(unlink(script))
  writeLines(c(
    "suppressPackageStartupMessages(library(muscletwin))",
    "log <- do.call(rbind, lapply(1:300, function(i) cbind(training_log, who = i)))",
    "long <- list(",
    "  function() muscle_sim(make_schedule(), muscle_cohort(1e7), output = \"summary\", threads = 2),",
    "  function() muscle_sim(make_schedule(), muscle_cohort(1e7), output = \"trainees\"),",
    "  function() muscle_fit(log, id = \"who\"),",
    "  function() muscle_mass(rep(c(60, 0, 45, 0, 30, 0, 0), 3e5))",
    ")",
    "for (run in long) {",
    "  found <- tryCatch({ setTimeLimit(elapsed = 0.4, transient = TRUE); run(); \"done\" },",
    "    error = function(e) conditionMessage(e))",
    "  setTimeLimit()",
    "  cat(\"caught:\", found, \"\\n\")",
    "}",
    "cat(\"went on\\n\")"
  ), script)
  said <- system2(file.path(R.home("bin"), "Rscript"), script, stdout = TRUE, stderr = TRUE)
  expect_identical(utils::tail(said, 1), "went on", info = paste(said, collapse = "\n"))
  expect_length(grep("^caught: .*time limit", said), 4)
})
