# The slow proofs of calibration; writes docs/validation.md and what the vignette quotes of it.
#   Rscript tools/test/validate.R [ATHLETES]      with the package installed; default 1000
# Everything here is written a second time, in plain R: simulation, likelihood, MCMC.
library(muscletwin)
fit_quantiles <- utils::getFromNamespace("fit_quantiles", "muscletwin")
fit_predict <- utils::getFromNamespace("fit_predict", "muscletwin")

arguments <- commandArgs(trailingOnly = TRUE)
athletes <- if (length(arguments)) as.integer(arguments[[1]]) else 1000L
out <- character()
say <- function(...) {
  line <- paste0(...)
  out <<- c(out, line)
  cat(line, "\n", sep = "")
}
fixed <- function(x, digits) formatC(x, format = "f", digits = digits)

# ---- the model, plainly ----

convolve <- function(load, tau) {
  g <- numeric(length(load))
  now <- 0
  for (t in seq_along(load)) g[t] <- now <- now * exp(-1 / tau) + load[t]
  g
}

ou <- function(n, drift, half_life = 120) {
  tau <- half_life / log(2)
  stay <- exp(-1 / tau)
  sd <- drift * sqrt(tau / 2 * (1 - stay^2))
  level <- numeric(n)
  for (t in seq_len(n)[-1]) level[t] <- stay * level[t - 1] + rnorm(1, 0, sd)
  level
}

# A truth from the default prior, with the scales given.
draw_truth <- function(P, W, model = "banister") {
  tau_h <- exp(rnorm(1, log(10), 0.5))
  tau_g <- tau_h * (1.5 + exp(rnorm(1, log(1.5), 0.6)))
  sigma <- P * exp(rnorm(1, log(0.013), 0.5))
  drift <- P * exp(rnorm(1, log(0.004), 0.6))
  p0 <- P * (1 + rnorm(1, 0, 0.05))
  kappa <- abs(rnorm(2, 0, 0.5))
  tau_3 <- exp(rnorm(1, log(5), 0.6))
  k1 <- kappa[1] * P / (W * tau_g)
  k2 <- kappa[2] * P / (W * tau_h)
  if (model == "vdr") {
    return(c(p0 = p0, k1 = k1, k3 = k2 / (W * tau_3), tau_g = tau_g, tau_h = tau_h, tau_3 = tau_3, sigma = sigma,
      drift = drift))
  }
  c(p0 = p0, k1 = k1, k2 = k2, tau_g = tau_g, tau_h = tau_h, sigma = sigma, drift = drift)
}

performance_of <- function(truth, load) {
  dose <- if ("tau_3" %in% names(truth)) load * convolve(load, truth[["tau_3"]]) else load
  gain <- if ("k3" %in% names(truth)) truth[["k3"]] else truth[["k2"]]
  truth[["p0"]] + truth[["k1"]] * convolve(load, truth[["tau_g"]]) - gain * convolve(dose, truth[["tau_h"]])
}

some_loads <- function(n, W) {
  weeks <- ceiling(n / 7)
  pattern <- replicate(weeks, sample(c(0, 0, 0.5, 1, 1.2, 1.6, 2)))
  amount <- rep(c(0.8, 1, 1.2, 0.6), length.out = weeks) * exp(rnorm(weeks, 0, 0.2))
  round(W * head(as.double(pattern) * rep(amount, each = 7), n), 1)
}

# ---- 1. recovery and simulation-based calibration ----

recovery_log <- function(truth, load, y, days, tests) {
  log <- data.frame(day = seq_len(days), load = load[seq_len(days)], performance = NA_real_)
  at <- sort(sample(days, tests))
  log$performance[at] <- y[at]
  log
}

recover <- function(n_athletes, model, days = 140, tests = 45, ahead = 14, seed = 1976) {
  P <- 300
  W <- 50
  prior <- muscle_prior(performance = P, load = W)
  probs <- sort(unique(c(0.025, 0.1, 0.25, 0.75, 0.9, 0.975, (1:19) / 20)))
  set.seed(seed)
  ranks <- NULL
  took <- numeric(n_athletes)
  effective <- numeric(n_athletes)
  forecast <- numeric(n_athletes)
  inside <- 0
  for (a in seq_len(n_athletes)) {
    truth <- draw_truth(P, W, model)
    load <- some_loads(days + ahead, W)
    level <- ou(days + ahead, truth[["drift"]])
    y <- performance_of(truth, load) + level + rnorm(days + ahead, 0, truth[["sigma"]])
    log <- recovery_log(truth, load, y, days, tests)
    # The scale of the prior is given, so tests of any sign are fine: only the check of
    # positive tests at the start is in the way of the few athletes below 0.
    took[a] <- sum(system.time({
      fit <- tryCatch(muscle_fit(log, model = model, prior = prior), muscletwin_error = function(e) NULL)
    }, gcFirst = FALSE)[1:2])
    if (is.null(fit)) {
      inside <- inside + 1
      forecast[a] <- NA
      took[a] <- 0
      next
    }
    effective[a] <- fit$members[[1]]$effective
    q <- fit_quantiles(fit, probs)[names(truth), ]
    ranks <- rbind(ranks, rowSums(q < truth))
    future <- list(day = days + seq_len(ahead), load = load[days + seq_len(ahead)])
    p <- fit_predict(fit, days + ahead, probs, noise = TRUE, ahead = future)
    forecast[a] <- sum(p$quantiles[1, ] < y[days + ahead])
  }
  level_of <- function(rank, lower, upper) {
    100 * mean(rank >= which(abs(probs - lower) < 1e-9) & rank < which(abs(probs - upper) < 1e-9))
  }
  grid <- which(abs(probs * 20 - round(probs * 20)) < 1e-9)
  uniform <- function(rank) {
    bin <- findInterval(rank, grid) # 0 to 19
    suppressWarnings(chisq.test(tabulate(bin + 1, 20))$p.value)
  }
  say("")
  say("| ", model, ", seed ", seed, " | 50 % | 80 % | 95 % | uniform, p |")
  say("|---|---|---|---|---|")
  rows <- cbind(ranks, `test 14 days ahead` = forecast[!is.na(forecast)])
  worst <- 0
  least <- 1
  for (name in colnames(rows)) {
    cover <- c(level_of(rows[, name], 0.25, 0.75), level_of(rows[, name], 0.1, 0.9),
      level_of(rows[, name], 0.025, 0.975))
    p <- uniform(rows[, name])
    worst <- max(worst, abs(cover - c(50, 80, 95)))
    least <- min(least, p)
    say("| ", name, " | ", paste(fixed(cover, 1), collapse = " | "), " | ", fixed(p, 3), " |")
  }
  say("")
  say(nrow(rows), " athletes of ", days, " days and ", tests, " tests; ", inside,
    " more whose first tests were below 0 are left out. Largest deviation ", fixed(worst, 1),
    " points, smallest p ", fixed(least, 3), ". A fit took ", fixed(1000 * sum(took) / nrow(rows), 1),
    " ms of processor time, reading the log included; the effective sample was ", fixed(100 * median(effective[effective > 0]), 0), " % of the points (least ",
    fixed(100 * min(effective[effective > 0]), 0), " %).")
}

# What is wrong with intervals, without the chance of which athletes were drawn: the share of the posterior that one
# holds, counted on 65,536 points without any smoothing.
held <- function(n_athletes, model, days = 140, tests = 45, seed = 501) {
  P <- 300
  W <- 50
  prior <- muscle_prior(performance = P, load = W)
  ends <- c(0.025, 0.1, 0.25, 0.75, 0.9, 0.975)
  terms <- c("tau_g", "tau_h", if (model == "vdr") "tau_3", "sigma", "drift")
  set.seed(seed)
  share <- shift <- list()
  for (a in seq_len(n_athletes)) {
    truth <- draw_truth(P, W, model)
    load <- some_loads(days, W)
    y <- performance_of(truth, load) + ou(days, truth[["drift"]]) + rnorm(days, 0, truth[["sigma"]])
    log <- recovery_log(truth, load, y, days, tests)
    fit <- tryCatch(muscle_fit(log, model = model, prior = prior), muscletwin_error = function(e) NULL)
    if (is.null(fit)) next
    fine <- muscle_fit(log, model = model, prior = prior, points = 65536)$members[[1]]
    at <- fine$points # log weight, log tau_h, log ratio, log sigma, log drift, log tau_3
    weight <- exp(at[, 1]) / sum(exp(at[, 1]))
    tau_h <- exp(at[, 2])
    value <- cbind(tau_g = tau_h * (1.5 + exp(at[, 3])), tau_h = tau_h, tau_3 = exp(at[, 6]),
      sigma = P * exp(at[, 4]), drift = P * exp(at[, 5]))
    below <- t(vapply(terms, function(term) {
      vapply(fit_quantiles(fit, ends)[term, ], function(q) sum(weight[value[, term] <= q]), 0)
    }, ends))
    share[[length(share) + 1L]] <- below[, 4:6] - below[, 3:1]
    shift[[length(shift) + 1L]] <- (fit$members[[1]]$mean[terms] - fine$mean[terms]) / sqrt(diag(fine$vcov))[terms]
  }
  share <- simplify2array(share)
  shift <- simplify2array(shift)
  say("")
  say("| ", model, " | 50 % | 80 % | 95 % | mean off, posterior sd | at worst |")
  say("|---|---|---|---|---|---|")
  for (term in terms) {
    say("| ", term, " | ", paste(fixed(100 * rowMeans(share[term, , ]), 2), collapse = " | "), " | ",
      fixed(sqrt(mean(shift[term, ]^2)), 4), " | ", fixed(max(abs(shift[term, ])), 3), " |")
  }
  say("")
  say(ncol(shift), " athletes, drawn as above; the shares of a 50 % interval scatter by ",
    fixed(100 * max(apply(share[, 1, ], 1, sd)), 1), " points from one to the next, so their mean is known to ",
    fixed(100 * max(apply(share[, 1, ], 1, sd)) / sqrt(ncol(shift)), 2), ".")
}

# ---- 2. against more points, and against MCMC ----

log_posterior <- function(log, P, W, model = "banister", half_life = 120) {
  at <- which(!is.na(log$performance))
  y <- log$performance[at]
  day <- log$day[at] - log$day[1]
  tau <- half_life / log(2)
  shape <- tau / 2 * (exp(-abs(outer(day, day, "-")) / tau) - exp(-outer(day, day, "+") / tau))
  load <- log$load
  function(x) {
    # log tau_h, log ratio, log sigma, log drift, offset, kappa1, kappa2, for vdr log tau_3
    if (x[6] < 0 || x[7] < 0) return(-Inf)
    tau_h <- exp(x[1])
    tau_g <- tau_h * (1.5 + exp(x[2]))
    dose <- if (model == "vdr") load * convolve(load, exp(x[8])) / (W * exp(x[8])) else load
    mean <- P * (1 + x[5]) + x[6] * P / (W * tau_g) * convolve(load, tau_g)[at] -
      x[7] * P / (W * tau_h) * convolve(dose, tau_h)[at]
    root <- chol((P * exp(x[4]))^2 * shape + diag((P * exp(x[3]))^2, length(y)))
    z <- backsolve(root, y - mean, transpose = TRUE)
    -0.5 * length(y) * log(2 * pi) - sum(log(diag(root))) - 0.5 * sum(z^2) +
      sum(dnorm(x, c(log(10), log(1.5), log(0.013), log(0.004), 0, 0, 0, log(5))[seq_along(x)],
        c(0.5, 0.6, 0.5, 0.6, 0.05, 0.5, 0.5, 0.6)[seq_along(x)], log = TRUE)) + 2 * log(2)
  }
}

values_of <- function(x, P, W) {
  tau_h <- exp(x[, 1])
  tau_g <- tau_h * (1.5 + exp(x[, 2]))
  if (ncol(x) == 8) {
    tau_3 <- exp(x[, 8])
    return(cbind(p0 = P * (1 + x[, 5]), k1 = x[, 6] * P / (W * tau_g), k3 = x[, 7] * P / (W^2 * tau_h * tau_3),
      tau_g = tau_g, tau_h = tau_h, tau_3 = tau_3, sigma = P * exp(x[, 3]), drift = P * exp(x[, 4])))
  }
  cbind(p0 = P * (1 + x[, 5]), k1 = x[, 6] * P / (W * tau_g), k2 = x[, 7] * P / (W * tau_h),
    tau_g = tau_g, tau_h = tau_h, sigma = P * exp(x[, 3]), drift = P * exp(x[, 4]))
}

# Adaptive random walk: the covariance is learned in the first fifth, then held.
mcmc <- function(target, start, n, seed) {
  set.seed(seed)
  d <- length(start)
  x <- start
  value <- target(x)
  root <- diag(c(0.2, 0.2, 0.2, 0.2, 0.02, 0.05, 0.05, 0.2)[seq_len(d)]) / sqrt(d)
  kept <- matrix(0, n, d)
  for (i in seq_len(n)) {
    proposal <- x + drop(rnorm(d) %*% root)
    at <- target(proposal)
    if (log(runif(1)) < at - value) {
      x <- proposal
      value <- at
    }
    kept[i, ] <- x
    if (i %% 2000 == 0 && i <= n / 5) {
      recent <- kept[seq(max(1, i / 2), i), ]
      root <- chol(cov(recent) + diag(1e-8, d)) * 2.38 / sqrt(d)
    }
  }
  kept[-seq_len(n / 5), ]
}

batch_error <- function(x, batches = 40) {
  size <- floor(nrow(x) / batches)
  means <- sapply(seq_len(batches), function(b) colMeans(x[(b - 1) * size + seq_len(size), , drop = FALSE]))
  apply(means, 1, sd) / sqrt(batches)
}

against <- function(name, log, steps, model = "banister") {
  first <- head(na.omit(log$performance), 3)
  P <- mean(first)
  W <- sum(log$load) / (max(log$day) - min(log$day) + 1)
  fit <- muscle_fit(log, model = model)
  fine <- muscle_fit(log, model = model, points = 65536)
  target <- log_posterior(log, P, W, model)
  start <- c(log(10), log(1.5), log(0.013), log(0.004), 0, 0.3, 0.3, if (model == "vdr") log(5))
  chain <- values_of(mcmc(target, start, steps, 7), P, W)
  error <- batch_error(chain)
  terms <- colnames(chain)
  sd <- sqrt(diag(fine$members[[1]]$vcov))[terms]
  a <- fit$members[[1]]$mean[terms]
  b <- fine$members[[1]]$mean[terms]
  qa <- fit_quantiles(fit, c(0.05, 0.95))[terms, ]
  qb <- fit_quantiles(fine, c(0.05, 0.95))[terms, ]
  say("")
  say("| ", name, " | ", if (model == "vdr") "2,048" else "1,024", " points | 65,536 points | off, posterior sd | ends off, sd | MCMC | off, Monte Carlo errors |")
  say("|---|---|---|---|---|---|---|")
  for (t in terms) {
    say("| ", t, " | ", signif(a[[t]], 6), " | ", signif(b[[t]], 6), " | ", fixed((a[[t]] - b[[t]]) / sd[[t]], 4),
      " | ",
      fixed(max(abs(qa[t, ] - qb[t, ])) / sd[[t]], 3), " | ", signif(mean(chain[, t]), 5), " | ",
      fixed((b[[t]] - mean(chain[, t])) / error[[t]], 1), " |")
  }
  say("")
  say("Log evidence: ", fixed(fit$members[[1]]$log_evidence, 4), " and ", fixed(fine$members[[1]]$log_evidence, 4), ". ",
    format(steps, big.mark = ",", scientific = FALSE), " steps of a random walk; its own errors by 40 batches.")
}

# ---- 3. evidence by brute force ----

brute <- function() {
  # Four tests, time constants and sigma fixed: an integral over drift, p0, k1, k2 alone.
  log <- data.frame(day = 1:20, load = rep(c(50, 0, 70, 0), 5), performance = NA_real_)
  log$performance[c(2, 9, 15, 20)] <- c(200, 204, 203, 207)
  prior <- muscle_prior(tau_h = 8, ratio = 1.5, sigma = 0.01, performance = 200, load = 30)
  fit <- muscle_fit(log, model = "banister", prior = prior)
  at <- c(2, 9, 15, 20)
  g <- convolve(log$load, 24)[at] * 200 / (30 * 24)
  h <- convolve(log$load, 8)[at] * 200 / (30 * 8)
  tau <- 120 / log(2)
  day <- at - 1
  shape <- tau / 2 * (exp(-abs(outer(day, day, "-")) / tau) - exp(-outer(day, day, "+") / tau))
  y <- log$performance[at]
  given <- function(log_drift) {
    # p0 integrated by hand: it adds its variance to every pair of tests.
    v <- (200 * exp(log_drift))^2 * shape + diag(4, 4) + 100
    root <- chol(v)
    density <- function(k1, k2) {
      z <- backsolve(root, outer(y - 200, rep(1, length(k1))) - outer(g, k1) + outer(h, k2), transpose = TRUE)
      exp(-2 * log(2 * pi) - sum(log(diag(root))) - 0.5 * colSums(z^2)) * 4 * dnorm(k1, 0, 0.5) * dnorm(k2, 0, 0.5)
    }
    grid <- (seq_len(1200) - 0.5) / 1200 * 3
    sum(vapply(grid, function(k2) sum(density(grid, rep(k2, 1200))), 0)) * (3 / 1200)^2
  }
  nodes <- log(0.004) + 0.6 * seq(-6, 6, length.out = 121)
  value <- log(sum(vapply(nodes, given, 0) * dnorm(nodes, log(0.004), 0.6)) * diff(nodes[1:2]))
  say("")
  say("Evidence of four tests by brute force: ", fixed(value, 6), ", by the engine: ",
    fixed(fit$members[[1]]$log_evidence, 6), ".")
}

# ---- 4. a published log ----

published <- function() {
  path <- file.path(Sys.getenv("MUSCLETWIN_SHARED", "../shared"), "data", "clarke_skiba_2013.csv")
  say("")
  say("## A published log")
  say("")
  if (!file.exists(path)) {
    say("Not run: the data of Clarke and Skiba (2013) are not here.")
    return(invisible())
  }
  x <- read.csv(path)
  log <- data.frame(day = x$day, load = x$load_bikescore, performance = x$power_5min_w)
  say("Clarke and Skiba (2013, Adv Physiol Educ 37:134): one cyclist, 165 days, 9 tests of five-minute power (W).")
  say("Their spreadsheet's SSE is 20.2546.")
  say("")
  say("| least squares | SSE | tau_g | tau_h | p0 | k1 | k2 |")
  say("|---|---|---|---|---|---|---|")
  for (effect in c("same_day", "next_day")) {
    for (separation in c(1, 1.5, 2, 3)) {
      fit <- muscle_fit(log, method = "least_squares", load_effect = effect, separation = separation)
      e <- coef(fit)
      say("| ", effect, ", ", if (separation == 1) "no constraint" else paste0("tau_g >= ", separation, " tau_h"),
        if (fit$ls$degenerate) " (degenerate)", " | ", fixed(fit$ls$sse, 4), " | ",
        paste(fixed(e[c("tau_g", "tau_h", "p0")], 3), collapse = " | "), " | ",
        paste(fixed(e[c("k1", "k2")], 5), collapse = " | "), " |")
    }
  }
  say("")
  say("| Bayes, 90 % | tau_g | tau_h | k1 | k2 | log evidence |")
  say("|---|---|---|---|---|---|")
  for (effect in c("same_day", "next_day")) {
    fit <- muscle_fit(log, model = "banister", load_effect = effect)
    ci <- confint(fit)
    ends <- function(name, digits) paste(fixed(ci[name, ], digits), collapse = " to ")
    say("| ", effect, " | ", ends("tau_g", 0), " | ", ends("tau_h", 0), " | ", ends("k1", 3), " | ", ends("k2", 3),
      " | ", fixed(glance(fit)$log_evidence, 2), " |")
  }
  say("")
  say("Each test forecast from those before it, from the fifth on:")
  say("")
  rolling_table(rolling_origin(log, models = c("average", "banister"), start = 5))
}

rolling_table <- function(rolling) {
  rolling <- summary(rolling)
  say("| rule | tests | RMSE | MAE | CRPS | 50 % | 90 % |")
  say("|---|---|---|---|---|---|---|")
  for (i in seq_len(nrow(rolling))) {
    r <- rolling[i, ]
    say("| ", r$rule, " | ", r$n, " | ", fixed(r$rmse, 2), " | ", fixed(r$mae, 2), " | ", fixed(r$crps, 2), " | ",
      fixed(100 * r$coverage_50, 0), " | ", fixed(100 * r$coverage_90, 0), " |")
  }
}

# ---- all of it ----

# Sections have nothing in common and their own seeds, so two at a time give what one after the other gives.
sections <- list(
  function() recover(athletes, "banister"),
  function() recover(athletes, "vdr"),
  function() recover(athletes, "vdr", seed = 1977),
  function() {
    say("")
    say("The intervals themselves: what share of the posterior, on 65,536 points and without smoothing, the default's ",
      "central intervals hold. This is where a fault of the points or of the smoothing would show without the chance above.")
    held(min(40L, athletes), "banister")
  },
  function() held(min(40L, athletes), "vdr"),
  function() {
    say("")
    say("## The same posterior by other means")
    against("simulated log", training_log, 120000L)
  },
  function() {
    thin <- training_log[1:70, ]
    thin$performance[-c(3, 17, 31, 52, 66)] <- NA
    against("five tests", thin, 120000L)
  },
  function() against("simulated log, vdr", training_log, 200000L, "vdr"),
  function() brute(),
  function() published(),
  function() {
    say("")
    say("## Forecasts of the simulated log")
    say("")
    rolling_table(rolling_origin(training_log, models = c("average", "banister", "vdr", "fitness_only"), start = 12))
    say("")
    say("The log is simulated from the model that is fitted: ",
      "this shows that the machine works, not that training works so.")
  }
)

begin <- proc.time()[["elapsed"]]
say("# Validation of calibration")
say("")
say("Written whole by one run of `tools/test/validate.R` (`make validate`). R ", as.character(getRversion()), ", ",
  R.version$platform, ". Truths are drawn from the default prior and data from the model, both in plain R.")
say("")
say("## Recovery")
say("")
say("How often intervals hold the truth, and whether the truth's place in the posterior is uniform ",
  "(20 bins, chi-square).")
say("With 1,000 athletes chance alone moves a coverage of 50 % by 1.6 points (one standard deviation), of 80 % by 1.3 and of 95 % by 0.7: ",
  "of the 78 coverages below some four are expected beyond two standard deviations. vdr has two seeds, as its first was ",
  "once found with a coverage beyond 3 points.")
title <- out
parts <- parallel::mclapply(sections, function(section) {
  out <<- character()
  section()
  out
}, mc.cores = if (.Platform$OS.type == "windows") 1L else 2L, mc.preschedule = FALSE)
broken <- !vapply(parts, is.character, NA) | vapply(parts, inherits, NA, what = "try-error")
if (any(broken)) stop("sections failed: ", toString(which(broken)), "\n", parts[[which(broken)[[1]]]])
out <- c(title, unlist(parts))
cat("took ", round(proc.time()[["elapsed"]] - begin), " s\n", sep = "")
writeLines(out, if (athletes >= 1000L) "docs/validation.md" else "build/validation-part.md")
if (athletes >= 1000L) {
  # What the vignette quotes: the part without title, a heading deeper, without the last section.
  part <- out[seq(which(out == "## Recovery"), which(out == "## Forecasts of the simulated log") - 1L)]
  writeLines(sub("^## ", "### ", part), "vignettes/validation-numbers.md")
}
