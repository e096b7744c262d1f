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
