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

# ---- one of whom cannot be fitted ----

with_a_wrong_one <- function() {
  log <- squad(c("A", "B", "C"))
  log$load[log$who == "B"][5] <- -1
  log
}

test_that("one athlete's mistake is told and leaves the others alone", {
  log <- with_a_wrong_one()
  expect_warning(fits <- muscle_fit(log, model = "level", id = "who"), class = "muscletwin_warning_failed")
  expect_s3_class(fits$B, "muscletwin_error")
  alone <- muscle_fit(one, model = "level")
  expect_identical(coef(fits$A), coef(alone))
  expect_identical(coef(fits), rbind(A = coef(alone), C = coef(alone)))
  expect_identical(unique(tidy(fits)$who), c("A", "C"))
  table <- glance(fits)
  expect_identical(table$who, c("A", "B", "C"))
  expect_identical(is.na(table$error), c(TRUE, FALSE, TRUE))
  expect_match(table$error[[2]], "load")
  expect_false(table$converged[[2]])
  expect_snapshot(fits)
  expect_snapshot(fits["A"])
})

test_that("that none can be fitted is told too", {
  log <- with_a_wrong_one()
  expect_warning(fits <- muscle_fit(log[log$who == "B", ], model = "level", id = "who"),
    class = "muscletwin_warning_failed")
  table <- glance(fits)
  expect_identical(names(table), c("who", "converged", "error"))
  expect_match(table$error, "load")
  expect_snapshot(fits)
})

test_that("the column of the athletes is one of plain names", {
  log <- squad(c("A", "B"))
  mistake(muscle_fit(log, model = "level", id = "athlete"), "columns", "id")
  log$who <- as.list(log$who)
  mistake(muscle_fit(log, model = "level", id = "who"), "type", "log$who")
})

test_that("of many with the same remark the first are named", {
  log <- squad(letters[1:7])
  log$performance[is.na(log$performance) & log$day > 12] <- 0
  remark <- NULL
  withCallingHandlers(muscle_fit(log, model = "level", id = "who"), muscletwin_warning_zero = function(w) {
    remark <<- w
    invokeRestart("muffleWarning")
  })
  expect_identical(remark$athletes, letters[1:7])
  expect_match(conditionMessage(remark), "\"e\" and 2 more: 7 athletes")
})
