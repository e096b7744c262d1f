# The search for a plan: one linear or quadratic program where that is enough, else several
# searches from plans apart.

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
    counted = !is.null(hold), row_dual = edge$row_dual, col_dual = edge$col_dual, program = edge$program, near = near,
    starts = data.frame(start = seq_along(from), from = vapply(from, objective$value, 0), to = value))
}

# What the loads can move performance by: what a gap is held against.
spread_of <- function(objective, found, unit) {
  max(abs(objective$slope), abs(found$near$linear)) * unit
}
