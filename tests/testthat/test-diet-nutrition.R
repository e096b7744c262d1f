# A day's synthesis: the engine against golden numbers, against the equations written out in
# R, and against its own solver.

day_of <- function(time, leucine_g, weight, age = NULL, session = NULL, trigger = NULL) {
  list(
    time = as.double(time), leucine_g = as.double(leucine_g), weight = as.double(weight), age = age, session = session,
    trigger = trigger
  )
}

test_that("golden numbers of four meals", {
  golden <- read_vector("day")
  expect_identical(nrow(golden), 15L)
  given <- function(x) if (!is.nan(x)) as.double(x)
  for (i in seq_len(nrow(golden))) {
    row <- golden[i, ]
    found <- engine_day_synthesis(day_of(row[paste0("hour", 1:4)], row[paste0("leucine", 1:4)], row$weight,
      given(row$age), given(row$session), as.double(row$trigger)))
    expect_near(c(found$total, found$synthesis, found$relative, found$nutrition),
      unlist(row[c("total", "synthesis", "relative", "nutrition")], use.names = FALSE), 1e-13)
  }
})

test_that("any day agrees with the equations", {
  with_seed(11, {
    for (trial in 1:300) {
      n <- sample(0:7, 1)
      time <- sort(round(runif(n, 0, 24), 1))
      leucine <- round(runif(n, 0, 6), 2) * rbinom(n, 1, 0.9)
      weight <- runif(1, 45, 120)
      age <- if (runif(1) < 0.7) runif(1, 18, 90)
      session <- if (runif(1) < 0.6) round(runif(1, 0, 23.9), 1)
      trigger <- if (runif(1) < 0.3) 2.5
      found <- engine_day_synthesis(day_of(time, leucine, weight, age, session, trigger))
      response <- oracle_responses(time, leucine, weight, age, session, trigger)
      if (n > 0) expect_near(found$response, response, 1e-13, scale = 1)
      relative <- oracle_synthesis(sum(response)) / oracle_synthesis(oracle_habit(weight, age))
      expect_near(found$relative, relative, 1e-13)
      expect_near(found$nutrition, 1 + 0.06 * (relative - 1), 1e-14)
    }
  })
})

test_that("the verb gives the engine's day, with the diet's session and trigger", {
  food <- diet(meal("07:30", 25), meal("12:30", 35), meal(19, 40, "whey"), session = 18, leucine_trigger_g = 2.1)
  found <- engine_day_synthesis(day_of(food$time, food$leucine_g, 82, 66, 18, 2.1))
  expect_identical(diet_nutrition(food, 82, age = 66), found$nutrition)
  expect_identical(diet_nutrition(food, 82, age = 66, quantity = "synthesis"), found$relative)
  expect_identical(diet_nutrition(food, 82, age = 66, session = NULL),
    engine_day_synthesis(day_of(food$time, food$leucine_g, 82, 66, NULL, 2.1))$nutrition)
})

test_that("the leucine model's day is the second of two, by leucine_response() itself", {
  food <- diet(meal("07:30", 25), meal("12:30", 35), meal(19, 40, "whey"))
  dose <- function(x, weight) rep(x$leucine_g / weight * 72.1, 2)
  second_day <- function(x, weight) {
    run <- leucine_response(dose(x, weight), to = 2880, at = c(60 * x$time, 60 * x$time + 1440), by = 1440,
      infusion = TRUE)
    diff(run$mps_g[run$time >= 1440])
  }
  found <- engine_day_leucine(day_of(food$time, food$leucine_g, 82))
  # Every dose is a stop of the solver; rows at other times move it by its tolerance.
  expect_near(found$synthesis_g, second_day(food, 82), 1e-6)
  expect_near(found$relative, second_day(food, 82) / second_day(habitual_diet(82), 82), 1e-6)
  expect_identical(found$nutrition, 1 + 0.008 * (found$relative - 1))
  expect_identical(engine_day_leucine(day_of(food$time, food$leucine_g, 82), habit = FALSE),
    list(synthesis_g = found$synthesis_g))
})

test_that("what is eaten at one time is one meal, and a plan means the same as a diet", {
  parts <- diet(data.frame(time = c(8, 8), protein_g = c(20, 10), source = c("mixed", "whey")))
  turned <- diet(data.frame(time = c(8, 8), protein_g = c(10, 20), source = c("whey", "mixed")))
  whole <- diet(meal(8, leucine_g = sum(as.data.frame(parts)$leucine_g)))
  for (quantity in c("synthesis", "nutrition")) {
    expect_near(diet_nutrition(parts, quantity = quantity), diet_nutrition(whole, quantity = quantity), 1e-15)
    expect_near(diet_nutrition(turned, quantity = quantity), diet_nutrition(whole, quantity = quantity), 1e-15)
  }
  # a trigger that neither food reaches alone
  both <- diet(data.frame(time = c(8, 8), protein_g = c(10, 10), source = "whey"), leucine_trigger_g = 2)
  expect_near(diet_nutrition(both), diet_nutrition(diet(meal(8, 20, "whey"), leucine_trigger_g = 2)), 1e-15)
  plan <- diet_plan(80, protein_g = 130, meals = 3)
  gain <- diet_nutrition(diet(as.data.frame(plan)), weight = 80) - 1
  expect_near(100 * gain * (1 - exp(-84 * 0.0126)), summary(plan)$value[[3]], 1e-9)
})
