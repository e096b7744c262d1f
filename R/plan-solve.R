# From limits and an objective to loads. HiGHS solves; what is here writes its problems down.
# Loads are in units of the largest day and the objective in units of its largest
# coefficient, so that the solver's tolerances mean the same for every athlete.
#
# An objective is a list: at(w) gives what it is near the loads w, either
#   list(linear = c, constant = a)             a + c'w, or
#   list(slopes = S, base = b, worst = alpha)  the mean of the worst alpha of b + S'w;
# value(w) gives it exactly; curved is TRUE if the first holds only near w. A concave one is
# base + slope'w + w' bend w / 2. The mean of a robust curved one is the expected objective.

# One solve. All its randomness is fixed, so that the same problem gives the same bits.
highs_run <- function(model, deadline, call) {
  left <- deadline - proc.time()[["elapsed"]]
  if (left <= 0) {
    return(list(ok = FALSE, infeasible = FALSE, late = TRUE, feasible = FALSE))
  }
  # Its glue (Rcpp) begins a random state where there is none; the user's session has none then.
  if (!exists(".Random.seed", globalenv(), inherits = FALSE)) {
    on.exit(suppressWarnings(rm(list = ".Random.seed", envir = globalenv())))
  }
  result <- highs::highs_solve(
    Q = model$quadratic, L = model$objective, lower = model$lower, upper = model$upper, A = model$rows, lhs = model$lhs,
    rhs = model$rhs, types = model$types, maximum = TRUE,
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
  weeks <- max(r$week)
  in_week <- outer(seq_len(weeks), r$week, `==`) * 1
  rows <- matrix(0, 0L, n)
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
  if (r$min_total > 0 && !"min_total" %in% without) add(matrix(1, 1L, n), r$min_total / unit, Inf, "min_total")
  model <- list(n = n, lower = bottom / unit, upper = top / unit, types = rep("C", n), lhs = lhs, rhs = rhs,
    rows = rows, group = group, objective = rep(0, n), extra = 0L)
  if (integer) {
    counts <- session_limits(r)
    z <- matrix(0, 0L, n)
    z_rhs <- numeric()
    if (length(counts$week) && !"rest_days" %in% without) {
      z <- in_week[counts$week, , drop = FALSE]
      z_rhs <- rep(counts$most, length(counts$week))
    }
    if (!is.null(counts$total) && !"max_sessions" %in% without) {
      z <- rbind(z, 1)
      z_rhs <- c(z_rhs, counts$total)
    }
    link <- cbind(diag(n), -diag(top / unit, n))
    model$rows <- rbind(cbind(rows, matrix(0, nrow(rows), n)), link, cbind(matrix(0, nrow(z), n), z))
    model$lhs <- c(lhs, rep(-Inf, n + nrow(z)))
    model$rhs <- c(rhs, rep(0, n), z_rhs)
    model$lower <- c(model$lower, as.double(bottom > 0))
    model$upper <- c(model$upper, as.double(top > 0))
    model$types <- c(model$types, rep("I", n))
    model$objective <- rep(0, 2L * n)
  }
  model
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
  model <- plan_program(r, unit, lower, upper, integer, fixed)
  n <- r$n
  if (!is.null(near$linear)) {
    scale <- max(abs(near$linear)) * unit
    if (!(scale > 0)) scale <- 1
    model$objective[seq_len(n)] <- near$linear * unit / scale
    result <- highs_run(model, deadline, call)
    if (!result$ok && !(result$late && result$feasible)) {
      return(list(infeasible = result$infeasible, late = result$late))
    }
    w <- tidy_loads(result$x, r, unit, integer, model)
    return(list(w = w, value = near$constant + sum(near$linear * w), late = result$late, model = model,
      gap = if (integer) max(result$bound - result$value, 0) * scale else 0,
      row_dual = result$row_dual * scale / unit, col_dual = result$col_dual[seq_len(n)] * scale / unit))
  }
  # t, the mean of the worst, comes last; measured from its value at rest.
  rest <- worst_cut(near, numeric(n))
  scale <- max(abs(near$slopes)) * unit
  if (!(scale > 0)) scale <- 1
  width <- length(model$objective)
  model$objective <- c(rep(0, width), 1)
  model$lower <- c(model$lower, -1e6)
  model$upper <- c(model$upper, 1e6)
  model$types <- c(model$types, "C")
  model$rows <- cbind(model$rows, rep(0, nrow(model$rows)))
  if (!length(cuts)) cuts <- list(rest)
  best <- NULL
  for (round in seq_len(2000L)) {
    full <- model
    # t - slope'w <= constant
    rows <- t(vapply(cuts, function(cut) -cut$slope * unit / scale, numeric(n)))
    if (n == 1L) rows <- matrix(rows, ncol = 1L)
    full$rows <- rbind(model$rows, cbind(rows, matrix(0, length(cuts), width - n), 1))
    full$lhs <- c(model$lhs, rep(-Inf, length(cuts)))
    full$rhs <- c(model$rhs, (vapply(cuts, `[[`, 0, "constant") - rest$value) / scale)
    result <- highs_run(full, deadline, call)
    if (result$infeasible) return(list(infeasible = TRUE, late = FALSE))
    if (!result$ok && !(result$late && result$feasible)) break
    w <- tidy_loads(result$x, r, unit, integer, model)
    cut <- worst_cut(near, w)
    reach <- if (integer && is.finite(result$bound)) max(result$bound, result$value) else result$value
    bound <- rest$value + scale * reach
    if (is.null(best) || cut$value > best$value) {
      best <- list(w = w, value = cut$value)
    }
    best$model <- model
    best$gap <- max(bound - best$value, 0)
    best$row_dual <- utils::head(result$row_dual, nrow(model$rows)) * scale / unit
    best$col_dual <- result$col_dual[seq_len(n)] * scale / unit
    if (best$gap <= tolerance * scale || result$late) break
    cuts <- c(cuts, list(cut))
  }
  if (is.null(best)) return(list(infeasible = FALSE, late = TRUE))
  best$late <- best$gap > tolerance * scale
  best$cuts <- cuts
  best
}

# The best of a concave quadratic; `fixed` holds sessions.
solve_concave <- function(r, objective, unit, deadline, call, fixed = NULL) {
  model <- plan_program(r, unit, fixed = fixed)
  scale <- max(abs(objective$slope), abs(objective$bend) * unit) * unit
  if (!(scale > 0)) scale <- 1
  model$objective <- objective$slope * unit / scale
  model$quadratic <- objective$bend * unit^2 / scale
  result <- highs_run(model, deadline, call)
  if (!result$ok) {
    return(list(infeasible = result$infeasible, late = result$late))
  }
  w <- tidy_loads(result$x, r, unit, FALSE, model)
  near <- objective$at(w)
  # A linear program at the plan bounds what any plan reaches: the solver is not taken at its word.
  bound <- solve_near(r, near, unit, deadline, call, fixed = fixed)
  value <- objective$value(w)
  list(w = w, value = value, late = FALSE, gap = if (is.null(bound$w)) NA_real_ else max(bound$value - value, 0),
    near = near, model = model, row_dual = result$row_dual * scale / unit, col_dual = result$col_dual * scale / unit)
}

# The solver's answer as loads: within the limits of a day, and rest where it is rest.
tidy_loads <- function(x, r, unit, integer, model) {
  n <- r$n
  lower <- model$lower[seq_len(n)]
  upper <- model$upper[seq_len(n)]
  w <- pmin(pmax(x[seq_len(n)], lower), upper)
  w[w - lower < 1e-8] <- lower[w - lower < 1e-8]
  near <- upper - w < 1e-8
  w[near] <- upper[near]
  if (integer) w[x[n + seq_len(n)] < 0.5] <- 0
  pmin(w * unit, day_upper(r))
}

too_many_sessions <- function(r, w) {
  counts <- session_limits(r)
  if (!length(counts$week) && is.null(counts$total)) {
    return(FALSE)
  }
  sessions <- tapply(w > 0, r$week, sum)
  any(sessions[counts$week] > counts$most) || (!is.null(counts$total) && sum(w > 0) > counts$total)
}

# The whole of one linear or robust problem: without counts first, since the best plan often
# keeps them by itself; then with them; then with the sessions held, which gives the duals.
solve_counted <- function(r, near, unit, deadline, call, lower = NULL, upper = NULL, hold = NULL, duals = TRUE,
                          tolerance = 1e-7) {
  if (!is.null(hold)) {
    return(solve_near(r, near, unit, deadline, call, lower, upper, fixed = hold, tolerance = tolerance))
  }
  free <- solve_near(r, near, unit, deadline, call, lower, upper, tolerance = tolerance)
  if (is.null(free$w) || !too_many_sessions(r, free$w)) {
    free$counted <- FALSE
    return(free)
  }
  whole <- solve_near(r, near, unit, deadline, call, lower, upper, integer = TRUE, cuts = free$cuts,
    tolerance = tolerance)
  whole$counted <- TRUE
  if (is.null(whole$w) || !duals) {
    return(whole)
  }
  # The time is for the search; this last step is quick and is always taken.
  held <- solve_near(r, near, unit, max(deadline, proc.time()[["elapsed"]] + 5), call, lower, upper,
    fixed = whole$w > 0, cuts = whole$cuts)
  if (is.null(held$w)) {
    return(whole)
  }
  if (too_many_sessions(r, held$w) || held$value < whole$value - 1e-6 * max(1, abs(whole$value))) {
    held$w <- whole$w
    held$value <- whole$value
  }
  held$gap <- max(whole$gap, 0)
  held$late <- whole$late
  held$counted <- TRUE
  held
}

# From the loads w to a local optimum, by the best plan near the last one, nearer and nearer.
improve_by_steps <- function(r, objective, w, unit, deadline, call) {
  value <- objective$value(w)
  trust <- unit
  late <- FALSE
  tolerance <- 1e-3 # of the mean of the worst: finer when steps no longer help
  for (step in seq_len(200L)) {
    near <- objective$at(w)
    # Which days are sessions is settled while steps are large.
    hold <- if (trust < unit / 4) w > 0
    try <- solve_counted(r, near, unit, deadline, call, w - trust, w + trust, hold, duals = FALSE,
      tolerance = tolerance)
    if (is.null(try$w)) {
      late <- isTRUE(try$late)
      break
    }
    promised <- try$value - value
    found <- objective$value(try$w)
    small <- promised <= 1e-9 * max(abs(c(near$linear, near$slopes)) * unit, 1e-300)
    if (is.null(near$linear) && small && tolerance > 1e-7) {
      tolerance <- tolerance / 10
      next
    }
    if (found - value > 0.1 * promised && found > value) {
      if (found - value > 0.75 * promised) trust <- min(2 * trust, unit)
      w <- try$w
      value <- found
    } else {
      trust <- trust / 2
      tolerance <- max(tolerance / 4, 1e-7)
    }
    if (small || trust < 1e-5 * unit) break
  }
  list(w = w, value = value, late = late)
}

# Plans to start from: towards the best for a rested, a usual, an idle and a busy athlete,
# then in directions spread evenly.
start_plans <- function(r, objective, starts, usual, unit, deadline, call) {
  n <- r$n
  direction <- function(d) {
    near <- list(linear = d * r$counted, constant = 0)
    solve_counted(r, near, unit, deadline, call, duals = FALSE)$w
  }
  slope <- function(w) {
    near <- objective$at(w)
    if (is.null(near$linear)) rowMeans(near$slopes) else near$linear
  }
  plans <- list(
    function() direction(slope(numeric(n))), function() direction(slope(pmin(rep(usual, n), day_upper(r)))),
    function() direction(rep(-1, n)), function() direction(rep(1, n))
  )
  for (k in seq_len(max(starts - 4, 0))) {
    local({
      j <- k
      plans[[4L + j]] <<- function() direction(cos(2 * pi * ((seq_len(n) * j * 0.6180339887498949) %% 1)))
    })
  }
  Filter(Negate(is.null), lapply(plans[seq_len(starts)], function(f) f()))
}

# A list: w, value, duals, kind ("linear", "integer", "concave", "local"), late, gap, starts.
solve_plan <- function(r, objective, starts, usual, time_limit, call) {
  unit <- max(day_upper(r))
  if (!(unit > 0)) unit <- 1
  deadline <- proc.time()[["elapsed"]] + time_limit
  check_reachable(r, unit, deadline, time_limit, call)
  if (!objective$curved) {
    near <- objective$at(numeric(r$n))
    best <- solve_counted(r, near, unit, deadline, call)
    if (is.null(best$w)) abort_late(time_limit, call)
    return(c(best, list(kind = if (best$counted) "integer" else "linear", near = near, unit = unit)))
  }
  # For a robust plan the expected one is the first start, and the nearest to its end.
  first <- if (is.null(objective$mean)) NULL else {
    improve_all(r, objective$mean, starts, usual, unit, deadline, call)
  }
  best <- improve_all(r, objective, if (is.null(first)) starts else 2, usual, unit, deadline, call, first$w)
  if (is.null(best)) abort_late(time_limit, call)
  c(best, list(unit = unit))
}

# The best of several searches, with its duals.
improve_all <- function(r, objective, starts, usual, unit, deadline, call, first = NULL) {
  free <- NULL
  if (objective$concave) {
    free <- solve_concave(r, objective, unit, deadline, call)
    exact <- !is.null(free$w) && isTRUE(free$gap <= 1e-6 * spread_of(objective, free, unit))
    if (exact && !too_many_sessions(r, free$w)) {
      return(c(free, list(kind = "concave", counted = FALSE)))
    }
  }
  from <- c(if (!is.null(first)) list(first),
    start_plans(r, objective, starts - !is.null(first), usual, unit, deadline, call))
  ends <- lapply(from, function(w) improve_by_steps(r, objective, w, unit, deadline, call))
  if (!length(ends)) {
    return(NULL)
  }
  value <- vapply(ends, `[[`, 0, "value")
  best <- ends[[which.max(value)]]
  hold <- if (has_counts(r)) best$w > 0
  soon <- max(deadline, proc.time()[["elapsed"]] + 5)
  # Multipliers of the limits where the best one ended, sessions held if they had to be counted.
  edge <- if (objective$concave) solve_concave(r, objective, unit, soon, call, hold)
  if (!is.null(edge$w) && edge$value >= best$value) best[c("w", "value")] <- edge[c("w", "value")]
  near <- objective$at(best$w)
  if (is.null(edge$w)) edge <- solve_near(r, near, unit, soon, call, fixed = hold)
  # Without counting, a plan can only be better, and by no more than its own gap.
  gap <- if (is.null(free$w)) NA_real_ else max(free$value + free$gap - best$value, 0)
  list(w = best$w, value = best$value, late = any(vapply(ends, `[[`, NA, "late")), gap = gap, kind = "local",
    counted = !is.null(hold), row_dual = edge$row_dual, col_dual = edge$col_dual, model = edge$model, near = near,
    starts = data.frame(start = seq_along(from), from = vapply(from, objective$value, 0), to = value))
}

# What the loads can move performance by: what a gap is held against.
spread_of <- function(objective, found, unit) {
  max(abs(objective$slope), abs(found$near$linear)) * unit
}

has_counts <- function(r) {
  counts <- session_limits(r)
  length(counts$week) > 0L || !is.null(counts$total)
}

abort_late <- function(time_limit, call) {
  abort_input("time",
    c("No plan was found within {.arg time_limit} = {time_limit} s.",
      i = "Give more time, or ask for less: no {.arg rest_days}, fewer {.arg draws}."),
    arg = "time_limit", value = time_limit, call = call)
}

# The largest load that the limits allow, or NULL when time ran out.
largest_total <- function(r, unit, deadline, call, without = character()) {
  r$wanted <- r$min_total
  r$min_total <- 0
  if ("rest_days" %in% without) r$rest_days <- 0
  if ("max_sessions" %in% without) r$max_sessions <- Inf
  integer <- has_counts(r)
  model <- plan_program(r, unit, integer = integer, without = without)
  model$objective[seq_len(r$n)] <- 1
  result <- highs_run(model, deadline, call)
  if (!result$ok) return(NULL)
  unit * sum(result$x[seq_len(r$n)])
}

# Every limit but min_total holds for a plan of rest, so min_total is always one of the
# clashing. The others are left out one at a time for good, unless the clash goes with them:
# what remains clashes, and no part of it does (a deletion filter; Chinneck and Dravnieks
# 1991). The loosest go first, so that it is the tightest that are named.
check_reachable <- function(r, unit, deadline, time_limit, call) {
  if (!(r$min_total > 0)) {
    return(invisible())
  }
  most <- largest_total(r, unit, deadline, call)
  if (is.null(most)) abort_late(time_limit, call)
  if (most >= r$min_total * (1 - 1e-7)) {
    return(invisible())
  }
  out <- character()
  alone <- most
  others <- c("max_sessions", "rest_days", "ramp", "max_week", "max_day")
  single <- vapply(others, function(name) {
    reach <- largest_total(r, unit, deadline, call, setdiff(others, name))
    if (is.null(reach)) 0 else reach
  }, 0)
  for (name in others[order(-single)]) {
    reach <- largest_total(r, unit, deadline, call, c(out, name))
    if (!is.null(reach) && reach < r$min_total * (1 - 1e-7)) {
      out <- c(out, name)
      alone <- reach
    }
  }
  clash <- setdiff(rev(others), out)
  value <- list(max_day = r$max_day, max_week = r$max_week, ramp = r$ramp, rest_days = r$rest_days,
    max_sessions = r$max_sessions)
  words <- vapply(clash, function(name) {
    x <- value[[name]]
    x <- x[is.finite(x)]
    shown <- if (diff(range(x)) > 0) paste(format(min(x), digits = 5), "to", format(max(x), digits = 5)) else
      format(x[[1L]], digits = 5)
    source <- if (isTRUE(r$from_log[name])) " (from the log)" else if (name == "ramp") {
      paste0(" (after a week of ", format(r$week_before, digits = 5), ")")
    }
    paste0(name, " = ", shown, source)
  }, "")
  days <- sum(r$counted)
  rest <- r$n - days
  abort_input("infeasible",
    c("The limits cannot be met together: {.field min_total} = {format(r$min_total, digits = 6)} against {.field {unname(words)}}.",
      x = if (alone > most * (1 + 1e-6)) "Without the other limits that leaves room for {.val {floor(alone * 100) / 100}}.",
      x = "Under all limits {.val {floor(most * 100) / 100}} fit into {days} day{?s}{if (rest > 0) paste0('; the other ', rest, ' cannot be felt on the goal day and are rest')}.",
      i = "Lower {.field min_total} to that, or relax one of the others."),
    arg = "limits", value = c("min_total", clash), call = call)
}
