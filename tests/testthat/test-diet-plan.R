# The best split of a day's protein: the engine against the search written out in R.

test_that("the split is that of the search in R, and so is what it is worth", {
  grid <- expand.grid(meals = c(1, 2, 3, 5), protein = c(40, 130), weight = c(60, 95), age = c(NA, 72),
    session = c(NA, 17))
  with_seed(5, grid <- grid[sample(nrow(grid), 24), ])
  draws <- lapply(c("diet_dose", "diet_refractory", "diet_gain"), engine_stream_normals, 400)
  for (i in seq_len(nrow(grid))) {
    case <- grid[i, ]
    age <- if (!is.na(case$age)) case$age
    session <- if (!is.na(case$session)) case$session
    times <- sort(meal_times(case$meals, session, c(7, 22)))
    leucine <- 0.08 * case$protein
    score <- function(parts, ...) sum(oracle_responses(times, leucine * parts, case$weight, age, session, ...))
    found <- engine_day_plan(list(time = times, weight = case$weight, age = age, session = session), leucine, 400)
    expected <- oracle_split(score, case$meals)
    # Rounding may decide between two moves; the day is the same to the eighth digit.
    expect_near(score(found$share), score(expected), 1e-8)
    expect_near(found$share, expected, 1e-3, scale = 1)
    expect_near(sum(found$share), 1, 1e-12)
    expect_near(sum(found$response), score(found$share), 1e-13)

    worth <- function(dose, refractory, gain) {
      rule <- c(e_max = 1, d0 = 0.14 * exp(0.3 * dose), refractory = 180 * exp(0.2 * refractory), spent = 0.03)
      q <- score(found$share, rule = rule)
      habit <- oracle_habit(case$weight, age, rule = rule)
      ratio <- oracle_synthesis(q) / oracle_synthesis(habit)
      c(q / habit, q / score(rep(1 / case$meals, case$meals), rule = rule),
        100 * 0.06 * exp(0.5 * gain) * (ratio - 1) * (1 - exp(-0.0126 * 84)))
    }
    expect_near(found$figures, worth(0, 0, 0), 1e-11)
    for (k in c(1, 7, 400)) {
      expect_near(found$draws[, k], worth(draws[[1]][[k]], draws[[2]][[k]], draws[[3]][[k]]), 1e-11)
    }
  }
})

test_that("sources go to meals by richness, all of the protein, none of what is not there", {
  plan <- diet_plan(80, 110, meals = 4, session = "17:00", sources = c(plant = Inf, whey = 30, egg = 20))
  grams <- tapply(plan$protein_g, plan$source, sum)
  expect_near(as.double(grams[c("whey", "egg", "plant")]), c(30, 20, 60), 1e-2)
  expect_near(plan$leucine_g, plan$protein_g * c(whey = 0.11, egg = 0.086, plant = 0.07)[plan$source], 1e-12)
  first <- plan$time == min(plan$time[plan$time >= 17])
  expect_true("whey" %in% plan$source[first])
})
