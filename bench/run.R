# The benchmark: everybody does the same work in one run, see bench/RESULTS.md for the rules.
#   make bench                 all of it, a quarter of an hour
#   BENCH_QUICK=1 make bench   up to 10,000 trainees, under a minute; RESULTS.md is left alone
# Needs muscletwin installed. Peers that are not there give a row that says so.

quick <- nzchar(Sys.getenv("BENCH_QUICK"))
folder <- file.path(getwd(), "build", "bench")
dir.create(folder, FALSE, TRUE)
for (file in c("measure", "cases", "peers-base", "peer-desolve", "peer-mrgsolve", "peer-rxode2", "fits", "report")) {
  source(file.path("bench", paste0(file, ".R")))
}
began <- clock()
say <- function(...) cat(sprintf("%5.0f s  ", clock() - began), ..., "\n", sep = "")

sizes <- if (quick) c(400, 1e4) else c(400, 1e4, 1e5, 1e6)
budget <- if (quick) 0.4 else 12 # seconds for one contestant at one size,
limit <- if (quick) 0.8 else 40 # and for a single call of it
most <- if (quick) 3L else 11L
middle <- if (quick) 1e4 else 1e5
large <- if (quick) 1e4 else 1e6

# ---- who is there ----

open_peer <- function(peer) {
  absent <- Filter(function(p) !requireNamespace(p, quietly = TRUE), peer$packages)
  if (length(absent)) {
    return(paste("not installed:", paste(absent, collapse = ", ")))
  }
  tryCatch(
    if (length(formals(peer$open))) peer$open(folder) else peer$open(),
    error = function(e) paste("does not work here:", sub("\n.*", "", conditionMessage(e)))
  )
}
say("opening ", length(peers), " contestants; models are compiled once, into build/bench")
open <- lapply(peers, open_peer)
absent <- Filter(is.character, open)
for (who in names(absent)) say(peers[[who]]$label, ": ", absent[[who]])
open <- open[!names(open) %in% names(absent)]
label_of <- function(who) peers[[who]]$label

# Contestants over one case: muscletwin first, then all that offer `kind`. guess: named by
# label, seconds.
contestants_for <- function(case, kind, guess = list()) {
  result <- list()
  for (who in names(open)) {
    make <- open[[who]][[kind]]
    if (is.null(make)) next
    for (threads in if ("threads" %in% names(formals(make))) 1:2 else 1L) {
      label <- paste0(label_of(who), if (threads > 1L) paste0(", ", threads, " threads"))
      expected <- guess[[label]]
      if (isTRUE(expected > limit)) next
      kept <- tryCatch(
        remember(if (threads > 1L) make(case, threads = threads) else make(case)),
        error = function(e) {
          say(label, " does not work here: ", conditionMessage(e))
          NULL
        }
      )
      if (is.null(kept)) next
      result[[label]] <- contestant(label, kept$work, threads, if (is.null(expected)) NA else expected, kept$last)
    }
  }
  unname(result)
}

# Times them, then compares what they gave with truth. pick() takes the numbers out.
race <- function(contestants, truth, pick = identity, floor = 100, ...) {
  rows <- compete(contestants, budget, most)
  rows$difference <- vapply(contestants, function(x) {
    given <- x$check()
    if (is.null(given)) NA_real_ else difference(pick(given), truth, floor)
  }, 0)
  rows
}

results <- list()

# ---- cohorts ----

# The plain recursion in R is the truth; it is a contestant, too.
truth_of <- function(case, kind = "peaks") open$vectorised[[kind]](case)()

cohort_race <- function() {
  each <- list() # seconds a trainee, by label: who is too slow stays out at every larger size
  rows <- NULL
  for (n in sizes) {
    say("cohort: peaks of ", count(n), " trainees")
    case <- bench_case(cohort_of(n))
    at_n <- race(contestants_for(case, "peaks", lapply(each, `*`, n)), truth_of(case))
    each[at_n$who] <- at_n$clock / n
    rows <- rbind(rows, cbind(n = n, at_n))
  }
  rows
}
results$cohort <- cohort_race()

mass_race <- function(n) {
  case <- bench_case(varied_cohort_of(n))
  truth <- truth_of(case, "masses")
  floor <- c(rep(100, n), rep(1, n))
  rows <- race(contestants_for(case, "masses"), unlist(truth), function(x) unlist(x, use.names = FALSE), floor)
  cbind(n = n, rows)
}
say("cohort: peaks and final masses of ", count(middle), " trainees who differ in all parameters")
results$mass <- mass_race(middle)

# ---- what drawing people costs ----

draw_race <- function(n) {
  cohort <- cohort_of(n)
  case <- bench_case(cohort)
  truth <- truth_of(case)
  in_r <- function() {
    data.frame(
      tau_g = stats::rlnorm(n, log(45), 0.25), tau_h = stats::rlnorm(n, log(12), 0.30),
      k1 = stats::rlnorm(n, 0, 0.35), k2 = stats::rlnorm(n, log(2.2), 0.35), p0 = 100
    )
  }
  given <- open$vectorised$peaks(case)
  engine <- engine_call("trainees", case, muscletwin:::sim_spec(cohort))
  numbers <- engine_call("trainees", case, given_spec(case$twins))
  entries <- list(
    list("muscletwin: `muscle_sim(output = \"trainees\")`, draws its people", open$muscletwin$peaks(case), truth),
    list("muscletwin: the engine's call alone, draws its people", function() engine()$peak, truth),
    list("muscletwin: the engine's call alone, parameters given", function() numbers()$peak, truth),
    list("muscletwin: draws alone, `as.data.frame(muscle_cohort(n))`", function() as.data.frame(cohort)$k1,
      case$twins$k1),
    list("R, vectorised: parameters given", given, truth),
    list("R, vectorised: draws its people by `rlnorm()`", function() vectorised(list(
      load = case$load, from = case$from, to = case$to, twins = in_r()))(), NULL),
    list("R: draws alone, `rlnorm()`", function() in_r()$k1, NULL)
  )
  cbind(n = n, race_of(entries))
}

# entries: list(label, work, truth or NULL), muscletwin first.
race_of <- function(entries, threads = rep(1L, length(entries)), floor = 100) {
  kept <- lapply(entries, function(e) remember(e[[2L]]))
  rows <- compete(Map(function(e, k, t) contestant(e[[1L]], k$work, t), entries, kept, threads), budget, most)
  rows$difference <- unlist(Map(function(e, k) {
    if (is.null(e[[3L]])) NA_real_ else difference(k$last(), e[[3L]], floor)
  }, entries, kept))
  rows
}
say("draws: ", count(middle), " trainees")
results$draws <- draw_race(middle)

# ---- the distribution over a cohort ----

summary_race <- function(n) {
  cohort <- varied_cohort_of(n)
  case <- bench_case(cohort)
  ours <- remember(function() muscletwin::muscle_sim(twin = cohort, output = "summary"))
  theirs <- remember(summary_in_r(case))
  rows <- compete(list(
    contestant("muscletwin: `muscle_sim(output = \"summary\")`", ours$work),
    contestant("R, vectorised, `quantile()` each day", theirs$work, guess = n * 140 * 4 * 1e-7)
  ), budget, most)
  exact <- theirs$last()
  sketch <- as.matrix(ours$last()[names(muscletwin:::summary_probs)])
  rows$difference <- c(max(abs(sketch - exact$quantiles) / exact$sd), 0)
  cbind(n = n, rows)
}
say("summary: ", count(middle), " trainees, exact quantiles beside the sketch")
results$summary <- summary_race(middle)

# ---- threads, and every day of everybody ----

thread_race <- function(n) {
  cohort <- cohort_of(n)
  varied <- varied_cohort_of(n)
  case <- list(load = as.double(muscletwin::make_schedule()), from = 120L, to = 140L)
  verb <- function(cohort, output, threads) {
    function() muscletwin::muscle_sim(twin = cohort, output = output, window = c(120, 140), threads = threads)
  }
  engine <- function(cohort, output, threads) {
    engine_call(output, case, muscletwin:::sim_spec(cohort), threads)
  }
  lines <- function(name, call, cohort, output = "trainees") {
    rows <- race_of(list(
      list(paste0(name, ", 1 thread"), call(cohort, output, 1L), NULL),
      list(paste0(name, ", 2 threads"), call(cohort, output, 2L), NULL)
    ), threads = c(2L, 2L))
    cbind(n = n, rows)
  }
  rbind(
    lines("the engine's call, performance", engine, cohort),
    lines("the engine's call, each one's mass as well", engine, varied),
    lines("`muscle_sim()`, performance", verb, cohort),
    lines("`muscle_sim()`, each one's mass as well", verb, varied),
    lines("summary", verb, varied, "summary")
  )
}
if (parallel::detectCores() > 1L) {
  say("threads: ", count(large), " trainees")
  results$threads <- thread_race(large)
}

days_race <- function(n) {
  cohort <- varied_cohort_of(n)
  case <- bench_case(cohort)
  cells <- n * length(case$load)
  engine <- engine_call("days", case, muscletwin:::sim_spec(cohort))
  frame <- muscletwin::muscle_sim(twin = cohort, output = "days")
  bytes <- sum(vapply(frame, function(column) as.double(utils::object.size(column)), 0))
  rows <- race_of(list(
    list("four columns a day by the engine", engine, NULL),
    list("a plain write of as many bytes: `numeric()`", function() for (i in 1:4) numeric(cells), NULL),
    list("the whole data frame: `muscle_sim(output = \"days\")`", function() {
      muscletwin::muscle_sim(twin = cohort, output = "days")
    }, NULL)
  ))
  cbind(n = n, bytes = c(32 * cells, 32 * cells, bytes), rows)
}
say("days: ", count(2e4), " trainees")
results$days <- days_race(if (quick) 2e3 else 2e4)

# ---- one twin, one call ----

twin_races <- function() {
  twin <- one_twin()
  load <- twin$load
  schedule <- muscletwin::muscle_schedule(load)
  table <- data.frame(day = seq_along(load), load = load)
  performance <- post_banister(table)$perf
  mass <- vectorised_mass_path(twin)
  offered <- function(kind, labels) {
    entries <- lapply(names(labels), function(who) {
      make <- if (who %in% names(open)) open[[who]][[kind]]
      if (!is.null(make)) list(labels[[who]], make(twin), if (kind == "performance_path") performance else mass)
    })
    Filter(Negate(is.null), entries)
  }
  ours <- function(solver) {
    function() muscletwin::muscle_mass(schedule, times = seq_along(load), solver = solver)$mass
  }
  both <- function() {
    path <- open$desolve$mass_path_euler(twin)
    function() {
      path()
      post_banister(table)$perf
    }
  }
  list(
    performance = race_of(c(list(
      list("muscletwin `banister()`", function() muscletwin::banister(load)$perf, performance),
      list("the post's `banister()`", function() post_banister(table)$perf, performance),
      list("base R, a loop, no data frame", base_performance(load), performance),
      list("`stats::filter`, no data frame", filter_performance(load), performance)
    ), offered("performance_path", c(
      mrgsolve = "mrgsolve, recursion, `mrgsim_q()`", rxode2 = "rxode2, recursion, `rxSolve()`"
    )))),
    exact = race_of(list(
      list("muscletwin `muscle_mass(solver = \"exact\")`", ours("exact"), mass),
      list("base R, a loop, no data frame", function() vectorised_mass_path(twin), mass)
    ), floor = 1),
    solver = race_of(c(list(
      list("muscletwin `muscle_mass(solver = \"cvode\")`", ours("cvode"), mass)
    ), offered("mass_path_euler", c(desolve = "deSolve, Euler in half days, in R: the post's")),
    offered("mass_path_in_r", c(desolve = "deSolve, lsoda with events, in R")),
    offered("mass_path", c(
      desolve = "deSolve, lsoda with events, compiled", mrgsolve = "mrgsolve, `mrgsim_q()`",
      rxode2 = "rxode2, `rxSolve()`"
    ))), floor = 1),
    both = race_of(Filter(Negate(is.null), list(
      list("muscletwin `muscle_sim()`: CVODE and the recursion", function() muscletwin::muscle_sim()$performance,
        performance),
      if ("desolve" %in% names(open)) {
        list("the post's layers 1 and 2: deSolve's Euler and `banister()`", both(), performance)
      }
    )))
  )
}
say("one twin, one call")
results$twin <- twin_races()

# ---- memory: a process of its own for each ----

child_memory <- function(who, n) {
  out <- suppressWarnings(system2(file.path(R.home("bin"), "Rscript"),
    c(file.path("bench", "child.R"), who, format(n, scientific = FALSE)), stdout = TRUE, stderr = FALSE))
  line <- grep("^memory ", out, value = TRUE)
  if (length(line)) as.double(sub("memory ", "", line)) else NA_real_
}
memory_table <- function() {
  done <- results$cohort
  label <- vapply(names(open), label_of, "")
  rows <- list(data.frame(who = "R with muscletwin loaded", n = 0, mb = child_memory("nothing", 0)))
  for (n in sizes[sizes >= 1e4]) {
    for (who in names(open)) {
      if (quick && !who %in% c("muscletwin", "vectorised")) next
      if (any(done$n == n & done$who == label[[who]])) {
        rows <- c(rows, list(data.frame(who = label[[who]], n = n, mb = child_memory(who, n))))
      }
    }
    mb <- child_memory("summary", n)
    rows <- c(rows, list(data.frame(who = "muscletwin, `output = \"summary\"`", n = n, mb = mb)))
  }
  do.call(rbind, rows)
}
say("memory: a process of its own for each")
results$memory <- memory_table()

# ---- calibration ----

say("calibration: one athlete, then many")
results$fit <- fit_races(if (quick) 100 else 1000)

# ---- the report ----

results$absent <- absent
results$labels <- vapply(peers, `[[`, "", "label")
results$about <- about()
results$about$minutes <- (clock() - began) / 60
saveRDS(results, file.path(folder, if (quick) "quick.rds" else "results.rds"))
target <- if (quick) folder else "bench"
write_report(results, file.path(target, "RESULTS.md"))
draw_picture(results, file.path(target, "results.png"))
say("written: ", file.path(if (quick) "build/bench" else "bench", "RESULTS.md"), " and results.png")
cat("\n")
print_short(results)
