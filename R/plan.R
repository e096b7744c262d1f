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
  told <- told_warnings(shown <- forecast.muscle_fit(fit, new_data_frame(plan), level = level))
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
      members = plan_members(fit), level = level, forecast = shown, resolved = resolved, fit = fit
    )),
    class = "muscle_plan"
  )
}

check_plannable <- function(fit, objective, call) {
  check_fit(fit, call)
  if (!any(plan_members(fit)$training)) {
    abort_input("model",
      c("The fit knows no effect of training ({.code model = \"{fit$model}\"}{if (fit$model == 'average') ' with no weight on training'}): every plan gives the same performance.",
        i = "Fit with {.code model = \"banister\"}, or {.code \"average\"} with some weight on training."),
      arg = "fit", value = fit$model, call = call)
  }
  if (objective == "robust") check_can(fit, "robust", "objective", call, objective)
  check_can(fit, "plan", "fit", call)
}

days_ahead <- function(fit, days) {
  day <- floor(max(fit$log$day)) + seq_len(days)
  list(day = as.double(day), date = if (!is.null(fit$start)) fit$start + (day - 1))
}

check_goal <- function(goal_day, fit, day, call) {
  goal <- log_day_of(goal_day, "goal_day", fit, call)
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
