# How a run is carried out. The work is cut into jobs, each a scenario and a range of
# trainees that knows everything it needs; a job gives the same bits wherever it runs. Jobs
# run in this process, or on the mirai daemons that the caller has set up. Daemons are the
# caller's: none is started or stopped here.

# A job over trainees first + 1 .. first + n of the run's cohort (counted from its own
# first), under scenario i.
make_job <- function(run, spec, i, first = 0, n = spec$n) {
  scenario <- run$scenarios[[i]]
  if (is.null(spec$twins)) {
    spec$first <- spec$first + first
  } else if (n < spec$n) { # twins given as numbers: the job takes its rows along
    twins <- matrix(spec$twins, ncol = length(parameter_names))
    spec$twins <- as.double(twins[first + seq_len(n), ])
    spec$responds <- spec$responds[first + seq_len(n)]
  }
  spec$n <- n
  list(
    output = run$output, spec = spec, load = scenario$load, nutrition = scenario$nutrition,
    options = cohort_options(run, i), vo2max = body_of(run), version = own_version()
  )
}

run_job <- function(job, tell = NULL) {
  have <- own_version()
  if (job$version != have) {
    abort_input("version",
      c("This job was made by muscletwin {job$version}; the process that should run it has {have}.",
        i = "Install the same version everywhere: only then are the bits the same."),
      arg = "version", value = have, call = NULL
    )
  }
  switch(job$output,
    days = run_days(job, tell),
    trainees = engine_cohort_trainees(job$spec, job$load, job$nutrition, job$options, TRUE, tell),
    summary = engine_cohort_summary_part(job$spec, job$load, job$nutrition, job$options, tell)
  )
}

# Every day; with cells and body, if they are asked for: these take nearly all of the time.
run_days <- function(job, tell) {
  of_body <- !is.null(job$vo2max)
  days <- engine_cohort_days(job$spec, job$load, job$nutrition, job$options, if (!of_body) tell)
  if (!of_body) {
    return(days)
  }
  c(days, engine_cohort_body(job$spec, job$load, job$options, job$vo2max, days$mass, tell))
}

# Each scenario's days of one person.
simulate_twin <- function(run) {
  twin <- run$twin
  if (is_turnover(run)) {
    spec <- sim_spec(run)
    return(lapply(seq_along(run$scenarios), function(i) run_job(make_job(run, spec, i))))
  }
  lapply(run$scenarios, function(s) {
    engine_simulate(s$load, s$nutrition, twin_for_engine(twin), run$solver)
  })
}

# The results of all scenarios: a list with, per scenario, what one call of the engine would have given.
execute <- function(run, bar) {
  spec <- sim_spec(run)
  daemons <- connected_daemons()
  lapply(seq_along(run$scenarios), function(i) {
    count <- if (daemons > 0L && can_be_cut(run$output, spec)) {
      min(4 * daemons, spec$n %/% smallest_job) # so that a slow or lost daemon holds up little
    } else {
      1
    }
    if (count <= 1 && run$output == "summary") { # no need to go through bytes
      job <- make_job(run, spec, i)
      return(engine_cohort_summary(spec, job$load, job$nutrition, job$options, unname(summary_probs), bar$part(i)))
    }
    if (count <= 1) {
      return(run_job(make_job(run, spec, i), bar$part(i)))
    }
    edges <- round(seq(0, spec$n, length.out = count + 1))
    jobs <- lapply(seq_len(count), function(j) make_job(run, spec, i, edges[[j]], edges[[j + 1L]] - edges[[j]]))
    results <- vector("list", count)
    on_daemons(jobs, function(j, result) results[[j]] <<- result, bar$part(i))
    join_results(run, spec, i, results)
  })
}

# The bins of a summary are placed by the first trainees of a population, wherever a job
# begins; twins given as numbers have no population, so their summary is one job.
can_be_cut <- function(output, spec) {
  output != "summary" || is.null(spec$twins)
}

smallest_job <- 2048 # trainees; less is not worth a message

join_results <- function(run, spec, i, results) {
  if (run$output == "summary") {
    job <- make_job(run, spec, i)
    return(engine_cohort_summary_join(spec, job$load, job$nutrition, job$options, results, unname(summary_probs)))
  }
  join_parts(results)
}

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
  remote_call <- quote(run(job))
  waiting <- seq_along(jobs)
  lost <- integer(length(jobs))
  finished <- 0L
  seen <- proc.time()[["elapsed"]]
  finish <- function(j, result) {
    if (inherits(result, "condition")) {
      # Another than ours is of a daemon without the package, unless its memory ran out.
      if (!inherits(result, c("muscletwin_error", "muscletwin_no_memory"))) {
        abort_daemon(result)
      }
      rlang::cnd_signal(result)
    }
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
      tasks[[as.character(waiting[[1L]])]] <- mirai::mirai(
        remote_call, run = run_remote, job = jobs[[waiting[[1L]]]]
      )
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

# On the daemon: an error travels back as a value, so that it keeps its class. Only here can
# be told in which language R said that memory ran out.
run_remote <- function(job) {
  tryCatch(run_job(job), error = function(e) {
    if (is_memory_error(e)) class(e) <- c("muscletwin_no_memory", class(e))
    e
  })
}

abort_daemon <- function(error) {
  cli::cli_abort(
    c("A daemon could not run its part of the cohort.", x = "{conditionMessage(error)}",
      i = "Is muscletwin installed there? Try {.code mirai::everywhere(library(muscletwin))}."),
    class = c("muscletwin_error_daemon", "muscletwin_error"), call = exported_frame()
  )
}
