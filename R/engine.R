# What the engine calls things: names by their codes.

distribution_codes <- c(fixed = 0L, lognormal = 1L, normal = 2L)

log_for_engine <- function(log) {
  list(as.double(log$day), as.double(log$load), as.double(log$performance))
}

quantity_codes <- c(fitness = 1L, fatigue = 2L, performance = 3L, training = 5L, level = 6L)

prior_for_engine <- function(prior) {
  list(prior$performance, prior$load, prior$half_life, prior$initial_sd,
    as.double(prior$mean), as.double(prior$covariance))
}

model_codes <- c(banister = 0L, fitness_only = 1L, vdr = 2L, level = 3L)

leucine_molar_mass <- 131.17

leucine_facts <- function() .Call(C_leucine_constants)

solvers <- c("cvode", "exact", "euler")

solver_options <- function(solver, rtol = 1e-8, atol = 1e-10, call = rlang::caller_env()) {
  list(
    solver = match(check_choice(solver, solvers, "solver", call), solvers) - 1L,
    rtol = check_number(rtol, "rtol", 0, 0.1, open = TRUE, call = call),
    atol = check_number(atol, "atol", 0, open = TRUE, call = call),
    step = 0.5
  )
}

summary_probs <- c(q1 = 0.01, q5 = 0.05, q10 = 0.1, q25 = 0.25, q50 = 0.5, q75 = 0.75, q90 = 0.9, q95 = 0.95,
  q99 = 0.99)

quantities <- c("mass", "fitness", "fatigue", "performance")

parameter_names <- c("k_s", "k_d", "m0", "p0", "k1", "k2", "tau_g", "tau_h")

load_effects <- c("same_day", "next_day")

load_effect_code <- function(load_effect) {
  if (load_effect == "same_day") 0L else 1L
}
