#' The best plan under limits
#'
#' The loads of the days to come that make performance on a goal day as high as the limits
#' allow, given what a fit knows of the person, with what each limit costs.
#'
#' Performance on a day is linear in the loads before it, so that the best plan under limits
#' is a linear program, solved by HiGHS to its global optimum; `rest_days` and `max_sessions`
#' count days and make it a mixed-integer one. Without limits such a plan is all or nothing,
#' so limits have defaults; see [plan_limits()]. The same call gives the same bits, unless
#' `time_limit` cuts it short.
#'
#' Every plan is simulated again by the engine before it is returned, and its objective and
#' each of its limits are checked; a plan that fails is an error, never a result.
#'
#' @section Objectives:
#' `"expected"`: the posterior mean of performance on the goal day. `"robust"`: the mean of
#' its worst share `worst` of posterior draws (conditional value at risk; Rockafellar and
#' Uryasev 2000), without the noise of a test. It gives up some of the mean for less regret
#' where the data leave the person's response open.
#'
#' @section Models:
#' A fit of `"average"` plans for what it forecasts: its members with their weights. Its
#' member `"level"` sees no effect of training, so that gains are 0.4 of those of the
#' training members by default; which plan is best does not depend on that. A fit of `"vdr"`,
#' and an average that gives it weight, is quadratic in the loads. Where its mean is concave,
#' as it usually is (`tau_3` below twice `tau_h`), and no days have to be counted, the best
#' expected plan is a quadratic program, solved to its global optimum. Else a sequence of
#' linear programs from several starts finds a local optimum, and the result says so; `gap`
#' bounds, where it can, how much better any plan could be. A least-squares fit is planned
#' with its point estimate and has no intervals. A `"level"` fit has nothing to plan with.
#'
#' @section What a limit is worth:
#' `limits` of the result, printed in short, says where each limit binds and what performance
#' on the goal day gains for one unit more of it: dual values, true for small changes and
#' with other limits held. In a mixed-integer plan they are those of the linear program with
#' its sessions held; the worth of a rest day fewer, or of a session more, comes from solving
#' again. The worth of `ramp` is per 1 of the ratio.
#'
#' @param fit A [muscle_fit()].
#' @param days How many days to plan, from the day after the log: 1 to 366.
#' @param goal_day The day that counts: in the log's numbering, or a date. Loads after it (and,
#'   with `load_effect = "next_day"`, on it) cannot change it and are rest.
#' @param limits From [plan_limits()].
#' @param objective `"expected"` or `"robust"`.
#' @param ... Not used; arguments after it are named in full.
#' @param worst For `"robust"`: the share of draws, more than 0 and at most 1.
#' @param draws,seed How many posterior draws for `"robust"` and for intervals, 100 or more,
#'   and their seed; R's random numbers are not used.
#' @param starts Starting plans of a local search, 1 to 50. A robust one takes the expected
#'   plan that they lead to, and one plan more.
#' @param level Probability of the intervals, more than 0 and less than 1.
#' @param time_limit Seconds for the search. When they are over, the best plan found is
#'   returned with a warning that says how far from the best it can be. HiGHS does not see an
#'   interrupt while it runs; this limit bounds the wait.
#' @return An object of class `muscle_plan`, a list with `day`, `date` (if known), `load`,
#'   `schedule` (the plan as a [muscle_schedule()]), `goal_day`, `value` (the objective),
#'   `expected` (mean performance on the goal day), `gain` (against resting and against going
#'   on at the mean load of the last four weeks: `against`, `.mean`, `.lower`, `.upper`,
#'   `prob_better`), `limits` (`limit`, `allowed`, `binds`, `where`, `worth`), `optimum`
#'   (`"global"`, `"local"`, or `"stopped"` by `time_limit`), `gap` (how much better any plan
#'   can be; `NA`: not known), `warnings`, `forecast`, `fit`. Loads are in the log's unit,
#'   `value`, `expected`, `gain` and `gap` in that of performance, `worth` in performance per
#'   unit of the limit.
#'
#'   `as.data.frame()` has `day`, `date` (if known), `load`, `.mean`, `.lower`, `.upper` (of
#'   what a test would measure); `summary()` a row per week. `plot()` draws the calendar, or
#'   the forecast with `what = "forecast"`. A plan is a schedule wherever one is asked for:
#'   `muscle_sim(plan)`, `forecast(fit, plan)`, `muscle_compare(fit, list(a = plan))`.
#'
#'   Errors: `muscletwin_error_infeasible` (names the limits that clash), `_days`, `_model`
#'   (a `"level"` fit), `_method` (a robust plan from least squares), `_type`, `_value`,
#'   `_length`, `_missing`, `_size`, `_choice`, `_dots`, `_time`, `_solver`, `_check` (the plan
#'   failed its simulation). Warnings: `muscletwin_warning_extrapolation` as for
#'   [forecast()][forecast.muscle_fit], `_time`.
#' @references
#' Huangfu Q, Hall JAJ (2018). Parallelizing the dual revised simplex method. *Math Program
#' Comput* 10:119-142. \doi{10.1007/s12532-017-0130-5}
#'
#' Rockafellar RT, Uryasev S (2000). Optimization of conditional value-at-risk. *J Risk*
#' 2:21-41. \doi{10.21314/JOR.2000.038}
#' @seealso [plan_limits()], [muscle_compare()], [plot.muscle_plan()].
#' @examplesIf rlang::is_installed("highs")
#' fit <- muscle_fit(training_log, model = "banister")
#' # The log ends with a taper: its usual week, not its last, is where the ramp starts.
#' limits <- plan_limits(max_day = 90, rest_days = 2, min_total = 800, week_before = 320)
#' plan <- muscle_plan(fit, days = 21, goal_day = max(training_log$day) + 21, limits)
#' plan
#' head(as.data.frame(plan), 3)
#' muscle_compare(fit, list(plan = plan, same = rep(40, 21)), day = plan$goal_day)
#' @export
muscle_plan <- function(fit, days, goal_day, limits = plan_limits(), objective = c("expected", "robust"), ...,
                        worst = 0.2, draws = 1000, seed = 1, starts = 5, level = 0.9, time_limit = 10) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  check_given(c("fit", "days", "goal_day"), "A plan is for {.arg goal_day}, a date or a day in the log's numbering.", call)
  objective <- check_choice(objective, c("expected", "robust"), "objective", call = call)
  check_plannable(fit, objective, call)
  days <- as.integer(check_count(days, "days", 1, 366, call = call))
  ahead <- days_ahead(fit, days)
  goal <- check_goal(goal_day, fit, ahead$day, call)
  if (!inherits(limits, "muscle_limits")) {
    abort_input("type",
      c("{.arg limits} must come from {.fn plan_limits}, not be {describe(limits)}.",
        i = "For example {.code limits = plan_limits(rest_days = 2)}."),
      arg = "limits", value = limits, call = call)
  }
  worst <- check_number(worst, "worst", 0, 1, open = TRUE, call = call)
  draws <- check_count(draws, "draws", 100, 1e5, call = call)
  seed <- check_count(seed, "seed", lower = 0, call = call)
  starts <- check_count(starts, "starts", 1, 50, call = call)
  level <- check_number(check_probs_level(level, call = call), "level", 0, 1, call = call)
  time_limit <- check_number(time_limit, "time_limit", 0, 1e6, open = TRUE, unit = "seconds", call = call)
  rlang::check_installed("highs", reason = "to make plans.", call = call)

  counted <- ahead$day < goal | (ahead$day == goal & fit$load_effect == "same_day")
  resolved <- resolve_limits(limits, fit, days, counted, call)
  aim <- plan_objective(fit, ahead, goal, objective, worst, draws, seed)
  recent <- utils::tail(four_week_means(fit$log$day, fit$log$load)$mean, 1L)
  begin <- proc.time()[["elapsed"]]
  found <- solve_plan(resolved, aim, starts, recent, time_limit, call)
  check_plan(fit, ahead, goal, resolved, aim, found, call)

  plan <- c(ahead["day"], if (!is.null(ahead$date)) ahead["date"], list(load = found$w))
  told <- told_warnings(if (!is_ls(fit)) beyond_experience(fit, plan))
  if (found$late) {
    short <- if (found$kind == "local") "the plan can be short of a local optimum" else {
      paste0("the plan is at most ", format(signif(found$gap, 2)), " below the best")
    }
    told <- c(told, told_warnings(warn_input("time",
      c("The search was stopped after {time_limit} s: {short}.", i = "Raise {.arg time_limit}."), arg = "time_limit", value = time_limit)))
  }
  structure(
    c(plan, list(
      schedule = new_schedule(found$w, ahead$date[1L], NULL), goal_day = goal, start = fit$start,
      objective = objective, worst = if (objective == "robust") worst, value = found$value,
      expected = mean_on(fit, ahead$day, found$w, goal),
      gain = plan_gain(fit, plan, goal, recent, level, draws, seed),
      limits = limit_worth(resolved, aim, found, begin, time_limit, call),
      optimum = if (found$kind == "local") "local" else if (found$late) "stopped" else "global",
      kind = found$kind, gap = found$gap, starts = found$starts, warnings = told,
      members = plan_members(fit), level = level,
      forecast = suppressWarnings(forecast.muscle_fit(fit, new_data_frame(plan), level = level),
        classes = "muscletwin_warning_extrapolation"),
      resolved = resolved, fit = fit
    )),
    class = "muscle_plan"
  )
}

# ---- arguments ----

check_plannable <- function(fit, objective, call) {
  check_fit(fit, call)
  if (!any(plan_members(fit)$training)) {
    abort_input("model",
      c("The fit knows no effect of training ({.code model = \"{fit$model}\"}{if (fit$model == 'average') ' with no weight on training'}): every plan gives the same performance.",
        i = "Fit with {.code model = \"banister\"}, or {.code \"average\"} with some weight on training."),
      arg = "fit", value = fit$model, call = call)
  }
  if (is_ls(fit)) {
    if (objective == "robust") {
      abort_input("method",
        c("A robust plan needs draws of what the person may be like; a least-squares fit has one estimate and none.",
          i = "Fit with {.code method = \"bayes\"}, or use {.code objective = \"expected\"}."),
        arg = "objective", value = objective, call = call)
    }
    if (fit$ls$degenerate) {
      abort_input("method",
        c("The least-squares fit is degenerate: its gains are infinite, and no plan follows from it.",
          i = "Fit with {.code separation = 1.5} or more, or {.code method = \"bayes\"}."),
        arg = "fit", value = fit$method, call = call)
    }
  }
}

# The members of a fit, their weights, and whether training acts in them.
plan_members <- function(fit) {
  weights <- if (is_ls(fit)) stats::setNames(1, fit$model) else fit$weights
  new_data_frame(list(model = names(weights), weight = as.double(weights),
    training = names(weights) != "level" & weights > 0), length(weights))
}

days_ahead <- function(fit, days) {
  day <- floor(max(fit$log$day)) + seq_len(days)
  list(day = as.double(day), date = if (!is.null(fit$start)) fit$start + (day - 1))
}

check_goal <- function(goal_day, fit, day, call) {
  goal <- log_day(goal_day, "goal_day", fit, call)
  if (!goal %in% day) {
    why <- if (goal != trunc(goal)) " is not a whole day" else if (goal < day[[1L]]) " is not after the log" else
      " is after the last day of the plan"
    abort_input("days",
      c("{.arg goal_day} ({day_words(goal, fit$start)}){why}; the plan has {day_words(day[[1]], fit$start)} to {day_words(day[[length(day)]], fit$start)}.",
        i = if (is.null(fit$start) || inherits(goal_day, "Date")) "Choose one of these days, or plan more {.arg days}." else
          "In the log's numbering these are days {day[[1]]} to {day[[length(day)]]}: choose one, or plan more {.arg days}."),
      arg = "goal_day", value = goal_day, call = call)
  }
  goal
}

# ---- the objective ----

# Slopes of one member by the engine; a least-squares fit has its own formula.
member_slopes <- function(fit, model, day, load, goal, wanted, draws = 0, seed = 0) {
  .Call(C_forecast_slope, log_for_engine(fit$log), prior_for_engine(fit$prior), engine_options(model, fit$spec),
    member_points(fit, model), list(as.double(day), as.double(load)), goal,
    match(wanted, c("draws", "slope", "curvature")) - 1L, as.double(draws), as.double(seed))
}

# What one unit of load on each day adds on the goal day, at rest, and the second derivative.
ls_slopes <- function(fit, day, goal) {
  e <- fit$ls$estimate
  felt <- if (fit$load_effect == "same_day") day <= goal else day < goal
  left <- function(tau) ifelse(felt, exp(-(goal - day) / tau), 0)
  slope <- e[["k1"]] * left(e[["tau_g"]])
  curvature <- NULL
  if (fit$model == "banister") {
    slope <- slope - e[["k2"]] * left(e[["tau_h"]])
  } else if (fit$model == "vdr") {
    by_h <- left(e[["tau_h"]])
    past <- vapply(day, function(t) sum(fit$log$load * exp(-(t - fit$log$day) / e[["tau_3"]])), 0)
    slope <- slope - e[["k3"]] * by_h * past
    later <- outer(day, day, pmax)
    curvature <- -e[["k3"]] * by_h[match(later, day)] * exp(-abs(outer(day, day, `-`)) / e[["tau_3"]])
    diag(curvature) <- 2 * diag(curvature)
  }
  list(slope = slope, curvature = curvature)
}

mean_on <- function(fit, day, load, goal) {
  future <- list(day = day, load = load)
  if (is_ls(fit)) ls_predict(fit, goal, future) else predict_days(fit, goal, future = future)$mean
}

# What solve_plan() takes; see R/plan-solve.R.
plan_objective <- function(fit, ahead, goal, objective, worst, draws, seed) {
  members <- plan_members(fit)
  training <- members$model[members$training]
  weight <- stats::setNames(members$weight, members$model)
  if (objective == "expected") {
    return(expected_objective(fit, ahead$day, goal, training, weight))
  }
  robust_objective(fit, ahead$day, goal, training, weight, worst, draws, seed)
}

expected_objective <- function(fit, day, goal, training, weight) {
  n <- length(day)
  rest <- numeric(n)
  curved <- "vdr" %in% training
  parts <- if (is_ls(fit)) list(ls_slopes(fit, day, goal)) else lapply(training, function(model) {
    member_slopes(fit, model, day, rest, goal, if (model == "vdr") "curvature" else "slope")
  })
  slope <- Reduce(`+`, Map(function(part, w) w * part$slope, parts, weight[training]))
  bend <- matrix(0, n, n)
  for (i in seq_along(parts)) {
    if (!is.null(parts[[i]]$curvature)) bend <- bend + weight[[training[[i]]]] * parts[[i]]$curvature
  }
  base <- mean_on(fit, day, rest, goal)
  value <- function(w) base + sum(slope * w) + if (curved) sum(w * drop(bend %*% w)) / 2 else 0
  at <- function(w) {
    linear <- if (curved) slope + drop(bend %*% w) else slope
    list(linear = linear, constant = value(w) - sum(linear * w))
  }
  concave <- curved && max(eigen(bend, symmetric = TRUE, only.values = TRUE)$values) <= 1e-10 * max(abs(bend))
  list(value = value, at = at, curved = curved, concave = concave, slope = slope, bend = bend, base = base,
    simulate = function(load) mean_on(fit, day, load, goal))
}

robust_objective <- function(fit, day, goal, training, weight, worst, draws, seed) {
  n <- length(day)
  rest <- numeric(n)
  curved <- "vdr" %in% training
  paths <- function(load) raw_paths(fit, goal, list(day = day, load = load), draws, seed, FALSE)
  parts <- paths(rest)
  # Draws of the members of an average are joined by their rank at rest, as muscle_compare()
  # joins them by their rank under its first plan.
  ranks <- path_ranks(parts)
  join <- function(parts) drop(join_paths(parts, weight, ranks))
  slopes_of <- function(models, load) {
    parts <- lapply(stats::setNames(nm = models), function(model) {
      member_slopes(fit, model, day, load, goal, "draws", draws, seed)$slopes
    })
    matrix(0, n, draws) + join_paths(parts, weight, ranks)
  }
  base <- join(parts)
  steady <- slopes_of(setdiff(training, "vdr"), rest)
  bent_rest <- if (curved) slopes_of("vdr", rest) else 0
  last <- list(w = NULL, slopes = 0) # a step asks for the slopes of one plan twice
  bent <- function(w) {
    if (curved && !identical(w, last$w)) last <<- list(w = w, slopes = slopes_of("vdr", w))
    last$slopes
  }
  # A quadratic rises by the mean of the slopes at both ends.
  each <- function(w, slopes) base + drop(crossprod(steady + (bent_rest + slopes) / 2, w))
  list(
    value = function(w) worst_mean(each(w, bent(w)), worst),
    at = function(w) {
      slopes <- bent(w)
      slopes_now <- steady + slopes
      list(slopes = slopes_now, base = each(w, slopes) - drop(crossprod(slopes_now, w)), worst = worst)
    },
    curved = curved, concave = FALSE,
    mean = if (curved) expected_objective(fit, day, goal, training, weight),
    simulate = function(load) worst_mean(join(paths(load)), worst)
  )
}

worst_mean <- function(value, worst) {
  worst_cut(list(base = value, slopes = matrix(0, 1L, length(value)), worst = worst), 0)$value
}

# ---- after the solver ----

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

# Warnings pass through, and their words are kept for the print.
told_warnings <- function(code) {
  words <- character()
  withCallingHandlers(code, muscletwin_warning = function(w) {
    words <<- c(words, stats::setNames(cli::ansi_strip(w$message), class(w)[[1L]]))
  })
  words
}

# What the plan is worth against resting and against going on as of late.
plan_gain <- function(fit, plan, goal, recent, level, draws, seed) {
  n <- length(plan$load)
  others <- list(rest = numeric(n), recent = rep(recent, n))
  expected <- mean_on(fit, plan$day, plan$load, goal)
  gain <- expected - vapply(others, function(load) mean_on(fit, plan$day, load, goal), 0)
  table <- list(against = names(others), load = c(0, recent), .mean = unname(gain), .lower = c(NA_real_, NA_real_),
    .upper = c(NA_real_, NA_real_), prob_better = c(NA_real_, NA_real_))
  if (!is_ls(fit)) {
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
  dual <- function(name) found$row_dual[which(found$model$group == name)]
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
