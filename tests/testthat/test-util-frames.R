# Results that are data frames: a part of one is a plain data frame.

results <- function() {
  quiet <- function(x) suppressWarnings(x, classes = "muscletwin_warning")
  list(
    muscle_sim(nutrition = c(full = 1, low = 0.7)), summary(muscle_sim(nutrition = c(full = 1, low = 0.7))),
    muscle_sim(twin = muscle_cohort(5), output = "summary"), leucine_response(2), habitual_diet(),
    rehab_forecast(draws = 50, days = 30),
    quiet(sarcopenia_forecast(70, "male", 1.75, grip = 30, asm = 22, draws = 50))
  )
}

test_that("rows or columns of a result lose its class and all that it knew; a column is a column", {
  methods <- asNamespace("muscletwin")[[".__NAMESPACE__."]][["S3methods"]]
  classes <- methods[methods[, 1] == "[", 2]
  x <- results()
  met <- unlist(lapply(x, function(x) intersect(class(x), classes)[1]))
  # The other two are no data frames.
  expect_setequal(c(met, "muscle_fits", "muscle_schedule"), classes)
  for (i in seq_along(x)) {
    whole <- as.data.frame(x[[i]])
    expect_setequal(names(attributes(whole)), c("names", "class", "row.names"))
    expect_identical(class(whole), "data.frame")
    for (part in list(x[[i]][1:2, ], x[[i]][1], x[[i]][1:2, 1:2], x[[i]][-1], subset(x[[i]], TRUE))) {
      expect_setequal(names(attributes(part)), c("names", "class", "row.names"))
      expect_identical(class(part), "data.frame", info = met[[i]])
    }
    expect_identical(x[[i]][1:2, ], whole[1:2, ])
    expect_identical(x[[i]][, 2], whole[[2]])
    expect_identical(x[[i]][["load"]], whole[["load"]])
  }
})

test_that("frames are bound column by column", {
  bind <- muscletwin:::bind_frames
  a <- data.frame(x = 1:2, d = as.Date("2026-01-05") + 0:1, f = factor(c("u", "v"), levels = c("v", "u")))
  b <- data.frame(x = 3L, d = as.Date("2026-01-07"), f = factor("u", levels = c("v", "u")))
  expect_identical(bind(list(a, b)), rbind(a, b))
  expect_identical(bind(list(a)), a)
  expect_identical(bind(list(a[0, ], a[0, ])), a[0, ])
})
