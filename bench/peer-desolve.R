# deSolve: compiled right-hand sides, loads by events. A table of loads looked up by time
# would let the solver step over them.

# Compiles bench/desolve.c into build/bench once.
desolve_library <- function(folder) {
  source <- file.path("bench", "desolve.c")
  target <- file.path(folder, paste0("desolve", .Platform$dynlib.ext))
  if (!file.exists(target) || file.mtime(target) < file.mtime(source)) {
    file.copy(source, folder, overwrite = TRUE)
    command <- c("CMD", "SHLIB", "-o", shQuote(target), shQuote(file.path(folder, "desolve.c")))
    code <- system2(file.path(R.home("bin"), "R"), command, stdout = FALSE, stderr = FALSE)
    if (code != 0) stop("desolve.c does not compile")
  }
  target
}

desolve_tolerance <- c(rtol = 1e-8, atol = 1e-10)

peers$desolve <- list(
  label = "deSolve, compiled, lsoda with events", packages = "deSolve",
  open = function(folder) {
    dll <- dyn.load(desolve_library(folder))[["name"]]
    solve <- function(y, times, rates, init, parms, events) {
      deSolve::lsoda(y, times, rates, parms,
        dllname = dll, initfunc = init, events = list(data = events),
        rtol = desolve_tolerance[["rtol"]], atol = desolve_tolerance[["atol"]])
    }
    list(
      peaks = function(case) {
        trained <- which(case$load > 0)
        times <- seq_along(case$load)
        window <- case$from:case$to
        function() {
          twins <- case$twins
          vapply(seq_len(nrow(twins)), function(i) {
            x <- twins[i, ]
            events <- data.frame(
              var = c("g", "h"), time = rep(trained, each = 2L),
              value = c(x$k1, x$k2) * rep(case$load[trained], each = 2L), method = "add"
            )
            path <- solve(c(g = 0, h = 0), times, "bench_twin_rates", "bench_twin_init",
              c(x$tau_g, x$tau_h, x$k1, x$k2), events)
            # What is returned at the time of an event is the state before it.
            p <- x$p0 + path[, 2L] - path[, 3L] + (x$k1 - x$k2) * case$load
            max(p[window])
          }, 0)
        }
      },
      mass_path = function(case) {
        days <- length(case$load)
        events <- data.frame(var = "load", time = seq_len(days) - 1, value = case$load, method = "replace")
        events <- events[c(TRUE, diff(case$load) != 0), ]
        x <- case$twins[1L, ]
        y <- c(mass = x$m0, load = case$load[[1L]])
        function() {
          solve(y, 0:days, "bench_mass_rates", "bench_mass_init", c(x$k_s, x$k_d), events)[-1L, 2L]
        }
      },
      # The same with the right-hand side in R, and the post's own method.
      mass_path_in_r = function(case) {
        days <- length(case$load)
        x <- case$twins[1L, ]
        rates <- function(t, y, p) list(c(p[[1L]] * y[[2L]] - p[[2L]] * y[[1L]], 0))
        events <- data.frame(var = "load", time = seq_len(days) - 1, value = case$load, method = "replace")
        events <- events[c(TRUE, diff(case$load) != 0), ]
        function() {
          deSolve::lsoda(c(mass = x$m0, load = case$load[[1L]]), 0:days, rates, c(x$k_s, x$k_d),
            events = list(data = events), rtol = desolve_tolerance[["rtol"]],
            atol = desolve_tolerance[["atol"]])[-1L, 2L]
        }
      },
      mass_path_euler = function(case) {
        days <- length(case$load)
        x <- case$twins[1L, ]
        rates <- function(t, y, p) {
          load <- case$load[[min(floor(t) + 1, days)]]
          list(p[["k_s"]] * load - p[["k_d"]] * y[["M"]])
        }
        function() {
          path <- deSolve::ode(c(M = x$m0), seq(0, days, 0.5), rates, c(k_s = x$k_s, k_d = x$k_d), method = "euler")
          path[seq(3, nrow(path), 2), 2L]
        }
      }
    )
  }
)
