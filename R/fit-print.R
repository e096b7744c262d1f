# What a fit prints.

#' @export
print.summary.muscle_fit <- function(x, ...) {
  fit <- x$fit
  cli::cat_line("<muscle_fit> ", fit_title(fit))
  table <- x$coefficients
  shown <- data.frame(
    estimate = format(table$estimate, digits = 3), sd = format(table$std.error, digits = 2),
    lower = format(table$conf.low, digits = 3), upper = format(table$conf.high, digits = 3),
    row.names = table$term
  )
  if (!is.null(table$ratio)) {
    shown$`posterior/prior sd` <- format(table$ratio, digits = 2)
    cli::cat_line("prior    ", utils::capture.output(print(fit$prior))[[1L]])
    cli::cat_line("evidence ", paste0(names(fit$members), " ",
      format(vapply(fit$members, `[[`, 0, "log_evidence"), digits = 4, trim = TRUE), collapse = ", "))
  }
  print(shown)
  if (fit$model == "average") cli::cat_line("(parameters are those of the model banister)")
  invisible(x)
}

fit_title <- function(fit) {
  words <- c(average = "level and training averaged", banister = "fitness and fatigue (Banister)",
    fitness_only = "fitness only", vdr = "variable dose response (Busso)", level = "level only, no effect of training")
  felt <- if (fit$load_effect == "same_day") "on its own day" else "from the next day on"
  paste0(if (fit$model %in% names(words)) words[[fit$model]] else fit$model, ", load felt ", felt)
}

parameter_units <- c(p0 = "", k1 = "per load unit", k2 = "per load unit", k3 = "per squared load unit",
  tau_g = "d", tau_h = "d", tau_3 = "d", sigma = "noise of a test", fitness0 = "", fatigue0 = "")

#' @export
print.muscle_fit <- function(x, ...) {
  log <- x$log
  span <- if (is.null(x$start)) paste0("days ", format(log$day[[1L]]), " to ", format(max(log$day))) else
    paste0(format(log$date[[1L]]), " to ", format(max(log$date)))
  cli::cat_line("<muscle_fit> ", fit_title(x))
  cli::cat_line("log    ", span, ", ", count_words(sum(log$load > 0), "session"), ", ", count_words(nobs(x), "test"))
  cli::cat_line(fit_lines(x))
  invisible(x)
}

fit_lines.muscle_fit <- function(fit) {
  terms <- setdiff(names(fit_terms(fit)$estimate), "drift")
  q <- fit_spread(fit, terms, 0.9)
  estimate <- fit_terms(fit)$estimate[terms]
  text <- vapply(seq_along(terms), function(i) {
    paste0(format(signif(estimate[[i]], 3)), "  (90 %: ", format(signif(q[i, 1L], 3)), " to ",
      format(signif(q[i, 2L], 3)), ") ", parameter_units[[terms[[i]]]])
  }, "")
  # Where the person started is one line, so that the whole stays within twelve.
  starts <- terms %in% c("fitness0", "fatigue0")
  if (any(starts)) {
    text[[1L]] <- paste(c(trimws(text[[1L]]), paste(terms[starts], trimws(text[starts]))), collapse = ", ")
  }
  c(
    paste0(format(terms[!starts], width = 7), text[!starts]), identified_words(fit, setdiff(terms, "sigma")),
    skill_words(fit), hint("forecast(fit, schedule), plot(fit), summary(fit)")
  )
}

identified_words <- function(x, terms) {
  ratio <- quantile_sd(x)[terms] / quantile_sd(x, prior = TRUE)[terms]
  vague <- ratio >= 0.9
  few <- if (nobs(x) < length(terms)) "; fewer tests than parameters: the prior speaks"
  if (any(vague)) {
    paste0("not identified: ",
      paste0(terms[vague], " (posterior/prior sd ", format(round(ratio[vague], 2), nsmall = 2), ")", collapse = ", "), few)
  } else {
    paste0("all parameters are narrower than their priors (least: ", terms[[which.max(ratio)]],
      ", posterior/prior sd ", format(round(max(ratio), 2), nsmall = 2), ")", few)
  }
}

# How the last tests would have been forecast, against what needs no model.
skill_words <- function(x) {
  if (nobs(x) < 8L) {
    return("skill  too few tests to judge (8 needed)")
  }
  score <- recent_skill(x, 6L)
  paste0("skill  last ", score$n, " tests forecast from those before: RMSE ", format(signif(score$model, 2)),
    ", the last test ", format(signif(score$last, 2)), ", mean of 3 ", format(signif(score$mean3, 2)))
}

recent_skill <- function(fit, n) {
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
one_before <- function(fit, i, days = NULL) {
  day <- fit$log$day
  until <- if (is.null(days)) day[[i]] else day[[i]] - days
  early <- fit$log[seq_len(max(which(day < until), 1L)), , drop = FALSE]
  late <- fit$log[day > max(early$day), , drop = FALSE]
  read <- list(frame = early, start = fit$start, row = seq_len(nrow(early)))
  list(fit = fit_again(fit, read), ahead = late)
}
