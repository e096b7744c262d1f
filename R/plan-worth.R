# What each limit of a plan costs.

# A plan is simulated again by the engine and held against its own limits.
check_plan <- function(fit, ahead, goal, resolved, aim, found, call) {
  simulated <- aim$simulate(found$w)
  if (!isTRUE(abs(simulated - found$value) <= 1e-7 * max(abs(simulated), abs(found$value)))) {
    abort_input("check",
      c("The plan was not returned: simulated again it gives {format(simulated, digits = 9)} on the goal day, and the solver promised {format(found$value, digits = 9)}.",
        i = "This should not happen; please report it with the log and the call."),
      arg = "fit", value = simulated - found$value, call = call)
  }
  broken <- broken_limits(resolved, found$w)
  if (nrow(broken)) {
    abort_input("check",
      c("The plan was not returned: it breaks {.field {broken$limit[[1]]}}, {format(broken$used[[1]], digits = 9)} where {format(broken$allowed[[1]], digits = 9)} is allowed.",
        i = "This should not happen; please report it with the log and the call."),
      arg = "limits", value = broken$limit, call = call)
  }
}

# What the plan is worth against resting and against going on as of late.
plan_gain <- function(fit, plan, goal, recent, level, draws, seed) {
  n <- length(plan$load)
  others <- list(rest = numeric(n), recent = rep(recent, n))
  expected <- mean_on(fit, plan$day, plan$load, goal)
  gain <- expected - vapply(others, function(load) mean_on(fit, plan$day, load, goal), 0)
  table <- list(against = names(others), load = c(0, recent), .mean = unname(gain), .lower = c(NA_real_, NA_real_),
    .upper = c(NA_real_, NA_real_), prob_better = c(NA_real_, NA_real_))
  if (fit_can(fit, "draws")) {
    pairs <- suppressWarnings(
      muscle_compare(fit, c(list(plan = plan$load), others), goal, level = level, draws = draws, seed = seed),
      classes = "muscletwin_warning_extrapolation")$differences[1:2, ]
    table[c(".lower", ".upper", "prob_better")] <- pairs[c(".lower", ".upper", "prob_better")]
  }
  new_data_frame(table, 2L)
}

# Where each limit binds, and what one unit more of it is worth on the goal day.
limit_worth <- function(r, aim, found, begin, time_limit, call) {
  # No longer than the plan itself took, or a second.
  now <- proc.time()[["elapsed"]]
  deadline <- min(begin + time_limit, now + max(now - begin, 1))
  table <- limit_table(r, found$w)
  scale <- max(r$max_day, 1e-300)
  names <- unique(table$limit)
  week <- as.double(tapply(found$w, r$week, sum))
  before <- c(r$week_before, week[-length(week)])
  dual <- function(name) found$row_dual[which(found$program$group == name)]
  rows <- lapply(names, function(name) {
    part <- table[table$limit == name, ]
    counts <- name %in% c("rest_days", "max_sessions")
    binds <- part$room <= if (counts) 0 else 1e-6 * scale
    if (name == "max_day") binds <- binds & part$allowed > 0
    if (name == "rest_days") binds <- binds & seq_along(binds) %in% session_limits(r)$week
    if (name == "ramp") binds <- binds & part$allowed > 0
    # Without a dual a linear program was not solved at the end: not known.
    worth <- if (is.null(found$row_dual)) NA_real_ else switch(name,
      max_day = sum(pmax(found$col_dual, 0)[binds]),
      max_week = sum(dual("max_week")), ramp = sum(dual("ramp") * before), min_total = -sum(dual("min_total")),
      NA_real_
    )
    if (counts) worth <- if (any(binds)) worth_of_count(r, aim, found, name, deadline, call) else 0
    allowed <- switch(name, max_day = r$max_day, max_week = r$max_week, ramp = r$ramp, rest_days = r$rest_days,
      min_total = r$min_total, max_sessions = r$max_sessions)
    new_data_frame(list(limit = name, allowed = max(allowed), binds = sum(binds),
      where = where_words(name, part$at[binds], nrow(part)), worth = if (any(binds)) max(worth, 0) else 0), 1L)
  })
  do.call(rbind, rows)
}

# One rest day a week fewer, or one session more: the plan is made again.
worth_of_count <- function(r, aim, found, name, deadline, call) {
  if (aim$curved || found$late) {
    return(NA_real_)
  }
  if (name == "rest_days") r$rest_days <- r$rest_days - 1 else r$max_sessions <- r$max_sessions + 1
  again <- solve_counted(r, found$near, found$unit, deadline, call, duals = FALSE)
  if (is.null(again$w) || again$late) NA_real_ else again$value - found$value
}

where_words <- function(name, at, n) {
  if (length(at) == 0L) {
    return("")
  }
  unit <- switch(name, max_day = "day", min_total = , max_sessions = "", "week")
  if (unit == "") {
    return("whole plan")
  }
  if (unit == "day") {
    return(count_words(length(at), "day"))
  }
  paste0(if (length(at) > 1L) "weeks " else "week ", paste(utils::head(at, 6L), collapse = ", "),
    if (length(at) > 6L) paste0(" and ", length(at) - 6L, " more"))
}
