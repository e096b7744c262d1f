# muscletwin, and base R in three ways. Each peer is a list:
#   label       as it appears in the tables
#   packages    what it needs
#   open()      is called once and gives a list of functions of a case:
#     peaks(case)   gives work(): the peak of each twin in the window
#     masses(case)  gives work(): list(peak, final_mass)
# A case is list(load, from, to, twins), twins with a row for each person. What work() does
# starts from these and is all timed; what open() does is not.

peers <- list()

# ---- muscletwin ----

# The engine as muscle_sim() calls it, without what R adds. `spec`: who; given_spec() has
# people as numbers, for which there is no verb, as a cohort knows how to draw its own.
engine_call <- function(output, case, spec, threads = 1L) {
  options <- list(
    solver = 1L, rtol = 1e-8, atol = 1e-10, step = 0.5, threads = threads,
    window = as.integer(c(case$from, case$to)), threshold = NaN
  )
  force(spec)
  switch(output,
    trainees = function() .Call(muscletwin:::C_cohort_trainees, spec, case$load, NULL, options, FALSE, NULL),
    days = function() .Call(muscletwin:::C_cohort_days, spec, case$load, NULL, options, NULL)
  )
}

given_spec <- function(twins) {
  spec <- muscletwin:::sim_spec(muscletwin::muscle_twin())
  spec$n <- as.double(nrow(twins))
  spec$twins <- as.double(as.matrix(twins[muscletwin:::parameter_names]))
  spec
}

# What a user calls: draws the people as well, and gives a data frame with the parameters,
# peak, peak day, final mass and responder of each. case$cohort has the people of case$twins.
muscletwin_verb <- function(case) {
  schedule <- muscletwin::muscle_schedule(case$load)
  function() {
    muscletwin::muscle_sim(schedule, case$cohort, output = "trainees", window = c(case$from, case$to))
  }
}

peers$muscletwin <- list(
  label = "muscletwin", packages = "muscletwin",
  open = function() {
    list(
      peaks = function(case) {
        run <- muscletwin_verb(case)
        function() run()$peak
      },
      masses = function(case) {
        run <- muscletwin_verb(case)
        function() as.list(run()[c("peak", "final_mass")])
      }
    )
  }
)

# ---- the published example: a loop over days and a data frame for each person ----

post_banister <- function(schedule, k1 = 1, k2 = 2.2, tau_g = 45, tau_h = 12, P0 = 100) {
  n <- nrow(schedule)
  load <- schedule$load
  g <- h <- numeric(n)
  for (t in seq_len(n)) {
    g[t] <- (if (t > 1) g[t - 1] else 0) * exp(-1 / tau_g) + k1 * load[t]
    h[t] <- (if (t > 1) h[t - 1] else 0) * exp(-1 / tau_h) + k2 * load[t]
  }
  data.frame(day = schedule$day, load = load, g = g, h = h, perf = P0 + g - h)
}

peers$post <- list(
  label = "the post's R: `mapply`, a data frame each", packages = character(),
  open = function() {
    list(peaks = function(case) {
      schedule <- data.frame(day = seq_along(case$load), load = case$load)
      function() {
        mapply(function(k1, k2, tau_g, tau_h, p0) {
          path <- post_banister(schedule, k1, k2, tau_g, tau_h, p0)
          max(path$perf[path$day >= case$from & path$day <= case$to])
        }, case$twins$k1, case$twins$k2, case$twins$tau_g, case$twins$tau_h, case$twins$p0)
      }
    })
  }
)

# ---- R at its best: a loop over days, vectors over people ----

vectorised <- function(case, with_mass = FALSE) {
  load <- case$load
  twins <- case$twins
  function() {
    g_decay <- exp(-1 / twins$tau_g)
    h_decay <- exp(-1 / twins$tau_h)
    g <- h <- 0
    peak <- -Inf
    for (t in seq_along(load)) {
      # A day of rest adds nothing.
      g <- if (load[[t]] == 0) g * g_decay else g * g_decay + twins$k1 * load[[t]]
      h <- if (load[[t]] == 0) h * h_decay else h * h_decay + twins$k2 * load[[t]]
      if (t >= case$from && t <= case$to) peak <- pmax(peak, twins$p0 + g - h)
    }
    if (!with_mass) {
      return(peak)
    }
    decay <- exp(-twins$k_d)
    gain <- -twins$k_s * expm1(-twins$k_d) / twins$k_d
    mass <- twins$m0
    for (t in seq_along(load)) {
      mass <- if (load[[t]] == 0) mass * decay else mass * decay + gain * load[[t]]
    }
    list(peak = peak, final_mass = mass)
  }
}

peers$vectorised <- list(
  label = "R, vectorised over trainees", packages = character(),
  open = function() {
    list(peaks = vectorised, masses = function(case) vectorised(case, with_mass = TRUE))
  }
)

# ---- the recursive filter of package stats ----

peers$filter <- list(
  label = "`stats::filter`", packages = character(),
  open = function() {
    list(peaks = function(case) {
      window <- case$from:case$to
      function() {
        twins <- case$twins
        g_decay <- exp(-1 / twins$tau_g)
        h_decay <- exp(-1 / twins$tau_h)
        vapply(seq_len(nrow(twins)), function(i) {
          g <- stats::filter(twins$k1[[i]] * case$load, g_decay[[i]], method = "recursive")
          h <- stats::filter(twins$k2[[i]] * case$load, h_decay[[i]], method = "recursive")
          twins$p0[[i]] + max(g[window] - h[window])
        }, 0)
      }
    })
  }
)

# ---- one twin in base R ----

base_performance <- function(load, twin = muscletwin::muscle_twin()) {
  function() {
    n <- length(load)
    g <- h <- numeric(n)
    g_decay <- exp(-1 / twin$tau_g)
    h_decay <- exp(-1 / twin$tau_h)
    a <- b <- 0
    for (t in seq_len(n)) {
      g[[t]] <- a <- a * g_decay + twin$k1 * load[[t]]
      h[[t]] <- b <- b * h_decay + twin$k2 * load[[t]]
    }
    twin$p0 + g - h
  }
}

filter_performance <- function(load, twin = muscletwin::muscle_twin()) {
  function() {
    g <- stats::filter(twin$k1 * load, exp(-1 / twin$tau_g), method = "recursive")
    h <- stats::filter(twin$k2 * load, exp(-1 / twin$tau_h), method = "recursive")
    as.double(twin$p0 + g - h)
  }
}

# Mass at the end of each day, by the closed form.
vectorised_mass_path <- function(case) {
  x <- case$twins
  decay <- exp(-x$k_d)
  gain <- -x$k_s * expm1(-x$k_d) / x$k_d
  mass <- numeric(length(case$load))
  m <- x$m0
  for (t in seq_along(case$load)) mass[[t]] <- m <- m * decay + gain * case$load[[t]]
  mass
}

# ---- the distribution over a cohort in base R ----

# Mean, sd and quantiles of the four quantities on each day: rows as muscle_sim() has them.
summary_in_r <- function(case, probs = unname(muscletwin:::summary_probs)) {
  function() {
    twins <- case$twins
    days <- length(case$load)
    g_decay <- exp(-1 / twins$tau_g)
    h_decay <- exp(-1 / twins$tau_h)
    decay <- exp(-twins$k_d)
    gain <- -twins$k_s * expm1(-twins$k_d) / twins$k_d
    g <- h <- 0
    mass <- twins$m0
    mean <- sd <- matrix(0, days, 4L)
    quantiles <- array(0, c(days, 4L, length(probs)))
    for (t in seq_len(days)) {
      load <- case$load[[t]]
      g <- g * g_decay + twins$k1 * load
      h <- h * h_decay + twins$k2 * load
      mass <- mass * decay + gain * load
      state <- list(mass, g, h, twins$p0 + g - h)
      for (q in 1:4) {
        mean[t, q] <- base::mean(state[[q]])
        sd[t, q] <- stats::sd(state[[q]])
        quantiles[t, q, ] <- stats::quantile(state[[q]], probs, names = FALSE)
      }
    }
    list(mean = as.double(mean), sd = as.double(sd), quantiles = matrix(quantiles, days * 4L))
  }
}
