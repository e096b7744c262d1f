# A fit as tables: broom's verbs.

prior_sd <- function(fit) {
  q <- fit_quantiles(fit, stats::pnorm(c(-1, 1)), prior = TRUE)
  (q[, 2L] - q[, 1L]) / 2
}

posterior_spread <- function(fit, names) {
  q <- fit_quantiles(fit, stats::pnorm(c(-1, 1)))[names, , drop = FALSE]
  (q[, 2L] - q[, 1L]) / 2
}

#' @rdname muscle_fit-methods
#' @export
tidy.muscle_fit <- function(x, conf.int = FALSE, conf.level = 0.9, ...) {
  check_dots(...)
  check_flag(conf.int, "conf.int")
  terms <- c(names(coef(x)), "sigma", if (!is_ls(x)) "drift")
  if (is_ls(x)) {
    table <- list(term = terms, estimate = unname(x$ls$estimate[terms]),
      std.error = unname(sqrt(pmax(nan_to_na(diag(x$ls$vcov)[terms]), 0))))
  } else {
    member <- main_member(x)
    before <- prior_sd(x)[terms]
    ratio <- posterior_spread(x, terms) / before
    table <- list(
      term = terms, estimate = unname(member$mean[terms]),
      std.error = unname(sqrt(pmax(diag(member$vcov)[terms], 0))),
      prior.sd = unname(before), ratio = unname(ratio), identified = unname(ratio < 0.9)
    )
  }
  if (conf.int) {
    ci <- confint(x, terms, conf.level)
    table$conf.low <- unname(ci[, 1L])
    table$conf.high <- unname(ci[, 2L])
  }
  new_data_frame(table, length(terms))
}

#' @rdname muscle_fit-methods
#' @export
glance.muscle_fit <- function(x, ...) {
  check_dots(...)
  y <- x$log$performance[tested(x)]
  sse <- if (is_ls(x)) x$ls$sse else sum((y - fitted.muscle_fit(x))^2)
  total <- sum((y - mean(y))^2)
  new_data_frame(list(
    model = x$model, load_effect = x$load_effect, method = x$method, nobs = length(y),
    sse = sse, sigma = sigma.muscle_fit(x), r.squared = if (total > 0) 1 - sse / total else NA_real_,
    logLik = as.double(logLik.muscle_fit(x)),
    log_evidence = if (is_ls(x)) NA_real_ else log_evidence(x),
    converged = if (is_ls(x)) !x$ls$degenerate else all(vapply(x$members, `[[`, 0, "status") == 0)
  ), 1L)
}

log_evidence <- function(fit) {
  each <- vapply(fit$members, `[[`, 0, "log_evidence")
  max(each) + log(sum(fit$weights * exp(each - max(each))))
}

#' @rdname muscle_fit-methods
#' @export
augment.muscle_fit <- function(x, data = NULL, ...) {
  check_dots(...)
  frame <- as.list(x$log)
  if (is_ls(x)) {
    frame$.fitted <- ls_predict(x, x$log$day)
    frame$.fitted[tested(x)] <- x$ls$fitted
  } else {
    p <- predict_days(x, x$log$day, c(0.05, 0.95), noise = TRUE)
    frame$.fitted <- predict_days(x, x$log$day)$mean
    frame$.lower <- p$quantiles[, 1L]
    frame$.upper <- p$quantiles[, 2L]
  }
  frame$.resid <- x$log$performance - frame$.fitted
  new_data_frame(frame, nrow(x$log))
}

#' @rdname muscle_fit-methods
#' @export
summary.muscle_fit <- function(object, level = 0.9, ...) {
  structure(
    list(fit = object, coefficients = tidy.muscle_fit(object, conf.int = TRUE, conf.level = level),
      glance = glance.muscle_fit(object), level = level),
    class = "summary.muscle_fit"
  )
}
