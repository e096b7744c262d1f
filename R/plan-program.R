# From limits and an objective near given loads to a program. HiGHS solves; what is here writes
# its problems down.
# Loads are in units of the largest day and the objective in units of its largest
# coefficient, so that the solver's tolerances mean the same for every athlete.
#
# An objective is a list: at(w) gives what it is near the loads w, either
#   list(linear = c, constant = a)             a + c'w, or
#   list(slopes = S, base = b, worst = alpha)  the mean of the worst alpha of b + S'w;
# value(w) gives it exactly; curved is TRUE if the first holds only near w. A concave one is
# base + slope'w + w' bend w / 2. The mean of a robust curved one is the expected objective.

# One solve. All its randomness is fixed, so that the same problem gives the same bits.
highs_run <- function(program, deadline, call) {
  left <- deadline - proc.time()[["elapsed"]]
  if (left <= 0) {
    return(list(ok = FALSE, infeasible = FALSE, late = TRUE, feasible = FALSE))
  }
  # Its glue (Rcpp) begins a random state where there is none; the user's session has none then.
  if (!exists(".Random.seed", globalenv(), inherits = FALSE)) {
    on.exit(suppressWarnings(rm(list = ".Random.seed", envir = globalenv())))
  }
  result <- highs::highs_solve(
    Q = program$quadratic, L = program$objective, lower = program$lower, upper = program$upper, A = program$rows,
    lhs = program$lhs, rhs = program$rhs, types = program$types, maximum = TRUE,
    control = highs::highs_control(threads = 1L, time_limit = left, log_to_console = FALSE,
      random_seed = 0L, mip_rel_gap = 0, mip_abs_gap = 1e-9, parallel = "off")
  )
  status <- result$status_message
  out <- list(
    ok = identical(status, "Optimal"), infeasible = grepl("infeasible", status, ignore.case = TRUE),
    late = grepl("time", status, ignore.case = TRUE), status = status,
    x = result$primal_solution, value = result$objective_value,
    feasible = identical(result$info$primal_solution_status, "Feasible"),
    bound = result$info$mip_dual_bound, row_dual = result$solver_msg$row_dual, col_dual = result$solver_msg$col_dual
  )
  if (!out$ok && !out$infeasible && !out$late) {
    abort_input("solver",
      c("HiGHS could not solve the plan: {status}.", i = "Are loads and limits of a usual size?"),
      arg = "limits", value = status, call = call)
  }
  out
}

# Columns: load of each day as a share of `unit`; with counts, whether there is a session;
# for a robust objective, the mean of the worst. `fixed` holds sessions (TRUE, FALSE).
plan_program <- function(r, unit, lower = NULL, upper = NULL, integer = FALSE, fixed = NULL, without = character()) {
  n <- r$n
  most <- day_upper(r)
  # Without a limit of a day the whole of min_total may fall on one.
  if ("max_day" %in% without) most[r$counted] <- max(unit, r$wanted)
  if (!is.null(fixed)) most[!fixed] <- 0
  top <- if (is.null(upper)) most else pmin(most, upper)
  bottom <- if (is.null(lower)) rep(0, n) else pmin(pmax(lower, 0), top)
  program <- c(list(n = n, lower = bottom / unit, upper = top / unit, types = rep("C", n)), load_rows(r, unit, without),
    list(objective = rep(0, n)))
  if (integer) with_sessions(program, r, top / unit, bottom > 0, without) else program
}

in_weeks <- function(r) outer(seq_len(max(r$week)), r$week, `==`) * 1

# Rows over the loads: lhs <= rows w <= rhs, each with the limit that it is of.
load_rows <- function(r, unit, without) {
  in_week <- in_weeks(r)
  weeks <- nrow(in_week)
  rows <- matrix(0, 0L, r$n)
  lhs <- rhs <- numeric()
  group <- character()
  add <- function(a, from, to, name) {
    rows <<- rbind(rows, a)
    lhs <<- c(lhs, from)
    rhs <<- c(rhs, to)
    group <<- c(group, rep(name, length(to)))
  }
  k <- which(is.finite(r$max_week))
  if (length(k) && !"max_week" %in% without) {
    add(in_week[k, , drop = FALSE], rep(-Inf, length(k)), r$max_week[k] / unit, "max_week")
  }
  if (is.finite(r$ramp) && !"ramp" %in% without) {
    before <- rbind(0, in_week[-weeks, , drop = FALSE])
    add(in_week - r$ramp * before, rep(-Inf, weeks), c(r$ramp * r$week_before / unit, rep(0, weeks - 1L)), "ramp")
  }
  if (r$min_total > 0 && !"min_total" %in% without) add(matrix(1, 1L, r$n), r$min_total / unit, Inf, "min_total")
  list(lhs = lhs, rhs = rhs, rows = rows, group = group)
}

# A column more per day, 1 where there is a session: a load needs one, and they are counted.
with_sessions <- function(program, r, top, held, without) {
  n <- r$n
  counts <- session_limits(r)
  z <- matrix(0, 0L, n)
  z_rhs <- numeric()
  if (length(counts$week) && !"rest_days" %in% without) {
    z <- in_weeks(r)[counts$week, , drop = FALSE]
    z_rhs <- rep(counts$most, length(counts$week))
  }
  if (!is.null(counts$total) && !"max_sessions" %in% without) {
    z <- rbind(z, 1)
    z_rhs <- c(z_rhs, counts$total)
  }
  rows <- program$rows
  link <- cbind(diag(n), -diag(top, n))
  program$rows <- rbind(cbind(rows, matrix(0, nrow(rows), n)), link, cbind(matrix(0, nrow(z), n), z))
  program$lhs <- c(program$lhs, rep(-Inf, n + nrow(z)))
  program$rhs <- c(program$rhs, rep(0, n), z_rhs)
  program$lower <- c(program$lower, as.double(held))
  program$upper <- c(program$upper, as.double(top > 0))
  program$types <- c(program$types, rep("I", n))
  program$objective <- rep(0, 2L * n)
  program
}

# The mean of the worst share of draws is the least of all means with such weights
# (Rockafellar and Uryasev 2000), so its linear program is solved by adding the weights that
# the last plan made the worst until nothing changes: the same optimum and the same duals as
# with a row for every draw, in a fraction of the time.
worst_cut <- function(near, w) {
  value <- near$base + drop(crossprod(near$slopes, w))
  order <- order(value)
  m <- near$worst * length(value)
  weight <- pmin(pmax(m - seq_along(value) + 1, 0), 1) / m
  use <- which(weight > 0)
  pick <- order[use]
  list(value = sum(weight[use] * value[pick]), constant = sum(weight[use] * near$base[pick]),
    slope = drop(near$slopes[, pick, drop = FALSE] %*% weight[use]))
}

# A list: w, value, gap (to the best possible), late, and for a linear program the duals.
solve_near <- function(r, near, unit, deadline, call, lower = NULL, upper = NULL, integer = FALSE, fixed = NULL,
                       cuts = list(), tolerance = 1e-7) {
  program <- plan_program(r, unit, lower, upper, integer, fixed)
  if (is.null(near$linear)) {
    solve_worst(r, near, program, unit, integer, deadline, call, cuts, tolerance)
  } else {
    solve_linear(r, near, program, unit, integer, deadline, call)
  }
}

solve_linear <- function(r, near, program, unit, integer, deadline, call) {
  days <- seq_len(r$n)
  scale <- max(abs(near$linear)) * unit
  if (!(scale > 0)) scale <- 1
  program$objective[days] <- near$linear * unit / scale
  result <- highs_run(program, deadline, call)
  if (!result$ok && !(result$late && result$feasible)) {
    return(list(infeasible = result$infeasible, late = result$late))
  }
  w <- tidy_loads(result$x, r, unit, integer, program)
  list(w = w, value = near$constant + sum(near$linear * w), late = result$late, program = program,
    gap = if (integer) max(result$bound - result$value, 0) * scale else 0,
    row_dual = result$row_dual * scale / unit, col_dual = result$col_dual[days] * scale / unit)
}

solve_worst <- function(r, near, program, unit, integer, deadline, call, cuts, tolerance) {
  # t, the mean of the worst, comes last; measured from its value at rest.
  rest <- worst_cut(near, numeric(r$n))
  scale <- max(abs(near$slopes)) * unit
  if (!(scale > 0)) scale <- 1
  width <- length(program$objective)
  program$objective <- c(rep(0, width), 1)
  program$lower <- c(program$lower, -1e6)
  program$upper <- c(program$upper, 1e6)
  program$types <- c(program$types, "C")
  program$rows <- cbind(program$rows, rep(0, nrow(program$rows)))
  if (!length(cuts)) cuts <- list(rest)
  best <- NULL
  for (round in seq_len(2000L)) {
    result <- highs_run(with_cuts(program, cuts, width - r$n, rest$value, unit, scale), deadline, call)
    if (result$infeasible) return(list(infeasible = TRUE, late = FALSE))
    if (!result$ok && !(result$late && result$feasible)) break
    w <- tidy_loads(result$x, r, unit, integer, program)
    cut <- worst_cut(near, w)
    reach <- if (integer && is.finite(result$bound)) max(result$bound, result$value) else result$value
    bound <- rest$value + scale * reach
    if (is.null(best) || cut$value > best$value) {
      best <- list(w = w, value = cut$value)
    }
    best$program <- program
    best$gap <- max(bound - best$value, 0)
    best$row_dual <- utils::head(result$row_dual, nrow(program$rows)) * scale / unit
    best$col_dual <- result$col_dual[seq_len(r$n)] * scale / unit
    if (best$gap <= tolerance * scale || result$late) break
    cuts <- c(cuts, list(cut))
  }
  if (is.null(best)) return(list(infeasible = FALSE, late = TRUE))
  best$late <- best$gap > tolerance * scale
  best$cuts <- cuts
  best
}

# With a row per cut: t - slope'w <= constant; `between` columns are neither loads nor t.
with_cuts <- function(program, cuts, between, origin, unit, scale) {
  rows <- do.call(rbind, lapply(cuts, function(cut) -cut$slope * unit / scale))
  program$rows <- rbind(program$rows, cbind(rows, matrix(0, length(cuts), between), 1))
  program$lhs <- c(program$lhs, rep(-Inf, length(cuts)))
  program$rhs <- c(program$rhs, (vapply(cuts, `[[`, 0, "constant") - origin) / scale)
  program
}

# The best of a concave quadratic; `fixed` holds sessions.
solve_concave <- function(r, objective, unit, deadline, call, fixed = NULL) {
  program <- plan_program(r, unit, fixed = fixed)
  scale <- max(abs(objective$slope), abs(objective$bend) * unit) * unit
  if (!(scale > 0)) scale <- 1
  program$objective <- objective$slope * unit / scale
  program$quadratic <- objective$bend * unit^2 / scale
  result <- highs_run(program, deadline, call)
  if (!result$ok) {
    return(list(infeasible = result$infeasible, late = result$late))
  }
  w <- tidy_loads(result$x, r, unit, FALSE, program)
  near <- objective$at(w)
  # A linear program at the plan bounds what any plan reaches: the solver is not taken at its word.
  bound <- solve_near(r, near, unit, deadline, call, fixed = fixed)
  value <- objective$value(w)
  list(w = w, value = value, late = FALSE, gap = if (is.null(bound$w)) NA_real_ else max(bound$value - value, 0),
    near = near, program = program, row_dual = result$row_dual * scale / unit,
    col_dual = result$col_dual * scale / unit)
}

# The solver's answer as loads: within the limits of a day, and rest where it is rest.
tidy_loads <- function(x, r, unit, integer, program) {
  n <- r$n
  lower <- program$lower[seq_len(n)]
  upper <- program$upper[seq_len(n)]
  w <- pmin(pmax(x[seq_len(n)], lower), upper)
  w[w - lower < 1e-8] <- lower[w - lower < 1e-8]
  near <- upper - w < 1e-8
  w[near] <- upper[near]
  if (integer) w[x[n + seq_len(n)] < 0.5] <- 0
  pmin(w * unit, day_upper(r))
}
