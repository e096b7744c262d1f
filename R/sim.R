#' Simulate muscle mass and performance
#'
#' Runs the models of mass and performance over a schedule, for one twin or for a cohort, under one or several
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
#' habitual life keeps; training, diet, age and disuse act on synthesis as factors. A `k_d`
#' that was not given is 0.0126, and 0.0008 by the post's model. A cohort's trainees differ in
#' how they respond to training (coefficient of variation 0.5); age and body are a twin's, a
#' cohort has none and does not age. A trainee's mass is to the bit that of the same person
#' alone. Threads, daemons, `to` and the quantiles of `output = "summary"` are those of the
#' post's model.
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
#' @param threads Number of threads, 1 to 1,024; `NULL`: `getOption("muscletwin.threads", 1)`.
#' @param progress Show a progress bar: `TRUE`, `FALSE`, or `NULL` (default): in an
#'   interactive session, from the first second on.
#' @param to A folder to write the result to in parts instead of returning it, for cohorts
#'   larger than memory; see [cohort_parts()]. Calling again resumes. `NULL`: return it.
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
#' @return A data frame of class `muscle_sim`; with `to`, a [cohort_parts()].
#'
#' `output = "days"`: `scenario` (if more than one), `id` (if a cohort), `day`, `date` (if
#' known), `load`, `mass` (kg, at the end of the day), `fitness`, `fatigue`, `performance`
#' (all three in the units of `p0`).
#'
#' `output = "trainees"`: `scenario`, `id`, the eight parameters as they were used, `peak` (largest
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
#' `to` those of [cohort_parts()].
#' @seealso [muscle_mass()] and [banister()] for the models, with their sources.
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
  given <- c(schedule = !missing(schedule), draws = !is.null(draws), seed = !missing(seed), mass = !missing(mass))
  asked <- asked_of_fit(twin, given, output, draws, seed, mass, to, call)
  if (!is.null(asked)) schedule <- schedule_after(schedule, twin, call)
  if (missing(solver) && inherits(twin, "muscle_cohort")) solver <- "exact"
  person <- if (is.null(asked)) list(twin = twin, output = output) else list(twin = mass, output = "days")
  run <- new_run(schedule, person$twin, nutrition, person$output, window, threshold, solver, threads, call)
  run <- choose_mass_model(run, mass_model, diet, disuse, scales, call)
  sim <- if (!is.null(to)) {
    run_parts(run, to, progress, call)
  } else if (inherits(run$twin, "muscle_twin") && run$output == "days") {
    run_twin(run, call)
  } else {
    run_cohort(run, progress, call)
  }
  if (is.null(asked)) sim else run_fit(sim, asked, call)
}

# One person's days.
run_twin <- function(run, call) {
  days <- sum(scenario_days(run))
  frame <- with_memory_errors(arg = "schedule", value = days, cells = days, call = call, {
    days_frame(run, simulate_twin(run), id = NULL)
  })
  new_sim(frame, run)
}

# A cohort, or trainees and summary of one person, in jobs.
run_cohort <- function(run, progress, call) {
  check_size(run, call)
  bar <- new_progress(progress, length(run$scenarios))
  on.exit(bar$close())
  n <- trainee_count(run)
  frame <- with_memory_errors(arg = "twin", value = n, cells = n * sum(scenario_days(run)), call = call, {
    parts <- execute(run, bar)
    switch(run$output,
      days = days_frame(run, parts, cohort_ids(run$twin)),
      trainees = trainees_frame(run, parts),
      summary = summary_frame(run, parts)
    )
  })
  new_sim(frame, run)
}

# A cohort in parts on disk.
run_parts <- function(run, to, progress, call) {
  if (!inherits(run$twin, "muscle_cohort")) {
    abort_input("type", "{.arg to} needs a cohort: {.arg twin} must come from {.fn muscle_cohort}.",
      arg = "twin", value = run$twin, call = call)
  }
  work <- write_parts(run, check_folder(to, "to", call), NULL, call)
  work$run$threads <- run$threads # a list found in the folder has those of the call that wrote it
  with_memory_errors(arg = "twin", value = trainee_count(run), call = call, {
    make_parts(work, seq_len(nrow(work$parts)), progress, call)
  })
  write_manifest(work)
  work
}
