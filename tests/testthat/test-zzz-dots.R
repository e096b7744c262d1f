# An argument that a method does not know is an error, not a number computed without it. Only
# print() and as.data.frame() take what R itself hands to every method of theirs.
test_that("every method checks its dots", {
  space <- asNamespace("muscletwin")
  table <- getNamespaceInfo(space, "S3methods")
  names <- paste(table[, 1], table[, 2], sep = ".")
  free <- c("print", "as.data.frame", "as.double", "Math", "[", "c", "Ops")
  seen <- 0
  for (name in names[!table[, 1] %in% free]) {
    method <- get0(name, space)
    if (is.null(method) || !"..." %in% names(formals(method))) next
    seen <- seen + 1
    calls <- all.names(body(method))
    # it checks them, or hands them on to one that does
    expect_true(any(c("check_dots", "...") %in% calls), info = name)
  }
  expect_gt(seen, 30)
})

test_that("arguments that look right and are not are told", {
  fit <- muscle_fit(training_log, model = "banister")
  ls_fit <- muscle_fit(training_log, model = "banister", method = "least_squares")
  sim <- muscle_sim()
  mistake(predict(fit, new_data = 1:3), "dots", "...")
  mistake(predict(fit, h = 14), "dots", "...")
  mistake(confint(fit, conf.level = 0.95), "dots", "...")
  mistake(coef(fit, digits = 2), "dots", "...")
  mistake(fitted(fit, newdata = 1), "dots", "...")
  mistake(summary(sim, window = 1:10), "dots", "...")
  mistake(summary(fit, conf.level = 0.8), "dots", "...")
  mistake(predict(ls_fit, interval = "prediction"), "method", "object")
})
