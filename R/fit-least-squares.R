# Least-squares fits, a kind of fit without a posterior: one estimate, predicted by the model's
# formula.

fit_least_squares <- function(read, spec) {
  log <- read$frame
  result <- engine_fit_least_squares(log_for_engine(log), options_for_engine(spec$model, spec), spec$bounds)
  names <- names_of_fit(spec$model)
  names(result$estimate) <- names
  dimnames(result$vcov) <- list(names, names)
  active <- c("tau_g lower bound", "tau_g upper bound", "tau_h lower bound", "tau_h upper bound",
    "separation", "tau_3 lower bound", "tau_3 upper bound", "k1 = 0", "k2 = 0")
  result$active <- active[bitwAnd(as.integer(result$active), bitwShiftL(1L, 0:8)) > 0L]
  result$degenerate <- result$degenerate == 1
  result$fitted <- result$fitted[seq_len(result$n_tests)]
  structure(
    list(
      model = spec$model, load_effect = spec$load_effect, method = spec$method, spec = spec,
      log = log, start = read$start, row = read$row, ls = result
    ),
    class = c("muscle_fit_least_squares", "muscle_fit")
  )
}

fit_again.muscle_fit_least_squares <- function(fit, read) {
  fit_least_squares(read, fit$spec)
}

fit_terms.muscle_fit_least_squares <- function(fit) {
  names <- model_coefs[[fit$model]]
  all <- c(names, "sigma")
  list(coef = names, estimate = fit$ls$estimate[all], covariance = nan_to_na(fit$ls$vcov[all, all, drop = FALSE]))
}

# By Student's t; sigma has no standard error, so its interval is not known.
fit_spread.muscle_fit_least_squares <- function(fit, terms, level) {
  sd <- sqrt(pmax(diag(vcov(fit)), 0))
  df <- fit$ls$n_tests - fit$ls$n_free
  half <- if (df > 0) stats::qt(interval_probs(level)[[2L]], df) * sd[terms] else rep(NA_real_, length(terms))
  cbind(fit$ls$estimate[terms] - half, fit$ls$estimate[terms] + half)
}

fit_fitted.muscle_fit_least_squares <- function(fit, all = FALSE) {
  if (!all) {
    return(fit$ls$fitted)
  }
  fitted <- formula_on(fit, fit$log$day)
  fitted[tested(fit)] <- fit$ls$fitted
  fitted
}

fit_evidence.muscle_fit_least_squares <- function(fit) {
  n <- nobs(fit)
  list(log_lik = -n / 2 * (log(2 * pi * fit$ls$sse / n) + 1), df = fit$ls$n_free + 1L, log_evidence = NA_real_,
    converged = !fit$ls$degenerate, sse = fit$ls$sse)
}

fit_predict.muscle_fit_least_squares <- function(fit, at, probs = numeric(), quantity = "performance", noise = FALSE,
                                                 ahead = NULL) {
  list(mean = formula_on(fit, at, ahead, quantity))
}

formula_on <- function(fit, at, ahead = NULL, quantity = "performance") {
  e <- fit$ls$estimate
  if (any(is.infinite(e))) {
    return(rep(NA_real_, length(at)))
  }
  day <- c(fit$log$day, ahead$day)
  load <- c(fit$log$load, ahead$load)
  if (fit$model == "level") {
    return(rep(e[["p0"]], length(at)))
  }
  same <- fit$load_effect == "same_day"
  felt <- function(t) if (same) day <= t else day < t
  sum_of <- function(tau, dose) vapply(at, function(t) sum((dose * exp(-(t - day) / tau))[felt(t)]), 0)
  start <- fit$log$day[[1L]]
  g <- e[["k1"]] * sum_of(e[["tau_g"]], load) + fit$spec$initial$fitness * exp(-(at - start) / e[["tau_g"]])
  h <- rep(0, length(at))
  if (fit$model != "fitness_only") {
    dose <- load
    gain <- if (fit$model == "vdr") "k3" else "k2"
    if (fit$model == "vdr") {
      dose <- load * vapply(day, function(t) sum((load * exp(-(t - day) / e[["tau_3"]]))[day <= t]), 0)
    }
    h <- e[[gain]] * sum_of(e[["tau_h"]], dose) + fit$spec$initial$fatigue * exp(-(at - start) / e[["tau_h"]])
  }
  switch(quantity, fitness = g, fatigue = h, e[["p0"]] + g - h)
}

# An estimate has no draws: what is asked for is the slope and, of the variable dose, its
# change with the loads.
fit_slopes.muscle_fit_least_squares <- function(fit, model, day, load, goal, wanted, draws = 0, seed = 0) {
  e <- fit$ls$estimate
  felt <- if (fit$load_effect == "same_day") day <= goal else day < goal
  left <- function(tau) ifelse(felt, exp(-(goal - day) / tau), 0)
  slope <- e[["k1"]] * left(e[["tau_g"]])
  curvature <- NULL
  if (model == "banister") {
    slope <- slope - e[["k2"]] * left(e[["tau_h"]])
  } else if (model == "vdr") {
    by_h <- left(e[["tau_h"]])
    past <- vapply(day, function(t) sum(fit$log$load * exp(-(t - fit$log$day) / e[["tau_3"]])), 0)
    slope <- slope - e[["k3"]] * by_h * past
    later <- outer(day, day, pmax)
    curvature <- -e[["k3"]] * by_h[match(later, day)] * exp(-abs(outer(day, day, `-`)) / e[["tau_3"]])
    diag(curvature) <- 2 * diag(curvature)
    slope <- slope + drop(curvature %*% load)
  }
  list(slope = slope, curvature = curvature)
}

fit_lines.muscle_fit_least_squares <- function(fit) {
  ls <- fit$ls
  c(
    paste0("least squares, SSE ", format(ls$sse, digits = 6), ", sigma ", format(signif(ls$estimate[["sigma"]], 3))),
    paste0(names(coef(fit)), " ", format(coef(fit), digits = 5, trim = TRUE), collapse = ", "),
    if (ls$degenerate) {
      c("DEGENERATE: the optimum is at tau_g = tau_h with infinite gains; this is not an estimate",
        "use separation = 1.5 or more, or method = \"bayes\"")
    } else {
      c(if (length(ls$active)) paste0("held by a bound: ", toString(ls$active)),
        paste0("condition number of the scaled Jacobian ", format(signif(ls$condition, 2)),
          if (ls$condition > 1000) ": barely determined"))
    },
    hint("method = \"bayes\" gives intervals that mean something")
  )
}

fit_why_not.muscle_fit_least_squares <- function(fit, what) {
  switch(what,
    draws = c("A least-squares fit has no posterior.", i = "Fit with {.code method = \"bayes\"}."),
    robust = c("A robust plan needs draws of what the person may be like; a least-squares fit has one estimate and none.",
      i = "Fit with {.code method = \"bayes\"}, or use {.code objective = \"expected\"}."),
    simulate = if (fit$ls$degenerate) {
      c("The least-squares fit is degenerate: its gains are infinite, so it simulates nothing.",
        i = "Fit with {.code separation = 1.5} or more, or with {.code method = \"bayes\"}.")
    },
    plan = if (fit$ls$degenerate) {
      c("The least-squares fit is degenerate: its gains are infinite, and no plan follows from it.",
        i = "Fit with {.code separation = 1.5} or more, or {.code method = \"bayes\"}.")
    }
  )
}
