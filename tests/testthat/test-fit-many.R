week <- c(60, 0, 80, 0, 50, 90, 0)
one <- data.frame(day = 1:56, load = rep(week, 8), performance = NA_real_)
one$performance[seq(4, 56, 4)] <- 250 + (1:14) / 2
squad <- function(names) do.call(rbind, lapply(names, function(name) cbind(one, who = name)))

test_that("warnings of a squad arrive, once a kind, naming the athletes", {
  log <- squad(c("A", "B", "C"))
  log$performance[is.na(log$performance) & log$who != "B" & log$day > 12] <- 0 # zeros coded for "not tested"
  found <- list()
  withCallingHandlers(
    fits <- muscle_fit(log, model = "level", id = "who"),
    muscletwin_warning = function(w) {
      found[[length(found) + 1]] <<- w
      invokeRestart("muffleWarning")
    }
  )
  expect_length(found, 1)
  expect_s3_class(found[[1]], "muscletwin_warning_zero")
  expect_identical(found[[1]]$athletes, c("A", "C"))
  expect_snapshot(muscle_fit(log, model = "level", id = "who"))
})

test_that("ids of any class name their athletes", {
  expected <- muscle_fit(squad(c("7", "9")), model = "level", id = "who")
  for (names in list(c(7, 9), c(7L, 9L), factor(c("7", "9"), levels = c("x", "9", "7")))) {
    log <- do.call(rbind, lapply(seq_along(names), function(i) cbind(one, who = names[i])))
    expect_identical(names(muscle_fit(log, model = "level", id = "who")), c("7", "9"))
  }
  big <- muscle_fit(squad(2^40 + 0:1), model = "level", id = "who")
  expect_identical(names(big), c("1099511627776", "1099511627777"))
  for (blank in list("", "  ", NA)) {
    log <- squad(c("A", "B"))
    log$who[60] <- blank
    mistake(muscle_fit(log, model = "level", id = "who"), "missing", "log$who", 60L)
  }
  log <- squad(c("A", "B"))
  class(log$day) <- "integer64"
  log$who <- structure(rep(c(0, 1e-323), each = 56), class = "integer64")
  if (!isNamespaceLoaded("bit64")) mistake(muscle_fit(log, model = "level", id = "who"), "type", "log$who")
})

test_that("an athlete column may have the name of a result's column", {
  for (name in c("term", "model", "error", "estimate")) {
    log <- squad(c("A", "B"))
    names(log)[4] <- name
    fits <- muscle_fit(log, model = "level", id = name)
    for (table in list(tidy(fits), glance(fits))) {
      expect_identical(anyDuplicated(names(table)), 0L)
      expect_identical(unique(table[[1]]), c("A", "B"))
    }
  }
})
