# One contestant's work once, in a process of its own, for its peak memory:
#   Rscript bench/child.R WHO N
# WHO: a name of `peers`, "summary", "fits" or "nothing". Prints "memory <MB>". Parameters are drawn
# here by R, as those who do not draw have to; muscletwin draws its own.
arguments <- commandArgs(trailingOnly = TRUE)
who <- arguments[[1L]]
n <- as.double(arguments[[2L]])
folder <- file.path(getwd(), "build", "bench")
for (file in c("measure", "cases", "peers-base", "peer-desolve", "peer-mrgsolve", "peer-rxode2", "fits")) {
  source(file.path("bench", paste0(file, ".R")))
}
loadNamespace("muscletwin")
if (who == "summary") {
  muscletwin::muscle_sim(twin = varied_cohort_of(n), output = "summary")
} else if (who == "fits") {
  muscletwin::muscle_fit(fit_logs(n), id = "id")
} else if (who != "nothing") {
  case <- list(load = as.double(muscletwin::make_schedule()), from = 120L, to = 140L)
  if (who == "muscletwin") {
    case$cohort <- cohort_of(n)
  } else {
    set.seed(1)
    case$twins <- data.frame(
      tau_g = stats::rlnorm(n, log(45), 0.25), tau_h = stats::rlnorm(n, log(12), 0.30),
      k1 = stats::rlnorm(n, 0, 0.35), k2 = stats::rlnorm(n, log(2.2), 0.35), p0 = 100
    )
  }
  open <- peers[[who]]$open
  peer <- if (length(formals(open))) open(folder) else open()
  peer$peaks(case)()
}
cat("memory", peak_memory(), "\n")
