# Least-squares fits, which have no posterior: predicted by the model's formula.

is_ls <- function(fit) fit$method == "least_squares"

ls_predict <- function(fit, at, future = NULL, quantity = "performance") {
  e <- fit$ls$estimate
  if (any(is.infinite(e))) {
    return(rep(NA_real_, length(at)))
  }
  day <- c(fit$log$day, future$day)
  load <- c(fit$log$load, future$load)
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

print_least_squares <- function(x) {
  ls <- x$ls
  cli::cat_line("least squares, SSE ", format(ls$sse, digits = 6), ", sigma ", format(signif(ls$estimate[["sigma"]], 3)))
  cli::cat_line(paste0(names(coef(x)), " ", format(coef(x), digits = 5, trim = TRUE), collapse = ", "))
  if (ls$degenerate) {
    cli::cat_line("DEGENERATE: the optimum is at tau_g = tau_h with infinite gains; this is not an estimate")
    cli::cat_line("use separation = 1.5 or more, or method = \"bayes\"")
  } else {
    if (length(ls$active)) cli::cat_line("held by a bound: ", toString(ls$active))
    cli::cat_line("condition number of the scaled Jacobian ", format(signif(ls$condition, 2)),
      if (ls$condition > 1000) ": barely determined")
  }
  cli::cat_line(hint("method = \"bayes\" gives intervals that mean something"))
}

check_bayes <- function(fit, call) {
  if (is_ls(fit)) {
    abort_input("method",
      c("A least-squares fit has no posterior.", i = "Fit with {.code method = \"bayes\"}."),
      arg = "object", value = fit$method, call = call)
  }
}

# What one unit of load on each day adds on the goal day, at rest, and the second derivative.
ls_slopes <- function(fit, day, goal) {
  e <- fit$ls$estimate
  felt <- if (fit$load_effect == "same_day") day <= goal else day < goal
  left <- function(tau) ifelse(felt, exp(-(goal - day) / tau), 0)
  slope <- e[["k1"]] * left(e[["tau_g"]])
  curvature <- NULL
  if (fit$model == "banister") {
    slope <- slope - e[["k2"]] * left(e[["tau_h"]])
  } else if (fit$model == "vdr") {
    by_h <- left(e[["tau_h"]])
    past <- vapply(day, function(t) sum(fit$log$load * exp(-(t - fit$log$day) / e[["tau_3"]])), 0)
    slope <- slope - e[["k3"]] * by_h * past
    later <- outer(day, day, pmax)
    curvature <- -e[["k3"]] * by_h[match(later, day)] * exp(-abs(outer(day, day, `-`)) / e[["tau_3"]])
    diag(curvature) <- 2 * diag(curvature)
  }
  list(slope = slope, curvature = curvature)
}
