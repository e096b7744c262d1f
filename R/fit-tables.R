# A fit as tables: broom's verbs.

# Half the distance between the quantiles that lie a standard deviation to each side of the
# median of a normal distribution.
quantile_sd <- function(fit, prior = FALSE) {
  q <- fit_quantiles(fit, stats::pnorm(c(-1, 1)), prior)
  (q[, 2L] - q[, 1L]) / 2
}

#' @rdname muscle_fit-methods
#' @export
tidy.muscle_fit <- function(x, conf.int = FALSE, conf.level = 0.9, ...) {
  check_dots(...)
  check_flag(conf.int, "conf.int")
  found <- fit_terms(x)
  terms <- names(found$estimate)
  table <- list(term = terms, estimate = unname(found$estimate),
    std.error = unname(sqrt(pmax(nan_to_na(diag(found$covariance)), 0))))
  if (fit_can(x, "draws")) {
    before <- quantile_sd(x, prior = TRUE)[terms]
    ratio <- quantile_sd(x)[terms] / before
    table <- c(table, list(prior.sd = unname(before), ratio = unname(ratio), identified = unname(ratio < 0.9)))
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
  found <- fit_evidence(x)
  sse <- if (is.null(found$sse)) sum((y - fit_fitted(x))^2) else found$sse
  total <- sum((y - mean(y))^2)
  new_data_frame(list(
    model = x$model, load_effect = x$load_effect, method = x$method, nobs = length(y),
    sse = sse, sigma = sigma.muscle_fit(x), r.squared = if (total > 0) 1 - sse / total else NA_real_,
    logLik = found$log_lik, log_evidence = found$log_evidence, converged = found$converged
  ), 1L)
}

#' @rdname muscle_fit-methods
#' @export
augment.muscle_fit <- function(x, data = NULL, ...) {
  check_dots(...)
  if (is.null(data)) {
    data <- x$log[order(x$row), , drop = FALSE]
    at <- data$day
    fitted <- in_rows(fit_fitted(x, all = TRUE), x)
    rownames(data) <- NULL
  } else {
    if (!is.data.frame(data)) {
      abort_input("type", "{.arg data} must be a data frame, not {describe(data)}.", arg = "data", value = data)
    }
    at <- wanted_days(x, data, "data", rlang::current_env())
    fitted <- fit_predict(x, at)$mean
  }
  data$.fitted <- fitted
  if (fit_can(x, "draws")) {
    p <- fit_predict(x, at, c(0.05, 0.95), noise = TRUE)
    data$.lower <- p$quantiles[, 1L]
    data$.upper <- p$quantiles[, 2L]
  }
  data$.resid <- if ("performance" %in% names(data)) log_column(data[["performance"]], "data$performance",
    rlang::current_env()) - fitted else NA_real_
  data
}

#' @rdname muscle_fit-methods
#' @export
summary.muscle_fit <- function(object, level = 0.9, ...) {
  check_dots(...)
  structure(
    list(fit = object, coefficients = tidy.muscle_fit(object, conf.int = TRUE, conf.level = level),
      glance = glance.muscle_fit(object), skill = if (fit_can(object, "draws")) recent_skill(object), level = level),
    class = "summary.muscle_fit"
  )
}

# The last n tests forecast from those before: root mean squared errors of the fit, of the
# test before and of the mean of three; NULL where there are too few tests.
recent_skill <- function(fit, n = 6L) {
  if (nobs(fit) < 8L) {
    return(NULL)
  }
  rows <- which(tested(fit))
  at <- utils::tail(rows, n)
  y <- fit$log$performance
  error <- vapply(at, function(i) {
    part <- one_before(fit, i)
    before <- y[rows[rows < i]]
    c(fit_predict(part$fit, fit$log$day[[i]], ahead = part$ahead)$mean,
      before[[length(before)]], mean(utils::tail(before, 3L))) - y[[i]]
  }, numeric(3L))
  rmse <- sqrt(rowMeans(error^2))
  list(n = length(at), model = rmse[[1L]], last = rmse[[2L]], mean3 = rmse[[3L]])
}

# The fit as it would have been before row i, and the loads from there to the end.
one_before <- function(fit, i) {
  day <- fit$log$day
  early <- fit$log[seq_len(max(which(day < day[[i]]), 1L)), , drop = FALSE]
  read <- list(frame = early, start = fit$start, row = seq_len(nrow(early)))
  list(fit = fit_again(fit, read), ahead = fit$log[day > max(early$day), , drop = FALSE])
}
