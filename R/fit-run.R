# One fit of one model, by the engine.

scale_prior <- function(prior, log, model) {
  if (model == "level" && !any(log$load > 0)) prior$load <- 1
  if (anyNA(c(prior$performance, prior$load))) {
    scale <- engine_prior_scale(log_for_engine(log), prior_for_engine(prior))
    prior$performance <- scale[[1L]]
    prior$load <- scale[[2L]]
  }
  prior
}

fit_log <- function(read, spec, prior, na_load) {
  log <- read$frame
  if (spec$method == "least_squares") {
    return(fit_least_squares(read, spec))
  }
  prior <- scale_prior(prior, log, spec$model)
  from <- log_for_engine(log)
  belief <- prior_for_engine(prior)
  members <- lapply(stats::setNames(nm = member_models(spec$model)), function(model) {
    named_member(engine_fit_bayes(from, belief, options_for_engine(model, spec)), model)
  })
  new_fit(read, spec, prior, members, na_load)
}

named_member <- function(member, model) {
  names <- names_of_fit(model)
  names(member$mean) <- names
  dimnames(member$vcov) <- list(names, names)
  member
}

fit_again.muscle_fit <- function(fit, read) {
  fit_log(read, fit$spec, if (is.null(fit$prior)) muscle_prior() else fit$prior, fit$na_load)
}

new_fit <- function(read, spec, prior, members, na_load) {
  evidence <- vapply(members, `[[`, 0, "log_evidence")
  weights <- stats::setNames(1, names(members)[[1L]])
  if (spec$model == "average") {
    training <- setdiff(names(members), "level")
    share <- exp(evidence[training] - max(evidence[training]))
    weights <- c(spec$weights[["training"]] * share / sum(share), level = spec$weights[["level"]])
  }
  structure(
    list(
      model = spec$model, load_effect = spec$load_effect, method = spec$method, spec = spec,
      log = read$frame, start = read$start, row = read$row, na_load = na_load, prior = prior,
      members = members, weights = weights
    ),
    class = "muscle_fit"
  )
}
