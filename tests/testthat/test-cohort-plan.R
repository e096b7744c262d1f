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
    cohort_plan(schedule, cohort, to = folder, output = output, parts = 3, window = c(30, 60))
    cohort_part(c(6, 1, 3), folder)
    cohort_part(c(2, 5, 4), folder, threads = 2)
    whole <- muscle_sim(schedule, cohort, output = output, window = c(30, 60))
    parts <- cohort_collect(folder)
    expect_s3_class(parts, "muscle_sim")
    expect_identical(plain(parts), plain(whole))
    expect_identical(attr(parts, "peak"), attr(whole, "peak"))
  }
})

test_that("cohorts drawn by R's generator can be cut too", {
  folder <- new_folder()
  cohort <- muscle_cohort(100, rng = "r")
  cohort_plan(make_schedule(), cohort, to = folder, parts = 3)
  cohort_part(1:3, folder)
  expect_identical(plain(cohort_collect(folder)), plain(muscle_sim(twin = cohort, output = "trainees")))
  expect_error(cohort_plan(twin = cohort, to = new_folder(), output = "summary", parts = 2),
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
  cohort_plan(twin = muscle_cohort(50), to = folder, output = "days", parts = 2)
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
  cohort_plan(twin = muscle_cohort(4000, slow), to = folder, output = "trainees", parts = 8, solver = "cvode")
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
  expect_error(cohort_plan(twin = muscle_cohort(10)), class = "muscletwin_error_type")
  expect_error(cohort_plan(twin = muscle_twin(), to = folder), class = "muscletwin_error_type")
  expect_error(cohort_part(1, folder), class = "muscletwin_error_folder")
  expect_error(muscle_sim(to = folder), class = "muscletwin_error_type")
  cohort_plan(twin = muscle_cohort(10), to = folder, parts = 2)
  expect_error(cohort_plan(twin = muscle_cohort(11), to = folder, parts = 2), class = "muscletwin_error_folder")
  expect_error(cohort_part(3, folder), class = "muscletwin_error_value")
  expect_error(cohort_part(1.5, folder), class = "muscletwin_error_value")
  expect_error(cohort_part("1", folder), class = "muscletwin_error_type")
  expect_error(cohort_collect(folder), class = "muscletwin_error_unfinished")
  expect_error(cohort_plan(twin = muscle_cohort(10), to = folder, parts = 11), class = "muscletwin_error")
  full <- tempfile()
  dir.create(full)
  writeLines("mine", file.path(full, "mine.txt"))
  expect_error(cohort_plan(twin = muscle_cohort(10), to = full), class = "muscletwin_error_folder")
  expect_identical(list.files(full), "mine.txt")
  writeLines("not an rds", file.path(folder, "_plan.rds"))
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
  cohort_plan(make_schedule(), muscle_cohort(4000), to = folder, output = "days", parts = 10)
  expect_error(cohort_part(1:10, folder), class = "muscletwin_error_disk")
  done <- list.files(folder, "^part-[0-9]+[.]parquet$")
  expect_gte(length(done), 1)
  expect_length(list.files(folder, "tmp$"), 0)
  first <- nanoparquet::read_parquet(file.path(folder, done[[1]]))
  expect_identical(nrow(first), 400L * 140L)
})

test_that("plans print", {
  folder <- new_folder()
  plan <- cohort_plan(twin = muscle_cohort(10), to = folder, parts = 2)
  cohort_part(1, folder)
  expect_snapshot(print(plan), transform = function(x) gsub("folder .*", "folder <folder>", x))
})
