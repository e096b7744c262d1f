# What a simulation prints, sums up to, and what is left of it after a subset.
block <- make_schedule()
fed <- c(adequate = 1, low = 0.7)
dated <- muscle_schedule(block, start = as.Date("2026-01-05"))
people <- muscle_cohort(400, rng = "r")

test_that("prints are short and narrow", {
  plans <- stats::setNames(lapply(1:12, function(i) dated * (i / 9)), paste("a rather long plan name, number", 1:12))
  sims <- list(
    muscle_sim(block), muscle_sim(dated, nutrition = fed), muscle_sim(plans),
    muscle_sim(block, people, output = "trainees", window = c(120, 140), threshold = 110),
    muscle_sim(plans, people, output = "trainees", window = c(120, 140), threshold = 110),
    muscle_sim(block, people), muscle_sim(block, people, output = "summary"),
    muscle_sim(block, output = "trainees"), muscle_sim(list(a = c(1, 2), b = 1:5)), muscle_sim(50)
  )
  for (sim in sims) {
    for (text in list(capture.output(print(sim)), capture.output(print(summary(sim))))) {
      expect_lte(length(text), 12)
      expect_lte(max(nchar(text)), 80)
    }
  }
  expect_snapshot({
    muscle_sim(block)
    muscle_sim(dated, nutrition = fed)
    muscle_sim(plans)
    muscle_sim(block, people, output = "trainees", window = c(120, 140), threshold = 110)
    muscle_sim(block, people, nutrition = fed, output = "summary")
    muscle_sim(block, output = "trainees")
    summary(muscle_sim(block, nutrition = fed))
  })
})

test_that("the summary of one person's days is in its rows", {
  sim <- muscle_sim(block, nutrition = fed, window = c(1, 100))
  figures <- summary(sim)
  expect_named(figures, c("scenario", "days", "final_mass", "mass_gain", "peak", "peak_day"))
  expect_equal(as.character(figures$scenario), c("adequate", "low"))
  low <- sim[sim$scenario == "low", ]
  expect_equal(figures$final_mass[2], low$mass[140])
  expect_equal(figures$mass_gain[2], low$mass[140] - 35)
  expect_equal(figures$peak[2], max(low$performance[1:100]))
  expect_equal(figures$peak_day[2], which.max(low$performance[1:100]))
  # Rows may be in any order.
  shuffled <- sim
  shuffled[] <- lapply(sim, rev)
  expect_equal(summary(shuffled)$peak, figures$peak)
})

test_that("a cohort's summary is the same from its days and from its trainees", {
  run <- function(output) {
    muscle_sim(block, people, nutrition = fed, output = output, window = c(120, 140), threshold = 110)
  }
  trainees <- run("trainees")
  exact <- summary(trainees)
  expect_equal(summary(run("days")), exact, tolerance = 1e-12)
  expect_equal(exact$responders, c(0.9725, 0.9725))
  first <- trainees[trainees$scenario == "adequate", ]
  expect_equal(exact$peak_q50[1], stats::median(first$peak))
  expect_equal(exact$peak_sd[1], stats::sd(first$peak))
  expect_equal(exact$mass_gain[1], stats::median(first$final_mass - first$m0))
  binned <- summary(run("summary"))
  expect_equal(names(binned), names(exact))
  expect_equal(binned$n, exact$n)
  expect_equal(binned$responders, exact$responders)
  expect_near(binned$peak_mean, exact$peak_mean, 1e-6)
  expect_near(binned$peak_q50, exact$peak_q50, 1e-2)
})

test_that("the gain is not made up where it is not known", {
  varied <- muscle_cohort(50, muscle_population(m0 = c(mean = 35, sd = 3)))
  expect_identical(summary(muscle_sim(block, varied, output = "summary"))$mass_gain, NA_real_)
  expect_all(!grepl("gain", capture.output(print(muscle_sim(block, varied, output = "summary")))))
})

test_that("a part of a simulation is a plain data frame", {
  sim <- muscle_sim(block, nutrition = fed)
  for (part in list(sim[1:3, ], sim["mass"], head(sim), sim[sim$day > 5, c("day", "mass")], subset(sim, day == 2))) {
    expect_identical(class(part), "data.frame")
    expect_null(attr(part, "run"))
  }
  expect_identical(sim[2, "mass"], sim$mass[2])
  expect_identical(sim[["day"]], rep(1:140, 2))
  expect_identical(dim(sim[sim$day == 0, ]), c(0L, 7L))
  whole <- as.data.frame(sim)
  expect_identical(class(whole), "data.frame")
  expect_setequal(names(attributes(whole)), c("names", "row.names", "class"))
  expect_identical(whole$performance, sim$performance)
  summed <- muscle_sim(block, people, output = "summary")
  expect_setequal(names(attributes(as.data.frame(summed))), c("names", "row.names", "class"))
})

test_that("what kept the class but lost rows or columns prints as the rows it has", {
  sim <- muscle_sim(block)
  rows <- structure(sim[1:2, ], class = class(sim), run = attr(sim, "run"))
  expect_output(print(rows), "day +load +mass")
  expect_error(summary(rows), class = "muscletwin_error_type")
  bare <- sim
  attr(bare, "run") <- NULL
  expect_output(print(bare), "day +load +mass")
  # A column more does no harm, and a copy from a file is as good.
  sim$week <- (sim$day - 1) %/% 7 + 1
  expect_output(print(sim), "<muscle_sim>")
  file <- tempfile(fileext = ".rds")
  saveRDS(sim, file)
  expect_identical(readRDS(file), sim)
  unlink(file)
})

test_that("a summary goes by the names of scenarios, whatever became of the column", {
  short <- rep(c(60, 0, 80, 0, 50, 0, 0), 4)
  runs <- list(
    person = muscle_sim(list(zeta = make_schedule(), alpha = short, mid = short * 1.5)),
    days = muscle_sim(list(zeta = make_schedule(70), alpha = short), muscle_cohort(50)),
    trainees = muscle_sim(list(zeta = make_schedule(70), alpha = short), muscle_cohort(50), output = "trainees"),
    summary = muscle_sim(list(zeta = make_schedule(70), alpha = short), muscle_cohort(50), output = "summary")
  )
  for (name in names(runs)) {
    sim <- runs[[name]]
    expected <- summary(sim)
    as_text <- sim
    as_text$scenario <- as.character(sim$scenario)
    other_levels <- sim
    other_levels$scenario <- factor(sim$scenario, levels = sort(levels(sim$scenario)))
    unused <- sim
    unused$scenario <- factor(sim$scenario, levels = c("none", rev(levels(sim$scenario))))
    for (edited in list(as_text, other_levels, unused)) {
      expect_identical(summary(edited), expected, info = name)
      expect_identical(capture.output(print(edited)), capture.output(print(sim)), info = name)
    }
    renamed <- sim
    levels(renamed$scenario)[1] <- "omega"
    mistake(summary(renamed), "type", "object")
    swapped <- sim
    levels(swapped$scenario)[1:2] <- levels(sim$scenario)[2:1] # alpha's rows are called zeta
    if (name != "trainees") mistake(summary(swapped), "type", "object")
    expect_output(print(renamed), "omega") # as the plain data frame that it has become
  }
})
