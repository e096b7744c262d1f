# Each layer once more, written from the equations and with nothing but base R. Slow and
# plain on purpose: what the engine must agree with.

# Runs code after set.seed(seed) with R's default generators, and puts the random state of
# the caller back, also if there was none.
with_seed <- function(seed, code) {
  space <- globalenv()
  before <- space[[".Random.seed"]]
  kind <- RNGkind()
  on.exit({
    suppressWarnings(RNGkind(kind[[1]], kind[[2]], kind[[3]]))
    if (is.null(before)) rm(".Random.seed", envir = space) else assign(".Random.seed", before, envir = space)
  })
  set.seed(seed, "Mersenne-Twister", "Inversion", "Rejection")
  force(code)
}

# ---- schedule ----

# The days of the week that are trained, and the range of the load, in weeks 1 to 20.
oracle_schedule <- function(n = 140, seed = 42) {
  week_plan <- function(week) {
    if (week <= 4) list(c(1, 3, 5), 45, 62)
    else if (week <= 8) list(c(1, 2, 4, 6), 65, 82)
    else if (week <= 12) list(1:5, 75, 92)
    else if (week <= 16) list(c(1, 3, 5), 45, 62)
    else if (week <= 18) list(c(1, 4), 25, 40)
    else list(integer(), 0, 0)
  }
  with_seed(seed, {
    load <- numeric(n)
    for (day in seq_len(n)) {
      plan <- week_plan((day - 1) %/% 7 + 1)
      if (((day - 1) %% 7 + 1) %in% plan[[1]]) load[day] <- runif(1, plan[[2]], plan[[3]])
    }
    load
  })
}

# ---- layer 1 ----

# Explicit Euler, the load and the nutrition looked up at the start of each step.
oracle_euler <- function(load, k_s = 0.0018, k_d = 0.0008, m0 = 35, nutrition = 1, step = 0.5) {
  n <- length(load)
  nutrition <- rep_len(nutrition, n)
  time <- seq(0, n - 1, by = step)
  mass <- numeric(length(time))
  mass[1] <- m0
  for (i in seq_along(time)[-1]) {
    day <- floor(time[i - 1]) + 1
    rate <- k_s * nutrition[day] * load[day] - k_d * mass[i - 1]
    mass[i] <- mass[i - 1] + step * rate
  }
  data.frame(time = time, mass = mass)
}

# The solution as a sum over days, not as a recursion: what is left at time t of the mass
# at time 0, and of what each day built while it lasted.
oracle_mass <- function(times, load, k_s = 0.0018, k_d = 0.0008, m0 = 35, nutrition = 1) {
  built <- k_s * rep_len(nutrition, length(load)) * load
  vapply(times, function(t) {
    day <- which(seq_along(load) - 1 < t)
    since_end <- pmax(t - day, 0)
    lasted <- pmin(t - (day - 1), 1)
    left <- if (k_d == 0) lasted else exp(-k_d * since_end) * -expm1(-k_d * lasted) / k_d
    m0 * exp(-k_d * t) + sum(built[day] * left)
  }, 0)
}

# ---- layer 2 ----

oracle_banister <- function(load, k1 = 1, k2 = 2.2, tau_g = 45, tau_h = 12, P0 = 100,
                            load_effect = "same_day") {
  n <- length(load)
  g <- h <- numeric(n)
  g_now <- h_now <- 0
  for (t in seq_len(n)) {
    if (load_effect == "same_day") {
      g_now <- exp(-1 / tau_g) * g_now + k1 * load[t]
      h_now <- exp(-1 / tau_h) * h_now + k2 * load[t]
    } else if (t > 1) {
      g_now <- exp(-1 / tau_g) * (g_now + k1 * load[t - 1])
      h_now <- exp(-1 / tau_h) * (h_now + k2 * load[t - 1])
    }
    g[t] <- g_now
    h[t] <- h_now
  }
  data.frame(day = seq_len(n), load = load, g = g, h = h, perf = P0 + g - h)
}

# The same as a sum over all earlier loads.
oracle_banister_sum <- function(load, k1 = 1, k2 = 2.2, tau_g = 45, tau_h = 12, P0 = 100,
                                load_effect = "same_day") {
  n <- length(load)
  lag <- if (load_effect == "same_day") 0 else 1
  felt <- function(k, tau) {
    vapply(seq_len(n), function(t) {
      past <- seq_len(max(t - lag, 0))
      k * sum(exp(-(t - past) / tau) * load[past])
    }, 0)
  }
  g <- felt(k1, tau_g)
  h <- felt(k2, tau_h)
  data.frame(day = seq_len(n), load = load, g = g, h = h, perf = P0 + g - h)
}

# ---- layer 3 ----

oracle_cohort <- function(n = 400, seed = 99) {
  with_seed(seed, {
    tau_g <- exp(rnorm(n, log(45), 0.25))
    tau_h <- exp(rnorm(n, log(12), 0.30))
    k1 <- exp(rnorm(n, log(1), 0.35))
    k2 <- exp(rnorm(n, log(2.2), 0.35))
    data.frame(tau_g, tau_h, k1, k2)
  })
}

oracle_peaks <- function(load, twins, from = 120) {
  days <- seq_along(load) >= from
  vapply(seq_len(nrow(twins)), function(i) {
    max(oracle_banister(load, twins$k1[i], twins$k2[i], twins$tau_g[i], twins$tau_h[i])$perf[days])
  }, 0)
}

# ---- the clinic ----

# Mass by day from 0, per cent of before, of a person whose use, turnover, answer to training and
# extra breakdown are as given: one day after the other, in closed form or by many short steps.
oracle_rehab <- function(stimulus, away, use, extra, since, age, shift = 0, k_d = 0.0126, responds = 1, excess = 1) {
  synthesis <- 1 + (stimulus - 1) * (1 - 0.5 * oracle_old(age)) * responds
  synthesis[away] <- synthesis[away] * pmin(1, pmax(0, use[away] + shift))
  mass <- 100
  for (day in seq_along(stimulus)) {
    now <- mass[[day]]
    steps <- 400
    for (i in seq_len(steps)) { # the midpoint rule for breakdown, exact for a constant
      t <- day - 1 + (i - 0.5) / steps
      b <- 1 + if (extra[[day]] > 0) excess * extra[[day]] * exp(-(t - since[[day]]) / 7) else 0
      now <- synthesis[[day]] * 100 / b + (now - synthesis[[day]] * 100 / b) * exp(-k_d * b / steps)
    }
    mass[[day + 1]] <- now
  }
  mass
}

# ---- what the oracles are tried on ----

grid_loads <- function() {
  list(
    one_rest = 0, one = 60, two = c(0, 50), zeros = numeric(30), constant = rep(70, 30),
    block = oracle_schedule(), huge = rep(c(1e6, 0, 0), 20), last_only = c(numeric(20), 80),
    tiny = rep(1e-12, 10), long = with_seed(1, ifelse(runif(400) < 0.5, 0, 100 * runif(400)))
  )
}

# ---- a day's meals ----

oracle_old <- function(age) if (is.null(age)) 0 else min(1, max(0, (age - 50) / 20))

# Fold rises of the meals of a day, round and round: `free` is what can respond.
oracle_responses <- function(time, leucine_g, weight, age = NULL, session = NULL, trigger = NULL,
                             rule = c(e_max = 1, d0 = 0.14, refractory = 180, spent = 0.03)) {
  if (anyDuplicated(time)) { # foods of one time are one meal, and share its response by leucine
    one <- tapply(leucine_g, time, sum)
    whole <- oracle_responses(as.double(names(one)), as.vector(one), weight, age, session, trigger, rule)
    at <- match(time, as.double(names(one)))
    return(ifelse(one[at] > 0, whole[at] * leucine_g / one[at], 0))
  }
  old <- oracle_old(age)
  dose <- leucine_g / 0.09 / weight
  if (!is.null(trigger)) dose[leucine_g < trigger] <- 0
  amplitude <- rep(1 - 0.16 * old, length(time))
  if (!is.null(session)) {
    since <- time - session
    amplitude <- amplitude * (1 + ifelse(since >= 0, 0.10 * (1 - since / 24), 0))
  }
  free <- 1
  last <- NULL
  for (round in 0:1) {
    response <- numeric()
    for (i in seq_along(time)) {
      now <- 60 * time[[i]] + 1440 * round
      if (!is.null(last)) free <- min(1, free + (now - last) / rule[["refractory"]])
      rise <- rule[["e_max"]] * (1 - exp(-dose[[i]] / (rule[["d0"]] * (1 + 0.67 * old))))
      response[[i]] <- rise * amplitude[[i]] * free
      free <- free * exp(-dose[[i]] / rule[["spent"]])
      last <- now
    }
  }
  response
}

oracle_synthesis <- function(q) 1 + 2.25 / 24 * q

oracle_habit <- function(weight, age, ...) {
  sum(oracle_responses(c(8, 13, 19), 0.08 * 1.2 * weight * c(0.20, 0.35, 0.45), weight, age, ...))
}

# Shares of the day's leucine that make `score` largest: from equal meals and the best six of
# all ways to share among some of them ...
oracle_split <- function(score, n) {
  starts <- lapply(seq_len(2^n - 1), function(code) {
    used <- bitwAnd(code, 2^(seq_len(n) - 1)) > 0
    used / sum(used)
  })
  value <- vapply(starts, score, 0)
  starts <- starts[unique(c(length(starts), utils::head(order(-value), 6L)))]
  found <- lapply(starts, function(parts) oracle_climb(score, parts))
  found[[which.max(vapply(found, score, 0))]]
}

# ... by moving leucine between pairs of meals, with ever smaller moves.
oracle_climb <- function(score, parts) {
  n <- length(parts)
  best <- score(parts)
  move <- 0.5 / n
  while (n > 1L && move > 1e-4) {
    found <- FALSE
    for (from in seq_len(n)) {
      for (to in seq_len(n)[-from]) {
        if (parts[[from]] < move) next
        trial <- parts
        trial[[from]] <- trial[[from]] - move
        trial[[to]] <- trial[[to]] + move
        value <- score(trial)
        if (value > best + 1e-12) {
          best <- value
          parts <- trial
          found <- TRUE
        }
      }
    }
    if (!found) move <- move / 2
  }
  parts
}
