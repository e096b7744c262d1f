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

# ---- what the oracles are tried on ----

grid_loads <- function() {
  list(
    one_rest = 0, one = 60, two = c(0, 50), zeros = numeric(30), constant = rep(70, 30),
    block = oracle_schedule(), huge = rep(c(1e6, 0, 0), 20), last_only = c(numeric(20), 80),
    tiny = rep(1e-12, 10), long = with_seed(1, ifelse(runif(400) < 0.5, 0, 100 * runif(400)))
  )
}
