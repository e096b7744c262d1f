block <- make_schedule()
load <- as.double(block)

test_that("mass has the post's numbers", {
  golden <- read_vector("mass")
  for (i in seq_len(nrow(golden))) {
    mass <- muscle_mass(block, nutrition = golden$nutrition[i], solver = golden$solver[i])
    expect_identical(names(mass), c("time", "mass"))
    expect_identical(mass$time, seq(0, 139, by = 0.5))
    expect_printed(mass$mass[279], golden$mass[i], 13)
  }
  euler <- muscle_mass(block, solver = "euler")
  expect_printed(max(euler$mass), 39.2996, 4)
  expect_identical(euler$time[which.max(euler$mass)], 110)
})

test_that("CVODE meets the exact solution to 1e-7 kg", {
  expect_near(muscle_mass(block)$mass[279], 38.6536592935885, 1e-7, scale = 1)
  times <- seq(0, 140, by = 0.1)
  for (nutrition in list(1, 0.7, 0, rep(c(1, 0.5), 70))) {
    expect_near(
      muscle_mass(block, nutrition = nutrition, times = times)$mass,
      oracle_mass(times, load, nutrition = nutrition), 1e-7, scale = 1
    )
  }
})

test_that("Euler has the bits of the post's loop over the grid", {
  for (name in names(grid_loads())) {
    load <- grid_loads()[[name]]
    for (k_d in c(0, 1e-12, 0.0008, 0.1, 1)) {
      expect_identical(
        muscle_mass(load, k_d = k_d, solver = "euler"), oracle_euler(load, k_d = k_d),
        label = paste("Euler:", name, k_d)
      )
    }
    eaten <- rep_len(c(1, 0.3, 0.77), length(load))
    expect_identical(
      muscle_mass(load, 0.01, 0.002, 50, nutrition = eaten, solver = "euler"),
      oracle_euler(load, 0.01, 0.002, 50, nutrition = eaten)
    )
  }
})

test_that("the exact solver agrees with the sum over days over the grid", {
  loads <- grid_loads()
  for (name in names(loads)) {
    load <- loads[[name]]
    n <- length(load)
    times <- sort(unique(c(0, n, seq(0, n, length.out = 23), seq_len(n))))
    for (k_d in c(0, 1e-12, 1e-6, 0.0008, 0.1, 2, 50)) {
      for (eaten in list(1, 0.7, 0, rep_len(c(1, 0.3, 0.77), n))) {
        expect_near(
          muscle_mass(load, k_d = k_d, nutrition = eaten, times = times, solver = "exact")$mass,
          oracle_mass(times, load, k_d = k_d, nutrition = eaten),
          1e-12, info = paste("exact:", name, "k_d", k_d)
        )
      }
    }
  }
})

test_that("CVODE agrees with the sum over days over the grid", {
  loads <- grid_loads()
  for (name in setdiff(names(loads), "long")) {
    load <- loads[[name]]
    times <- sort(unique(c(seq(0, length(load), length.out = 23), seq_along(load))))
    for (k_d in c(0, 1e-12, 0.0008, 0.1, 2, 50)) {
      expected <- oracle_mass(times, load, k_d = k_d)
      # Where all muscle goes in hours, or tonnes come, rtol speaks: 2e-7 of the largest mass.
      extreme <- k_d > 1 || max(expected) > 1000
      expect_near(
        muscle_mass(load, k_d = k_d, times = times)$mass, expected,
        if (extreme) 2e-7 * max(expected) else 1e-7, scale = 1, info = paste("cvode:", name, "k_d", k_d)
      )
    }
  }
})

test_that("no pulse is stepped over in a year with long rests", {
  pulse <- numeric(365)
  pulse[c(50, 51, 180, 365)] <- 100
  for (solver in c("cvode", "exact")) {
    mass <- muscle_mass(pulse, k_d = 0, times = c(49, 50, 51, 179, 180, 364, 365), solver = solver)$mass
    expect_near(mass, 35 + 0.18 * c(0, 1, 2, 2, 3, 3, 4), 1e-9)
  }
})

test_that("mass shrinks its error with CVODE's tolerance", {
  exact <- muscle_mass(block, solver = "exact")$mass
  error <- vapply(c(1e-3, 1e-5, 1e-8, 1e-11), function(rtol) {
    max(abs(muscle_mass(block, rtol = rtol, atol = rtol / 100)$mass - exact))
  }, 0)
  expect_all(diff(error) <= 0)
  expect_lt(error[4], 1e-10)
})

test_that("mass obeys what the equation says", {
  # linear in the loads and in m0; nutrition and k_s act as a factor of the load
  at <- c(0.25, 7, 100.5, 140)
  mass <- function(...) muscle_mass(..., times = at, solver = "exact")$mass
  start <- mass(block * 0)
  built <- mass(block) - start
  expect_near(start, 35 * exp(-0.0008 * at), 1e-14)
  expect_near(mass(block * 3) - start, 3 * built, 1e-12)
  expect_near(mass(block, nutrition = 0.7) - start, 0.7 * built, 1e-12)
  expect_near(mass(block, k_s = 0.0018 / 2) - start, built / 2, 1e-12)
  expect_near(mass(block, m0 = 70) - built, 2 * start, 1e-13)
  # a steady load ends at k_s N S / k_d
  expect_near(muscle_mass(rep(50, 400), k_d = 0.1, times = 400, solver = "exact")$mass, 0.0018 * 50 / 0.1, 1e-14)
  # without breakdown mass only adds up
  expect_near(muscle_mass(block, k_d = 0, times = 140, solver = "exact")$mass, 35 + 0.0018 * sum(block), 1e-14)
})

test_that("times may be any, and what is asked does not change what is found", {
  for (solver in c("cvode", "exact", "euler")) {
    everything <- muscle_mass(block, times = seq(0, 140, 0.5), solver = solver)$mass
    expect_near(muscle_mass(block, times = c(0, 33.5, 33.5, 140), solver = solver)$mass,
      everything[c(1, 68, 68, 281)], if (solver == "cvode") 1e-9 else 1e-15)
  }
  expect_identical(muscle_mass(60)$time, 0)
  expect_identical(muscle_mass(60)$mass, 35)
  expect_identical(muscle_mass(block, times = 0L)$time, 0)
})

test_that("the three forms of a schedule give the same mass", {
  expect_identical(muscle_mass(load), muscle_mass(block))
  expect_identical(muscle_mass(data.frame(day = 1:140, load = load)), muscle_mass(block))
  expect_identical(muscle_mass(as.data.frame(block)), muscle_mass(block))
})
