# Cohorts spread over mirai daemons: four of them over TCP with TLS on this machine.

skip_on_cran()
skip_if_not_installed("mirai")

start_daemons <- function(n) {
  old <- Sys.getenv("R_LIBS", NA)
  Sys.setenv(R_LIBS = paste(.libPaths(), collapse = .Platform$path.sep))
  on.exit(if (is.na(old)) Sys.unsetenv("R_LIBS") else Sys.setenv(R_LIBS = old))
  mirai::daemons(n = n, url = "tls+tcp://127.0.0.1:0", dispatcher = TRUE)
  mirai::launch_local(n)
  for (i in 1:200) {
    if (mirai::status()$connections >= n) break
    Sys.sleep(0.05)
  }
  expect_gte(mirai::status()$connections, n)
}

plain <- function(x) as.data.frame(x)

test_that("four daemons give the bits of one thread, also when one is killed", {
  cohort <- muscle_cohort(20000)
  varied <- muscle_cohort(16384, muscle_population(m0 = c(mean = 35, sd = 3)))
  alone <- list(
    trainees = muscle_sim(twin = cohort, output = "trainees", window = c(120, 140)),
    summary = muscle_sim(twin = cohort, output = "summary"),
    days = muscle_sim(twin = muscle_cohort(4100), output = "days"),
    given = muscle_sim(twin = muscle_cohort(9000, rng = "r"), output = "trainees")
  )
  slow_alone <- muscle_sim(make_schedule(21), varied, output = "trainees", solver = "cvode")

  start_daemons(4)
  on.exit(mirai::daemons(0))
  expect_identical(plain(muscle_sim(twin = cohort, output = "trainees", window = c(120, 140))), plain(alone$trainees))
  spread <- muscle_sim(twin = cohort, output = "summary")
  expect_identical(plain(spread), plain(alone$summary))
  expect_identical(attr(spread, "peak"), attr(alone$summary, "peak"))
  expect_identical(plain(muscle_sim(twin = muscle_cohort(4100), output = "days")), plain(alone$days))
  expect_identical(plain(muscle_sim(twin = muscle_cohort(9000, rng = "r"), output = "trainees")), plain(alone$given))

  victim <- mirai::mirai(Sys.getpid())[]
  system(paste0("(sleep 0.4; kill -9 ", victim, ") &"))
  slow <- muscle_sim(make_schedule(21), varied, output = "trainees", solver = "cvode")
  expect_lt(mirai::status()$connections, 4)
  expect_identical(plain(slow), plain(slow_alone))
  # They are still the caller's.
  expect_true(mirai::daemons_set())
})

test_that("mass by turnover has the bits of one thread on daemons too", {
  people <- muscle_population(m0 = c(mean = 35, sd = 3), k_d = c(median = 0.0126, sdlog = 0.1))
  away <- disuse(3, 9, "cast")
  block <- make_schedule(21)
  run <- function(n, ...) muscle_sim(block, muscle_cohort(n, people, ...), mass_model = "turnover", disuse = away)
  alone <- list(
    trainees = muscle_sim(block, muscle_cohort(9000, people), disuse = away, output = "trainees"),
    summary = muscle_sim(block, muscle_cohort(9000, people), disuse = away, output = "summary"),
    days = run(4100), given = run(4100, rng = "r"),
    cells = muscle_sim(rep(40, 2), muscle_cohort(4100, people), scales = c("cell", "system"))
  )
  start_daemons(2)
  on.exit(mirai::daemons(0))
  expect_identical(plain(muscle_sim(block, muscle_cohort(9000, people), disuse = away, output = "trainees")),
    plain(alone$trainees))
  expect_identical(plain(muscle_sim(block, muscle_cohort(9000, people), disuse = away, output = "summary")),
    plain(alone$summary))
  expect_identical(plain(run(4100)), plain(alone$days))
  expect_identical(plain(run(4100, rng = "r")), plain(alone$given))
  expect_identical(plain(muscle_sim(rep(40, 2), muscle_cohort(4100, people), scales = c("cell", "system"))),
    plain(alone$cells))
})

test_that("an error on a daemon keeps its class, and parts are made there", {
  start_daemons(2)
  on.exit(mirai::daemons(0))
  negative <- muscle_population(tau_h = c(mean = 1, sd = 1))
  expect_error(muscle_sim(twin = muscle_cohort(5000, negative), output = "trainees"), class = "muscletwin_error_value")

  skip_if_not_installed("nanoparquet")
  skip_if_not_installed("jsonlite")
  folder <- tempfile("cohort-")
  on.exit(unlink(folder, recursive = TRUE), add = TRUE)
  cohort_parts(twin = muscle_cohort(3000), to = folder, parts = 3)
  cohort_part(1:3, folder)
  expect_identical(plain(cohort_collect(folder)), plain(muscle_sim(twin = muscle_cohort(3000), output = "trainees")))
})

test_that("daemons that are all lost leave the work to this process", {
  start_daemons(2)
  on.exit(mirai::daemons(0))
  pids <- unique(unlist(lapply(mirai::mirai_map(1:8, function(i) { Sys.sleep(0.05); Sys.getpid() })[], identity)))
  tools::pskill(pids, tools::SIGKILL)
  Sys.sleep(0.3)
  cohort <- muscle_cohort(5000)
  lost <- muscle_sim(twin = cohort, output = "trainees")
  mirai::daemons(0)
  expect_identical(plain(lost), plain(muscle_sim(twin = cohort, output = "trainees")))
})

test_that("a daemon without the package is an error that says so", {
  old <- Sys.getenv("R_LIBS", NA)
  on.exit(if (is.na(old)) Sys.unsetenv("R_LIBS") else Sys.setenv(R_LIBS = old))
  # A library with all that mirai needs and nothing more, and no other.
  library <- tempfile("library-")
  dir.create(library)
  on.exit(unlink(library, recursive = TRUE), add = TRUE)
  for (package in c("mirai", "nanonext")) file.symlink(find.package(package), file.path(library, package))
  Sys.setenv(R_LIBS = library)
  mirai::daemons(1)
  on.exit(mirai::daemons(0), add = TRUE)
  skip_if(mirai::mirai(requireNamespace("muscletwin", quietly = TRUE))[], "muscletwin is in a library of R itself")
  e <- error_of(muscle_sim(twin = muscle_cohort(20000), output = "trainees"))
  expect_s3_class(e, "muscletwin_error_daemon")
  expect_match(conditionMessage(e), "installed there")
})
