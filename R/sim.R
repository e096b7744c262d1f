#' Simulate muscle mass and performance
#'
#' Runs both models over a schedule, for one twin or for a cohort, under one or several
#' scenarios. Without arguments it is the post's 20-week block.
#'
#' @section Scenarios:
#' A named list of schedules, a named list (or named vector) of nutritions, or both: every
#' combination is simulated, and the column `scenario` tells them apart. Trainee `i` is the
#' same person in each.
#'
#' @section Solvers:
#' `"cvode"`, `"exact"` and `"euler"` are those of [muscle_mass()]. A cohort whose `solver`
#' is not named uses `"exact"`, which `"cvode"` meets to 1e-7 kg and which takes nanoseconds
#' a trainee.
#'
#' @section Many processes:
#' Where the caller has set [mirai::daemons()], on this machine or on others, a cohort is
#' spread over them. A daemon that is lost costs time, not results. Daemons are yours:
#' muscletwin starts and stops none.
#'
#' @section Finer models:
#' With `mass_model = "turnover"` a load of 0 is habitual life and `m0` is the mass that
#' habitual life keeps; training, diet, age and disuse act on synthesis as factors. A twin made for the
#' post's model whose `k_d` is its 0.0008 takes the turnover's 0.0126. A cohort's trainees differ in how they respond
#' to training (coefficient of variation 0.5); age and body are a twin's, a cohort has none
#' and does not age. Its `output = "summary"` is exact up to 2 million masses; above, in
#' memory that does not grow with the cohort, the quantiles of mass are off by less than 1/4096 of its
#' range, mean and sd are exact. Only `to` does not know this model.
#'
#' **Performance is Banister's and knows nothing of the muscle.** In bed rest it rises, because
#' fatigue fades faster than fitness, while muscle, strength and VO2max fall: do not read it
#' as what a person could do on that day. Strength lost in disuse is [strength_loss()].
#'
#' With `output = "days"`, `scales` adds columns. `"molecule"`: `nutrition` \eqn{N} and
#' `synthesis_g`, the day's synthesis in g of leucine, by [leucine_response()] for the meals of
#' `diet` (its infusion kept on), instead of the response to meals of [diet()]; it knows no
#' session, age or leucine trigger, and warns where one was given. `"cell"`: `fibre_1`,
#' `fibre_2` (um2),
#' `csa` (their sum, 1 at the start), `nuclei_1`, `nuclei_2` (per fibre cross-section), `satellite` (cells
#' per fibre). `"system"`: `vo2max` (mL/kg/min) and `insulin_sensitivity` (1 at the start).
#'
#' What is known and what not: type I and II fibres respond to training by 0.8 and 1.2 of
#' \eqn{S - 1}; a fibre grows freely until its nuclei serve 1.25 times the usual 1550 um2 each, then less and
#' less; satellite cells add nuclei. Nuclei are not lost in disuse here, which is contested.
#' VO2max rises by up to 15 % (a choice of design) with a time constant of 15.2 days, for
#' any training: the model does not tell endurance from strength. Bed rest takes from VO2max
#' only what training had added; a week in bed cost 6.4 % in untrained men (Dirks 2016).
#' Insulin sensitivity follows mass to the power
#' 1.1, **an association and not a cause**, and falls to 0.65 in bed rest with a time constant of 5 days
#' (Dirks 2016: -29 % after a week).
#'
#' @section A fit:
#' With a [muscle_fit()] as `twin`, `schedule` (without a default then) is what follows the
#' log: day 1 is the day after its last, fitness, fatigue and level are those at the end of
#' the log, and dates go on. Without `draws` each quantity is its posterior mean, the `.mean`
#' of [forecast()][forecast.muscle_fit] (with `what = "state"`, without the noise of tests).
#' With `draws` each trainee is a draw of the posterior, drift of the level included: the same
#' seed gives the same bits, and scenarios share their draws. All models are simulated as they
#' are, `"vdr"` with its variable dose; `k3` and `tau_3` are then further columns of
#' `"trainees"`, and what a model has not is `NA` there. `"average"` averages its models as
#' `forecast()` does (fitness and fatigue over those that have them), joining their draws
#' rank by rank; its parameters are those of `"banister"`. A least-squares fit has no draws.
#' Nothing in a log of performance tells of mass: that is the model of `mass`, the same for
#' every draw, from its `m0` on day 1. To start from scratch instead, make a twin of the
#' estimates: `do.call(muscle_twin, as.list(coef(fit)))`.
#' A plan beyond what the log has seen gives `muscletwin_warning_extrapolation`; draws, unlike
#' the intervals of `forecast()`, are not widened then.
#'
#' @section Reproducibility:
#' Results have the same bits for any number of threads, and a trainee is the same in a
#' cohort of any size. Your random numbers, options and working directory are untouched.
#' An interrupt stops a run of any size within a second; nothing half-done is returned.
#'
#' @param schedule A [muscle_schedule()], a numeric vector of daily loads (0 or more; `NA` is
#'   an error, rest is 0), a data frame as for [muscle_schedule()], or a named list of these.
#' @param twin A [muscle_twin()], a [muscle_cohort()] or a [muscle_fit()].
#' @param nutrition Share of the nutrition that training needs, 0 to 1: one number, one per
#'   day, or a named list or named vector of these.
#' @param ... Not used; arguments after it are named in full.
#' @param output `"days"`: a row per day; `"trainees"`: a row per trainee; `"summary"`: the
#'   distribution over the cohort per day, in memory that does not grow with its size.
#' @param window The days in which the peak is sought, `c(first, last)`, or all of them in
#'   a row; `NULL`: all days.
#' @param threshold A responder's peak is above it, in the units of performance; `NULL`:
#'   above 1.1 times `p0`.
#' @param solver How mass is solved, see below.
#' @param threads Number of threads, 1 or more; `NULL`: `getOption("muscletwin.threads", 1)`.
#' @param progress Show a progress bar: `TRUE`, `FALSE`, or `NULL` (default): in an
#'   interactive session, from the first second on.
#' @param to A folder to write the result to in parts instead of returning it, for cohorts
#'   larger than memory; see [cohort_plan()]. Calling again resumes. `NULL`: return it.
#' @param mass_model `"post"` or `"turnover"` ([muscle_turnover()]); `NULL`: the twin's, or
#'   turnover if one of the next three is given.
#' @param diet What is eaten each day, a [diet()], or a named list of them (scenarios; `NULL`
#'   in it: a habitual diet).
#' @param disuse Days of immobilisation or bed rest, from [disuse()], or a named list of
#'   these (scenarios; `NULL` in it: none).
#' @param scales The scales whose columns are wanted, some of `"molecule"`, `"cell"`,
#'   `"organ"` (always there) and `"system"`; see below.
#' @param draws For a fit: how many draws of its posterior are simulated, 1 to a million;
#'   `NULL`: the posterior mean, one person.
#' @param seed For a fit: the seed of its draws, a whole number of 0 or more.
#' @param mass For a fit: a [muscle_twin()] whose mass parameters and body are used.
#' @return A data frame of class `muscle_sim`; with `to`, a [cohort_plan()].
#'
#' `output = "days"`: `scenario` (if more than one), `id` (if a cohort), `day`, `date` (if
#' known), `load`, `mass` (kg, at the end of the day), `fitness`, `fatigue`, `performance`
#' (all three in the units of `p0`).
#'
#' `output = "trainees"`: `scenario`, `id`, the eight parameters, `peak` (largest
#' performance in the window), `peak_day` (the first day of it), `final_mass` (kg),
#' `responder`.
#'
#' `output = "summary"`: `scenario`, `day`, `date`, `load`, `quantity` (mass, fitness,
#' fatigue or performance), `mean`, `sd` (`NA` for one trainee) and the quantiles `q1` to
#' `q99`; `summary()` adds the distribution of the peak.
#' Quantiles are counted in bins: within 0.007 standard deviations of the exact ones, as a
#' rule within 0.001. Bins are placed by 1,024 trainees; in a population with very heavy
#' tails (`sdlog` of 2 or more) the low quantiles are coarser, and a handful of trainees can
#' lie far off the bins: ask for `"trainees"` or `"days"` there.
#'
#' Errors: `muscletwin_error_type`, `_length`, `_missing`, `_value`, `_names`, `_window`,
#' `_size`, `_memory`, `_choice`, `_dots`, `_overflow`, `_solver`, `_correlation`,
#' `_cancelled`, for a fit `_days` and `_method`, on daemons `_daemon` and `_version`, and with
#' `to` those of [cohort_plan()].
#' @seealso [muscle_mass()] and [banister()] for the two models, with their sources.
#' @examples
#' sim <- muscle_sim()
#' sim
#' tail(as.data.frame(sim), 3)
#' muscle_sim(nutrition = c(adequate = 1, low = 0.7))
#' muscle_sim(twin = muscle_cohort(1000), output = "trainees", window = c(120, 140))
#' fit <- muscle_fit(training_log, model = "banister")
#' muscle_sim(rep(c(80, 0, 60, 0), 5), fit, draws = 200, output = "summary")
#' @export
muscle_sim <- function(schedule = make_schedule(), twin = muscle_twin(), nutrition = 1, ...,
                       output = c("days", "trainees", "summary"), window = NULL,
                       threshold = NULL, solver = "cvode", threads = NULL, progress = NULL,
                       to = NULL, mass_model = NULL, diet = NULL, disuse = NULL, scales = NULL,
                       draws = NULL, seed = 1, mass = muscle_twin()) {
  call <- rlang::current_env()
  if (...length() > 0L) check_dots(..., call = call)
  output <- check_choice(output, c("days", "trainees", "summary"), "output")
  check_flag(progress, "progress", null = TRUE)
  if (inherits(twin, "muscle_fit")) {
    if (missing(schedule)) {
      abort_input("missing",
        c("{.arg schedule} must be given for a fit: the loads of the days after its log.",
          i = "The default, the post's block, is in units of its own."),
        arg = "schedule", value = NULL, call = call)
    }
    return(simulate_fit(twin, schedule, output, threshold, draws, seed, mass, progress, to, call,
      nutrition = nutrition, window = window, solver = solver, threads = threads, mass_model = mass_model,
      diet = diet, disuse = disuse, scales = scales))
  }
  if (!is.null(draws) || !missing(mass) || !missing(seed)) {
    given <- c(draws = !is.null(draws), seed = !missing(seed), mass = !missing(mass))
    abort_input("value",
      c("{.arg {names(which(given))}} {?is/are} for a fit, and {.arg twin} is none.",
        i = "A cohort has its own size and seed, see {.fn muscle_cohort}; a twin its own mass."),
      arg = names(which(given))[[1L]], value = twin, call = call)
  }
  cohort <- inherits(twin, "muscle_cohort")
  solver <- if (cohort && missing(solver)) "exact" else solver
  run <- make_run(schedule, twin, nutrition, output, window, threshold, solver, threads, call)
  finer <- make_physiology(run, mass_model, diet, disuse, scales, call)
  if (!is.null(finer)) {
    if (!is.null(to)) {
      abort_input("model",
        c("{.arg to} writes the post's mass model only.",
          i = "For the turnover model ask for {.code output = \"summary\"}, whose memory does not grow."),
        arg = "to", value = to
      )
    }
    return(simulate_physiology(finer, progress, call))
  }
  if (!is.null(to)) {
    return(simulate_to(run, to, progress, call))
  }
  if (output == "days" && !cohort) {
    days <- sum(scenario_days(run))
    frame <- with_memory_errors(arg = "schedule", value = days, cells = days, call = call, {
      days_frame(run, simulate_twin(run), id = NULL)
    })
    return(new_sim(frame, run))
  }
  check_size(run, call)
  bar <- new_progress(progress, length(run$scenarios))
  on.exit(bar$close())
  cells <- people_in(run) * sum(scenario_days(run))
  frame <- with_memory_errors(arg = "twin", value = people_in(run), cells = cells, call = call, {
    parts <- execute(run, bar)
    switch(output,
      days = days_frame(run, parts, cohort_ids(twin)),
      trainees = trainees_frame(run, parts),
      summary = summary_frame(run, parts)
    )
  })
  new_sim(frame, run)
}

# Everything that decides a simulation, checked.
make_run <- function(schedule, twin, nutrition, output, window, threshold, solver, threads, call) {
  if (!inherits(twin, c("muscle_cohort", "muscle_twin"))) {
    abort_input("type",
      c("{.arg twin} must come from {.fn muscle_twin}, {.fn muscle_cohort} or {.fn muscle_fit}, not be {describe(twin)}."),
      arg = "twin", value = twin, call = call
    )
  }
  if (inherits(twin, "muscle_cohort")) check_cohort(twin, call) else check_twin(twin, call)
  scenarios <- make_scenarios(schedule, nutrition, call)
  list(
    twin = twin, output = output, scenarios = scenarios,
    threshold = if (!is.null(threshold)) check_number(threshold, "threshold", call = call),
    window = lapply(scenarios, function(s) check_window(window, length(s$load), call)),
    threads = check_threads(threads, call), solver = solver_options(solver, call = call)
  )
}

new_sim <- function(frame, run) {
  class(frame) <- c("muscle_sim", "data.frame")
  attr(frame, "run") <- run
  frame
}

scenario_days <- function(run) {
  vapply(run$scenarios, function(s) length(s$load), 1L)
}

people_in <- function(run) {
  if (inherits(run$twin, "muscle_cohort")) run$twin$n else 1
}

# A responder's peak is above this.
responder_limit <- function(run, p0) {
  if (is.null(run$threshold)) 1.1 * p0 else run$threshold
}

# A result that no data frame can hold is refused before anything is allocated.
check_size <- function(run, call) {
  n <- people_in(run)
  if (run$output == "days") {
    check_rows(sum(scenario_days(run) * n), "twin", call,
      "Use {.code output = \"summary\"} or {.code output = \"trainees\"}, write parts with {.arg to}, or ask for fewer trainees.")
  } else if (run$output == "trainees") {
    check_rows(n * length(run$scenarios), "twin", call,
      "Use {.code output = \"summary\"}, or write parts with {.arg to}.")
  }
}

simulate_to <- function(run, to, progress, call) {
  if (!inherits(run$twin, "muscle_cohort")) {
    abort_input("type", "{.arg to} needs a cohort: {.arg twin} must come from {.fn muscle_cohort}.",
      arg = "twin", value = run$twin, call = call)
  }
  plan <- write_plan(run, check_folder(to, "to", call), NULL, call)
  plan$run$threads <- run$threads # a plan found in the folder has those of the call that wrote it
  with_memory_errors(arg = "twin", value = people_in(run), call = call, {
    make_parts(plan, seq_len(nrow(plan$parts)), progress, call)
  })
  write_manifest(plan)
  plan
}

# ---- arguments ----

# Every combination of the schedules and the nutritions: a list with name, schedule, load
# and nutrition (NULL for 1 throughout).
make_scenarios <- function(schedule, nutrition, call) {
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

check_scenario_names <- function(x, arg, call) {
  if (length(x) == 0L) {
    abort_input("length", "{.arg {arg}} is an empty list; it needs at least one scenario.",
      arg = arg, value = x, call = call)
  }
  names <- names(x)
  at <- if (is.null(names)) 1L else which(is.na(names) | !nzchar(names) | duplicated(names))
  if (length(at)) {
    abort_input("names",
      c("The scenarios in {.arg {arg}} need names, each a different one.",
        x = if (is.null(names)) {
          "None has a name."
        } else if (is.na(names[[at[[1L]]]]) || !nzchar(names[[at[[1L]]]])) {
          "The one at position {at[[1]]} has none."
        } else {
          "Position {at[[1]]} has the name {.val {names[[at[[1]]]]}} again."
        },
        i = if (arg == "nutrition") "For example {.code nutrition = c(full = 1, low = 0.7)}." else
          "For example {.code {arg} = list(plan_a = ..., plan_b = ...)}."),
      arg = arg, value = names, position = at, call = call
    )
  }
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

check_threads <- function(threads, call) {
  arg <- if (is.null(threads)) "getOption(\"muscletwin.threads\")" else "threads"
  if (is.null(threads)) threads <- getOption("muscletwin.threads", 1L)
  threads <- as.integer(check_count(threads, arg, upper = 1024, call = call))
  # GNU OpenMP hangs in a forked child (parallel::mclapply) whose parent has used threads;
  # one thread gives the same bits.
  if (threads > 1L && Sys.getpid() != loaded$pid) 1L else threads
}

# ---- the runs ----

simulate_twin <- function(run) {
  twin <- run$twin
  lapply(run$scenarios, function(s) {
    .Call(C_simulate, s$load, s$nutrition, twin_parameters(twin), load_effect_code(twin$load_effect), run$solver)
  })
}

# A twin is a cohort of one, given as numbers.
sim_spec <- function(twin) {
  if (inherits(twin, "muscle_cohort")) {
    return(cohort_spec(twin))
  }
  list(
    n = 1, first = 0, seed = 0, kind = integer(8), location = twin_parameters(twin),
    spread = double(8), correlation = NULL, twins = twin_parameters(twin),
    load_effect = load_effect_code(twin$load_effect)
  )
}

cohort_options <- function(run, i) {
  c(run$solver, list(
    threads = run$threads, window = run$window[[i]],
    threshold = if (is.null(run$threshold)) NaN else run$threshold
  ))
}

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
  new_data_frame(columns, length(columns$day))
}

scenario_column <- function(scenarios, rows) {
  if (length(scenarios) > 1L) {
    names <- vapply(scenarios, `[[`, "", "name")
    factor(rep(names, rows), levels = names)
  }
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

# Lists of columns, one below the other; a single one is not copied.
join_parts <- function(parts) {
  if (length(parts) == 1L) {
    return(parts[[1L]])
  }
  lapply(stats::setNames(nm = names(parts[[1L]])), function(name) do.call(c, lapply(parts, `[[`, name)))
}

summary_probs <- c(q1 = 0.01, q5 = 0.05, q10 = 0.1, q25 = 0.25, q50 = 0.5, q75 = 0.75, q90 = 0.9, q95 = 0.95,
  q99 = 0.99)
quantities <- c("mass", "fitness", "fatigue", "performance")

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

nan_to_na <- function(x) {
  x[is.nan(x)] <- NA_real_
  x
}

# ---- progress ----

# A bar over the whole call, made when the work has taken a second; part(i) is the function
# that the engine tells its share of scenario i.
new_progress <- function(progress, parts) {
  wanted <- if (is.null(progress)) interactive() else progress
  if (!wanted) {
    return(list(part = function(i) NULL, close = function() invisible()))
  }
  id <- NULL
  frame <- environment()
  started <- proc.time()[["elapsed"]]
  list(
    part = function(i) {
      function(done) {
        if (is.null(id) && proc.time()[["elapsed"]] - started < 1) {
          return(invisible())
        }
        if (is.null(id)) {
          id <<- cli::cli_progress_bar("Simulating", total = 100, .auto_close = FALSE, .envir = frame)
        }
        cli::cli_progress_update(set = 100 * (i - 1 + done) / parts, id = id, .envir = frame)
      }
    },
    close = function() {
      if (!is.null(id)) cli::cli_progress_done(id = id, .envir = frame)
    }
  )
}
