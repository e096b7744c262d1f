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
  if (!is.null(table$ratio)) cli::cat_line(c(identified_words(x), skill_words(x$skill)))
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

# Means and standard deviations, which the fit holds. Quantiles, the spread of the prior and
# the skill would take 20 fits: summary() computes them (decision 0016).
fit_lines.muscle_fit <- function(fit) {
  found <- fit_terms(fit)
  terms <- setdiff(names(found$estimate), "drift")
  sd <- sqrt(pmax(diag(found$covariance)[terms], 0))
  unit <- parameter_units[terms]
  text <- paste0(vapply(signif(found$estimate[terms], 3), format, ""),
    "  (sd ", vapply(signif(sd, 2), format, ""), ") ", ifelse(is.na(unit), "", unit))
  # Where the person started is one line, so that the whole stays within twelve.
  starts <- terms %in% c("fitness0", "fatigue0")
  if (any(starts)) {
    text[[1L]] <- paste(c(trimws(text[[1L]]), paste(terms[starts], trimws(text[starts]))), collapse = ", ")
  }
  c(
    trimws(paste0(format(terms[!starts], width = 7), text[!starts]), "right"),
    if (nobs(fit) < length(found$coef)) "fewer tests than parameters: the prior speaks",
    hint("summary(fit): intervals, identified or not, skill; forecast(fit, schedule)")
  )
}

# Which parameters the data have not told apart from their priors.
identified_words <- function(x) {
  table <- x$coefficients[x$coefficients$term %in% names(coef(x$fit)), ]
  vague <- table[table$ratio >= 0.9, ]
  few <- if (nobs(x$fit) < nrow(table)) "; fewer tests than parameters: the prior speaks"
  if (nrow(vague)) {
    paste0("not identified: ", paste0(vague$term, " (posterior/prior sd ", format(round(vague$ratio, 2), nsmall = 2), ")",
      collapse = ", "), few)
  } else {
    paste0("all parameters are narrower than their priors (least: ", table$term[[which.max(table$ratio)]],
      ", posterior/prior sd ", format(round(max(table$ratio), 2), nsmall = 2), ")", few)
  }
}

# How the last tests would have been forecast, against what needs no model.
skill_words <- function(score) {
  if (is.null(score)) {
    return("skill  too few tests to judge (8 needed)")
  }
  paste0("skill  last ", score$n, " tests forecast from those before: RMSE ", format(signif(score$model, 2)),
    ", the last test ", format(signif(score$last, 2)), ", mean of 3 ", format(signif(score$mean3, 2)))
}
