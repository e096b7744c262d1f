# The R half of tools/test/bits.sh: threads, parts made by processes of their own, and mirai
# daemons over TLS, one of them killed while they work.
#   Rscript tools/test/bits.R TABLE [update]   update: writes docs/same-bits.md
library(muscletwin)

arguments <- commandArgs(trailingOnly = TRUE)
builds <- strsplit(readLines(arguments[[1L]]), "|", fixed = TRUE)
builds <- as.data.frame(do.call(rbind, builds))
names(builds) <- c("build", "trainees", "days", "summary", paste0("turnover_", c("trainees", "days", "summary")), "ways")

people <- muscle_population(m0 = c(mean = 35, sd = 3), k_s = c(median = 0.0018, sdlog = 0.2))
cohort <- muscle_cohort(20000, people)
schedule <- make_schedule()
# "turned": mass by turnover, two weeks in a cast; people who differ in k_d too.
turned <- muscle_cohort(20000, muscle_population(m0 = c(mean = 35, sd = 3), k_d = c(median = 0.0126, sdlog = 0.1)))
turnover <- paste0("turnover_", c("trainees", "days", "summary"))
outputs <- c("trainees", "days", "summary", "solved", turnover)
sum_of <- function(x) substr(rlang::hash(c(as.list(as.data.frame(x)), attr(x, "peak"))), 1, 16)
# "solved": mass by CVODE, half as many trainees; slow enough to lose a daemon on the way.
asked <- function(output) {
  if (output %in% turnover) {
    return(list(schedule = schedule, twin = turned, output = sub("turnover_", "", output), solver = "exact",
      mass_model = "turnover", disuse = disuse(60, 73, "cast")))
  }
  solved <- output == "solved"
  list(
    schedule = schedule, twin = if (solved) muscle_cohort(10000, people) else cohort,
    output = if (solved) "trainees" else output, window = c(120, 140), solver = if (solved) "cvode" else "exact"
  )
}
simulate <- function(output, ...) sum_of(do.call(muscle_sim, c(asked(output), list(...))))

in_parts <- function(output) {
  folder <- tempfile("parts-")
  on.exit(unlink(folder, recursive = TRUE))
  do.call(cohort_parts, c(asked(output), list(to = folder, parts = 5)))
  for (k in c(4, 1, 5, 3, 2)) { # each in a process of its own
    code <- paste0("invisible(muscletwin::cohort_part(", k, ", ", deparse1(folder), "))")
    stopifnot(system2(file.path(R.home("bin"), "Rscript"), c("-e", shQuote(code))) == 0)
  }
  sum_of(cohort_collect(folder))
}

daemons_here <- function() as.integer(mirai::status()$connections)

on_killed_daemons <- function(output) {
  mirai::daemons(4, url = mirai::host_url(tls = TRUE), dispatcher = TRUE)
  on.exit(mirai::daemons(0))
  mirai::launch_local(4)
  for (i in 1:400) {
    if (daemons_here() == 4L) break
    Sys.sleep(0.05)
  }
  pid <- mirai::call_mirai(mirai::mirai(Sys.getpid()))$data
  after <- if (output == "solved") 0.5 else 0.01
  system(paste0("(sleep ", after, "; kill -9 ", pid, ") &"))
  took <- system.time(sum <- simulate(output))[["elapsed"]]
  if (output == "solved") stopifnot(took > after, daemons_here() == 3L)
  sum
}
all_outputs <- function(f) vapply(outputs, f, "")

rows <- list("one thread" = all_outputs(simulate), "two threads" = all_outputs(function(o) simulate(o, threads = 2)),
  "five parts, each by a process of its own, out of order" = all_outputs(in_parts))
if (requireNamespace("mirai", quietly = TRUE)) {
  rows[["four daemons over TCP with TLS, one killed at work"]] <- all_outputs(on_killed_daemons)
}
rows <- as.data.frame(do.call(rbind, rows))

same <- vapply(c(builds[c("trainees", "days", "summary", turnover)], rows), function(x) length(unique(x)) == 1L, NA)
line <- function(...) paste0("| ", paste(..., sep = " | "), " |")
code <- function(x) paste0("`", x, "`")
text <- c(
  "# The same bits, however it is computed", "",
  "Written by `make bits UPDATE=1`; `make bits` fails where two checksums of a column differ.", "",
  "## Builds, threads and chunks",
  "",
  sprintf(paste("The C library in several builds. Each checksum (FNV-1a over every number of the result, %s trainees of",
    "140 days) came out under 1, 2 and 3 threads times one chunk, chunks of 4,096 and of 777 trainees, the last",
    "made first: %s ways."), "20,011", builds$ways[[1L]]),
  "", line("build", "a number a trainee", "every day", "distribution"), line("---", "---", "---", "---"),
  line(builds$build, code(builds$trainees), code(builds$days), code(builds$summary)),
  "", "## Processes", "",
  "The R package, 20,000 trainees who differ in mass too (10,000 where CVODE solves each one's mass); the first 16",
  "digits of a hash of the data frame.", "",
  line("how", "`\"trainees\"`", "`\"days\"`", "`\"summary\"`", "`\"trainees\"`, CVODE"),
  line("---", "---", "---", "---", "---"),
  line(rownames(rows), code(rows$trainees), code(rows$days), code(rows$summary), code(rows$solved)),
  "", "## Mass by turnover", "",
  "The builds and the processes again, each with two weeks in a cast: in C of people who have one k_d and of people who",
  "have not, in R of 20,000 who differ in mass and in k_d.", "",
  line("how", "`\"trainees\"`", "`\"days\"`", "`\"summary\"`"), line("---", "---", "---", "---"),
  line(builds$build, code(builds$turnover_trainees), code(builds$turnover_days), code(builds$turnover_summary)),
  "", line("how", "`\"trainees\"`", "`\"days\"`", "`\"summary\"`"), line("---", "---", "---", "---"),
  line(rownames(rows), code(rows$turnover_trainees), code(rows$turnover_days), code(rows$turnover_summary)),
  "", "## Where it ends", "",
  paste("The promise is for one architecture: ARM has no reason to differ, as every operation is correctly rounded",
    "in a fixed order, but was not tried. Twins given as numbers, and mass by turnover, go through the C library's",
    "`exp()`, so their bits are those of R on the same machine. Solutions by CVODE are the same on one machine; its",
    "norms are summed by SUNDIALS, whose build may differ."),
  "", sprintf("%s, %s, %s.", R.version$platform, R.version.string, system("gcc -dumpfullversion", intern = TRUE) |>
    (\(v) paste("gcc", v))())
)
if ("update" %in% arguments) {
  writeLines(text, "docs/same-bits.md")
}
if (!all(same)) {
  writeLines(text)
  stop("checksums differ")
}
cat("bits: the same everywhere\n")
