# Results of the engine as data frames.

days_frame <- function(run, parts, id) {
  scenarios <- run$scenarios
  n_days <- scenario_days(run)
  people <- max(1L, length(id))
  rows <- n_days * people
  over <- function(f) if (length(parts) == 1L) f(1L) else do.call(c, lapply(seq_along(parts), f))
  columns <- list()
  columns$scenario <- scenario_column(scenarios, rows)
  if (!is.null(id)) columns$id <- over(function(i) rep(id, each = n_days[[i]]))
  columns$day <- over(function(i) rep.int(seq_len(n_days[[i]]), people))
  columns$date <- dates_column(scenarios, function(i, date) rep(date, people))
  columns$load <- over(function(i) rep.int(scenarios[[i]]$load, people))
  for (name in c("mass", "fitness", "fatigue", "performance")) {
    columns[[name]] <- over(function(i) parts[[i]][[name]])
  }
  columns <- c(columns, columns_of_scales(run, parts, people))
  new_data_frame(columns, length(columns$day))
}

# Dates where every schedule has them.
dates_column <- function(scenarios, expand) {
  dates <- lapply(scenarios, function(s) schedule_dates(s$schedule))
  if (!any(vapply(dates, is.null, NA))) {
    do.call(c, lapply(seq_along(dates), function(i) expand(i, dates[[i]])))
  }
}

trainees_frame <- function(run, parts) {
  columns <- join_parts(parts)
  n <- length(columns$peak)
  if (inherits(run$twin, "muscle_cohort")) {
    columns <- c(list(id = rep(cohort_ids(run$twin), length(parts))), columns)
  }
  if (length(parts) > 1L) {
    columns <- c(list(scenario = scenario_column(run$scenarios, rep(n %/% length(parts), length(parts)))), columns)
  }
  new_data_frame(columns, n)
}

summary_frame <- function(run, parts) {
  n_days <- scenario_days(run)
  over <- function(f) do.call(c, lapply(seq_along(parts), f))
  columns <- list()
  columns$scenario <- scenario_column(run$scenarios, 4L * n_days)
  columns$day <- over(function(i) rep.int(seq_len(n_days[[i]]), 4L))
  columns$date <- dates_column(run$scenarios, function(i, date) rep(date, 4L))
  columns$load <- over(function(i) rep.int(run$scenarios[[i]]$load, 4L))
  columns$quantity <- factor(over(function(i) rep(quantities, each = n_days[[i]])), levels = quantities)
  columns$mean <- over(function(i) as.double(parts[[i]]$mean))
  columns$sd <- nan_to_na(over(function(i) as.double(parts[[i]]$sd)))
  for (q in seq_along(summary_probs)) {
    columns[[names(summary_probs)[[q]]]] <- over(function(i) as.double(parts[[i]]$quantiles[, q, ]))
  }
  result <- new_data_frame(columns, length(columns$day))
  attr(result, "peak") <- peak_frame(run, parts)
  result
}

# One row per scenario: the distribution of the peak.
peak_frame <- function(run, parts) {
  columns <- list()
  columns$scenario <- scenario_column(run$scenarios, rep(1L, length(parts)))
  columns$n <- vapply(parts, `[[`, 0, "n")
  columns$responders <- vapply(parts, `[[`, 0, "responders") / columns$n
  columns$mean <- vapply(parts, function(p) p$peak$mean, 0)
  columns$sd <- nan_to_na(vapply(parts, function(p) p$peak$sd, 0))
  for (q in seq_along(summary_probs)) {
    columns[[names(summary_probs)[[q]]]] <- vapply(parts, function(p) p$peak$quantiles[[q]], 0)
  }
  new_data_frame(columns, length(parts))
}
