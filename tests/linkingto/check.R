# Run by make test: the numbers of the engine, reached through another package.
library(mtlink)
passed <- failed <- 0
expect <- function(what, condition) {
  if (isTRUE(condition)) {
    passed <<- passed + 1
  } else {
    failed <<- failed + 1
    cat("    | failed:", what, "\n")
  }
}
load <- muscletwin::make_schedule()
load <- if (is.list(load)) load$load else as.double(load)

expect("the engine's version is the package's",
       engine_version() == as.character(packageVersion("muscletwin")))
expect("day 140 of the published example", abs(performance(load)[140] - 861.219698077966) < 1e-9)
expect("the same bits as banister()",
       identical(performance(load), muscletwin::banister(load)$perf))
answer <- failure()
expect("a load that is NaN is refused", answer[1] == "MT_ERROR_NOT_FINITE")
expect("the message names the argument", grepl("load", answer[2]))
cat(sprintf("mtlink: %d passed, %d failed\n", passed, failed))
quit(status = failed > 0)
