block <- make_schedule()
load <- as.double(block)

test_that("banister() has the post's numbers", {
  result <- banister(block)
  expect_identical(names(result), c("day", "load", "g", "h", "perf"))
  expect_identical(result$day, 1:140)
  expect_identical(result$load, load)
  golden <- read_vector("banister")
  for (column in c("g", "h", "perf")) {
    expect_printed(result[[column]][golden$day], golden[[column]], 12)
  }
  expect_printed(min(result$perf), -92.14551, 5)
  expect_printed(max(result$perf), 945.0454, 4)
  expect_printed(result$perf[140], 861.219698077966, 12)
  expect_identical(which.min(result$perf), 12L)
  expect_identical(which.max(result$perf), 119L)
  expect_identical(which.max(result$g), 82L)
  expect_identical(which.max(result$h), 82L)
})

test_that("banister() has the literature's numbers", {
  golden <- read_vector("banister_constant")
  result <- banister(golden$load, k1 = 1, k2 = 2, tau_g = 27, tau_h = 10, P0 = 500)
  expect_printed(result$perf, golden$perf, 9)

  golden <- read_vector("calvert_1976")
  result <- banister(golden$load, k1 = 1, k2 = 0, tau_g = 15, P0 = 0)
  misprint <- 6 # see the vector's comment
  expect_printed(result$perf[-misprint], golden$g[-misprint], 2)
  expect_near(result$perf[misprint], golden$g[misprint], 0.0112, scale = 1)
  expect_identical(result$perf, result$g)
  expect_identical(result$h, numeric(10))
})

test_that("banister() has the bits of the post's loop, and agrees with the sum over loads", {
  loads <- grid_loads()
  for (name in names(loads)) {
    load <- loads[[name]]
    for (tau in list(c(45, 12), c(0.1, 1000), c(1000, 0.1), c(12, 12), c(1, 2.5))) {
      for (k in list(c(1, 2.2), c(0, 0), c(-1.5, 0.01), c(1e6, 1e-6))) {
        for (effect in c("same_day", "next_day")) {
          result <- banister(load, k[1], k[2], tau[1], tau[2], 100, effect)
          info <- paste(name, "tau", tau[1], tau[2], "k", k[1], k[2], effect)
          expect_identical(result, oracle_banister(load, k[1], k[2], tau[1], tau[2], 100, effect), label = info)
          total <- oracle_banister_sum(load, k[1], k[2], tau[1], tau[2], 100, effect)
          expect_near(result$g, total$g, 1e-12, info = info)
          expect_near(result$h, total$h, 1e-12, info = info)
          expect_near(result$perf, total$perf, 1e-12, scale = 100 + abs(total$g) + abs(total$h), info = info)
        }
      }
    }
  }
})

test_that("same day and next day differ by the day's own load", {
  same <- banister(block, k1 = 0.7, k2 = 1.9)
  following <- banister(block, k1 = 0.7, k2 = 1.9, load_effect = "next_day")
  expect_near(same$g, following$g + 0.7 * load, 1e-13)
  expect_near(same$h, following$h + 1.9 * load, 1e-13)
  expect_near(same$perf - following$perf, (0.7 - 1.9) * load, 1e-12, scale = 1000)
  expect_identical(following$perf[1], 100)
  expect_identical(banister(50, load_effect = "next_day")$perf, 100)
})

test_that("banister() is linear in P0, k1, k2 and in the loads", {
  scale <- 3000
  for (effect in c("same_day", "next_day")) {
    perf <- function(load, ...) banister(load, ..., load_effect = effect)$perf
    g <- perf(load, k1 = 1, k2 = 0, P0 = 0)
    h <- -perf(load, k1 = 0, k2 = 1, P0 = 0)
    expect_near(perf(load, k1 = 0.3, k2 = 1.7, P0 = 250), 250 + 0.3 * g - 1.7 * h, 1e-13, scale = scale)
    other <- rev(load)
    expect_near(perf(2 * load + 3 * other, P0 = 0), 2 * perf(load, P0 = 0) + 3 * perf(other, P0 = 0), 1e-13,
      scale = 5 * scale)
  }
})

test_that("the future does not change the past", {
  expect_identical(banister(load[1:77])$perf, banister(load)$perf[1:77])
})

test_that("the first positional arguments are those of the post", {
  expect_identical(banister(load, 1, 2.2, 45, 12, 100), banister(load))
  expect_identical(as.list(formals(banister)[2:6]), list(k1 = 1, k2 = 2.2, tau_g = 45, tau_h = 12, P0 = 100))
})
