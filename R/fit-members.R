# What the members of a fit say: one model, or several weighted by their evidence.

fit_parameters <- function(fit) {
  c(model_coefs[[main_model(fit)]],
    if (fit$spec$initial$code == 2L) {
      switch(main_model(fit), level = NULL, fitness_only = "fitness0", c("fitness0", "fatigue0"))
    })
}

# The weight of each model; a fit of one model need not have any.
fit_weights <- function(fit) {
  if (is.null(fit$weights)) stats::setNames(1, fit$model) else fit$weights
}

fit_terms.muscle_fit <- function(fit) {
  member <- main_member(fit)
  names <- fit_parameters(fit)
  all <- c(names, "sigma", "drift")
  list(coef = names, estimate = member$mean[all], covariance = member$vcov[all, all, drop = FALSE])
}

fit_spread.muscle_fit <- function(fit, terms, level) {
  fit_quantiles(fit, interval_probs(level))[terms, , drop = FALSE]
}

fit_quantiles.muscle_fit <- function(fit, probs, prior = FALSE) {
  model <- main_model(fit)
  probs <- as.double(probs)
  q <- if (prior) {
    engine_prior_quantiles(prior_for_engine(fit$prior), options_for_engine(model, fit$spec), probs)
  } else {
    engine_fit_quantiles(posterior_for_engine(fit, model), probs)
  }
  q <- t(q)
  rownames(q) <- names_of_fit(model)
  q
}

fit_fitted.muscle_fit <- function(fit, all = FALSE) {
  fit_predict(fit, fit$log$day[all | tested(fit)])$mean
}

fit_evidence.muscle_fit <- function(fit) {
  mixed <- function(name) {
    each <- vapply(fit$members, `[[`, 0, name)
    max(each) + log(sum(fit$weights * exp(each - max(each))))
  }
  list(log_lik = mixed("log_lik"), df = length(fit_parameters(fit)) + 2L, log_evidence = mixed("log_evidence"),
    converged = all(vapply(fit$members, `[[`, 0, "status") == 0))
}

fit_quantities.muscle_fit <- function(fit) {
  models <- names(which(fit_weights(fit) > 0))
  known <- c("performance", "fitness", "fatigue")
  known[vapply(known, function(q) any(vapply(models, has_quantity, NA, quantity = q)), NA)]
}

fit_why_not.muscle_fit <- function(fit, what) NULL

has_quantity <- function(model, quantity) {
  switch(quantity,
    fitness = model != "level",
    fatigue = !model %in% c("level", "fitness_only"),
    TRUE
  )
}

fit_predict.muscle_fit <- function(fit, at, probs = numeric(), quantity = "performance", noise = FALSE,
                                   ahead = NULL) {
  ahead <- loads_for_engine(ahead$day, ahead$load)
  models <- Filter(function(model) has_quantity(model, quantity), names(fit$members))
  weights <- fit$weights[models] / sum(fit$weights[models])
  order <- order(at)
  wanted <- list(quantity = quantity_codes[[quantity]], noise = as.integer(noise), probs = as.double(probs))
  total <- NULL
  for (model in models[weights > 0]) {
    part <- engine_forecast(posterior_for_engine(fit, model), ahead, as.double(at[order]), wanted)
    part <- lapply(part, function(x) x * weights[[model]])
    total <- if (is.null(total)) part else Map(`+`, total, part)
  }
  back <- order(order)
  list(mean = total$mean[back], sd = total$sd[back], quantiles = total$quantiles[back, , drop = FALSE])
}

tested <- function(fit) !is.na(fit$log$performance)

fit_paths.muscle_fit <- function(fit, at, ahead, n, seed, noise = FALSE, quantity = "performance") {
  models <- Filter(function(m) fit$weights[[m]] > 0 && has_quantity(m, quantity), names(fit$members))
  lapply(stats::setNames(nm = models), function(model) {
    engine_forecast_draws(posterior_for_engine(fit, model), loads_for_engine(ahead$day, ahead$load), as.double(at),
      list(quantity = quantity_codes[[quantity]], noise = as.integer(noise)), as.double(n), as.double(seed))
  })
}

# The paths of a fit [day x draw]. Models of an average are joined by rank: draw r of each is
# the r-th in order of its performance on the last day under the first of the plans, which
# averages quantiles. `ranks` carries the order from that plan to the others.
join_paths <- function(parts, weights, ranks = path_ranks(parts)) {
  total <- 0
  for (model in names(parts)) total <- total + weights[[model]] * parts[[model]][, ranks[[model]], drop = FALSE]
  total
}

# The same where a single model keeps the order of its draws.
own_or_joined <- function(parts, weights, ranks = path_ranks(parts)) {
  if (length(parts) == 1L) parts[[1L]] else join_paths(parts, weights, ranks)
}

path_ranks <- function(parts) {
  lapply(parts, function(paths) order(paths[nrow(paths), ]))
}

fit_slopes.muscle_fit <- function(fit, model, day, load, goal, wanted, draws = 0, seed = 0) {
  engine_forecast_slope(posterior_for_engine(fit, model), loads_for_engine(day, load), goal,
    match(wanted, c("draws", "slope", "curvature")) - 1L, as.double(draws), as.double(seed))
}

fit_models <- c("average", "banister", "fitness_only", "vdr", "level")

# What the engine calls its ten numbers (MT_FIT_*); vdr's third is k3.
fit_names <- c("p0", "k1", "k2", "tau_g", "tau_h", "sigma", "drift", "tau_3", "fitness0", "fatigue0")

names_of_fit <- function(model) {
  if (model == "vdr") sub("k2", "k3", fit_names) else fit_names
}

model_coefs <- list(
  banister = c("p0", "k1", "k2", "tau_g", "tau_h"), fitness_only = c("p0", "k1", "tau_g"),
  vdr = c("p0", "k1", "k3", "tau_g", "tau_h", "tau_3"), level = "p0"
)

member_models <- function(model) {
  if (model == "average") c("banister", "vdr", "level") else model
}

options_for_engine <- function(model, spec) {
  list(model = model_codes[[model]], load_effect = load_effect_code(spec$load_effect), initial = spec$initial$code,
    fitness0 = spec$initial$fitness, fatigue0 = spec$initial$fatigue, points = spec$points)
}

# A member as the engine needs it for a forecast.
posterior_for_engine <- function(fit, model) {
  list(log = log_for_engine(fit$log), prior = prior_for_engine(fit$prior),
    options = options_for_engine(model, fit$spec), points = member_points(fit, model))
}

# The member whose parameters stand for the fit.
main_member <- function(fit) {
  fit$members[[if (fit$model == "average") "banister" else fit$model]]
}

main_model <- function(fit) {
  if (fit$model == "average") "banister" else fit$model
}

# Points are a cache: kept by a single fit, made again (the same bits) where they are not.
member_points <- function(fit, model) {
  points <- fit$members[[model]]$points
  if (is.null(points)) {
    points <- engine_fit_bayes(log_for_engine(fit$log), prior_for_engine(fit$prior),
      options_for_engine(model, fit$spec))$points
  }
  points
}
