# A fit is a twin: muscle_sim() of what the posterior of a fit says. Performance, fitness and
# fatigue come from the engine's forecast, so that they are those of forecast(); mass comes
# from the twin given as `mass`, as a log of performance says nothing about it.

# What is asked of a fit that is the twin, checked: a list with fit, output, draws, seed; NULL
# where the twin is none. `given` says which arguments the caller named.
asked_of_fit <- function(twin, given, output, draws, seed, mass, to, call) {
  if (!inherits(twin, "muscle_fit")) {
    unfit <- names(which(given[c("draws", "seed", "mass")]))
    if (length(unfit)) {
      abort_input("value",
        c("{.arg {unfit}} {?is/are} for a fit, and {.arg twin} is none.",
          i = "A cohort has its own size and seed, see {.fn muscle_cohort}; a twin its own mass."),
        arg = unfit[[1L]], value = twin, call = call)
    }
    return(NULL)
  }
  if (!given[["schedule"]]) {
    abort_input("missing",
      c("{.arg schedule} must be given for a fit: the loads of the days after its log.",
        i = "The default, the post's block, is in units of its own."),
      arg = "schedule", value = NULL, call = call)
  }
  if (!is.null(to)) {
    abort_input("type",
      c("{.arg to} needs a cohort from {.fn muscle_cohort}; {.arg twin} is a fit.",
        i = "Draws of a fit are held in memory: use {.code draws} with {.code output = \"summary\"}."),
      arg = "to", value = to, call = call)
  }
  if (!is.null(draws)) {
    check_can(twin, "draws", "object", call)
    draws <- check_count(draws, "draws", upper = 1e6, call = call)
  }
  seed <- check_count(seed, "seed", lower = 0, call = call)
  if (!inherits(mass, "muscle_twin")) {
    abort_input("type", "{.arg mass} must come from {.fn muscle_twin}, not be {describe(mass)}.",
      arg = "mass", value = mass, call = call)
  }
  check_can(twin, "simulate", "twin", call)
  list(fit = twin, output = output, draws = draws, seed = seed)
}

# `base` is the simulated body, which gives the mass; the fit gives all else.
run_fit <- function(base, asked, call) {
  run <- attr(base, "run", exact = TRUE)
  run$output <- asked$output
  n <- if (is.null(asked$draws)) 1 else asked$draws
  check_rows(if (run$output == "trainees") n * length(run$scenarios) else n * sum(scenario_days(run)), "draws", call,
    "Ask for fewer draws.")
  rows <- if (is.null(base$scenario)) list(seq_len(nrow(base))) else split(seq_len(nrow(base)), base$scenario)
  with_memory_errors(arg = "draws", value = n, cells = n * max(scenario_days(run)), call = call, {
    states <- fit_states(asked$fit, run, asked$draws, asked$seed)
    run$twin <- if (is.null(asked$draws)) point_twin(asked$fit, run$twin) else
      drawn_cohort(asked$fit, run$twin, n, asked$seed, states$ranks)
    parts <- lapply(seq_along(rows), function(i) {
      c(list(mass = rep(base$mass[rows[[i]]], n)), lapply(states$scenarios[[i]], as.double))
    })
    frame <- switch(run$output,
      days = days_frame(run, parts, if (!is.null(asked$draws)) cohort_ids(run$twin)),
      trainees = fit_trainees(run, parts, n),
      summary = summary_frame(run, lapply(seq_along(parts), function(i) fit_summary(run, parts[[i]], i, n)))
    )
  })
  if (run$output == "days") {
    for (name in setdiff(names(base), names(frame))) { # of the finer scales
      frame[[name]] <- do.call(c, lapply(rows, function(at) rep(base[[name]][at], n)))
    }
  }
  new_sim(frame, run)
}

# Schedules of the days after the log: dates go on from it.
schedule_after <- function(schedule, fit, call) {
  if (is.list(schedule) && !is.object(schedule)) {
    check_scenario_names(schedule, "schedule", call)
    return(lapply(stats::setNames(nm = names(schedule)), function(name) {
      one_schedule_after(schedule[[name]], fit, paste0("schedule$", name), call)
    }))
  }
  one_schedule_after(schedule, fit, "schedule", call)
}

one_schedule_after <- function(schedule, fit, arg, call) {
  ahead <- read_ahead(schedule, fit, arg, call)
  phases <- if (inherits(schedule, "muscle_schedule")) attr(schedule, "phases", exact = TRUE)
  new_schedule(ahead$load, ahead$date[1L], phases)
}

# Per scenario fitness, fatigue and performance [day x draw]; and how the members of an
# average were joined, the same way in every scenario so that differences are paired.
fit_states <- function(fit, run, draws, seed) {
  last <- max(fit$log$day)
  names <- c("fitness", "fatigue", "performance")
  weights <- fit_weights(fit)
  several <- !is.null(draws) && length(weights) > 1L
  known <- fit_quantities(fit)
  ranks <- NULL
  scenarios <- lapply(run$scenarios, function(s) {
    ahead <- list(day = last + seq_along(s$load), load = s$load)
    if (fit_can(fit, "draws")) beyond_experience(fit, ahead, widened = FALSE)
    if (several && is.null(ranks)) ranks <<- path_ranks(fit_paths(fit, ahead$day, ahead, draws, seed))
    lapply(stats::setNames(nm = names), function(q) {
      if (!q %in% known) {
        numeric(length(s$load) * max(draws, 1))
      } else if (is.null(draws)) {
        fit_predict(fit, ahead$day, quantity = q, ahead = ahead)$mean
      } else {
        parts <- fit_paths(fit, ahead$day, ahead, draws, seed, quantity = q)
        own_or_joined(parts, weights[names(parts)] / sum(weights[names(parts)]), ranks)
      }
    })
  })
  list(scenarios = scenarios, ranks = ranks)
}

# The numbers that stand for the fit; NA where its model has none of that name.
point_twin <- function(fit, mass) {
  estimate <- coef(fit)
  for (name in c("p0", "k1", "k2", "tau_g", "tau_h")) {
    mass[[name]] <- if (name %in% names(estimate)) estimate[[name]] else NA_real_
  }
  mass$extra <- estimate[intersect(c("k3", "tau_3"), names(estimate))]
  mass$load_effect <- fit$load_effect
  mass
}

# Draws as a cohort whose people are known: n, and the parameters of each.
drawn_cohort <- function(fit, mass, n, seed, ranks) {
  drawn <- fit_draws(fit, n, seed)
  order <- ranks[[main_model(fit)]]
  if (!is.null(order)) drawn <- drawn[order, , drop = FALSE]
  columns <- list(id = seq_len(n))
  for (name in parameter_names) {
    columns[[name]] <- if (name %in% c("k_s", "k_d", "m0")) rep(mass[[name]], n) else
      if (name %in% colnames(drawn)) unname(drawn[, name]) else rep(NA_real_, n)
  }
  for (name in intersect(c("k3", "tau_3"), colnames(drawn))) columns[[name]] <- unname(drawn[, name])
  fixed <- parameter_names %in% c("k_s", "k_d", "m0")
  structure(
    list(
      n = n, first = 0, seed = seed, rng = "philox", people = new_data_frame(columns, n),
      population = list(parameter = parameter_names, kind = ifelse(fixed, "fixed", "drawn"),
        location = vapply(parameter_names, function(p) if (is.null(mass[[p]])) NA_real_ else mass[[p]], 0))
    ),
    class = c("muscle_fit_cohort", "muscle_cohort")
  )
}

#' @export
as.data.frame.muscle_fit_cohort <- function(x, ...) {
  x$people
}

drawn_people <- function(run) {
  if (inherits(run$twin, "muscle_cohort")) {
    return(run$twin$people)
  }
  new_data_frame(c(run$twin[parameter_names], as.list(run$twin$extra)), 1L)
}

fit_trainees <- function(run, parts, n) {
  people <- drawn_people(run)
  others <- setdiff(names(people), c("id", parameter_names))
  trainees_frame(run, lapply(seq_along(parts), function(i) {
    days <- length(run$scenarios[[i]]$load)
    peak <- fit_peaks(run, parts[[i]], i, n)
    c(as.list(people[parameter_names]), list(
      peak = peak$value, peak_day = peak$day, final_mass = parts[[i]]$mass[seq_len(n) * days],
      responder = peak$value > responder_limit(run, people$p0)
    ), as.list(people[others]))
  }))
}

fit_peaks <- function(run, part, i, n) {
  window <- run$window[[i]]
  inside <- matrix(part$performance, ncol = n)[window[[1L]]:window[[2L]], , drop = FALSE]
  at <- max.col(t(inside), ties.method = "first")
  list(value = inside[cbind(at, seq_len(n))], day = as.integer(window[[1L]] + at - 1L))
}

# What the engine gives for a cohort, here from all the draws: quantiles are exact.
fit_summary <- function(run, part, i, n) {
  values <- lapply(quantities, function(q) matrix(part[[q]], ncol = n))
  figures <- function(x) {
    list(mean = rowMeans(x), sd = if (n > 1) apply(x, 1L, stats::sd) else rep(NaN, nrow(x)),
      quantiles = t(apply(x, 1L, stats::quantile, summary_probs, names = FALSE)))
  }
  each <- lapply(values, figures)
  peak <- fit_peaks(run, part, i, n)$value
  spread <- figures(matrix(peak, 1L))
  spread$quantiles <- as.double(spread$quantiles)
  list(
    n = n, responders = sum(peak > responder_limit(run, drawn_people(run)$p0)), peak = spread,
    mean = vapply(each, `[[`, numeric(nrow(values[[1L]])), "mean"),
    sd = vapply(each, `[[`, numeric(nrow(values[[1L]])), "sd"),
    quantiles = vapply(each, `[[`, matrix(0, nrow(values[[1L]]), length(summary_probs)), "quantiles")
  )
}
