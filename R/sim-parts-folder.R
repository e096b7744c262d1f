# The folder of a simulation in parts: their list, their receipts, and how they are written.

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

# The list of parts; a folder that was begun when it had another name keeps that.
list_path <- function(folder) {
  paths <- file.path(folder, c("_parts.rds", "_plan.rds"))
  if (file.exists(paths[[2L]])) paths[[2L]] else paths[[1L]]
}

write_parts <- function(run, folder, parts, call) {
  rlang::check_installed(c("jsonlite", if (run$output != "summary") "nanoparquet"), "to write parts", call = call)
  work <- structure(
    list(
      folder = folder, run = run, parts = cut_parts(run, parts, call),
      version = own_version(), platform = R.version$arch
    ),
    class = "cohort_parts"
  )
  work$hash <- parts_hash(work)
  if (file.exists(list_path(folder))) {
    old <- read_parts(folder, call)
    if (!identical(old$hash, work$hash)) {
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
  check_empty(work, call)
  write_manifest(work)
  write_whole(list_path(folder), call, function(path) {
    saveRDS(unclass(work)[names(work) != "folder"], path)
    if (!identical(readRDS(path)$hash, work$hash)) stop("the file is not whole")
  })
  work
}

# A folder without a list may hold what a killed run or a deleted list of the same simulation left.
check_empty <- function(work, call) {
  files <- list.files(work$folder, all.files = TRUE, no.. = TRUE)
  others <- grep("^_manifest[.]json$|^_?part-[0-9]{5,}[.](json|parquet|counts)$|^_.*[.]tmp$", files,
    value = TRUE, invert = TRUE)
  if (length(others)) {
    abort_input("folder",
      c("{.path {work$folder}} is not empty and holds no list of parts; it has {.file {others[[1]]}}.",
        i = "Choose an empty or a new folder."),
      arg = "to", value = work$folder, call = call
    )
  }
  receipts <- grep("^_part-[0-9]{5,}[.]json$", files, value = TRUE)
  other <- Filter(function(file) !identical(read_json(file.path(work$folder, file))$hash, work$hash), receipts)
  if (length(other)) {
    abort_input("folder",
      c("{.path {work$folder}} holds parts of another simulation but no list of them; one is {.file {other[[1]]}}.",
        i = "Choose another folder, or delete this one."),
      arg = "to", value = work$folder, call = call
    )
  }
}

# What makes two simulations in parts the same: everything that decides a bit of a part, and the labels of
# a schedule. Sums with 0 are fresh plain vectors: a hash must not see how R holds them (as
# a sequence, as -0), so that one just made and one read from disk have the same.
parts_hash <- function(work) {
  run <- work$run
  fresh <- function(x) if (is.null(x)) NULL else as.double(x) + 0
  population <- run$twin$population
  asked <- list(
    work$version, work$platform, run$output,
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
    lapply(unname(as.list(work$parts)), fresh)
  )
  if (is_turnover(run)) {
    acts <- lapply(run$scenarios, function(s) c(lapply(unname(s$forcing), fresh), list(fresh(s$synthesis_g))))
    asked <- c(asked, list(sort(run$scales), fresh(body_of(run)), acts))
  }
  rlang::hash(asked)
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

read_parts <- function(folder, call) {
  folder <- check_folder(folder, "folder", call)
  path <- list_path(folder)
  if (!file.exists(path)) {
    abort_input("folder",
      c("{.path {folder}} holds no list of parts.", i = "Write one with {.fn cohort_parts}."),
      arg = "folder", value = folder, call = call
    )
  }
  work <- tryCatch(suppressWarnings(readRDS(path)), error = function(e) {
    abort_input("corrupt",
      c("{.path {path}} cannot be read.", x = conditionMessage(e),
        i = "Delete it and call {.fn cohort_parts} with the same arguments: finished parts are kept."),
      arg = "folder", value = folder, call = call
    )
  })
  spoilt <- function(reason) {
    abort_input("corrupt",
      c("{.path {path}} is not what was written: {reason}.",
        i = "Delete it and call {.fn cohort_parts} with the same arguments: finished parts are kept."),
      arg = "folder", value = folder, call = call
    )
  }
  if (!is.list(work) || !is.character(work$version) || length(work$version) != 1L) spoilt("it holds no list of parts")
  have <- own_version()
  if (!identical(work$version, have)) {
    abort_input("version",
      c("{.path {folder}} was cut into parts by muscletwin {work$version}; this is {have}.",
        i = "Only one version gives the same bits: install that one, or take another folder."),
      arg = "folder", value = folder, call = call
    )
  }
  hash <- tryCatch(parts_hash(work), error = function(e) "", warning = function(w) "")
  if (!identical(hash, work$hash)) spoilt("it was changed")
  work$folder <- folder
  structure(work, class = "cohort_parts")
}

# What is to be simulated and what is finished, for people and for other languages.
write_manifest <- function(work) {
  parts <- work$parts
  done <- lapply(seq_len(nrow(parts)), function(k) read_receipt(work, k))
  run <- work$run
  manifest <- list(
    made_by = paste("muscletwin", work$version), platform = work$platform, hash = work$hash,
    output = run$output, trainees = exact_json(run$twin$n, TRUE), first = exact_json(run$twin$first, TRUE),
    seed = exact_json(run$twin$seed, TRUE), rng = run$twin$rng,
    population = manifest_population(run$twin$population), load_effect = run$twin$population$load_effect,
    solver = solvers[[run$solver$solver + 1L]],
    threshold = if (!is.null(run$threshold)) exact_json(run$threshold, TRUE),
    scenarios = lapply(seq_along(run$scenarios), function(i) {
      s <- run$scenarios[[i]]
      c(
        list(
          name = if (is.null(s$name)) "" else s$name, days = length(s$load), window = run$window[[i]],
          load = exact_json(s$load), nutrition = if (!is.null(s$nutrition)) exact_json(s$nutrition)
        ),
        if (is_turnover(run)) list(forcing = lapply(s$forcing[forcing_columns], exact_json))
      )
    }),
    parts = lapply(seq_len(nrow(parts)), function(k) {
      list(
        file = basename(part_path(work, k)), scenario = parts$scenario[[k]],
        first_trainee = exact_json(parts$first[[k]] + 1, TRUE),
        trainees = exact_json(parts$n[[k]], TRUE), rows = exact_json(parts$rows[[k]], TRUE), md5 = done[[k]]$md5
      )
    })
  )
  if (is_turnover(run)) {
    manifest <- append(manifest, list(mass_model = run$mass_model), match("solver", names(manifest)))
  }
  write_json(manifest, file.path(work$folder, "_manifest.json"), NULL, pretty = TRUE, null = "null", json_verbatim = TRUE)
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

part_name <- function(k) sprintf("part-%05d", k)

part_path <- function(work, k) {
  file.path(work$folder, paste0(part_name(k), if (work$run$output == "summary") ".counts" else ".parquet"))
}

receipt_path <- function(work, k) {
  file.path(work$folder, paste0("_", part_name(k), ".json"))
}

read_receipt <- function(work, k) {
  read_json(receipt_path(work, k))
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
part_state <- function(work, k, how) {
  path <- part_path(work, k)
  receipt <- read_receipt(work, k)
  if (is.null(receipt) || !file.exists(path)) {
    return(if (is.null(receipt)) "missing" else "corrupt")
  }
  # The number of the part: a part copied over another one has a right checksum.
  same <- identical(receipt$hash, work$hash) && is_number(receipt$part, k) &&
    is_number(receipt$bytes, file.size(path)) &&
    (how == "quick" || identical(unname(tools::md5sum(path)), receipt$md5))
  if (same) "finished" else "corrupt"
}

# A receipt may be edited: anything can stand where a number should.
is_number <- function(x, number) is.numeric(x) && length(x) == 1L && isTRUE(x == number)

abort_corrupt <- function(work, at, call) {
  file <- basename(part_path(work, at[[1L]]))
  abort_input("corrupt",
    c("{.file {file}} is not what was written{if (length(at) > 1) paste0(' (', length(at), ' parts in all)') else ''}: its checksum differs.",
      i = "Make it again, with the same bits: {.code cohort_part({at[[1]]}, {.str {work$folder}})}."),
    arg = "folder", value = work$folder, position = at, call = call
  )
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
