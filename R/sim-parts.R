#' A simulation in parts, on disk
#'
#' For cohorts larger than memory, and for many machines that share a folder but have no
#' master between them. `cohort_parts()` writes down what is to be simulated and cuts it into
#' parts; `cohort_part()` makes one part, on any machine, in any order, as often as you like;
#' `cohort_collect()` checks all parts and puts them together. The result has the bits of
#' one [muscle_sim()] call. `muscle_sim(..., to = folder)` does the first two steps at once.
#'
#' @section The folder:
#' `_parts.rds` is the list of parts, `_manifest.json` the same for people and other languages:
#' version, platform, seed, population, loads and nutrition of each scenario (with the turnover
#' model also what acts on muscle), solver, and the range, rows and MD5 checksum of each part.
#' A part of `output = "days"` or `"trainees"` is a Parquet file (`part-00001.parquet`) with the
#' columns of [muscle_sim()], for arrow, DuckDB, pandas or Polars: `arrow::open_dataset(folder)`.
#' A part of `output = "summary"` is a binary file of
#' counts. Beside each finished part lies `_part-00001.json` with its rows and MD5 checksum;
#' a part appears under its name only when it is whole. A file `_*.tmp` is being written, or
#' was left by a process that was killed; readers of Parquet skip it, and it may be deleted
#' when nobody writes.
#'
#' @section Killed, full, corrupt:
#' A part that was not finished is made again, a finished one is kept: call the same again.
#' A full disk is an error of class `muscletwin_error_disk` that names the part; what is
#' finished stays. A part that does not match its checksum is `muscletwin_error_corrupt`;
#' `cohort_part()` makes it again, bit by bit the same. So is a part under the name of
#' another. A `_parts.rds` changed by hand is `muscletwin_error_corrupt` too: delete it and
#' call `cohort_parts()` with the same arguments, finished parts are kept.
#'
#' @section Batch schedulers:
#' `system.file("cluster", package = "muscletwin")` has a SLURM array script and a Kubernetes
#' indexed Job that call `cohort_part()` with their index.
#'
#' @inheritParams muscle_sim
#' @param twin A [muscle_cohort()].
#' @param to,folder The folder, made if need be. A folder that holds another simulation is an
#'   error of class `muscletwin_error_folder`.
#' @param ... Not used; arguments after it are named in full.
#' @param parts Number of parts per scenario; `NULL`: as many as keep a part of `"days"` or
#'   `"trainees"` near a million rows, and 16 for `"summary"`.
#' @param k Which parts: whole numbers from 1 to the number of parts of all scenarios.
#' @return `cohort_parts()` and `cohort_part()`: an object of class `cohort_parts`, whose
#'   print says what is finished. `cohort_collect()`: a `muscle_sim` data frame.
#'
#'   Errors: those of [muscle_sim()], and `muscletwin_error_folder`, `_disk`, `_corrupt`,
#'   `_unfinished` (collecting before all parts are made), `_version` (parts of another
#'   version of the package), `_size` (more rows than a data frame has).
#' @examples
#' folder <- tempfile("cohort-")
#' parts <- cohort_parts(twin = muscle_cohort(5000), to = folder, output = "summary", parts = 2)
#' cohort_part(2, folder)
#' cohort_part(1, folder)
#' whole <- cohort_collect(folder)
#' @section Another name:
#' `cohort_plan()` is the name that `cohort_parts()` had; a plan is what a person should do
#' ([muscle_plan()]). It works for one more version, with a warning once a session.
#' @name cohort_parts
NULL

#' @rdname cohort_parts
#' @export
cohort_parts <- function(schedule = make_schedule(), twin = muscle_cohort(), nutrition = 1, ...,
                         to, output = c("trainees", "days", "summary"), window = NULL,
                         threshold = NULL, solver = "exact", parts = NULL, mass_model = NULL, diet = NULL,
                         disuse = NULL, scales = NULL) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  if (!inherits(twin, "muscle_cohort")) {
    abort_input("type", "{.arg twin} must come from {.fn muscle_cohort}, not be {describe(twin)}.",
      arg = "twin", value = twin, call = call
    )
  }
  output <- check_choice(output, c("trainees", "days", "summary"), "output")
  run <- new_run(schedule, twin, nutrition, output, window, threshold, solver, 1L, call)
  run <- choose_mass_model(run, mass_model, diet, disuse, scales, call)
  write_parts(run, check_folder(to, "to", call), parts, call)
}

#' @rdname cohort_parts
#' @export
cohort_plan <- function(...) {
  cli::cli_warn(
    c("{.fn cohort_plan} is now called {.fn cohort_parts}.", i = "The old name goes with the next version."),
    class = c("muscletwin_warning_deprecated", "muscletwin_warning"), .frequency = "once",
    .frequency_id = "muscletwin_cohort_plan"
  )
  cohort_parts(...)
}

#' @rdname cohort_parts
#' @export
cohort_part <- function(k, folder = ".", ..., threads = NULL, progress = NULL) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  work <- read_parts(folder, call)
  k <- check_numbers(k, "k", lower = 1, upper = nrow(work$parts), call = call)
  at <- which(k != trunc(k))
  if (length(at)) {
    abort_input("value", "{.arg k} must be whole numbers, not {.val {k[[at[[1]]]]}}.",
      arg = "k", value = k, position = at, call = call
    )
  }
  work$run$threads <- check_threads(threads, call)
  check_flag(progress, "progress", null = TRUE)
  with_memory_errors(arg = "folder", value = folder, call = call, make_parts(work, as.integer(k), progress, call))
  invisible(work)
}

#' @rdname cohort_parts
#' @export
cohort_collect <- function(folder = ".") {
  call <- rlang::current_env()
  work <- read_parts(folder, call)
  state <- vapply(seq_len(nrow(work$parts)), function(k) part_state(work, k, "full"), "")
  if (any(state == "missing")) {
    at <- which(state == "missing")
    abort_input("unfinished",
      c("{length(at)} of {nrow(work$parts)} parts cannot be collected: part {at[[1]]}{more_positions(at)} is not finished.",
        i = "Make what is left with {.code cohort_part({at[[1]]}, {.str {work$folder}})}, on any machine."),
      arg = "folder", value = folder, position = at, call = call
    )
  }
  if (any(state == "corrupt")) {
    abort_corrupt(work, which(state == "corrupt"), call)
  }
  # Reading needs no leave to write: a folder may be an archive, or its disk full by now.
  tryCatch(write_manifest(work), muscletwin_error_disk = function(e) NULL)
  results <- lapply(seq_along(work$run$scenarios), function(i) {
    lapply(which(work$parts$scenario == i), function(k) read_part(work, k))
  })
  if (work$run$output == "summary") {
    spec <- sim_spec(work$run)
    parts <- lapply(seq_along(results), function(i) join_results(work$run, spec, i, results[[i]]))
    frame <- summary_frame(work$run, parts)
  } else {
    check_rows(sum(work$parts$rows), "folder", call, "Read the parts one by one, or query the folder with arrow or DuckDB.")
    frame <- with_memory_errors(arg = "folder", value = folder, call = call, {
      bind_frames(unlist(results, recursive = FALSE))
    })
  }
  new_sim(frame, work$run)
}

#' @export
print.cohort_parts <- function(x, ...) {
  n <- nrow(x$parts)
  state <- vapply(seq_len(n), function(k) part_state(x, k, "quick"), "")
  cli::cat_line("<cohort_parts> ", count_words(x$run$twin$n, "trainee"), ", ",
    count_words(length(x$run$scenarios), "scenario"), ", output \"", x$run$output, "\"")
  cli::cat_line("folder ", x$folder)
  cli::cat_line("parts  ", n, ", finished ", sum(state == "finished"))
  left <- which(state != "finished")
  cli::cat_line(hint(if (length(left)) {
    paste0("make the next with cohort_part(", left[[1L]], ", folder)")
  } else {
    "put them together with cohort_collect(folder)"
  }))
  invisible(x)
}

# Makes those of the parts k that are not finished.
make_parts <- function(work, k, progress, call) {
  todo <- Filter(function(j) part_state(work, j, "full") != "finished", k)
  if (length(todo) == 0L) {
    return(invisible())
  }
  bar <- new_progress(progress, 1L)
  on.exit(bar$close())
  tell <- bar$part(1L)
  run <- work$run
  spec <- sim_spec(run)
  jobs <- lapply(todo, function(j) {
    part <- work$parts[j, ]
    job <- make_job(run, spec, part$scenario, part$first, part$n)
    job$options$threads <- run$threads
    job
  })
  keep <- function(j, result) write_part(work, todo[[j]], result, call)
  if (length(jobs) > 1L && connected_daemons() > 0L) {
    on_daemons(jobs, keep, tell)
  } else {
    for (j in seq_along(jobs)) {
      keep(j, run_job(jobs[[j]], if (!is.null(tell)) function(done) tell((j - 1 + done) / length(jobs))))
    }
  }
  invisible()
}

write_part <- function(work, k, result, call) {
  path <- part_path(work, k)
  part <- work$parts[k, ]
  if (work$run$output == "summary") {
    write_whole(path, call, function(to) writeBin(result, to), length(result))
  } else {
    frame <- part_frame(work, part, result)
    write_whole(path, call, function(to) {
      nanoparquet::write_parquet(frame, to, compression = "zstd")
      if (nanoparquet::read_parquet_info(to)$num_rows != nrow(frame)) stop("the file is not whole")
    })
  }
  receipt <- list(
    hash = work$hash, part = k, rows = part$rows, bytes = file.size(path), md5 = unname(tools::md5sum(path))
  )
  write_json(receipt, receipt_path(work, k), call, digits = 17)
}

# The rows of muscle_sim() for one part.
part_frame <- function(work, part, result) {
  run <- work$run
  i <- part$scenario
  several <- length(run$scenarios) > 1L
  names <- vapply(run$scenarios, function(s) if (is.null(s$name)) "" else s$name, "")
  run$scenarios <- run$scenarios[i]
  run$window <- run$window[i]
  run$twin$first <- run$twin$first + part$first
  last <- run$twin$first - part$first + work$run$twin$n
  run$twin$n <- part$n
  frame <- if (run$output == "days") days_frame(run, list(result), cohort_ids(run$twin)) else trainees_frame(run,
    list(result))
  # All parts have the same type, so that a reader can take them as one table.
  if (last > .Machine$integer.max) frame$id <- as.double(frame$id)
  if (several) {
    frame <- cbind(new_data_frame(list(scenario = factor(rep(names[[i]], nrow(frame)), levels = names))), frame)
  }
  frame
}

read_part <- function(work, k) {
  path <- part_path(work, k)
  if (work$run$output == "summary") {
    return(readBin(path, "raw", n = file.size(path)))
  }
  frame <- as.data.frame(nanoparquet::read_parquet(path))
  if (length(work$run$scenarios) > 1L) {
    frame$scenario <- factor(as.character(frame$scenario), levels = vapply(work$run$scenarios, `[[`, "", "name"))
  }
  frame
}
