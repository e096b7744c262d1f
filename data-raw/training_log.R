# Makes data/training_log.rda: a simulated cyclist, so that examples have a known truth.
# From the root of the tree, with the package installed:  Rscript data-raw/training_log.R
library(muscletwin)

truth <- c(p0 = 250, k1 = 0.085, k2 = 0.16, tau_g = 42, tau_h = 11, sigma = 3.2, drift = 0.5)

set.seed(20250106)
n <- 168
week <- c(0, 70, 40, 85, 0, 110, 60)
level_of_week <- c(0.7, 0.8, 0.9, 0.5, 0.9, 1, 1.1, 0.6, 1, 1.1, 1.2, 0.6, 1, 1.15, 1.25, 0.6, 1.1, 1.2,
  1.3, 0.7, 1.1, 1.2, 0.8, 0.45)
load <- rep(week, length.out = n) * rep(level_of_week, each = 7) * exp(rnorm(n, 0, 0.2))
load <- round(ifelse(runif(n) < 0.06, 0, load)) # a missed session now and then

g <- banister(load, k1 = truth[["k1"]], k2 = truth[["k2"]], tau_g = truth[["tau_g"]],
  tau_h = truth[["tau_h"]], P0 = truth[["p0"]])$perf
stay <- exp(-log(2) / 120)
level <- numeric(n)
for (t in 2:n) level[t] <- stay * level[t - 1] + rnorm(1, 0, truth[["drift"]])

tested <- sort(c(seq(3, n, by = 7), sample(seq(8, n, by = 7), 12)))
performance <- rep(NA_real_, n)
performance[tested] <- round((g + level + rnorm(n, 0, truth[["sigma"]]))[tested])

training_log <- data.frame(
  day = seq_len(n), date = as.Date("2025-01-06") + seq_len(n) - 1, load = load, performance = performance
)
attr(training_log, "truth") <- truth
save(training_log, file = "data/training_log.rda", version = 2, compress = "xz")
