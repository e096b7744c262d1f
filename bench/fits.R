# Calibration: what a fit, an update and many athletes cost. No peer does the same work, so
# rows stand beside what was asked for.

# Athletes of 140 days and 45 tests, from the model itself.
fit_logs <- function(n) {
  old <- if (exists(".Random.seed", globalenv())) get(".Random.seed", globalenv())
  on.exit(if (is.null(old)) rm(".Random.seed", envir = globalenv()) else assign(".Random.seed", old, globalenv()))
  set.seed(45)
  logs <- lapply(seq_len(n), function(i) {
    load <- round(50 * pmax(0, stats::rnorm(140, 1, 0.6)))
    at <- sort(sample(140, 45))
    performance <- rep(NA_real_, 140)
    truth <- muscletwin::banister(load,
      k1 = 0.09, k2 = 0.16, tau_g = stats::runif(1, 30, 50), tau_h = stats::runif(1, 7, 15), P0 = 250)
    performance[at] <- round(truth$perf[at] + stats::rnorm(45, 0, 3), 1)
    data.frame(id = i, day = 1:140, load = load, performance = performance)
  })
  do.call(rbind, logs)
}

fit_races <- function(n = 1000) {
  all <- fit_logs(n)
  log <- all[all$id == 1, -1]
  # The last test is the one that update() adds.
  last <- max(which(!is.na(log$performance)))
  known <- log[seq_len(last - 1L), ]
  models <- c("banister", "fitness_only", "vdr", "level", "average")
  fit <- function(model) function() muscletwin::muscle_fit(log, model = model)
  engine <- function(model) {
    whole <- muscletwin::muscle_fit(log, model = model)
    from <- muscletwin:::log_for_engine(whole$log)
    belief <- muscletwin:::prior_for_engine(whole$prior)
    options <- muscletwin:::options_for_engine(model, whole$spec)
    function() .Call(muscletwin:::C_fit_bayes, from, belief, options)
  }
  grow <- function(model) {
    before <- muscletwin::muscle_fit(known, model = model)
    same <- muscletwin::muscle_fit(log[seq_len(last), ], model = model, prior = before$prior)
    stopifnot(identical(stats::update(before, log[last, ])$members, same$members))
    function() stats::update(before, log[last, ])
  }
  one <- muscletwin::muscle_fit(log)
  plan <- rep(c(60, 0, 80, 40, 0, 100, 0), 2)
  entries <- c(
    lapply(models, function(m) list(paste0("`muscle_fit()`, ", m), fit(m), NULL)),
    lapply(models[-5], function(m) list(paste0("the engine's call, ", m), engine(m), NULL)),
    lapply(c("banister", "average"), function(m) list(paste0("`update()` with one test, ", m), grow(m), NULL)),
    list(list("`forecast()` of two weeks, average", function() suppressWarnings(generics::forecast(one, plan)), NULL))
  )
  rows <- race_of(entries)
  many <- function(model, threads) {
    function() muscletwin::muscle_fit(all, model = model, id = "id", threads = threads)
  }
  crowd <- race_of(list(
    list("average, 2 threads", many("average", 2L), NULL),
    list("average, 1 thread", many("average", 1L), NULL),
    list("banister, 2 threads", many("banister", 2L), NULL)
  ), threads = c(2L, 1L, 2L))
  list(one = rows, crowd = cbind(n = n, crowd), memory = data.frame(
    n = c(100, n), mb = c(child_memory("fits", 100), child_memory("fits", n))
  ))
}

fit_tables <- function(results) {
  one <- results$one
  crowd <- results$crowd
  time <- function(start) one$seconds[startsWith(one$who, start)]
  many <- crowd[crowd$who == "average, 2 threads", ]
  grown <- results$memory
  each <- diff(grown$mb) / diff(grown$n)
  asked <- rbind(
    c("one athlete, 140 days and 45 tests, one model", "under 10 ms",
      paste(time_words(min(time("`muscle_fit()`, level"))), "to", time_words(time("`muscle_fit()`, vdr"))),
      max(time("`muscle_fit()`, vdr")) < 0.01),
    c("the same, `\"average\"`", "under 30 ms", time_words(time("`muscle_fit()`, average")),
      time("`muscle_fit()`, average") < 0.03),
    c("`update()` with one new test, `\"average\"`", "under 10 ms", time_words(time("`update()` with one test, average")),
      time("`update()` with one test, average") < 0.01),
    c(paste(count(many$n), "athletes, two cores"), "under 20 s", time_words(many$clock), many$clock < 20),
    c("memory", "flat in the number of athletes",
      sprintf("%s MB with %s, %s MB with %s: %s kB an athlete, log and result", short(round(grown$mb[[1]])),
        count(grown$n[[1]]), short(round(grown$mb[[2]])), count(grown$n[[2]]), short(1024 * each)), 1024 * each < 1)
  )
  c(
    markdown(list(what = asked[, 1L], asked = asked[, 2L], measured = asked[, 3L],
      met = ifelse(asked[, 4L] == "TRUE", "yes", "no"))),
    markdown(list(what = one$who, "one call" = time_words(one$seconds), quartiles = paste(
      time_words(one$low), "to", time_words(one$high)), samples = one$samples)),
    sprintf("%s athletes in one call, by the clock:", count(crowd$n[[1L]])), "",
    markdown(list(what = crowd$who, "one call" = time_words(crowd$clock),
      "an athlete" = time_words(crowd$clock / crowd$n), samples = crowd$samples))
  )
}
