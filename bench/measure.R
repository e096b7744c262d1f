# How things are measured.
#
# A sample is a number of calls that takes a tenth of a second or more. Before each sample of
# anybody comes one of muscletwin, and a ratio is that of the pair: what else the machine does
# at the time weighs on both. Work on one thread is timed by the CPU time of the process,
# which a busy machine hardly changes; work on more threads by the clock.

clock <- function() as.double(Sys.time())
cpu <- function() sum(proc.time()[c("user.self", "sys.self")])

# Seconds a call, by CPU and by the clock.
sample_once <- function(work, calls) {
  gc(verbose = FALSE, full = FALSE)
  begin <- c(cpu(), clock())
  for (i in seq_len(calls)) work()
  (c(cpu(), clock()) - begin) / calls
}

# How many calls make a sample, and the seconds it takes. The first call, which warms caches
# up, does not count unless it is slow.
calls_for <- function(work, enough = 0.1) {
  calls <- 1L
  took <- sample_once(work, 1L)[[2L]]
  if (took < enough) took <- sample_once(work, 1L)[[2L]]
  while (took < enough / 2) {
    calls <- as.integer(ceiling(calls * min(8, enough / max(took, 1e-6))))
    took <- sample_once(work, calls)[[2L]] * calls
  }
  list(calls = calls, seconds = took)
}

# A contestant: who, what work() does, how many threads it may use, and a guess of the seconds
# that a call takes (NA: none). Those that would take longer than `budget` are left out.
contestant <- function(who, work, threads = 1L, guess = NA, check = NULL) {
  list(who = who, work = work, threads = threads, guess = guess, check = check)
}

# The first contestant is the one that others are compared with. Gives a row for each:
# seconds (median; cpu and clock: by that in any case), their quartiles, ratio (median of
# pairs), its quartiles, samples.
compete <- function(contestants, budget, most = 11L) {
  reference <- contestants[[1L]]
  reference_calls <- calls_for(reference$work)$calls
  pairs <- lapply(contestants, function(x) matrix(numeric(), 0L, 4L))
  # Where even two calls do not fit, the first is the sample.
  sized <- lapply(contestants, function(x) {
    if (isTRUE(x$guess > budget / 2)) list(calls = 1L, seconds = x$guess) else calls_for(x$work)
  })
  calls <- vapply(sized, `[[`, 1L, "calls")
  samples <- vapply(sized, function(x) max(1L, min(most, as.integer(budget / x$seconds))), 1L)
  for (round in seq_len(max(samples))) {
    # Nobody always comes first or after the same neighbour.
    for (k in sample_order(length(contestants), round)) {
      if (round > samples[[k]]) next
      before <- sample_once(reference$work, reference_calls)
      mine <- if (k == 1L) before else sample_once(contestants[[k]]$work, calls[[k]])
      pairs[[k]] <- rbind(pairs[[k]], c(mine, before))
    }
  }
  rows <- lapply(seq_along(contestants), function(k) {
    x <- contestants[[k]]
    # Column 1: CPU, 2: clock; 3 and 4: muscletwin's.
    by <- if (x$threads == 1L && reference$threads == 1L) 1L else 2L
    seconds <- pairs[[k]][, by]
    ratio <- seconds / pairs[[k]][, by + 2L]
    data.frame(
      who = x$who, threads = x$threads, seconds = stats::median(seconds),
      cpu = stats::median(pairs[[k]][, 1L]), clock = stats::median(pairs[[k]][, 2L]),
      low = quartile(seconds, 0.25), high = quartile(seconds, 0.75),
      ratio = stats::median(ratio), ratio_low = quartile(ratio, 0.25), ratio_high = quartile(ratio, 0.75),
      samples = nrow(pairs[[k]])
    )
  })
  do.call(rbind, rows)
}

sample_order <- function(n, round) (seq_len(n) + round - 2L) %% n + 1L
quartile <- function(x, p) stats::quantile(x, p, names = FALSE)

# Peak memory of this process in MB: Linux keeps it.
peak_memory <- function() {
  status <- tryCatch(readLines("/proc/self/status"), error = function(e) character())
  line <- grep("^VmHWM:", status, value = TRUE)
  if (length(line)) as.double(gsub("[^0-9]", "", line)) / 1024 else NA_real_
}

count <- function(n) format(n, big.mark = ",", scientific = FALSE)
