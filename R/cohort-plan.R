#' A simulation in parts, on disk
#'
#' For cohorts larger than memory, and for many machines that share a folder but have no
#' master between them. `cohort_plan()` writes down what is to be simulated and cuts it into
#' parts; `cohort_part()` makes one part, on any machine, in any order, as often as you like;
#' `cohort_collect()` checks all parts and puts them together. The result has the bits of
#' one [muscle_sim()] call. `muscle_sim(..., to = folder)` does the first two steps at once.
#' (A plan of training is another thing: [muscle_plan()].)
#'
#' @section The folder:
#' `_plan.rds` is the plan, `_manifest.json` the same for people and other languages:
#' version, platform, seed, population, loads and nutrition of each scenario, solver, and the
#' range, rows and MD5 checksum of each part. A part of `output = "days"` or `"trainees"` is a Parquet file
#' (`part-00001.parquet`) with the columns of [muscle_sim()], for arrow, DuckDB, pandas or
#' Polars: `arrow::open_dataset(folder)`. A part of `output = "summary"` is a binary file of
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
#' another. A `_plan.rds` changed by hand is `muscletwin_error_corrupt` too: delete it and
#' call `cohort_plan()` with the same arguments, finished parts are kept.
#'
#' @section Batch schedulers:
#' `system.file("cluster", package = "muscletwin")` has a SLURM array script and a Kubernetes
#' indexed Job that call `cohort_part()` with their index.
#'
#' @inheritParams muscle_sim
#' @param twin A [muscle_cohort()].
#' @param to,folder The folder, made if need be. A folder that holds another plan is an
#'   error of class `muscletwin_error_folder`.
#' @param ... Not used; arguments after it are named in full.
#' @param parts Number of parts per scenario; `NULL`: as many as keep a part of `"days"` or
#'   `"trainees"` near a million rows, and 16 for `"summary"`.
#' @param k Which parts: whole numbers from 1 to the number of parts of all scenarios.
#' @return `cohort_plan()` and `cohort_part()`: an object of class `cohort_plan`, whose
#'   print says what is finished. `cohort_collect()`: a `muscle_sim` data frame.
#'
#'   Errors: those of [muscle_sim()], and `muscletwin_error_folder`, `_disk`, `_corrupt`,
#'   `_unfinished` (collecting before all parts are made), `_version` (a plan of another
#'   version of the package), `_size` (more rows than a data frame has).
#' @examples
#' folder <- tempfile("cohort-")
#' plan <- cohort_plan(twin = muscle_cohort(5000), to = folder, output = "summary", parts = 2)
#' cohort_part(2, folder)
#' cohort_part(1, folder)
#' whole <- cohort_collect(folder)
#' @name cohort_plan
NULL

#' @rdname cohort_plan
#' @export
cohort_plan <- function(schedule = make_schedule(), twin = muscle_cohort(), nutrition = 1, ...,
                        to, output = c("trainees", "days", "summary"), window = NULL,
                        threshold = NULL, solver = "exact", parts = NULL) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  if (!inherits(twin, "muscle_cohort")) {
    abort_input("type", "{.arg twin} must come from {.fn muscle_cohort}, not be {describe(twin)}.",
      arg = "twin", value = twin, call = call
    )
  }
  output <- check_choice(output, c("trainees", "days", "summary"), "output")
  run <- make_run(schedule, twin, nutrition, output, window, threshold, solver, 1L, call)
  write_plan(run, check_folder(to, "to", call), parts, call)
}

#' @rdname cohort_plan
#' @export
cohort_part <- function(k, folder = ".", ..., threads = NULL, progress = NULL) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  plan <- read_plan(folder, call)
  k <- check_numbers(k, "k", lower = 1, upper = nrow(plan$parts), call = call)
  at <- which(k != trunc(k))
  if (length(at)) {
    abort_input("value", "{.arg k} must be whole numbers, not {.val {k[[at[[1]]]]}}.",
      arg = "k", value = k, position = at, call = call
    )
  }
  plan$run$threads <- check_threads(threads, call)
  check_flag(progress, "progress", null = TRUE)
  with_memory_errors(arg = "folder", value = folder, call = call, make_parts(plan, as.integer(k), progress, call))
  invisible(plan)
}

#' @rdname cohort_plan
#' @export
cohort_collect <- function(folder = ".") {
  call <- rlang::current_env()
  plan <- read_plan(folder, call)
  state <- vapply(seq_len(nrow(plan$parts)), function(k) part_state(plan, k, "full"), "")
  if (any(state == "missing")) {
    at <- which(state == "missing")
    abort_input("unfinished",
      c("{length(at)} of {nrow(plan$parts)} parts cannot be collected: part {at[[1]]}{more_positions(at)} is not finished.",
        i = "Make what is left with {.code cohort_part({at[[1]]}, {.str {plan$folder}})}, on any machine."),
      arg = "folder", value = folder, position = at, call = call
    )
  }
  if (any(state == "corrupt")) {
    abort_corrupt(plan, which(state == "corrupt"), call)
  }
  # Reading needs no leave to write: a folder may be an archive, or its disk full by now.
  tryCatch(write_manifest(plan), muscletwin_error_disk = function(e) NULL)
  results <- lapply(seq_along(plan$run$scenarios), function(i) {
    lapply(which(plan$parts$scenario == i), function(k) read_part(plan, k))
  })
  if (plan$run$output == "summary") {
    spec <- sim_spec(plan$run$twin)
    parts <- lapply(seq_along(results), function(i) join_results(plan$run, spec, i, results[[i]]))
    frame <- summary_frame(plan$run, parts)
  } else {
    check_rows(sum(plan$parts$rows), "folder", call, "Read the parts one by one, or query the folder with arrow or DuckDB.")
    frame <- with_memory_errors(arg = "folder", value = folder, call = call, {
      bind_frames(unlist(results, recursive = FALSE))
    })
  }
  new_sim(frame, plan$run)
}

#' @export
print.cohort_plan <- function(x, ...) {
  n <- nrow(x$parts)
  state <- vapply(seq_len(n), function(k) part_state(x, k, "quick"), "")
  cli::cat_line("<cohort_plan> ", count_words(x$run$twin$n, "trainee"), ", ",
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

# ---- the plan ----

check_folder <- function(x, arg, call) {
  if (missing(x) || !is.character(x) || length(x) != 1L || is.na(x) || !nzchar(x)) {
    abort_input("type",
      c("{.arg {arg}} must be the path of a folder{if (!missing(x)) paste0(', not ', describe(x)) else ''}.",
        i = "For example {.code {arg} = \"cohort/\"}."),
      arg = arg, value = if (!missing(x)) x, call = call
    )
  }
  if (!validEnc(x)) { # R can open such a path, but neither print nor translate it
    shown <- iconv(x, "", "ASCII", sub = "byte")
    abort_input("folder",
      c("{.arg {arg}} has a name that is not valid in the encoding of this session: {.path {shown}}.",
        i = "Rename the folder, or mark the encoding of the name with {.fn Encoding}."),
      arg = arg, value = x, call = call
    )
  }
  sub("(.)/+$", "\\1", x)
}

rows_per_part <- 1e6

write_plan <- function(run, folder, parts, call) {
  rlang::check_installed(c("jsonlite", if (run$output != "summary") "nanoparquet"), "to write parts", call = call)
  plan <- structure(
    list(
      folder = folder, run = run, parts = cut_parts(run, parts, call),
      version = own_version(), platform = R.version$arch
    ),
    class = "cohort_plan"
  )
  plan$hash <- plan_hash(plan)
  if (file.exists(file.path(folder, "_plan.rds"))) {
    old <- read_plan(folder, call)
    if (!identical(old$hash, plan$hash)) {
      abort_input("folder",
        c("{.path {folder}} holds another simulation.",
          x = "It has {count_words(old$run$twin$n, 'trainee')} with seed {old$run$twin$seed}, made by muscletwin {old$version}.",
          i = "Choose another folder, or delete this one."),
        arg = "to", value = folder, call = call
      )
    }
    return(old)
  }
  if (!dir.exists(folder) && !dir.create(folder, recursive = TRUE, showWarnings = FALSE)) {
    abort_input("folder", "{.path {folder}} cannot be made.", arg = "to", value = folder, call = call)
  }
  check_empty(plan, call)
  write_manifest(plan)
  write_whole(file.path(folder, "_plan.rds"), call, function(path) {
    saveRDS(unclass(plan)[names(plan) != "folder"], path)
    if (!identical(readRDS(path)$hash, plan$hash)) stop("the file is not whole")
  })
  plan
}

# A folder without a plan may hold what a killed or deleted plan of the same simulation left.
check_empty <- function(plan, call) {
  files <- list.files(plan$folder, all.files = TRUE, no.. = TRUE)
  others <- grep("^_manifest[.]json$|^_?part-[0-9]{5,}[.](json|parquet|counts)$|^_.*[.]tmp$", files,
    value = TRUE, invert = TRUE)
  if (length(others)) {
    abort_input("folder",
      c("{.path {plan$folder}} is not empty and holds no plan; it has {.file {others[[1]]}}.",
        i = "Choose an empty or a new folder."),
      arg = "to", value = plan$folder, call = call
    )
  }
  receipts <- grep("^_part-[0-9]{5,}[.]json$", files, value = TRUE)
  other <- Filter(function(file) !identical(read_json(file.path(plan$folder, file))$hash, plan$hash), receipts)
  if (length(other)) {
    abort_input("folder",
      c("{.path {plan$folder}} holds parts of another simulation but no plan; one is {.file {other[[1]]}}.",
        i = "Choose another folder, or delete this one."),
      arg = "to", value = plan$folder, call = call
    )
  }
}

# What makes two plans the same: everything that decides a bit of a part, and the labels of
# a schedule. Sums with 0 are fresh plain vectors: a hash must not see how R holds them (as
# a sequence, as -0), so that a plan just made and one read from disk have the same.
plan_hash <- function(plan) {
  run <- plan$run
  fresh <- function(x) if (is.null(x)) NULL else as.double(x) + 0
  population <- run$twin$population
  rlang::hash(list(
    plan$version, plan$platform, run$output,
    lapply(run$scenarios, function(s) {
      phases <- attr(s$schedule, "phases", exact = TRUE)
      list(if (!is.null(s$name)) enc2utf8(s$name), fresh(s$load), fresh(s$nutrition),
        fresh(attr(s$schedule, "start", exact = TRUE)), fresh(phases$from), fresh(phases$to),
        if (!is.null(phases)) enc2utf8(phases$label))
    }),
    fresh(run$twin$n), fresh(run$twin$first), fresh(run$twin$seed), run$twin$rng,
    population$parameter, population$kind, fresh(population$location), fresh(population$spread),
    fresh(population$correlation), population$load_effect,
    lapply(run$window, fresh), fresh(run$threshold), lapply(unname(run$solver), fresh),
    lapply(unname(as.list(plan$parts)), fresh)
  ))
}

cut_parts <- function(run, parts, call) {
  n <- run$twin$n
  pieces <- lapply(seq_along(run$scenarios), function(i) {
    per_trainee <- if (run$output == "days") length(run$scenarios[[i]]$load) else 1
    count <- if (!is.null(parts)) {
      check_count(parts, "parts", upper = min(n, 99999), call = call)
    } else if (run$output == "summary" && run$twin$rng == "r") {
      1
    } else if (run$output == "summary") {
      min(16, n)
    } else {
      min(max(1, ceiling(n * per_trainee / rows_per_part)), 99999, n)
    }
    if (run$output == "summary" && run$twin$rng == "r" && count > 1) {
      abort_input("value",
        c("A summary of a cohort drawn by R's generator cannot be cut into {count} parts.",
          i = "Use {.code muscle_cohort(rng = \"philox\")}, or {.code parts = 1}."),
        arg = "parts", value = parts, call = call
      )
    }
    edges <- round(seq(0, n, length.out = count + 1))
    size <- diff(edges)
    if (run$output != "summary") check_rows(max(size) * per_trainee, "parts", call, "Ask for more parts.")
    list(scenario = rep(i, count), first = edges[-length(edges)], n = size, rows = size * per_trainee)
  })
  columns <- lapply(c(scenario = "scenario", first = "first", n = "n", rows = "rows"), function(name) {
    do.call(c, lapply(pieces, `[[`, name))
  })
  new_data_frame(columns)
}

read_plan <- function(folder, call) {
  folder <- check_folder(folder, "folder", call)
  path <- file.path(folder, "_plan.rds")
  if (!file.exists(path)) {
    abort_input("folder",
      c("{.path {folder}} holds no plan.", i = "Write one with {.fn cohort_plan}."),
      arg = "folder", value = folder, call = call
    )
  }
  plan <- tryCatch(suppressWarnings(readRDS(path)), error = function(e) {
    abort_input("corrupt",
      c("{.path {path}} cannot be read.", x = conditionMessage(e),
        i = "Delete it and call {.fn cohort_plan} with the same arguments: finished parts are kept."),
      arg = "folder", value = folder, call = call
    )
  })
  spoilt <- function(reason) {
    abort_input("corrupt",
      c("{.path {path}} is not what was written: {reason}.",
        i = "Delete it and call {.fn cohort_plan} with the same arguments: finished parts are kept."),
      arg = "folder", value = folder, call = call
    )
  }
  if (!is.list(plan) || !is.character(plan$version) || length(plan$version) != 1L) spoilt("it holds no plan")
  have <- own_version()
  if (!identical(plan$version, have)) {
    abort_input("version",
      c("{.path {folder}} was planned by muscletwin {plan$version}; this is {have}.",
        i = "Only one version gives the same bits: install that one, or plan anew."),
      arg = "folder", value = folder, call = call
    )
  }
  hash <- tryCatch(plan_hash(plan), error = function(e) "", warning = function(w) "")
  if (!identical(hash, plan$hash)) spoilt("it was changed")
  plan$folder <- folder
  structure(plan, class = "cohort_plan")
}

# The plan and what is finished, for people and for other languages.
write_manifest <- function(plan) {
  parts <- plan$parts
  done <- lapply(seq_len(nrow(parts)), function(k) read_receipt(plan, k))
  run <- plan$run
  manifest <- list(
    made_by = paste("muscletwin", plan$version), platform = plan$platform, hash = plan$hash,
    output = run$output, trainees = exact_json(run$twin$n, TRUE), first = exact_json(run$twin$first, TRUE),
    seed = exact_json(run$twin$seed, TRUE), rng = run$twin$rng,
    population = manifest_population(run$twin$population), load_effect = run$twin$population$load_effect,
    solver = solvers[[run$solver$solver + 1L]],
    threshold = if (!is.null(run$threshold)) exact_json(run$threshold, TRUE),
    scenarios = lapply(seq_along(run$scenarios), function(i) {
      s <- run$scenarios[[i]]
      list(
        name = if (is.null(s$name)) "" else s$name, days = length(s$load), window = run$window[[i]],
        load = exact_json(s$load), nutrition = if (!is.null(s$nutrition)) exact_json(s$nutrition)
      )
    }),
    parts = lapply(seq_len(nrow(parts)), function(k) {
      list(
        file = basename(part_path(plan, k)), scenario = parts$scenario[[k]],
        first_trainee = exact_json(parts$first[[k]] + 1, TRUE),
        trainees = exact_json(parts$n[[k]], TRUE), rows = exact_json(parts$rows[[k]], TRUE), md5 = done[[k]]$md5
      )
    })
  )
  write_json(manifest, file.path(plan$folder, "_manifest.json"), NULL, pretty = TRUE, null = "null", json_verbatim = TRUE)
}

# A row a parameter, as in ?muscle_population: a fixed number has no spread.
manifest_population <- function(population) {
  rows <- lapply(seq_along(population$parameter), function(j) {
    list(
      parameter = population$parameter[[j]], distribution = population$kind[[j]],
      location_spread = exact_json(c(population$location[[j]], population$spread[[j]]))
    )
  })
  list(parameters = rows, correlation = if (!is.null(population$correlation)) exact_json(population$correlation))
}

# Numbers that read back to the bit; jsonlite itself stops at 15 digits.
exact_json <- function(x, scalar = FALSE) {
  digits <- paste(sprintf("%.17g", x), collapse = ", ")
  structure(if (scalar) digits else paste0("[", digits, "]"), class = "json")
}

# ---- parts ----

part_name <- function(k) sprintf("part-%05d", k)

part_path <- function(plan, k) {
  file.path(plan$folder, paste0(part_name(k), if (plan$run$output == "summary") ".counts" else ".parquet"))
}

receipt_path <- function(plan, k) {
  file.path(plan$folder, paste0("_", part_name(k), ".json"))
}

read_receipt <- function(plan, k) {
  read_json(receipt_path(plan, k))
}

# JSON is UTF-8, whatever the locale and options(encoding). What is no object reads as NULL.
read_json <- function(path) {
  if (!file.exists(path)) {
    return(NULL)
  }
  found <- tryCatch(
    {
      text <- rawToChar(readBin(path, "raw", file.size(path)))
      Encoding(text) <- "UTF-8"
      jsonlite::parse_json(text)
    },
    error = function(e) NULL, warning = function(w) NULL
  )
  if (is.list(found)) found
}

write_json <- function(x, path, call, ...) {
  text <- charToRaw(enc2utf8(paste0(jsonlite::toJSON(x, auto_unbox = TRUE, ...), "\n")))
  write_whole(path, call, function(to) writeBin(text, to), length(text))
}

# "finished", "corrupt" or "missing"; "quick" trusts the size, "full" reads the checksum.
part_state <- function(plan, k, how) {
  path <- part_path(plan, k)
  receipt <- read_receipt(plan, k)
  if (is.null(receipt) || !file.exists(path)) {
    return(if (is.null(receipt)) "missing" else "corrupt")
  }
  # The number of the part: a part copied over another one has a right checksum.
  same <- identical(receipt$hash, plan$hash) && is_number(receipt$part, k) &&
    is_number(receipt$bytes, file.size(path)) &&
    (how == "quick" || identical(unname(tools::md5sum(path)), receipt$md5))
  if (same) "finished" else "corrupt"
}

# A receipt may be edited: anything can stand where a number should.
is_number <- function(x, number) is.numeric(x) && length(x) == 1L && isTRUE(x == number)

abort_corrupt <- function(plan, at, call) {
  file <- basename(part_path(plan, at[[1L]]))
  abort_input("corrupt",
    c("{.file {file}} is not what was written{if (length(at) > 1) paste0(' (', length(at), ' parts in all)') else ''}: its checksum differs.",
      i = "Make it again, with the same bits: {.code cohort_part({at[[1]]}, {.str {plan$folder}})}."),
    arg = "folder", value = plan$folder, position = at, call = call
  )
}

# Makes those of the parts k that are not finished.
make_parts <- function(plan, k, progress, call) {
  todo <- Filter(function(j) part_state(plan, j, "full") != "finished", k)
  if (length(todo) == 0L) {
    return(invisible())
  }
  bar <- new_progress(progress, 1L)
  on.exit(bar$close())
  tell <- bar$part(1L)
  run <- plan$run
  spec <- sim_spec(run$twin)
  jobs <- lapply(todo, function(j) {
    part <- plan$parts[j, ]
    job <- make_job(run, spec, part$scenario, part$first, part$n)
    job$options$threads <- run$threads
    job
  })
  keep <- function(j, result) write_part(plan, todo[[j]], result, call)
  if (length(jobs) > 1L && connected_daemons() > 0L) {
    on_daemons(jobs, keep, tell)
  } else {
    for (j in seq_along(jobs)) {
      keep(j, run_job(jobs[[j]], if (!is.null(tell)) function(done) tell((j - 1 + done) / length(jobs))))
    }
  }
  invisible()
}

write_part <- function(plan, k, result, call) {
  path <- part_path(plan, k)
  part <- plan$parts[k, ]
  if (plan$run$output == "summary") {
    write_whole(path, call, function(to) writeBin(result, to), length(result))
  } else {
    frame <- part_frame(plan, part, result)
    write_whole(path, call, function(to) {
      nanoparquet::write_parquet(frame, to, compression = "zstd")
      if (nanoparquet::read_parquet_info(to)$num_rows != nrow(frame)) stop("the file is not whole")
    })
  }
  receipt <- list(
    hash = plan$hash, part = k, rows = part$rows, bytes = file.size(path), md5 = unname(tools::md5sum(path))
  )
  write_json(receipt, receipt_path(plan, k), call, digits = 17)
}

# The rows of muscle_sim() for one part.
part_frame <- function(plan, part, result) {
  run <- plan$run
  i <- part$scenario
  several <- length(run$scenarios) > 1L
  names <- vapply(run$scenarios, function(s) if (is.null(s$name)) "" else s$name, "")
  run$scenarios <- run$scenarios[i]
  run$window <- run$window[i]
  run$twin$first <- run$twin$first + part$first
  last <- run$twin$first - part$first + plan$run$twin$n
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

read_part <- function(plan, k) {
  path <- part_path(plan, k)
  if (plan$run$output == "summary") {
    return(readBin(path, "raw", n = file.size(path)))
  }
  frame <- as.data.frame(nanoparquet::read_parquet(path))
  if (length(plan$run$scenarios) > 1L) {
    frame$scenario <- factor(as.character(frame$scenario), levels = vapply(plan$run$scenarios, `[[`, "", "name"))
  }
  frame
}

bind_frames <- function(frames) {
  columns <- lapply(stats::setNames(nm = names(frames[[1L]])), function(name) {
    do.call(c, lapply(frames, `[[`, name))
  })
  new_data_frame(columns, length(columns[[1L]]))
}

# Writes beside the target and renames when it is whole, so that nobody sees half a file;
# a write that fails leaves nothing behind. The name begins with "_", which readers of a
# folder of Parquet files skip, and holds the machine: process numbers are the same in
# many containers that share a folder.
write_whole <- function(path, call, write, bytes = NULL) {
  node <- gsub("[^A-Za-z0-9]", "-", Sys.info()[["nodename"]])
  beside <- tempfile(paste0("_", sub("^_", "", basename(path)), ".", node, "."), dirname(path), ".tmp")
  on.exit(unlink(beside, expand = FALSE))
  fail <- function(reason) {
    abort_input("disk",
      c("{.file {basename(path)}} could not be written to {.path {dirname(path)}}.", x = reason,
        i = "Is the disk full, or the folder read-only? Finished parts are kept: mend that and call the same again."),
      arg = "to", value = path, call = call
    )
  }
  # R tells of a full disk by a warning while it closes the file: let it finish closing.
  warned <- NULL
  withCallingHandlers(
    tryCatch(write(beside), error = function(e) fail(conditionMessage(e))),
    warning = function(w) {
      warned <<- conditionMessage(w)
      invokeRestart("muffleWarning")
    }
  )
  if (!is.null(warned)) fail(warned)
  size <- file.size(beside)
  whole <- !is.na(size) && (if (is.null(bytes)) size > 0 else size == bytes)
  if (!whole || !file.rename(beside, path)) {
    fail("The file is not there after writing.")
  }
  invisible()
}
