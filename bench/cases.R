# The work: the published 20-week block, a peak sought in days 120 to 140 as in the post.

# cohort: what muscletwin draws from; twins: the same people as numbers, for the others.
bench_case <- function(cohort) {
  list(
    load = as.double(muscletwin::make_schedule()), from = 120L, to = 140L,
    cohort = cohort, twins = as.data.frame(cohort)
  )
}

# People who differ in performance alone, as in the post: the mass of all is the same.
cohort_of <- function(n) muscletwin::muscle_cohort(n)

# People who differ in all.
varied_cohort_of <- function(n) {
  muscletwin::muscle_cohort(n, muscletwin::muscle_population(
    k_s = c(median = 0.0018, sdlog = 0.2), k_d = c(median = 0.0008, sdlog = 0.2), m0 = c(mean = 35, sd = 4),
    p0 = c(mean = 100, sd = 10)
  ))
}

one_twin <- function() bench_case(muscletwin::muscle_twin())

# ---- are results the same? ----

# Performance may pass through 0, so a difference is that of the larger of the number and the
# baseline, 100. Recursions must agree to 1e-10; solvers are shown with what they differ by.
difference <- function(x, truth, floor = 100) {
  if (length(x) != length(truth) || anyNA(x)) {
    return(Inf)
  }
  max(abs(x - truth) / pmax(abs(truth), floor))
}

# Runs f and keeps what it gave for later.
remember <- function(f) {
  force(f)
  last <- NULL
  list(work = function() last <<- f(), last = function() last)
}
