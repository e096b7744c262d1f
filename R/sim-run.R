# A run: what muscle_sim() is asked for, checked, with scenarios named.

# Everything that decides a simulation, checked.
new_run <- function(schedule, twin, nutrition, output, window, threshold, solver, threads, call) {
  if (!inherits(twin, c("muscle_cohort", "muscle_twin"))) {
    abort_input("type",
      c("{.arg twin} must come from {.fn muscle_twin}, {.fn muscle_cohort} or {.fn muscle_fit}, not be {describe(twin)}."),
      arg = "twin", value = twin, call = call
    )
  }
  if (inherits(twin, "muscle_cohort")) check_cohort(twin, call) else check_twin(twin, call)
  scenarios <- read_scenarios(schedule, nutrition, call)
  list(
    twin = twin, output = output, scenarios = scenarios,
    threshold = if (!is.null(threshold)) check_number(threshold, "threshold", call = call),
    window = lapply(scenarios, function(s) check_window(window, length(s$load), call)),
    threads = check_threads(threads, call), solver = solver_options(solver, call = call)
  )
}

# Days of a cohort do not tell with which m0 and p0 its trainees began, which its figures take:
# where these vary they are drawn once more and kept.
new_sim <- function(frame, run) {
  if (run$output == "days" && is.null(fixed_start(run$twin))) run$start <- as.data.frame(run$twin)[c("m0", "p0")]
  class(frame) <- c("muscle_sim", "data.frame")
  attr(frame, "run") <- run
  frame
}

# m0 and p0 where they are the same for all; NULL if they vary.
fixed_start <- function(twin) {
  if (inherits(twin, "muscle_twin")) {
    return(twin[c("m0", "p0")])
  }
  population <- twin$population
  at <- match(c("m0", "p0"), population$parameter)
  start <- population$location[at]
  if (all(population$kind[at] == "fixed")) list(m0 = start[[1L]], p0 = start[[2L]])
}

scenario_days <- function(run) {
  vapply(run$scenarios, function(s) length(s$load), 1L)
}

trainee_count <- function(run) {
  if (inherits(run$twin, "muscle_cohort")) run$twin$n else 1
}

# A responder's peak is above this.
responder_limit <- function(run, p0) {
  if (is.null(run$threshold)) engine_defaults()$constant$responder_peak * p0 else run$threshold
}

# A result that no data frame can hold is refused before anything is allocated.
check_size <- function(run, call) {
  n <- trainee_count(run)
  if (run$output == "days") {
    check_rows(sum(scenario_days(run) * n), "twin", call,
      "Use {.code output = \"summary\"} or {.code output = \"trainees\"}, write parts with {.arg to}, or ask for fewer trainees.")
  } else if (run$output == "trainees") {
    check_rows(n * length(run$scenarios), "twin", call,
      "Use {.code output = \"summary\"}, or write parts with {.arg to}.")
  }
}

# Every combination of the schedules and the nutritions: a list with name, schedule, load
# and nutrition (NULL for 1 throughout).
read_scenarios <- function(schedule, nutrition, call) {
  several <- is.list(schedule) && !is.object(schedule)
  schedules <- if (several) schedule else list(schedule)
  if (several) check_scenario_names(schedule, "schedule", call)
  schedules <- lapply(seq_along(schedules), function(i) {
    as_schedule(schedules[[i]], if (several) paste0("schedule$", names(schedule)[[i]]) else "schedule", call)
  })
  compared <- is.list(nutrition) || !is.null(names(nutrition))
  nutritions <- if (compared) as.list(nutrition) else list(nutrition)
  if (compared) check_scenario_names(nutrition, "nutrition", call)

  scenarios <- list()
  for (i in seq_along(schedules)) {
    for (j in seq_along(nutritions)) {
      load <- as.double(schedules[[i]])
      arg <- if (compared) paste0("nutrition$", names(nutrition)[[j]]) else "nutrition"
      eaten <- check_nutrition(nutritions[[j]], length(load), arg, call)
      name <- c(if (several) names(schedule)[[i]], if (compared) names(nutrition)[[j]])
      scenarios[[length(scenarios) + 1L]] <- list(
        name = if (length(name)) paste(name, collapse = ", "), schedule = schedules[[i]], load = load,
        nutrition = if (length(eaten) > 1L || eaten != 1) rep_len(eaten, length(load))
      )
    }
  }
  if (several && compared) { # "a" with "b, c", and "a, b" with "c"
    names <- vapply(scenarios, `[[`, "", "name")
    at <- which(duplicated(names))
    if (length(at)) {
      abort_input("names",
        c("Two combinations of {.arg schedule} and {.arg nutrition} have the name {.val {names[[at[[1]]]]}}.",
          i = "A combination is named by both, with a comma between: choose names without commas."),
        arg = "schedule", value = names[at], position = at, call = call
      )
    }
  }
  scenarios
}

check_window <- function(window, n, call) {
  if (is.null(window)) {
    return(c(1L, n))
  }
  window <- check_numbers(window, "window", call = call)
  from <- window[[1L]]
  to <- window[[length(window)]]
  days <- all(window == trunc(window)) && (length(window) <= 2L || all(diff(window) == 1))
  if (!days || from > to) {
    abort_input("window",
      c("{.arg window} must be a first and a last day, not {.val {utils::head(window, 5)}}.",
        i = "For example {.code window = c(120, 140)}."),
      arg = "window", value = window, call = call
    )
  }
  if (from < 1 || to > n) {
    abort_input("window",
      c("{.arg window} runs from day {from} to day {to}; the schedule has days 1 to {n}.",
        i = "Choose days within the schedule."),
      arg = "window", value = window, position = which(window < 1 | window > n), call = call
    )
  }
  as.integer(c(from, to))
}

# Whom the engine simulates. A twin is a cohort of one, given as numbers, and answers to
# training as it is said to.
sim_spec <- function(run) {
  twin <- run$twin
  if (inherits(twin, "muscle_cohort")) {
    return(cohort_spec(twin, is_turnover(run)))
  }
  list(
    n = 1, first = 0, seed = 0, kind = integer(8), location = twin_parameters(twin),
    spread = double(8), correlation = NULL, twins = twin_parameters(twin), responds = 1,
    load_effect = load_effect_code(twin$load_effect)
  )
}

cohort_options <- function(run, i) {
  c(run$solver, list(threads = run$threads, window = run$window[[i]], threshold = run$threshold),
    turnover_options(run, i))
}
