# How a run is carried out. The work is cut into jobs, each a scenario and a range of
# trainees that knows everything it needs; a job gives the same bits wherever it runs. Jobs
# run in this process, or on the mirai daemons that the caller has set up. Daemons are the
# caller's: none is started or stopped here.

# A job over trainees first + 1 .. first + n of the run's cohort (counted from its own
# first), under scenario i.
make_job <- function(run, spec, i, first = 0, n = spec$n) {
  scenario <- run$scenarios[[i]]
  whole <- first == 0 && n == spec$n
  job <- list(
    output = run$output, spec = spec, first = first, n = n, load = scenario$load,
    nutrition = scenario$nutrition, options = cohort_options(run, i),
    version = as.character(utils::packageVersion("muscletwin"))
  )
  if (whole) {
    return(job)
  }
  if (is.null(spec$twins)) {
    if (run$output != "summary") {
      job$spec$first <- spec$first + first
      job$spec$n <- n
    }
    return(job)
  }
  # Given twins travel as numbers: the job's own rows and, for a summary, before them the
  # rows that place its bins.
  twins <- matrix(spec$twins, ncol = length(parameter_names))
  own <- first + seq_len(n)
  pilot <- if (run$output == "summary") seq_len(min(spec$n, summary_pilot)) else integer()
  job$spec["twins"] <- list(as.double(twins[c(pilot, own), ]))
  job$spec$n <- length(pilot) + n
  job$first <- if (run$output == "summary") length(pilot) else 0
  job
}

summary_pilot <- 1024L # as in src/engine/method/summary.h

run_job <- function(job, tell = NULL) {
  have <- as.character(utils::packageVersion("muscletwin"))
  if (job$version != have) {
    abort_input("version",
      c("This job was made by muscletwin {job$version}; the process that should run it has {have}.",
        i = "Install the same version everywhere: only then are the bits the same."),
      arg = "version", value = have, call = NULL
    )
  }
  switch(job$output,
    days = .Call(C_cohort_days, job$spec, job$load, job$nutrition, job$options, tell),
    trainees = .Call(C_cohort_trainees, job$spec, job$load, job$nutrition, job$options, TRUE, tell),
    summary = .Call(C_cohort_summary_state, job$spec, job$load, job$nutrition, job$options,
      as.double(c(job$first, job$n)), tell)
  )
}

# The results of all scenarios: a list with, per scenario, what one .Call would have given.
execute <- function(run, bar) {
  spec <- sim_spec(run$twin)
  daemons <- connected_daemons()
  lapply(seq_along(run$scenarios), function(i) {
    jobs <- if (daemons > 0L && spec$n >= 2 * smallest_job) {
      spread_jobs(run, spec, i, daemons)
    } else {
      list(make_job(run, spec, i))
    }
    results <- vector("list", length(jobs))
    keep <- function(j, result) results[[j]] <<- result
    if (length(jobs) == 1L) {
      keep(1L, run_job(jobs[[1L]], bar$part(i)))
    } else {
      on_daemons(jobs, keep, bar$part(i))
    }
    join_results(run$output, results)
  })
}

smallest_job <- 2048 # trainees; less is not worth a message

# Four jobs a daemon, so that a slow or lost one holds up little.
spread_jobs <- function(run, spec, i, daemons) {
  n_jobs <- min(4 * daemons, spec$n %/% smallest_job)
  edges <- round(seq(0, spec$n, length.out = n_jobs + 1))
  lapply(seq_len(n_jobs), function(j) make_job(run, spec, i, edges[[j]], edges[[j + 1L]] - edges[[j]]))
}

join_results <- function(output, results) {
  if (output == "summary") {
    return(.Call(C_cohort_summary_read, results, unname(summary_probs)))
  }
  if (length(results) == 1L) {
    return(results[[1L]])
  }
  join <- function(name) {
    parts <- lapply(results, `[[`, name)
    if (is.matrix(parts[[1L]])) do.call(rbind, parts) else do.call(c, parts)
  }
  stats::setNames(lapply(names(results[[1L]]), join), names(results[[1L]]))
}

# ---- mirai ----

# How many daemons the caller has connected, 0 without any; mirai is not loaded for this.
connected_daemons <- function() {
  if (!isNamespaceLoaded("mirai") || !mirai::daemons_set()) {
    return(0L)
  }
  max(1L, as.integer(mirai::status()$connections))
}

# Runs jobs on the daemons, two in flight each, and hands each result to done(j, result) as
# it comes. A job whose daemon was lost is sent again, the third time run here; when no
# daemon has been there for `patience` seconds this process takes the next job itself.
on_daemons <- function(jobs, done, tell = NULL, patience = 5) {
  tasks <- list()
  on.exit(lapply(tasks, mirai::stop_mirai))
  waiting <- seq_along(jobs)
  lost <- integer(length(jobs))
  finished <- 0L
  seen <- proc.time()[["elapsed"]]
  finish <- function(j, result) {
    if (inherits(result, "condition")) rlang::cnd_signal(result)
    done(j, result)
    finished <<- finished + 1L
    if (!is.null(tell)) tell(finished / length(jobs))
  }
  while (finished < length(jobs)) {
    connected <- as.integer(mirai::status()$connections)
    now <- proc.time()[["elapsed"]]
    if (connected > 0L) {
      seen <- now
    } else if (now - seen > patience) {
      lapply(tasks, mirai::stop_mirai)
      waiting <- c(as.integer(names(tasks)), waiting)
      tasks <- list()
      finish(waiting[[1L]], run_job(jobs[[waiting[[1L]]]]))
      waiting <- waiting[-1L]
      next
    }
    while (length(waiting) && length(tasks) < 2L * max(1L, connected)) {
      tasks[[as.character(waiting[[1L]])]] <- mirai::mirai(run(job), run = run_remote, job = jobs[[waiting[[1L]]]])
      waiting <- waiting[-1L]
    }
    ready <- names(tasks)[!vapply(tasks, mirai::unresolved, NA)]
    for (j in ready) {
      result <- tasks[[j]]$data
      tasks[[j]] <- NULL
      if (mirai::is_mirai_error(result)) {
        abort_daemon(result)
      } else if (mirai::is_error_value(result)) { # the daemon is gone
        at <- as.integer(j)
        lost[[at]] <- lost[[at]] + 1L
        if (lost[[at]] < 3L) waiting <- c(at, waiting) else finish(at, run_job(jobs[[at]]))
      } else {
        finish(as.integer(j), result)
      }
    }
    if (length(ready) == 0L) Sys.sleep(0.01)
  }
}

# On the daemon: an error travels back as a value, so that it keeps its class.
run_remote <- function(job) {
  tryCatch(run_job(job), error = identity)
}

abort_daemon <- function(error) {
  cli::cli_abort(
    c("A daemon could not run its part of the cohort.", x = "{conditionMessage(error)}",
      i = "Is muscletwin installed there? Try {.code mirai::everywhere(library(muscletwin))}."),
    class = c("muscletwin_error_daemon", "muscletwin_error"), call = exported_frame()
  )
}
