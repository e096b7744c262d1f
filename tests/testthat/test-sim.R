block <- make_schedule()
load <- as.double(block)
monday <- as.Date("2026-01-05")
plain <- function(x) as.list(as.data.frame(x))

test_that("muscle_sim() without arguments is layers 1 and 2 of the post", {
  sim <- muscle_sim()
  expect_s3_class(sim, c("muscle_sim", "data.frame"), exact = TRUE)
  expect_identical(names(sim), c("day", "load", "mass", "fitness", "fatigue", "performance"))
  expect_identical(sim$day, 1:140)
  expect_identical(sim$load, load)
  banister <- banister(block)
  expect_identical(sim$fitness, banister$g)
  expect_identical(sim$fatigue, banister$h)
  expect_identical(sim$performance, banister$perf)
  # mass is at the end of the day
  expect_near(sim$mass, oracle_mass(1:140, load), 1e-7, scale = 1)
  expect_identical(sim$mass, muscle_mass(block, times = 1:140)$mass)
})

test_that("solvers are those of muscle_mass(), for a twin and for a cohort", {
  for (solver in c("cvode", "exact", "euler")) {
    sim <- muscle_sim(block, solver = solver, nutrition = 0.8)
    expect_near(sim$mass, muscle_mass(block, times = 1:140, nutrition = 0.8, solver = solver)$mass, 1e-13)
    same <- muscle_cohort(3, muscle_population(tau_g = 45, tau_h = 12, k1 = 1, k2 = 2.2))
    people <- muscle_sim(block, same, solver = solver, nutrition = 0.8, output = "trainees")
    expect_near(people$final_mass, rep(sim$mass[140], 3), if (solver == "cvode") 1e-9 else 1e-13)
    days <- muscle_sim(block, same, solver = solver, nutrition = 0.8)
    expect_near(days$mass, rep(sim$mass, 3), if (solver == "cvode") 1e-9 else 1e-13)
  }
  varied <- muscle_cohort(40, muscle_population(m0 = c(mean = 35, sd = 3), k_d = c(median = 0.001, sdlog = 0.3)))
  exact <- muscle_sim(block, varied, output = "trainees")
  expect_near(
    muscle_sim(block, varied, output = "trainees", solver = "cvode")$final_mass, exact$final_mass, 1e-7, scale = 1
  )
  expect_identical(muscle_sim(block, varied, output = "trainees", solver = "exact")$final_mass, exact$final_mass)
})

test_that("dates appear where the schedule has them", {
  dated <- muscle_schedule(load, start = monday)
  sim <- muscle_sim(dated)
  expect_identical(names(sim), c("day", "date", "load", "mass", "fitness", "fatigue", "performance"))
  expect_identical(sim$date, monday + 0:139)
  cohort <- muscle_sim(dated, muscle_cohort(2))
  expect_identical(cohort$date, rep(monday + 0:139, 2))
  both <- muscle_sim(list(a = dated, b = block))
  expect_false("date" %in% names(both))
  expect_identical(muscle_sim(list(a = dated, b = dated[1:7] * 1))$day, c(1:140, 1:7))
})

test_that("a cohort's days are a row per trainee and day", {
  cohort <- muscle_cohort(5)
  sim <- muscle_sim(block, cohort)
  expect_identical(names(sim), c("id", "day", "load", "mass", "fitness", "fatigue", "performance"))
  expect_identical(sim$id, rep(1:5, each = 140))
  expect_identical(sim$day, rep(1:140, 5))
  people <- as.data.frame(cohort)
  for (i in 1:5) {
    one <- oracle_banister(load, people$k1[i], people$k2[i], people$tau_g[i], people$tau_h[i])
    rows <- sim$id == i
    expect_near(sim$fitness[rows], one$g, 1e-13)
    expect_near(sim$fatigue[rows], one$h, 1e-13)
    expect_near(sim$performance[rows], one$perf, 1e-12, scale = 100 + one$g + one$h)
    expect_near(sim$mass[rows], oracle_mass(1:140, load), 1e-12)
  }
})

test_that("trainees have their parameters, peak, final mass and response", {
  cohort <- muscle_cohort(300, muscle_population(m0 = c(mean = 35, sd = 3), p0 = c(mean = 100, sd = 10)))
  sim <- muscle_sim(block, cohort, output = "trainees", window = 100:120)
  expect_identical(names(sim), c(
    "id", "k_s", "k_d", "m0", "p0", "k1", "k2", "tau_g", "tau_h", "peak", "peak_day", "final_mass", "responder"
  ))
  expect_identical(as.list(sim)[1:9], as.list(as.data.frame(cohort)))
  days <- muscle_sim(block, cohort)
  path <- matrix(days$performance, 140)[100:120, ]
  expect_identical(sim$peak, apply(path, 2, max))
  expect_identical(sim$peak_day, 99L + apply(path, 2, which.max))
  expect_identical(sim$final_mass, matrix(days$mass, 140)[140, ])
  expect_identical(sim$responder, sim$peak > 1.1 * sim$p0)
  middle <- median(sim$peak)
  expect_identical(sum(muscle_sim(block, cohort, output = "trainees", window = c(100, 120),
    threshold = middle)$responder), 150L)
})

test_that("the window is two days, all its days, one day, or everything", {
  cohort <- muscle_cohort(20)
  peak <- function(...) muscle_sim(block, cohort, output = "trainees", ...)$peak
  days <- matrix(muscle_sim(block, cohort)$performance, 140)
  expect_identical(peak(window = 140), days[140, ])
  expect_identical(peak(window = c(7, 7)), days[7, ])
  expect_identical(peak(window = 120:140), peak(window = c(120, 140)))
  expect_identical(peak(), apply(days, 2, max))
  expect_identical(peak(window = c(1, 140)), peak())
  expect_identical(peak(window = 1), days[1, ])
})

test_that("ties are resolved to the first day", {
  sim <- muscle_sim(numeric(10), output = "trainees")
  expect_identical(sim$peak, 100)
  expect_identical(sim$peak_day, 1L)
  expect_false(sim$responder)
})

test_that("one twin has all three outputs", {
  twin <- muscle_twin(k1 = 1.2, tau_h = 9, m0 = 40)
  days <- muscle_sim(block, twin)
  one <- muscle_sim(block, twin, output = "trainees", window = c(120, 140))
  expect_identical(names(one), c(
    "k_s", "k_d", "m0", "p0", "k1", "k2", "tau_g", "tau_h", "peak", "peak_day", "final_mass", "responder"
  ))
  expect_identical(nrow(one), 1L)
  expect_identical(one$peak, max(days$performance[120:140]))
  expect_identical(one$peak_day, 119L + which.max(days$performance[120:140]))
  expect_near(one$final_mass, days$mass[140], 1e-9)
  expect_identical(c(one$k1, one$tau_h, one$m0), c(1.2, 9, 40))

  summary <- muscle_sim(block, twin, output = "summary")
  expect_identical(nrow(summary), 4L * 140L)
  expect_all(is.na(summary$sd))
  for (quantity in c("fitness", "fatigue", "performance")) {
    expect_near(summary$mean[summary$quantity == quantity], days[[quantity]], 1e-6, scale = max(abs(days[[quantity]])))
  }
})

test_that("next_day twins are simulated as such", {
  sim <- muscle_sim(block, muscle_twin(load_effect = "next_day"))
  expect_identical(sim$performance, banister(block, load_effect = "next_day")$perf)
  same <- muscle_population(tau_g = 45, tau_h = 12, k1 = 1, k2 = 2.2, load_effect = "next_day")
  people <- muscle_sim(block, muscle_cohort(2, same))
  expect_near(people$performance[1:140], sim$performance, 1e-12, scale = 3000)
})

test_that("nutrition is one number, one per day, or scenarios", {
  eaten <- rep(c(1, 0.5), 70)
  expect_near(muscle_sim(block, nutrition = eaten, solver = "exact")$mass,
    oracle_mass(1:140, load, nutrition = eaten), 1e-12)
  expect_identical(muscle_sim(block, nutrition = rep(1, 140))$mass, muscle_sim(block)$mass)
  cohort <- muscle_sim(block, muscle_cohort(2), nutrition = eaten)
  expect_near(cohort$mass[1:140], oracle_mass(1:140, load, nutrition = eaten), 1e-12)
  listed <- muscle_sim(block, nutrition = list(full = 1, half = eaten))
  named <- muscle_sim(block, nutrition = c(full = 1, low = 0.7))
  expect_identical(levels(listed$scenario), c("full", "half"))
  expect_identical(levels(named$scenario), c("full", "low"))
  expect_identical(listed$mass[141:280], muscle_sim(block, nutrition = eaten)$mass)
  expect_identical(named$mass[141:280], muscle_sim(block, nutrition = 0.7)$mass)
})

test_that("scenarios are every combination of schedules and nutritions, in order", {
  plans <- list(post = block, easy = block * 0.5, short = muscle_schedule(rep(50, 30)))
  sim <- muscle_sim(plans, nutrition = c(full = 1, low = 0.7))
  expect_identical(names(sim)[1:2], c("scenario", "day"))
  names <- c("post, full", "post, low", "easy, full", "easy, low", "short, full", "short, low")
  expect_identical(levels(sim$scenario), names)
  expect_identical(as.integer(table(sim$scenario)), c(140L, 140L, 140L, 140L, 30L, 30L))
  for (i in 1:6) {
    alone <- muscle_sim(plans[[(i + 1) %/% 2]], nutrition = c(1, 0.7)[2 - i %% 2])
    rows <- sim[sim$scenario == names[i], ]
    for (column in some(names(alone))) expect_identical(rows[[column]], alone[[column]])
  }
  # one scenario by name is not several
  expect_false("scenario" %in% names(muscle_sim(list(only = block))))
  expect_false("scenario" %in% names(muscle_sim(nutrition = c(only = 0.9))))
})

test_that("scenarios have the same people, whatever their order", {
  plans <- list(post = block, easy = block * 0.5, flat = rep(40, 140))
  cohort <- muscle_cohort(30)
  for (output in c("trainees", "days")) {
    sim <- as.data.frame(muscle_sim(plans, cohort, output = output))
    turned <- as.data.frame(muscle_sim(plans[c(3, 1, 2)], cohort, output = output))
    for (name in names(plans)) {
      a <- sim[sim$scenario == name, ]
      b <- turned[turned$scenario == name, ]
      alone <- muscle_sim(plans[[name]], cohort, output = output)
      for (column in some(names(alone))) {
        expect_identical(a[[column]], b[[column]])
        expect_identical(a[[column]], alone[[column]])
      }
    }
  }
  people <- muscle_sim(plans, cohort, output = "trainees")
  expect_identical(people$k1[people$scenario == "post"], people$k1[people$scenario == "flat"])
  expect_identical(people$id, rep(1:30, 3))
})

test_that("threads change no bit", {
  cohort <- muscle_cohort(5000, muscle_population(m0 = c(mean = 35, sd = 3)))
  for (output in c("trainees", "summary")) {
    expect_identical(
      plain(muscle_sim(block, cohort, output = output, threads = 2)),
      plain(muscle_sim(block, cohort, output = output, threads = 1))
    )
  }
  few <- muscle_cohort(100)
  expect_identical(plain(muscle_sim(block, few, threads = 2)), plain(muscle_sim(block, few)))
  expect_identical(
    plain(muscle_sim(block, few, solver = "cvode", threads = 2)), plain(muscle_sim(block, few, solver = "cvode"))
  )
  old <- options(muscletwin.threads = 2L)
  on.exit(options(old))
  expect_identical(plain(muscle_sim(block, few)), plain(muscle_sim(block, few, threads = 1)))
})

test_that("as many threads as every help page says, and not one more", {
  most <- muscletwin:::loaded$most_threads
  cohort <- muscle_cohort(3)
  log <- rbind(cbind(training_log, athlete = "a"), cbind(training_log[1:100, ], athlete = "b"))
  expect_identical(plain(muscle_sim(block, cohort, threads = most)), plain(muscle_sim(block, cohort)))
  expect_error(muscle_sim(block, cohort, threads = most + 1), "the most that works is 1024",
    class = "muscletwin_error_size")
  expect_error(muscle_fit(log, model = "level", id = "athlete", threads = most + 1), "the most that works is 1024",
    class = "muscletwin_error_size")
  expect_error(leucine_response(3.5, threads = most + 1), "the most that works is 1024",
    class = "muscletwin_error_size")
  pages <- vapply(tools::Rd_db("muscletwin"), function(page) paste(as.character(page), collapse = ""), "")
  said <- regmatches(pages, regexpr("[\\\\]item[{]threads[}][{][^;]*;", pages))
  expect_length(said, 4)
  expect_match(said, paste0("1 to ", format(most, big.mark = ","), ";"), fixed = TRUE)
})

test_that("a summary is the distribution over the cohort", {
  cohort <- muscle_cohort(2000, muscle_population(m0 = c(mean = 35, sd = 3)))
  plans <- list(a = block, b = muscle_schedule(rep(50, 40)))
  sim <- muscle_sim(plans, cohort, output = "summary")
  quantiles <- c("q1", "q5", "q10", "q25", "q50", "q75", "q90", "q95", "q99")
  expect_identical(names(sim), c("scenario", "day", "load", "quantity", "mean", "sd", quantiles))
  expect_identical(nrow(sim), 4L * 180L)
  expect_identical(levels(sim$quantity), c("mass", "fitness", "fatigue", "performance"))
  days <- muscle_sim(plans, cohort)
  for (name in c("a", "b")) {
    n <- length(plans[[name]])
    for (quantity in some(levels(sim$quantity))) {
      rows <- sim[sim$scenario == name & sim$quantity == quantity, ]
      truth <- matrix(days[[quantity]][days$scenario == name], n)
      info <- paste(name, quantity)
      spread <- pmax(apply(truth, 1, function(x) diff(range(x))), 1e-3)
      expect_identical(rows$day, seq_len(n))
      expect_near(rows$mean, rowMeans(truth), 1e-6, scale = spread, info = paste(info, "mean"))
      expect_near(rows$sd, apply(truth, 1, sd), 1e-5, scale = spread, info = paste(info, "sd"))
      p <- c(0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
      exact <- apply(truth, 1, quantile, p)
      for (q in seq_along(quantiles)) {
        expect_near(rows[[quantiles[q]]], exact[q, ], 0.02, scale = spread, info = paste(info, quantiles[q]))
      }
      expect_all(apply(as.matrix(rows[quantiles]), 1, diff) >= 0, info = paste(info, "quantiles in order"))
    }
  }
})

test_that("a summary of numbers near the largest of all is finite", {
  for (p0 in list(c(mean = 1e308, sd = 1e307), c(mean = 0, sd = 3e307), c(mean = -1.6e308, sd = 1e306))) {
    cohort <- muscle_cohort(3000, muscle_population(p0 = p0))
    some <- as.data.frame(muscle_sim(c(60, 0), cohort, output = "summary"))
    some <- some[some$quantity == "performance" & some$day == 2, ]
    p <- as.data.frame(muscle_sim(c(60, 0), cohort))
    p <- p$performance[p$day == 2] * 2^-600 # so that R's own mean and sd do not overflow
    expect_near(some$mean * 2^-600, mean(p), 1e-12, scale = sd(p))
    expect_near(some$sd * 2^-600, sd(p), 1e-9)
    expect_near(unlist(some[c("q1", "q25", "q50", "q90", "q99")]) * 2^-600,
      quantile(p, c(0.01, 0.25, 0.5, 0.9, 0.99)), 0.01, scale = sd(p))
  }
})

test_that("a summary knows the peaks", {
  cohort <- muscle_cohort(2000)
  sim <- muscle_sim(block, cohort, output = "summary", window = c(120, 140))
  people <- muscle_sim(block, cohort, output = "trainees", window = c(120, 140))
  peak <- attr(sim, "peak")
  expect_identical(peak$n, 2000)
  expect_identical(peak$responders, mean(people$responder))
  expect_near(peak$mean, mean(people$peak), 1e-6)
  expect_near(peak$sd, sd(people$peak), 1e-5)
  expect_near(peak$q50, median(people$peak), 0.01)
})

test_that("length one, all rest and huge loads are simulated", {
  for (load in list(0, 60, numeric(5), rep(1e6, 5))) {
    for (output in c("days", "trainees", "summary")) {
      for (twin in list(muscle_twin(), muscle_cohort(3))) {
        sim <- as.data.frame(muscle_sim(load, twin, output = output))
        numbers <- unlist(sim[setdiff(names(sim)[vapply(sim, is.numeric, NA)], "sd")])
        expect_all(is.finite(numbers))
      }
    }
  }
})

test_that("as.data.frame() gives the plain table", {
  sim <- muscle_sim()
  table <- as.data.frame(sim)
  expect_identical(class(table), "data.frame")
  expect_identical(as.list(table), lapply(seq_along(sim), function(i) sim[[i]]), ignore_attr = TRUE)
  expect_null(attr(table, "run"))
  expect_identical(nrow(sim[sim$day > 100, ]), 40L)
})
