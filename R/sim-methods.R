# What a simulation prints, and how it becomes a plain data frame. A subset of the rows is
# no longer the whole simulation, so it loses the class and with it these methods.

#' @export
print.muscle_sim <- function(x, ...) {
  if (!is_whole_sim(x)) {
    print(plain_frame(x), ...)
    return(invisible(x))
  }
  run <- attr(x, "run", exact = TRUE)
  n_days <- unique(scenario_days(run))
  cli::cat_line("<muscle_sim> ",
    if (inherits(run$twin, "muscle_cohort")) count_words(run$twin$n, "trainee") else "one person",
    ", ", if (length(n_days) == 1L) count_words(n_days, "day") else
      paste0(min(n_days), " to ", count_words(max(n_days), "day")),
    if (length(run$scenarios) > 1L) paste0(", ", count_words(length(run$scenarios), "scenario")),
    ", ", c(days = "a row per day", trainees = "a row per trainee",
      summary = "summed up per day")[[run$output]])
  for (words in list(date_words(run$scenarios), window_words(run))) {
    if (length(words)) cli::cat_line(paste(words, collapse = "; "))
  }
  print_estimates(summary(x), max_rows = 6L)
  cli::cat_line(hint(if (run$output == "days") {
    "see it with plot(), the numbers above with summary()"
  } else {
    "see it with plot(), the distribution of the peak with summary()"
  }))
  invisible(x)
}

# The rows of each scenario, by its name: the order of rows and of levels, and whether the
# column is still a factor, are the user's to change.
scenario_rows <- function(x, run) {
  if (length(run$scenarios) == 1L) {
    return(list(seq_len(nrow(x))))
  }
  split(seq_len(nrow(x)), factor(as.character(x[["scenario"]]), levels = vapply(run$scenarios, `[[`, "", "name")))
}

# Does the data frame still hold all that its run made? Other packages keep attributes when
# they drop rows or columns, and a user may have given scenarios other names.
is_whole_sim <- function(x) {
  run <- attr(x, "run", exact = TRUE)
  if (!is.list(run) || is.null(run$output)) {
    return(FALSE)
  }
  n_days <- scenario_days(run)
  people <- trainee_count(run)
  rows <- switch(run$output,
    days = sum(n_days) * people, trainees = length(n_days) * people, summary = 4 * sum(n_days)
  )
  needs <- c(if (length(n_days) > 1L) "scenario", switch(run$output,
    days = c(if (inherits(run$twin, "muscle_cohort")) "id", "day", "load", quantities),
    trainees = c(parameter_names, "peak", "peak_day", "final_mass", "responder"),
    summary = c("day", "load", "quantity", "mean", "sd", names(summary_probs))
  ))
  if (nrow(x) != rows || !all(needs %in% names(x))) {
    return(FALSE)
  }
  each <- scenario_rows(x, run)
  per_day <- switch(run$output, days = people, trainees = NA, summary = 4)
  wanted <- if (is.na(per_day)) rep(people, length(n_days)) else n_days * per_day
  all(lengths(each) == wanted) && (is.na(per_day) || all(vapply(seq_along(each), function(i) {
    load <- sum(run$scenarios[[i]]$load) * per_day
    isTRUE(abs(sum(x[["load"]][each[[i]]]) - load) <= 1e-9 * load)
  }, NA)))
}

#' @export
as.data.frame.muscle_sim <- function(x, row.names = NULL, optional = FALSE, ...) {
  as.data.frame(plain_frame(x), row.names = row.names, optional = optional, ...)
}

#' @export
`[.muscle_sim` <- function(x, ...) plain_part(NextMethod())

#' Key figures of a simulation
#'
#' @param object A [muscle_sim()].
#' @param ... Not used.
#' @return A data frame of class `summary_muscle_sim`, a row per scenario.
#'
#' For one twin and `output = "days"`: `scenario` (if more than one), `days`, `final_mass`
#' and `mass_gain` (kg, against `m0`), `peak` (largest performance in the window) and
#' `peak_day`.
#'
#' For a cohort, and for the outputs `"trainees"` and `"summary"`: `scenario`, `n`,
#' `final_mass` and `mass_gain` (kg, medians over the trainees), `responders` (share of
#' them), then the distribution of the peak: `peak_mean`, `peak_sd` (`NA` for one trainee)
#' and its quantiles `peak_q1` to `peak_q99`. From `"days"` and `"trainees"` these are
#' exact; from `"summary"` they come from its bins, and `mass_gain` is `NA` where `m0`
#' varies. Errors: `muscletwin_error_type` where rows, columns or names of
#' scenarios of `object` have changed. Sorted rows, and `scenario` as text or with other levels,
#' give the same figures.
#' @examples
#' summary(muscle_sim(nutrition = c(adequate = 1, low = 0.7)))
#' summary(muscle_sim(twin = muscle_cohort(1000), output = "summary"))
#' @export
summary.muscle_sim <- function(object, ...) {
  check_dots(...)
  if (!is_whole_sim(object)) {
    abort_input("type",
      c("{.arg object} is no longer the simulation that was made: rows, columns or names of scenarios have changed.",
        i = "Summarise the value of {.fn muscle_sim} itself."),
      arg = "object", value = dim(object)
    )
  }
  run <- attr(object, "run", exact = TRUE)
  one_person <- run$output == "days" && !inherits(run$twin, "muscle_cohort")
  rows <- scenario_rows(object, run)
  parts <- lapply(seq_along(rows), function(i) {
    part <- lapply(plain_frame(object), `[`, rows[[i]])
    if (one_person) {
      person_figures(part, run, i)
    } else {
      switch(run$output,
        days = cohort_figures(trainees_of_days(part, run, i)),
        trainees = cohort_figures(part),
        summary = summary_figures(part, attr(object, "peak", exact = TRUE), run, i)
      )
    }
  })
  columns <- lapply(stats::setNames(nm = names(parts[[1L]])), function(name) {
    vapply(parts, function(p) as.double(p[[name]]), 0)
  })
  if (one_person) {
    columns$days <- as.integer(columns$days)
    columns$peak_day <- as.integer(columns$peak_day)
  }
  columns <- c(list(scenario = scenario_column(run$scenarios, rep(1L, length(parts)))), columns)
  columns <- columns[!vapply(columns, is.null, NA)]
  figures <- new_data_frame(columns, length(parts))
  class(figures) <- c("summary_muscle_sim", "data.frame")
  figures
}

person_figures <- function(part, run, i) {
  window <- run$window[[i]]
  final <- part$mass[[which.max(part$day)]]
  inside <- which(part$day >= window[[1L]] & part$day <= window[[2L]])
  best <- inside[order(-part$performance[inside], part$day[inside])[[1L]]]
  list(
    days = length(part$day), final_mass = final, mass_gain = final - run$twin$m0,
    peak = part$performance[[best]], peak_day = part$day[[best]]
  )
}

# A trainee's results from all its days, as output = "trainees" would have given them.
trainees_of_days <- function(part, run, i) {
  n_days <- length(run$scenarios[[i]]$load)
  window <- run$window[[i]]
  by_trainee <- order(part$id, part$day)
  performance <- matrix(part$performance[by_trainee], n_days)
  mass <- matrix(part$mass[by_trainee], n_days)
  peak <- apply(performance[window[[1L]]:window[[2L]], , drop = FALSE], 2L, max)
  start <- if (is.null(run$start)) fixed_start(run$twin) else run$start
  # A simulation that was saved before it kept them.
  if (is.null(start)) start <- as.data.frame(run$twin)
  list(peak = peak, final_mass = mass[n_days, ], m0 = start$m0, responder = peak > responder_limit(run, start$p0))
}

cohort_figures <- function(part) {
  spread <- stats::quantile(part$peak, summary_probs, names = FALSE)
  c(
    list(
      n = length(part$peak), final_mass = stats::median(part$final_mass),
      mass_gain = stats::median(part$final_mass - part$m0), responders = mean(part$responder),
      peak_mean = mean(part$peak), peak_sd = stats::sd(part$peak)
    ),
    stats::setNames(as.list(spread), paste0("peak_", names(summary_probs)))
  )
}

summary_figures <- function(part, peak, run, i) {
  final <- part$q50[part$quantity == "mass" & part$day == max(part$day)]
  m0 <- if (inherits(run$twin, "muscle_twin")) {
    run$twin$m0
  } else {
    population <- run$twin$population
    at <- match("m0", population$parameter)
    if (population$kind[[at]] == "fixed") population$location[[at]] else NA_real_
  }
  c(
    list(
      n = peak$n[[i]], final_mass = final, mass_gain = final - m0,
      responders = peak$responders[[i]], peak_mean = peak$mean[[i]], peak_sd = peak$sd[[i]]
    ),
    stats::setNames(
      lapply(names(summary_probs), function(q) peak[[q]][[i]]), paste0("peak_", names(summary_probs))
    )
  )
}

#' @export
print.summary_muscle_sim <- function(x, ...) {
  if (!any(c("peak", "peak_q50") %in% names(x))) {
    print(as.data.frame(x), ...)
    return(invisible(x))
  }
  print_estimates(x, max_rows = 9L)
  cli::cat_line(hint(if (is.null(x$n)) "a data frame; all digits by as.data.frame()" else "more quantiles of the peak by as.data.frame()"))
  invisible(x)
}

#' @export
as.data.frame.summary_muscle_sim <- function(x, ...) plain_frame(x)

#' @export
`[.summary_muscle_sim` <- function(x, ...) plain_part(NextMethod())

# The table of a summary: a line of heads and a line per scenario.
print_estimates <- function(figures, max_rows) {
  shown <- utils::head(as.data.frame(figures), max_rows)
  gain <- fixed_digits(shown$mass_gain, significant_digits(shown$final_mass))
  gain <- ifelse(is.na(shown$mass_gain), "", paste0(ifelse(shown$mass_gain < 0, "", "+"), gain, " kg"))
  cells <- list()
  if (!is.null(shown$scenario)) {
    cells[["scenario"]] <- shorten(as.character(shown$scenario), 20L)
  }
  if (is.null(shown$n)) {
    cells[["final mass"]] <- paste(fixed_digits(shown$final_mass), "kg")
    cells[["gain"]] <- gain
    cells[["peak performance"]] <- fixed_digits(shown$peak)
    cells[["on day"]] <- format(shown$peak_day)
  } else {
    alone <- all(shown$n == 1)
    cells[[if (alone) "final mass" else "median mass"]] <- paste(fixed_digits(shown$final_mass), "kg")
    cells[["gain"]] <- gain
    cells[[if (alone) "peak performance" else "median peak"]] <- fixed_digits(shown$peak_q50)
    if (!alone) {
      digits <- significant_digits(shown$peak_q50)
      cells[["5-95 %"]] <- paste(
        fixed_digits(shown$peak_q5, digits), "to", fixed_digits(shown$peak_q95, digits)
      )
    }
    cells[["responders"]] <- if (alone) {
      ifelse(shown$responders > 0, "yes", "no")
    } else {
      paste(fixed_digits(100 * shown$responders, 2L), "%")
    }
  }
  # A line has room for 80 characters: a cohort's gain yields to the names of scenarios.
  if (all(is.na(shown$mass_gain)) || !is.null(shown$n) && !is.null(shown$scenario)) {
    cells[["gain"]] <- NULL
  }
  left <- names(cells) == "scenario"
  heads <- ifelse(left, "", names(cells))
  columns <- lapply(seq_along(cells), function(j) {
    format(c(heads[[j]], cells[[j]]), justify = if (left[[j]]) "left" else "right")
  })
  cli::cat_line(do.call(paste, c(columns, sep = "  ")))
  if (nrow(figures) > nrow(shown)) {
    cli::cat_line("and ", count_words(nrow(figures) - nrow(shown), "more scenario"))
  }
}

date_words <- function(scenarios) {
  dates <- lapply(scenarios, function(s) schedule_dates(s$schedule))
  if (!any(vapply(dates, is.null, NA))) {
    dates <- do.call(c, dates)
    paste(format(min(dates)), "to", format(max(dates)))
  }
}

# Where the peak was sought and what makes a responder, where it was not left at "all days".
window_words <- function(run) {
  window <- unique(run$window)
  whole <- all(mapply(function(w, s) w[[1L]] == 1L && w[[2L]] == length(s$load), run$window, run$scenarios))
  of_people <- run$output != "days" || inherits(run$twin, "muscle_cohort")
  usual <- paste(engine_defaults()$constant$responder_peak, "p0")
  limit <- if (is.null(run$threshold)) usual else format(run$threshold)
  c(
    if (!whole && length(window) == 1L) paste0("peak sought on days ", window[[1L]][[1L]], " to ", window[[1L]][[2L]]),
    if (of_people) paste("responders peak above", limit)
  )
}
