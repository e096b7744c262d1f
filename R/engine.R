# The one door to the engine: every .Call, a function a routine, named as the routine is
# (src/r_routines.h says what each argument is); and what the engine calls things, names by
# their codes. No arithmetic on a model.

engine_most_threads <- function() .Call(C_most_threads)

engine_schedule_make <- function(n_days, seed) .Call(C_schedule_make, n_days, seed)

engine_banister <- function(load, day, twin) .Call(C_banister, load, day, twin)

engine_mass <- function(piece_end, load, nutrition, times, twin, options) {
  .Call(C_mass, piece_end, load, nutrition, times, twin, options)
}

engine_simulate <- function(load, nutrition, twin, options) .Call(C_simulate, load, nutrition, twin, options)

engine_cohort_draw <- function(cohort, generator) .Call(C_cohort_draw, cohort, generator)

engine_cohort_responds <- function(cohort) .Call(C_cohort_responds, cohort)

engine_cohort_trainees <- function(cohort, load, nutrition, options, parameters, progress) {
  .Call(C_cohort_trainees, cohort, load, nutrition, options, parameters, progress)
}

engine_cohort_days <- function(cohort, load, nutrition, options, progress) {
  .Call(C_cohort_days, cohort, load, nutrition, options, progress)
}

engine_cohort_body <- function(cohort, load, options, vo2max, mass, progress) {
  .Call(C_cohort_body, cohort, load, options, vo2max, mass, progress)
}

engine_cohort_summary <- function(cohort, load, nutrition, options, probs, progress) {
  .Call(C_cohort_summary, cohort, load, nutrition, options, probs, progress)
}

engine_cohort_summary_part <- function(cohort, load, nutrition, options, progress) {
  .Call(C_cohort_summary_part, cohort, load, nutrition, options, progress)
}

engine_cohort_summary_join <- function(cohort, load, nutrition, options, parts, probs) {
  .Call(C_cohort_summary_join, cohort, load, nutrition, options, parts, probs)
}

engine_prior_scale <- function(log, prior) .Call(C_prior_scale, log, prior)

engine_fit_bayes <- function(log, prior, options) .Call(C_fit_bayes, log, prior, options)

engine_fit_quantiles <- function(posterior, probs) .Call(C_fit_quantiles, posterior, probs)

engine_prior_quantiles <- function(prior, options, probs) .Call(C_prior_quantiles, prior, options, probs)

engine_fit_draws <- function(posterior, n_draws, seed) .Call(C_fit_draws, posterior, n_draws, seed)

engine_fit_batch <- function(logs, prior, options, threads, probs, progress) {
  .Call(C_fit_batch, logs, prior, options, threads, probs, progress)
}

engine_fit_least_squares <- function(log, options, bounds) .Call(C_fit_least_squares, log, options, bounds)

engine_forecast <- function(posterior, ahead, at, options) .Call(C_forecast, posterior, ahead, at, options)

engine_forecast_draws <- function(posterior, ahead, at, options, n_draws, seed) {
  .Call(C_forecast_draws, posterior, ahead, at, options, n_draws, seed)
}

engine_forecast_slope <- function(posterior, ahead, goal, wanted, n_draws, seed) {
  .Call(C_forecast_slope, posterior, ahead, goal, wanted, n_draws, seed)
}

engine_leucine <- function(runs, times, threads) .Call(C_leucine, runs, times, threads)

engine_leucine_constants <- function() .Call(C_leucine_constants)

engine_leucine_volumes <- function(body) .Call(C_leucine_volumes, body)

engine_turnover <- function(forcing, synthesis, persons, times, options, threads) {
  .Call(C_turnover, forcing, synthesis, persons, times, options, threads)
}

# person: list(age, sex, training_gain, reference_load, training_age); NULL is the engine's own.
engine_forcing <- function(load, nutrition, diet, person, disuse) {
  .Call(C_forcing, load, nutrition, diet, person, disuse)
}

engine_disuse_kinds <- function() .Call(C_disuse_kinds)

engine_training_response <- function(load) .Call(C_training_response, load)

engine_oldness <- function(age) .Call(C_oldness, age)

engine_ageing_rate <- function(age, sex) .Call(C_ageing_rate, age, sex)

engine_strength_ratio <- function(day) .Call(C_strength_ratio, day)

engine_strength_course <- function(mass, away) .Call(C_strength_course, mass, away)

engine_vo2max <- function(age, sex, weight) .Call(C_vo2max, age, sex, weight)

engine_meal_sources <- function() .Call(C_meal_sources)

engine_habitual_meals <- function(weight) .Call(C_habitual_meals, weight)

engine_day_synthesis <- function(day) .Call(C_day_synthesis, day)

engine_day_leucine <- function(day, habit = TRUE) .Call(C_day_leucine, day, habit)

engine_rehab_course <- function(rehab, n_people) .Call(C_rehab_course, rehab, n_people)

engine_elder_course <- function(elder, years, n_people) .Call(C_elder_course, elder, years, n_people)

engine_limb_mass <- function(muscle, muscle_sd) .Call(C_limb_mass, muscle, muscle_sd)

engine_day_plan <- function(day, leucine_g, n_draws) .Call(C_day_plan, day, leucine_g, n_draws)

engine_plasma_leucine <- function(plasma, minute, umol, source, times) {
  .Call(C_plasma_leucine, plasma, minute, umol, source, times)
}

# Persons first .. first + n - 1 of a stream; only "responds" takes its key from `seed`.
engine_stream_normals <- function(stream, n, first = 0, seed = 0) .Call(C_stream_normals, stream, seed, first, n)

distribution_codes <- c(fixed = 0L, lognormal = 1L, normal = 2L)

log_for_engine <- function(log) {
  list(day = as.double(log$day), load = as.double(log$load), performance = as.double(log$performance))
}

loads_for_engine <- function(day, load) list(day = as.double(day), load = as.double(load))

quantity_codes <- c(fitness = 1L, fatigue = 2L, performance = 3L, training = 5L, level = 6L)

prior_for_engine <- function(prior) {
  list(performance = prior$performance, load = prior$load, half_life = prior$half_life, initial_sd = prior$initial_sd,
    mean = as.double(prior$mean), covariance = as.double(prior$covariance))
}

model_codes <- c(banister = 0L, fitness_only = 1L, vdr = 2L, level = 3L)

# Every number that the engine takes where it is given none, by struct and field.
engine_defaults <- function() .Call(C_defaults)

solvers <- c("cvode", "exact", "euler")

solver_options <- function(solver, rtol = 1e-8, atol = 1e-10, call = rlang::caller_env()) {
  list(
    solver = match(check_choice(solver, solvers, "solver", call), solvers) - 1L,
    rtol = check_number(rtol, "rtol", 0, 0.1, open = TRUE, call = call),
    atol = check_number(atol, "atol", 0, open = TRUE, call = call)
  )
}

summary_probs <- c(q1 = 0.01, q5 = 0.05, q10 = 0.1, q25 = 0.25, q50 = 0.5, q75 = 0.75, q90 = 0.9, q95 = 0.95,
  q99 = 0.99)

quantities <- c("mass", "fitness", "fatigue", "performance")

parameter_names <- c("k_s", "k_d", "m0", "p0", "k1", "k2", "tau_g", "tau_h")

load_effects <- c("same_day", "next_day")

sex_code <- function(sex) if (is.null(sex)) 0L else match(sex, sexes)

load_effect_code <- function(load_effect) {
  if (load_effect == "same_day") 0L else 1L
}
