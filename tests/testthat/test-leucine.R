# The leucine model against the published runs (McColl and Clarke 2024), from R. The
# equations themselves are tested in tests/c/test_leucine.c.

factors <- c(1, 0.75, 0.5, 0.25, 0.1)
exact <- rbind(c(0.358275, 0.088661, 0.269614), c(0.322046, 0.090252, 0.231793), c(0.274750, 0.093440, 0.181310),
  c(0.204874, 0.102159, 0.102715), c(0.133920, 0.123213, 0.010707))
authors <- rbind(c(0.3587, 0.2700), c(0.3224, 0.2322), c(0.2750, 0.1816), c(0.2051, 0.1029), c(0.1340, 0.0108))

test_that("the reference runs are met to 0.02 % of the exact and 0.3 % of the published values", {
  for (i in seq_along(factors)) {
    s <- summary(leucine_response(3.5, rate = c(k39 = factors[[i]])))
    ours <- c(s$mps_g, s$mpb_g, s$nb_g)
    expect_near(ours, exact[i, ], 2e-4, info = paste("k39 x", factors[[i]]))
    expect_near(ours[c(1, 3)], authors[i, ], 1, scale = pmax(3e-3 * authors[i, ], 2e-4),
      info = paste("authors, k39 x", factors[[i]]))
  }
})

test_that("the time course is met to 0.1 % in every cell", {
  x <- as.data.frame(leucine_response(3.5, to = 300))
  want <- rbind(
    c(0, 126.059, 27.1707, 89.0869, 16.2671, 13.1068, 31.0084, 233.658, 3.68220, 4.81081),
    c(15, 657.455, 59.0339, 112.073, 16.4584, 13.4771, 31.1304, 240.188, 4.65050, 4.68706),
    c(30, 895.594, 78.8353, 165.029, 19.0315, 16.1548, 33.1988, 278.393, 7.30294, 4.07353),
    c(60, 855.429, 70.8599, 260.554, 32.0737, 24.3456, 43.9532, 397.167, 15.2652, 3.28541),
    c(90, 630.144, 52.3316, 298.455, 45.2106, 26.6712, 51.9205, 456.533, 20.6553, 3.24178),
    c(120, 423.481, 36.1038, 289.705, 51.2367, 24.3238, 53.6485, 458.052, 20.7171, 3.46189),
    c(180, 174.116, 16.9417, 217.412, 45.4968, 15.4767, 49.0582, 397.304, 14.2170, 4.45397),
    c(300, 30.1712, 29.7788, 96.0089, 21.6216, 10.1487, 34.6682, 256.966, 4.43667, 5.39165)
  )
  ours <- as.matrix(x[match(want[, 1], x$time), c("leu_plasma", "insulin_plasma", "leu_muscle", "kic_plasma",
    "p_akt_s473", "p70s6k_p", "mtorc1_active", "mps", "mpb")])
  expect_lt(max(abs(ours / want[, -1] - 1)), 1e-3)
  expect_lt(max(abs(ours / want[, -1] - 1)), 2e-5)
})

test_that("constants and initial values are the published ones", {
  k <- read.csv(shared_file("mccoll_2023_rate_constants.csv"))
  x0 <- read.csv(shared_file("mccoll_2023_initial_values.csv"))
  expect_identical(leucine_constants()$value, k$value)
  start <- .subset2(getNamespace("muscletwin"), "engine_leucine_constants")()$initial
  expect_equal(unname(start), x0$x0, tolerance = 1e-15)
})

test_that("doses add, windows add, and rows agree with the summary", {
  one <- leucine_response(3.5)
  two <- leucine_response(c(1.75, 1.75))
  expect_equal(as.data.frame(two)$mps, as.data.frame(one)$mps, tolerance = 1e-12)
  s <- summary(one)
  expect_equal(s$mps_g, one$mps_g[one$time == 180], tolerance = 1e-7)
  a <- summary(one, window = c(0, 60))$mps_g + summary(one, window = c(60, 180))$mps_g
  expect_equal(a, s$mps_g, tolerance = 1e-6)
  # Doses in any order of time; a later dose changes nothing before it.
  later <- leucine_response(c(2, 3.5), at = c(240, 0), infusion = FALSE)
  expect_equal(later$mps[later$time <= 240], one$mps[one$time <= 240], tolerance = 1e-5)
  expect_gt(later$mps[later$time == 330], 2 * one$mps[one$time == 330])
  # Rates integrate to the sums.
  trapezoid <- sum((one$mps[-1] + one$mps[-nrow(one)]) / 2) * 131.17e-6
  expect_equal(trapezoid, one$mps_g[nrow(one)], tolerance = 1e-4)
})

test_that("larger doses and intact signals give more; interventions of the paper run", {
  dose <- summary(leucine_response(c(a = 0, b = 1, c = 3.5, d = 7)))
  expect_all(diff(dose$mps_g) > 0)
  base <- summary(leucine_response(3.5))$mps_g
  less <- function(...) summary(leucine_response(3.5, ...))$mps_g
  # Without the insulin signal breakdown rises.
  expect_gt(summary(leucine_response(3.5, rate = c(k16 = 0.5)))$mpb_g, summary(leucine_response(3.5))$mpb_g)
  expect_gt(less(rate = c(k43 = 0.1)), base)
  expect_gt(less(initial = c(p70s6k = 1.2)), base)
  expect_lt(less(freeze = "p70s6k"), base)
  expect_warning(expect_identical(less(rate = c(k5 = 2)), base), class = "muscletwin_warning_no_effect")
  for (k in setdiff(1:69, c(5, 8))) {
    expect_true(is.finite(less(rate = stats::setNames(1.1, paste0("k", k)))), info = paste0("k", k))
  }
})

test_that("states are conserved and have names", {
  x <- leucine_states(leucine_response(3.5, to = 600, by = 10))
  expect_identical(dim(x), c(61L, 41L))
  total <- x$mtorc1 + x$mtorc1_active
  expect_lt(max(abs(total / 7.944531e-9 - 1)), 3e-7)
  expect_lt(diff(range(total)) / total[[1]], 1e-9)
  leucine <- rowSums(x[c("leu_stomach", "leu_gut", "leu_plasma", "kic_plasma", "leu_muscle", "kic_muscle",
    "leu_protein", "leu_excreted", "kic_oxidised", "leu_splanchnic")])
  expect_lt(max(abs(leucine[-1] - leucine[[1]] - 3.5 / 131.17)), 1e-5 * 3.5 / 131.17 * 10)
})

test_that("a run takes less than 20 ms, scenarios have the same bits in two threads", {
  seconds <- min(replicate(5, system.time(leucine_response(3.5))[["elapsed"]]))
  expect_lt(seconds, 0.02)
  rates <- list(a = NULL, b = c(k39 = 0.5), c = c(k39 = 0.25))
  expect_identical(
    as.data.frame(leucine_response(3.5, rate = rates, threads = 1)),
    as.data.frame(leucine_response(3.5, rate = rates, threads = 2))
  )
  solver <- attr(leucine_response(3.5), "solver")
  expect_true(solver$steps > 300 && solver$steps < 1500)
  expect_identical(solver$starts, 3)
})

test_that("wrong input is named", {
  mistake(leucine_response(), "missing", "leucine_g")
  mistake(leucine_response(-1), "value", "leucine_g", 1)
  mistake(leucine_response("a"), "type", "leucine_g")
  mistake(leucine_response(NA_real_), "missing", "leucine_g", 1)
  mistake(leucine_response(3.5, rate = c(k70 = 2)), "names", "rate", 1)
  mistake(leucine_response(3.5, rate = 0.5), "names", "rate", 1)
  mistake(leucine_response(3.5, rate = c(k1 = 2, k1 = 3)), "names", "rate", 2)
  mistake(leucine_response(3.5, rate = c(k39 = -1)), "value", "rate", 1)
  mistake(leucine_response(3.5, rate = c(k52 = 0)), "value", "rate", 1)
  mistake(leucine_response(3.5, rate = list(c(k39 = 1))), "names", "rate", 1)
  mistake(leucine_response(c(1, 2), at = c(0, 10, 20)), "length", "at")
  mistake(leucine_response(1, at = 500), "value", "at", 1)
  mistake(leucine_response(1, rates = 1), "dots", "...")
  mistake(leucine_response(1, to = 0), "value", "to", 1)
  mistake(leucine_response(1, initial = c(p70 = 1)), "names", "initial", 1)
  mistake(leucine_response(1, freeze = "akt"), "choice", "freeze")
  mistake(leucine_response(1, volumes = c(1, 2, 3)), "names", "volumes")
  mistake(summary(leucine_response(1), window = c(10, 5)), "window", "window")
  mistake(leucine_volumes("male", 173, 70, 40), "value", "height", 1)
  # A run that cannot be solved says when, which state and why; nothing is returned.
  e <- mistake(leucine_response(3.5, rate = c(k39 = 0, k38 = 1e6)), "solver", NULL)
  expect_match(conditionMessage(e), "time .*state mtorc1_active")
})

test_that("it prints, plots and becomes a plain data frame", {
  x <- leucine_response(3.5)
  expect_lte(length(capture.output(print(x))), 12)
  expect_s3_class(ggplot2::autoplot(x), "ggplot")
  expect_s3_class(ggplot2::autoplot(leucine_response(c(a = 1, b = 2))), "ggplot")
  expect_identical(class(x[1:3, ]), "data.frame")
  expect_identical(class(as.data.frame(x)), "data.frame")
  expect_equal(leucine_volumes("male", 1.73, 72.1, 41.9, 517), c(plasma = 4.8247034, muscle = 26.2283176),
    tolerance = 1e-7)
})

test_that("the leucine model", {
  m <- new_mistakes()
  mistake <- m$mistake
  mistake(leucine_response(), "missing", "leucine_g")
  mistake(leucine_response(-1), "value", "leucine_g", 1)
  mistake(leucine_response(3500), "value", "leucine_g", 1)
  mistake(leucine_response(NA_real_), "missing", "leucine_g", 1)
  mistake(leucine_response("3.5"), "type", "leucine_g")
  mistake(leucine_response(list(1, 2)), "names", "leucine_g", 1)
  mistake(leucine_response(3.5, rate = c(k70 = 2)), "names", "rate", 1)
  mistake(leucine_response(3.5, rate = c(k39 = 0.5, K3 = 2)), "names", "rate", 2)
  mistake(leucine_response(3.5, rate = c(k0 = 2)), "names", "rate", 1)
  mistake(leucine_response(3.5, rate = c(mtor = 2)), "names", "rate", 1)
  mistake(leucine_response(3.5, rate = 0.5), "names", "rate", 1)
  mistake(leucine_response(3.5, rate = c(k1 = 2, k1 = 3)), "names", "rate", 2)
  mistake(leucine_response(3.5, rate = c(k39 = -1)), "value", "rate", 1)
  mistake(leucine_response(3.5, rate = c(k39 = NA)), "type", "rate")
  mistake(leucine_response(3.5, rate = c(k52 = 0)), "value", "rate", 1)
  mistake(leucine_response(3.5, rate = list(low = c(k99 = 0.5))), "names", "rate$low", 1)
  mistake(leucine_response(3.5, initial = c(p70 = 1)), "names", "initial", 1)
  mistake(leucine_response(3.5, initial = c(p70s6 = 1.2)), "names", "initial", 1)
  mistake(leucine_response(c(1, 2), at = c(0, 10, 20)), "length", "at")
  mistake(leucine_response(1, at = -5), "value", "at", 1)
  mistake(leucine_response(1, at = 500), "value", "at", 1)
  mistake(leucine_response(1, to = 0), "value", "to", 1)
  mistake(leucine_response(1, by = 1e-9), "size", "by")
  mistake(leucine_response(1, infusion = -1), "value", "infusion", 1)
  mistake(leucine_response(1, freeze = "akt"), "choice", "freeze")
  mistake(leucine_response(1, volumes = c(1, 2, 3)), "names", "volumes")
  mistake(leucine_response(1, rtol = 0), "value", "rtol", 1)
  mistake(leucine_response(1, equilibration = 0), "value", "equilibration", 1)
  mistake(leucine_response(1, rates = 1), "dots", "...")
  mistake(leucine_response(3.5, rate = c(k39 = 0, k38 = 1e6)), "solver", NULL)
  mistake(summary(leucine_response(1), window = c(10, 5)), "window", "window")
  mistake(leucine_states(3), "type", "x")
  expect_snapshot(writeLines(m$text()))
})

test_that("responses print with their scenarios, and what is no longer one as a table", {
  expect_snapshot({
    leucine_response(3.5, rate = c(k39 = 0.5))
    leucine_response(c(a = 1, b = 2))
    x <- leucine_response(stats::setNames(1:10, letters[1:10]))
    summary(x, window = c(0, 60))
    summary(leucine_response(1))[1:2]
  })
  y <- leucine_response(1)
  attr(y, "leucine_run") <- NULL
  expect_identical(capture.output(print(y))[[1]], capture.output(print(as.data.frame(y)))[[1]])
  mistake(summary(y), "type", "object")
  expect_identical(class(as.data.frame(summary(leucine_response(1)))), "data.frame")
})

test_that("plot() prints the picture and gives it back, unseen", {
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  for (x in list(leucine_response(1), leucine_response(c(a = 1, b = 2)))) {
    shown <- withVisible(plot(x))
    expect_false(shown$visible)
    expect_s3_class(shown$value, "ggplot")
    expect_setequal(unique(shown$value$data$flow), c("synthesis", "breakdown"))
  }
})
