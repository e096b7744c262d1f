# rxode2. As a recursion: one record a day and the load a covariate of it. As compartments: a
# dose on each training day. Cohorts in chunks, as it keeps 14 KB a person besides the rows.

rxode2_chunk <- 10000L

# Compiled models stay in build/bench.
rxode2_model <- function(code, folder) {
  cache <- file.path(folder, "rxode2")
  dir.create(cache, FALSE, TRUE)
  Sys.setenv(rxTempDir = cache)
  utils::capture.output(model <- suppressMessages(rxode2::rxode2(code)))
  model
}

rxode2_solve <- function(model, params, events, threads = 1L, ...) {
  rxode2::setRxThreads(threads)
  rxode2::rxSolve(model, params, events, cores = threads, returnType = "data.frame", ...)
}

rxode2_recursion <- function(case) {
  sprintf("
if (newind <= 1) {
  fit <- 0
  fat <- 0
  peak <- -1e300
  mass <- m0
}
fit <- g_decay * fit + k1 * load
fat <- h_decay * fat + k2 * load
mass <- m_decay * mass + m_gain * load
perf <- p0 + fit - fat
if (time >= %d && time <= %d && perf > peak) {
  peak <- perf
}
", case$from, case$to)
}

rxode2_compartments <- "
f(fit) <- k1
f(fat) <- k2
d/dt(fit) <- -fit / tau_g
d/dt(fat) <- -fat / tau_h
perf <- p0 + fit - fat
"

rxode2_mass <- "
mass(0) <- m0
d/dt(mass) <- k_s * load - k_d * mass
"

peers$rxode2 <- list(
  label = "rxode2, recursion in the model", packages = "rxode2",
  open = function(folder) {
    run <- function(case, wanted, threads) {
      model <- rxode2_model(rxode2_recursion(case), folder)
      days <- length(case$load)
      records <- data.frame(time = seq_len(days), evid = 0L, load = case$load)
      function() {
        in_chunks(case$twins, rxode2_chunk, function(x) {
          people <- data.frame(
            k1 = x$k1, k2 = x$k2, g_decay = exp(-1 / x$tau_g), h_decay = exp(-1 / x$tau_h), p0 = x$p0,
            m0 = 0, m_decay = 0, m_gain = 0
          )
          if ("mass" %in% wanted) {
            people$m0 <- x$m0
            people$m_decay <- exp(-x$k_d)
            people$m_gain <- -x$k_s * expm1(-x$k_d) / x$k_d
          }
          out <- rxode2_solve(model, people, records, threads, keep = NULL)
          out[out$time == days, wanted, drop = FALSE]
        })
      }
    }
    list(
      peaks = function(case, threads = 1L) {
        go <- run(case, "peak", threads)
        function() go()$peak
      },
      masses = function(case) {
        go <- run(case, c("peak", "mass"), 1L)
        function() {
          out <- go()
          list(peak = out$peak, final_mass = out$mass)
        }
      },
      performance_path = function(case) {
        model <- rxode2_model(rxode2_recursion(case), folder)
        x <- case$twins[1L, ]
        people <- data.frame(
          k1 = x$k1, k2 = x$k2, g_decay = exp(-1 / x$tau_g), h_decay = exp(-1 / x$tau_h), p0 = x$p0,
          m0 = 0, m_decay = 0, m_gain = 0
        )
        records <- data.frame(time = seq_along(case$load), evid = 0L, load = case$load)
        function() rxode2_solve(model, people, records)$perf
      },
      mass_path = function(case) {
        model <- rxode2_model(rxode2_mass, folder)
        x <- case$twins[1L, ]
        people <- data.frame(k_s = x$k_s, k_d = x$k_d, m0 = x$m0)
        days <- length(case$load)
        # The load of a record holds until the next: the day that begins there.
        records <- data.frame(time = 0:days, evid = 0L, load = c(case$load, 0))
        function() {
          rxode2_solve(model, people, records, covsInterpolation = "locf", rtol = 1e-8, atol = 1e-10)$mass[-1L]
        }
      }
    )
  }
)

peers$rxode2_doses <- list(
  label = "rxode2, two compartments with doses", packages = "rxode2",
  open = function(folder) {
    list(peaks = function(case, threads = 1L) {
      model <- rxode2_model(rxode2_compartments, folder)
      trained <- which(case$load > 0)
      days <- length(case$load)
      dose <- function(cmt) data.frame(time = trained, evid = 1L, amt = case$load[trained], cmt = cmt)
      records <- rbind(
        dose("fit"), dose("fat"), data.frame(time = seq_len(days), evid = 0L, amt = 0, cmt = NA)
      )
      # At the same time, a dose comes before the observation.
      records <- records[order(records$time, -records$evid), ]
      function() {
        in_chunks(case$twins, rxode2_chunk, function(x) {
          people <- x[c("k1", "k2", "tau_g", "tau_h", "p0")]
          out <- rxode2_solve(model, people, records, threads)
          perf <- matrix(out$perf, days)[case$from:case$to, , drop = FALSE]
          data.frame(peak = do.call(pmax, split(perf, row(perf))))
        })$peak
      }
    })
  }
)
