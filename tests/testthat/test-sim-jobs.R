# Jobs: what a job knows, what it tells, and how an error of one travels. Daemons are tried in
# test-zzz-daemons.R.

a_job <- function(n = 20, output = "trainees", ...) {
  sim <- muscle_sim(twin = muscle_cohort(2), output = output, ...)
  run <- attr(sim, "run")
  run$twin <- muscle_cohort(n, muscle_population(m0 = c(mean = 35, sd = 3)))
  make_job(run, sim_spec(run), 1)
}

test_that("a job of another version is not run, and its error travels as a value", {
  job <- a_job()
  expect_identical(job$version, as.character(packageVersion("muscletwin")))
  job$version <- "0.0.1"
  e <- error_of(run_job(job))
  expect_s3_class(e, "muscletwin_error_version")
  expect_match(conditionMessage(e), "muscletwin 0.0.1; .* has ")
  sent <- run_remote(job)
  expect_s3_class(sent, "muscletwin_error_version")
  expect_identical(conditionMessage(sent), conditionMessage(e))
})

test_that("the share that is done is told as it grows, and who is told badly stops nothing", {
  # By CVODE, so that it takes some tenths of a second.
  for (output in c("trainees", "days")) {
    job <- a_job(3000, output, solver = "cvode")
    quiet <- run_job(job)
    told <- numeric()
    expect_identical(run_job(job, function(done) told <<- c(told, done)), quiet)
    expect_all(told > 0 & told <= 1, info = output)
    expect_all(diff(c(0, told)) > 0, info = output)
    said <- capture.output(loud <- run_job(job, function(done) stop("no")), type = "message")
    expect_identical(loud, quiet)
  }
})
