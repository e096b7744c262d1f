# Cohorts in parts on disk: the same bits as in memory, resumed after a kill, corrupt parts
# found and made again, errors that say what to do.

skip_if_not_installed("nanoparquet")
skip_if_not_installed("jsonlite")

new_folder <- function() tempfile("cohort-")

plain <- function(x) as.data.frame(x)

test_that("parts put together are the simulation in memory, for every output", {
  cohort <- muscle_cohort(500, muscle_population(m0 = c(mean = 35, sd = 3)))
  schedule <- list(block = make_schedule(60), half = make_schedule(60) * 0.5)
  for (output in c("days", "trainees", "summary")) {
    folder <- new_folder()
    cohort_parts(schedule, cohort, to = folder, output = output, parts = 3, window = c(30, 60))
    cohort_part(c(6, 1, 3), folder)
    cohort_part(c(2, 5, 4), folder, threads = 2)
    whole <- muscle_sim(schedule, cohort, output = output, window = c(30, 60))
    parts <- cohort_collect(folder)
    expect_s3_class(parts, "muscle_sim")
    expect_identical(plain(parts), plain(whole))
    expect_identical(attr(parts, "peak"), attr(whole, "peak"))
    expect_identical(is.null(attr(whole, "peak")), output != "summary")
  }
})

test_that("cohorts drawn by R's generator can be cut too", {
  folder <- new_folder()
  cohort <- muscle_cohort(100, rng = "r")
  cohort_parts(make_schedule(), cohort, to = folder, parts = 3)
  cohort_part(1:3, folder)
  expect_identical(plain(cohort_collect(folder)), plain(muscle_sim(twin = cohort, output = "trainees")))
  expect_error(cohort_parts(twin = cohort, to = new_folder(), output = "summary", parts = 2),
    class = "muscletwin_error_value")
})

test_that("muscle_sim(to =) writes, resumes and leaves finished parts alone", {
  folder <- new_folder()
  cohort <- muscle_cohort(20000)
  plan <- muscle_sim(twin = cohort, output = "days", to = folder)
  files <- list.files(folder, "parquet$", full.names = TRUE)
  expect_gt(length(files), 1)
  before <- file.mtime(files)
  unlink(files[[2]])
  again <- muscle_sim(twin = cohort, output = "days", to = folder)
  expect_identical(file.mtime(files)[-2], before[-2])
  expect_true(file.exists(files[[2]]))
  part <- nanoparquet::read_parquet(files[[2]])
  expect_identical(names(part), c("id", "day", "load", "mass", "fitness", "fatigue", "performance"))
  manifest <- jsonlite::read_json(file.path(folder, "_manifest.json"))
  expect_identical(manifest$trainees, 20000L)
  expect_identical(manifest$parts[[2]]$md5, unname(tools::md5sum(files[[2]])))
  # All that it takes to make the same again, to the digit.
  expect_identical(unlist(manifest$scenarios[[1]]$load), as.double(make_schedule()))
  expect_identical(unlist(manifest$scenarios[[1]]$window), c(1L, 140L))
  tau_g <- Filter(function(p) p$parameter == "tau_g", manifest$population$parameters)[[1]]
  expect_identical(tau_g[-1], list(distribution = "lognormal", location_spread = list(45L, 0.25)))
  expect_identical(c(manifest$solver, manifest$load_effect), c("exact", "same_day"))
})

test_that("a corrupt part is found and can be made again, bit by bit", {
  folder <- new_folder()
  cohort_parts(twin = muscle_cohort(50), to = folder, output = "days", parts = 2)
  cohort_part(1:2, folder)
  file <- file.path(folder, "part-00002.parquet")
  good <- tools::md5sum(file)
  bytes <- readBin(file, "raw", file.size(file))
  bytes[200] <- xor(bytes[200], as.raw(1))
  writeBin(bytes, file)
  expect_error(cohort_collect(folder), class = "muscletwin_error_corrupt")
  expect_snapshot(cohort_collect(folder), error = TRUE, transform = function(x) gsub("\"?[^ \"]*cohort-[0-9a-f]+\"?", "<folder>", x))
  cohort_part(2, folder)
  expect_identical(tools::md5sum(file), good)
  expect_s3_class(cohort_collect(folder), "muscle_sim")
})

test_that("a killed run resumes where it was", {
  skip_on_cran()
  skip_on_os("windows")
  folder <- new_folder()
  slow <- muscle_population(m0 = c(mean = 35, sd = 3))
  cohort_parts(twin = muscle_cohort(4000, slow), to = folder, output = "trainees", parts = 8, solver = "cvode")
  script <- tempfile(fileext = ".R")
  writeLines(c(
    paste0(".libPaths(", deparse1(.libPaths()), ")"),
    paste0("cat(Sys.getpid(), file = ", deparse1(file.path(folder, "pid.tmp")), ")"),
    paste0("muscletwin::cohort_part(1:8, ", deparse1(folder), ")")
  ), script)
  system2(file.path(R.home("bin"), "Rscript"), c("--vanilla", script), wait = FALSE, stdout = FALSE, stderr = FALSE)
  # A part is finished once its receipt is there.
  finished <- function() sub("^_(.*)json$", "\\1parquet", list.files(folder, "^_part-[0-9]+[.]json$"))
  for (i in 1:600) {
    if (length(finished()) >= 1) break
    Sys.sleep(0.05)
  }
  tools::pskill(as.integer(readLines(file.path(folder, "pid.tmp"), warn = FALSE)), tools::SIGKILL)
  done <- finished()
  expect_gte(length(done), 1)
  expect_lt(length(done), 8)
  times <- file.mtime(file.path(folder, done))
  cohort_part(1:8, folder)
  expect_identical(file.mtime(file.path(folder, done)), times)
  expect_identical(
    plain(cohort_collect(folder)),
    plain(muscle_sim(twin = muscle_cohort(4000, slow), output = "trainees", solver = "cvode"))
  )
})

test_that("mistakes with plans are told", {
  folder <- new_folder()
  expect_error(cohort_parts(twin = muscle_cohort(10)), class = "muscletwin_error_type")
  expect_error(cohort_parts(twin = muscle_twin(), to = folder), class = "muscletwin_error_type")
  expect_error(cohort_part(1, folder), class = "muscletwin_error_folder")
  expect_error(muscle_sim(to = folder), class = "muscletwin_error_type")
  cohort_parts(twin = muscle_cohort(10), to = folder, parts = 2)
  expect_error(cohort_parts(twin = muscle_cohort(11), to = folder, parts = 2), class = "muscletwin_error_folder")
  expect_error(cohort_part(3, folder), class = "muscletwin_error_value")
  expect_error(cohort_part(1.5, folder), class = "muscletwin_error_value")
  expect_error(cohort_part("1", folder), class = "muscletwin_error_type")
  expect_error(cohort_collect(folder), class = "muscletwin_error_unfinished")
  expect_error(cohort_parts(twin = muscle_cohort(10), to = folder, parts = 11), class = "muscletwin_error")
  full <- tempfile()
  dir.create(full)
  writeLines("mine", file.path(full, "mine.txt"))
  expect_error(cohort_parts(twin = muscle_cohort(10), to = full), class = "muscletwin_error_folder")
  expect_identical(list.files(full), "mine.txt")
  writeLines("not an rds", file.path(folder, "_parts.rds"))
  expect_error(cohort_part(1, folder), class = "muscletwin_error_corrupt")
})

test_that("a disk that takes nothing more is an error that keeps what is finished", {
  skip_on_cran()
  skip_on_os("windows")
  skip_if(Sys.info()[["user"]] != "root", "needs to mount a small file system")
  small <- tempfile("small-")
  dir.create(small)
  mounted <- system2("mount", c("-t", "tmpfs", "-o", "size=3m", "tmpfs", small), stdout = FALSE, stderr = FALSE) == 0
  skip_if_not(mounted, "cannot mount")
  on.exit(system2("umount", small))
  folder <- file.path(small, "cohort")
  cohort_parts(make_schedule(), muscle_cohort(4000), to = folder, output = "days", parts = 10)
  expect_error(cohort_part(1:10, folder), class = "muscletwin_error_disk")
  done <- list.files(folder, "^part-[0-9]+[.]parquet$")
  expect_gte(length(done), 1)
  expect_length(list.files(folder, "tmp$"), 0)
  first <- nanoparquet::read_parquet(file.path(folder, done[[1]]))
  expect_identical(nrow(first), 400L * 140L)
})

test_that("parts print", {
  folder <- new_folder()
  parts <- cohort_parts(twin = muscle_cohort(10), to = folder, parts = 2)
  cohort_part(1, folder)
  expect_snapshot(print(parts), transform = function(x) gsub("folder .*", "folder <folder>", x))
})

test_that("the name of before works, and says once a session that it goes", {
  rlang::reset_warning_verbosity("muscletwin_cohort_plan")
  folder <- new_folder()
  expect_warning(old <- cohort_plan(make_schedule(14), muscle_cohort(50), to = folder, parts = 2),
    class = "muscletwin_warning_deprecated")
  expect_silent(again <- cohort_plan(make_schedule(14), muscle_cohort(50), to = folder, parts = 2))
  new <- cohort_parts(make_schedule(14), muscle_cohort(50), to = folder, parts = 2)
  expect_identical(again, new)
  expect_identical(old[names(new)], unclass(new))
  rlang::reset_warning_verbosity("muscletwin_cohort_plan")
  expect_snapshot(invisible(cohort_plan(make_schedule(14), muscle_cohort(50), to = folder, parts = 2)))
  expect_error(cohort_plan(twin = muscle_cohort(50)), class = "muscletwin_error_type")
  # A folder whose list has its name of before is carried on.
  file.rename(file.path(folder, "_parts.rds"), file.path(folder, "_plan.rds"))
  cohort_part(1:2, folder)
  expect_identical(cohort_parts(make_schedule(14), muscle_cohort(50), to = folder, parts = 2), new)
  expect_s3_class(cohort_collect(folder), "muscle_sim")
  expect_false(file.exists(file.path(folder, "_parts.rds")))
})

# ---- a folder that something happened to ----

made <- function(output = "trainees", n = 50, parts = 2) {
  folder <- new_folder()
  cohort_parts(make_schedule(14), muscle_cohort(n), to = folder, output = output, parts = parts)
  cohort_part(seq_len(parts), folder)
  folder
}

test_that("a part copied over another one is found, and made again", {
  for (output in c("trainees", "summary")) {
    folder <- made(output)
    whole <- plain(cohort_collect(folder))
    ending <- if (output == "summary") "counts" else "parquet"
    copy <- function(from, to) file.copy(file.path(folder, from), file.path(folder, to), overwrite = TRUE)
    copy(paste0("part-00001.", ending), paste0("part-00002.", ending))
    copy("_part-00001.json", "_part-00002.json")
    e <- error_of(cohort_collect(folder))
    expect_s3_class(e, "muscletwin_error_corrupt")
    expect_identical(e$position, 2L)
    cohort_part(2, folder)
    expect_identical(plain(cohort_collect(folder)), whole)
  }
})

test_that("a plan changed by hand is found, and written again without losing parts", {
  folder <- made()
  path <- file.path(folder, "_parts.rds")
  plan <- readRDS(path)
  times <- file.mtime(list.files(folder, "^part", full.names = TRUE))
  changes <- list(
    seed = function(x) { x$run$twin$seed <- 5; x }, fewer = function(x) { x$parts <- x$parts[1, ]; x },
    load = function(x) { x$run$scenarios[[1]]$load[3] <- 1; x }, run = function(x) { x$run <- NULL; x },
    hash = function(x) { x$hash <- NULL; x }, text = function(x) { x$parts$n <- "a"; x },
    numbers = function(x) 1:3, word = function(x) "plan", null = function(x) NULL, empty = function(x) list()
  )
  for (name in names(changes)) {
    saveRDS(changes[[name]](plan), path)
    for (f in list(function() cohort_part(1, folder), function() cohort_collect(folder),
      function() cohort_parts(make_schedule(14), muscle_cohort(50), to = folder, parts = 2))) {
      e <- error_of(f())
      expect_true(inherits(e, "muscletwin_error_corrupt"), info = paste(name, class(e)[[1]], conditionMessage(e)))
    }
  }
  # What the error advises.
  unlink(path)
  cohort_parts(make_schedule(14), muscle_cohort(50), to = folder, parts = 2)
  cohort_part(1:2, folder)
  expect_identical(file.mtime(list.files(folder, "^part", full.names = TRUE)), times)
  expect_identical(plain(cohort_collect(folder)),
    plain(muscle_sim(make_schedule(14), muscle_cohort(50), output = "trainees")))
  # Not with other arguments: those parts would be made over.
  unlink(path)
  expect_error(cohort_parts(make_schedule(14), muscle_cohort(60), to = folder, parts = 2),
    class = "muscletwin_error_folder")
})

test_that("a plan has one hash, however R holds its numbers", {
  dated <- muscle_schedule(1:9, start = as.Date("2026-01-05"), phases = list(Base = c(1, 4)))
  schedules <- list(1:40, as.double(1:40), c(-0, 2:40), sort(c(3, 1, 2)), dated)
  for (schedule in schedules) {
    for (rng in c("philox", "r")) {
      folder <- new_folder()
      cohort <- muscle_cohort(20L, seed = -0, rng = rng)
      both <- list(a = schedule, b = as.double(schedule) / 2)
      write <- function() cohort_parts(both, cohort, nutrition = c(x = 1, y = 0.5), to = folder, threshold = 110)
      plan <- write()
      expect_identical(cohort_part(1, folder)$hash, plan$hash)
      expect_identical(write()$hash, plan$hash)
    }
  }
})

test_that("a receipt with anything in it is corrupt or unfinished", {
  for (text in c("", "null", "[]", "{}", "3", "\"a\"", "[1,2]", "{\"hash\":1}", "not json", "{\"hash\":", "whole")) {
    folder <- made()
    path <- file.path(folder, "_part-00001.json")
    receipt <- jsonlite::read_json(path)
    if (text == "whole") {
      wrong <- list(NULL, list(), list(1, 2), "a", NA, TRUE, 1e300, list(a = 1))
      for (field in c("part", "bytes", "md5", "hash")) {
        for (value in wrong) {
          receipt_now <- receipt
          receipt_now[field] <- list(value)
          jsonlite::write_json(receipt_now, path, auto_unbox = TRUE, null = "null")
          e <- error_of(cohort_collect(folder))
          expect_true(inherits(e, "muscletwin_error_corrupt"),
            info = paste(field, deparse(value), conditionMessage(e)))
        }
      }
    } else {
      writeLines(text, path)
      e <- error_of(cohort_collect(folder))
      expect_true(inherits(e, c("muscletwin_error_corrupt", "muscletwin_error_unfinished")),
        info = paste(text, conditionMessage(e)))
      expect_output(print(cohort_part(2, folder)), "finished 1")
    }
    cohort_part(1, folder)
    expect_s3_class(cohort_collect(folder), "muscle_sim")
  }
})

test_that("what a process killed while cutting or writing left stands in nobody's way", {
  folder <- made()
  # Killed between the manifest and the list of parts; half a file of a part.
  unlink(file.path(folder, "_parts.rds"))
  file.rename(file.path(folder, "part-00002.parquet"), file.path(folder, "_part-00002.parquet.node.1f.tmp"))
  unlink(file.path(folder, "_part-00002.json"))
  cohort_parts(make_schedule(14), muscle_cohort(50), to = folder, parts = 2)
  cohort_part(1:2, folder)
  expect_s3_class(cohort_collect(folder), "muscle_sim")
  # Readers of a folder of Parquet files take what does not begin with "_" or ".".
  names <- character()
  muscletwin:::write_whole(file.path(folder, "part-00003.parquet"), NULL, function(to) {
    names <<- c(names, basename(to))
    writeBin(raw(3), to)
  })
  expect_match(names, "^_part-00003[.]parquet[.].*[.]tmp$")
})

test_that("two machines with the same process number do not write to the same file", {
  folder <- new_folder()
  dir.create(folder)
  target <- file.path(folder, "part-00001.counts")
  inner <- NULL
  muscletwin:::write_whole(target, NULL, function(outer) {
    writeBin(raw(5), outer)
    muscletwin:::write_whole(target, NULL, function(to) {
      inner <<- c(outer, to)
      writeBin(raw(5), to)
    })
  }, 5)
  expect_true(inner[[1]] != inner[[2]])
  expect_identical(list.files(folder, all.files = TRUE, no.. = TRUE), "part-00001.counts")
  expect_error(muscletwin:::write_whole(target, NULL, function(to) writeBin(raw(4), to), 5),
    class = "muscletwin_error_disk")
})

test_that("options, locale and the name of the folder change nothing in the files", {
  names <- c("d\u00e9charge", "\u8bad\u7ec3")
  plans <- setNames(list(c(60, 0), c(30, 30)), names)
  old <- options(encoding = "UTF-16LE", OutDec = ",", digits = 1, scipen = -50)
  on.exit(options(old))
  folder <- file.path(new_folder(), "a[1] * {b} c")
  cohort_parts(plans, muscle_cohort(10), to = folder)
  cohort_part(1:2, folder)
  expect_identical(levels(cohort_collect(folder)$scenario), names)
  options(old)
  manifest <- jsonlite::read_json(file.path(folder, "_manifest.json"))
  expect_identical(vapply(manifest$scenarios, `[[`, "", "name"), names)
  expect_length(list.files(folder, "tmp$", all.files = TRUE), 0)
  if (l10n_info()$`UTF-8`) {
    bytes <- paste0(new_folder(), "\xfc")
    expect_error(cohort_parts(plans, muscle_cohort(10), to = bytes), class = "muscletwin_error_folder")
  }
})

test_that("all parts of a cohort beyond 2^31 have ids of one type", {
  folder <- new_folder()
  cohort_parts(c(60, 0), muscle_cohort(2^31 + 10), to = folder, parts = 99999)
  cohort_part(c(1, 99999), folder)
  read_ids <- function(k) nanoparquet::read_parquet(file.path(folder, sprintf("part-%05d.parquet", k)))$id
  ids <- lapply(c(1, 99999), read_ids)
  expect_type(ids[[1]], "double")
  expect_type(ids[[2]], "double")
  expect_identical(ids[[1]][[1]], 1)
  expect_identical(max(ids[[2]]), 2^31 + 10)
})

test_that("a disk full while planning leaves no half plan and no open file, and planning again works", {
  skip_on_cran()
  skip_on_os("windows")
  skip_if(Sys.info()[["user"]] != "root", "needs to mount a small file system")
  small <- tempfile("small-")
  dir.create(small)
  mount <- c("-t", "tmpfs", "-o", "size=128k", "tmpfs", small)
  mounted <- system2("mount", mount, stdout = FALSE, stderr = FALSE) == 0
  skip_if_not(mounted, "cannot mount")
  on.exit(system2("umount", small))
  set.seed(1)
  long <- round(runif(2000, 0, 100), 12) # a plan of several pages
  failed <- 0
  for (pages in 0:20) {
    folder <- file.path(small, "cohort")
    unlink(folder, recursive = TRUE)
    writeBin(raw(131072 - 4096 * pages), file.path(small, "fill"))
    open <- nrow(showConnections())
    e <- error_of(cohort_parts(long, muscle_cohort(10), to = folder, output = "summary", parts = 2))
    expect_identical(nrow(showConnections()), open)
    if (!is.null(e)) {
      failed <- failed + 1
      expect_true(inherits(e, c("muscletwin_error_disk", "muscletwin_error_folder")), info = conditionMessage(e))
      expect_length(setdiff(list.files(folder, all.files = TRUE, no.. = TRUE), "_manifest.json"), 0)
      writeBin(raw(1), file.path(small, "fill"))
      expect_s3_class(cohort_parts(long, muscle_cohort(10), to = folder, output = "summary", parts = 2), "cohort_parts")
    }
  }
  expect_gt(failed, 10)
})

test_that("a finished folder is collected where nothing can be written", {
  skip_on_cran()
  skip_on_os("windows")
  skip_if(Sys.info()[["user"]] != "root", "needs to mount")
  folder <- made()
  whole <- plain(cohort_collect(folder))
  mounted <- system2("mount", c("--bind", folder, folder), stdout = FALSE, stderr = FALSE) == 0
  skip_if_not(mounted, "cannot mount")
  on.exit(system2("umount", folder))
  skip_if_not(system2("mount", c("-o", "remount,bind,ro", folder), stdout = FALSE, stderr = FALSE) == 0, "cannot mount")
  expect_false(suppressWarnings(file.create(file.path(folder, "x"))))
  expect_identical(plain(cohort_collect(folder)), whole)
})

test_that("memory that runs out is told as such, also for parts and one long schedule", {
  skip_on_cran()
  skip_on_os("windows")
  script <- tempfile(fileext = ".R")
  writeLines(c(
    paste0(".libPaths(", deparse1(.libPaths()), ")"),
    "library(muscletwin)",
    "told <- function(code) tryCatch({ code; 'no error' }, error = function(e) class(e)[[1]])",
    "folder <- tempfile('cohort-')",
    "cat(told(muscle_sim(rep(1, 5e7))), '\n')",
    "cat(told(muscle_sim(c(60, 0), muscle_cohort(1e8, rng = 'r'), output = 'trainees', to = folder)), '\n')",
    "cat(told(cohort_part(1, folder)), '\n')"
  ), script)
  limited <- paste("ulimit -v 1500000;", shQuote(file.path(R.home("bin"), "Rscript")), "--vanilla", shQuote(script))
  out <- trimws(system2("sh", c("-c", shQuote(limited)), stdout = TRUE, stderr = FALSE))
  skip_if(length(out) == 0, "no limit of memory here")
  expect_identical(out, rep("muscletwin_error_memory", 3))
})
