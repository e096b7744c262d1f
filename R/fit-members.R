# What the members of a fit say: one model, or several weighted by their evidence.

fit_parameters <- function(fit) {
  c(model_coefs[[main_model(fit)]],
    if (fit$spec$initial$code == 2L) {
      switch(main_model(fit), level = NULL, fitness_only = "fitness0", c("fitness0", "fatigue0"))
    })
}

# Quantiles of the posterior, or of the prior: a matrix with a row per parameter.
fit_quantiles <- function(fit, probs, prior = FALSE) {
  model <- main_model(fit)
  points <- if (!prior) member_points(fit, model)
  q <- engine_fit_quantiles(prior_for_engine(fit$prior), engine_options(model, fit$spec), points, as.double(probs))
  q <- t(q)
  rownames(q) <- engine_names(model)
  q
}

has_quantity <- function(model, quantity) {
  switch(quantity,
    fitness = model != "level",
    fatigue = !model %in% c("level", "fitness_only"),
    TRUE
  )
}

# A list: mean, sd, quantiles [day x prob] of a quantity on the days `at`.
predict_days <- function(fit, at, probs = numeric(), quantity = "performance", noise = FALSE,
                         future = NULL) {
  future <- list(as.double(future$day), as.double(future$load))
  models <- Filter(function(model) has_quantity(model, quantity), names(fit$members))
  weights <- fit$weights[models] / sum(fit$weights[models])
  order <- order(at)
  from <- log_for_engine(fit$log)
  belief <- prior_for_engine(fit$prior)
  total <- NULL
  for (model in models[weights > 0]) {
    part <- engine_forecast(
      from, belief, engine_options(model, fit$spec), member_points(fit, model), future,
      as.double(at[order]), list(quantity_codes[[quantity]], as.integer(noise)), as.double(probs)
    )
    part <- lapply(part, function(x) x * weights[[model]])
    total <- if (is.null(total)) part else Map(`+`, total, part)
  }
  back <- order(order)
  list(mean = total$mean[back], sd = total$sd[back], quantiles = total$quantiles[back, , drop = FALSE])
}

tested <- function(fit) !is.na(fit$log$performance)

# Paths [day x draw]. Members of an average are joined by rank: draw r of each is the r-th in
# order of its performance on the last day under the first of the plans, which averages
# quantiles. `order` carries the ranks from that plan to the others.
fit_paths <- function(fit, at, future, n, seed, noise, order = NULL, quantity = "performance") {
  parts <- raw_paths(fit, at, future, n, seed, noise, quantity)
  if (length(parts) == 1L) {
    return(parts[[1L]])
  }
  join_paths(parts, fit$weights, if (is.null(order)) path_ranks(parts) else order)
}

join_paths <- function(parts, weights, order) {
  total <- 0
  for (model in names(parts)) total <- total + weights[[model]] * parts[[model]][, order[[model]], drop = FALSE]
  total
}

raw_paths <- function(fit, at, future, n, seed, noise, quantity = "performance") {
  models <- names(fit$members)[fit$weights[names(fit$members)] > 0]
  lapply(stats::setNames(nm = models), function(model) {
    engine_forecast_draws(
      log_for_engine(fit$log), prior_for_engine(fit$prior), engine_options(model, fit$spec),
      member_points(fit, model), list(as.double(future$day), as.double(future$load)), as.double(at),
      list(quantity_codes[[quantity]], as.integer(noise)), as.double(n), as.double(seed)
    )
  })
}

path_ranks <- function(parts) {
  lapply(parts, function(paths) order(paths[nrow(paths), ]))
}

fit_models <- c("average", "banister", "fitness_only", "vdr", "level")

# What the engine calls its ten numbers (MT_FIT_*); vdr's third is k3.
fit_names <- c("p0", "k1", "k2", "tau_g", "tau_h", "sigma", "drift", "tau_3", "fitness0", "fatigue0")

engine_names <- function(model) {
  if (model == "vdr") sub("k2", "k3", fit_names) else fit_names
}

model_coefs <- list(
  banister = c("p0", "k1", "k2", "tau_g", "tau_h"), fitness_only = c("p0", "k1", "tau_g"),
  vdr = c("p0", "k1", "k3", "tau_g", "tau_h", "tau_3"), level = "p0"
)

member_models <- function(model) {
  if (model == "average") c("banister", "vdr", "level") else model
}

engine_options <- function(model, spec) {
  list(model_codes[[model]], load_effect_code(spec$load_effect), spec$initial$code,
    spec$initial$fitness, spec$initial$fatigue, spec$points)
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
      engine_options(model, fit$spec))$points
  }
  points
}
