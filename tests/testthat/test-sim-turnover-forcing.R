# From a schedule, a diet, an age and disuse to forcing: the engine's pieces against the same
# written day by day in R, to the bit.

# Blocks of seven days from day 1; the week's load spread over its days.
oracle_training <- function(load, person) {
  per_week <- 7 * stats::ave(load, (seq_along(load) - 1L) %/% 7L)
  w <- per_week / person$reference_load
  old <- if (is.null(person$age)) 0 else min(1, max(0, (person$age - 50) / 20))
  gain <- person$training_gain * exp(-person$training_age / 7) * (1 - 0.5 * old)
  h <- -expm1(-1.5 * w) / -expm1(-1.5)
  list(w = w, h = h, gain = gain * h)
}

oracle_ageing <- function(age, sex) {
  rates <- list(male = c(0.0047, 0.0089), female = c(0.0037, 0.0067))
  r <- if (is.null(sex)) (rates$male + rates$female) / 2 else rates[[sex]]
  r[[1]] + (r[[2]] - r[[1]]) * pmin(1, pmax(0, (age - 70) / 5))
}

oracle_forcing <- function(load, nutrition, away, person) {
  n <- length(load)
  s <- oracle_training(load, person)
  day <- data.frame(use = rep(1, n), extra = 0, since = 0, period = 0, activity = 1)
  for (i in seq_len(NROW(away))) {
    at <- away$from[[i]]:away$to[[i]]
    before <- away$from[[i]] - 1
    day$since[at] <- if (before > 0 && day$extra[[before]] > 0) day$since[[before]] else before
    day$use[at] <- away$use[[i]]
    day$extra[at] <- away$transient[[i]]
    day$period[at] <- i
    day$activity[at] <- if (away$kind[[i]] == "bed_rest") 0.65 else 1
  }
  key <- cbind(s$gain, nutrition, day$use, day$period, s$w)
  cut <- which(vapply(seq_len(n - 1L), function(t) {
    any(key[t + 1L, ] != key[t, ]) || (!is.null(person$age) && t %% 7L == 0L)
  }, NA))
  last <- c(cut, n)
  start <- c(0, cut)
  decline <- if (is.null(person$age)) {
    rep(0, length(last))
  } else {
    oracle_ageing(person$age + (start + last) / 2 / 365.25, person$sex) / 365.25
  }
  aged <- exp(-c(0, cumsum(decline * (last - start))[-length(last)]))
  list(
    end = as.double(last), gain = s$gain[last], factor = nutrition[last] * day$use[last] * aged, decline = decline,
    transient = ifelse(day$extra[last] > 0, day$extra[last] * exp(-(start - day$since[last]) / 7), 0),
    load = s$w[last], fitness = s$h[last], activity = day$activity[last], nutrition = nutrition
  )
}

test_that("the forcing of a life is that of the definitions, to the bit", {
  loads <- list(
    block = as.double(make_schedule()), rest = rep(0, 30), one = 55, week = c(160 / 3, 0, 160 / 3, 0, 160 / 3, 0, 0),
    odd = (1:100 %% 3) * 17.3, long = rep(c(80.1, 0, 0, 33.7, 0), 200)
  )
  periods <- list(NULL, disuse(1, 1, "cast"), disuse(c(5, 12, 20), c(11, 14, 25), c("cast", "brace", "bed_rest")),
    disuse(c(3, 9), c(8, 10), c("suspension", "brace"), use = c(0.5, 0.9), transient = c(0, 0.3)))
  persons <- list(list(), list(age = 30, sex = "male"), list(age = 61.7), list(age = 68.9, sex = "female"),
    list(training_gain = 0.31, reference_load = 211.3, training_age = 4.4))
  tried <- 0
  for (load in loads) {
    n <- length(load)
    for (away in periods) {
      if (any(away$to > n)) next
      for (person in persons) {
        for (nutrition in list(NULL, rep_len(c(1, 1, 0.9), n))) {
          for (diet in list(NULL, c(0.994, 1.013))) {
            whole <- utils::modifyList(list(training_gain = 0.2, reference_load = 160, training_age = 0), person)
            of_day <- rep_len(if (is.null(nutrition)) 1 else nutrition, n)
            if (!is.null(diet)) of_day <- of_day * ifelse(load > 0, diet[[2]], diet[[1]])
            scenario <- list(load = load, nutrition = nutrition, disuse = away)
            ours <- engine_forcing(load, nutrition, diet, person_for_engine(person), disuse_for_engine(away))
            expect_identical(ours, oracle_forcing(load, of_day, away, whole))
            tried <- tried + 1
          }
        }
      }
    }
  }
  expect_gt(tried, 300)
})

test_that("the equations are the published ones", {
  w <- c(0, 0.3, 1, 2.5)
  expect_identical(engine_training_response(w), -expm1(-1.5 * w) / -expm1(-1.5))
  age <- c(20, 50, 63.3, 70, 90)
  expect_identical(engine_oldness(age), pmin(1, pmax(0, (age - 50) / 20)))
  age <- c(40, 70, 72.5, 73.1, 75, 85)
  for (sex in list(NULL, "male", "female")) {
    expect_identical(engine_ageing_rate(age, sex_code(sex)), oracle_ageing(age, sex))
  }
  expect_near(engine_ageing_rate(72.5, sex_code("male")), 0.0068, 1e-12)
  expect_near(engine_ageing_rate(72.5, sex_code("female")), 0.0052, 1e-12)
  day <- c(0.5, 1, 5, 7.7, 14, 14.1, 34.9, 35, 400)
  expect_identical(engine_strength_ratio(day),
    stats::approx(log(c(5, 14, 35)), c(4.2, 2.4, 1.9), log(day), rule = 2)$y)
})

test_that("strength falls faster than mass, does not come back in a brace, and comes back with mass", {
  by_hand <- function(mass, away) {
    loss <- 100 - mass
    disused <- cumsum(away)
    ratio <- ifelse(disused > 0, strength_loss(pmax(disused, 1), 1), 1)
    reached <- ifelse(loss > 0, loss * ratio, loss)
    for (i in which(disused > 0)) {
      if (away[[i]]) {
        reached[[i]] <- max(reached[[i - 1L]], reached[[i]])
        held <- if (loss[[i]] > 0) reached[[i]] / loss[[i]] else 1
      } else if (loss[[i]] > 0) {
        reached[[i]] <- loss[[i]] * held
      }
    }
    pmax(100 - reached, 0)
  }
  away <- c(FALSE, rep(TRUE, 20), rep(FALSE, 15), rep(TRUE, 9), rep(FALSE, 30))
  for (depth in c(2, 10, 60)) {
    mass <- 100 - depth * c(0, 1 - exp(-(1:20) / 6), seq(0.9, 0.1, length.out = 15), seq(0.2, 0.6, length.out = 9),
      seq(0.5, -0.2, length.out = 30))
    expect_identical(engine_strength_course(mass, away), by_hand(mass, away))
  }
  expect_identical(engine_strength_course(c(100, 99), c(FALSE, FALSE)), c(100, 99))
})
