#' Limits of a plan
#'
#' What a plan made by [muscle_plan()] has to keep to. What is left `NULL` comes from the log.
#' Loads are in the log's unit and 0 or more; the other defaults are choices of ours, not advice.
#'
#' A week is seven days counted from the plan's first. If the plan ends within a week, that
#' week is judged as if rest followed: its sums and sessions have the limits of a whole week.
#' `rest_days` and `max_sessions` count days, so they make the plan a mixed-integer program;
#' all other limits leave it a linear one.
#'
#' @param max_day The largest load of a day: one number, or one per day of the plan (0 makes
#'   a day a rest day). `NULL`: the largest of the log.
#' @param max_week The largest sum of a week: one number, or one per week; `Inf` for none.
#'   `NULL`: 1.1 times the largest sum of seven days in a row in the log.
#' @param ramp The largest ratio of a week's load to the week before; `Inf` for none.
#' @param rest_days Days of each week without a load, a whole number from 0 to 7.
#' @param min_total The least load of the whole plan. More than the other limits allow is
#'   `muscletwin_error_infeasible` in [muscle_plan()], which names those that clash.
#' @param max_sessions The most days with a load in the whole plan, a whole number; `Inf` for any.
#' @param ... Not used; arguments after it are named in full.
#' @param week_before The load of the week before the plan, for the first `ramp`. `NULL`: the
#'   last seven days of the log; if these were all rest, the last seven days with a session
#'   at their end.
#' @return An object of class `muscle_limits`. Errors: `muscletwin_error_type`, `_length`,
#'   `_missing`, `_value`, `_dots`. `NA` is an error.
#' @seealso [muscle_plan()].
#' @examples
#' plan_limits()
#' plan_limits(max_week = 300, rest_days = 2)
#' @export
plan_limits <- function(max_day = NULL, max_week = NULL, ramp = 1.1, rest_days = 1, min_total = 0,
                        max_sessions = Inf, ..., week_before = NULL) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  if (!is.null(max_day)) max_day <- check_limit(max_day, "max_day", call, many = "one per day of the plan")
  if (!is.null(max_week)) max_week <- check_limit(max_week, "max_week", call, many = "one per week", endless = TRUE)
  ramp <- check_limit(ramp, "ramp", call, endless = TRUE)
  rest_days <- check_limit(rest_days, "rest_days", call)
  if (rest_days > 7 || rest_days != trunc(rest_days)) {
    abort_input("value",
      c("{.arg rest_days} must be a whole number from 0 to 7, not {.val {rest_days}}.", i = "It counts the rest days of each week."),
      arg = "rest_days", value = rest_days, position = 1L, call = call)
  }
  min_total <- check_limit(min_total, "min_total", call)
  max_sessions <- check_limit(max_sessions, "max_sessions", call, endless = TRUE)
  if (is.finite(max_sessions) && max_sessions != trunc(max_sessions)) {
    abort_input("value",
      c("{.arg max_sessions} must be a whole number, not {.val {max_sessions}}.", i = "It counts days with a load."),
      arg = "max_sessions", value = max_sessions, position = 1L, call = call)
  }
  if (!is.null(week_before)) week_before <- check_limit(week_before, "week_before", call)
  structure(
    list(max_day = max_day, max_week = max_week, ramp = ramp, rest_days = rest_days, min_total = min_total,
      max_sessions = max_sessions, week_before = week_before),
    class = "muscle_limits"
  )
}

# Numbers of 0 or more; `endless` allows Inf, `many` more than one.
check_limit <- function(x, arg, call, many = NULL, endless = FALSE) {
  if (is.null(many) && is_plain_number(x) && length(x) > 1L) {
    abort_input("length", "{.arg {arg}} must be one number, not {describe(x)}.", arg = arg, value = x, call = call)
  }
  if (endless && is_plain_number(x) && length(x) && !anyNA(x) && all(x >= 0)) {
    return(as.double(x))
  }
  check_numbers(x, arg, lower = 0,
    hint = "Leave the argument out for its default.",
    range_hint = if (!endless && isTRUE(any(x == Inf)) && arg == "max_day") "A day needs a limit: without one the best plan is endless." else
      "Limits are loads, ratios or counts.",
    what = if (is.null(many)) "one number" else paste0("one number, or ", many), call = call)
}

limit_words <- function(limits) {
  value <- function(x) {
    if (is.null(x)) "from the log" else if (length(x) > 1L) paste0(format(min(x), digits = 4), " to ",
      format(max(x), digits = 4)) else if (is.infinite(x)) "none" else format(x, digits = 4)
  }
  c(max_day = value(limits$max_day), max_week = value(limits$max_week), ramp = value(limits$ramp),
    rest_days = value(limits$rest_days), min_total = value(limits$min_total),
    max_sessions = value(limits$max_sessions))
}

#' @export
print.muscle_limits <- function(x, ...) {
  words <- limit_words(x)
  meaning <- c("load of a day at most", "load of a week at most", "times the week before at most",
    "days of rest a week at least", "load in all at least", "days with a load at most")
  cli::cat_line("<muscle_limits> a week is seven days from the plan's first")
  cli::cat_line(format(names(words), width = 13), format(words, width = 13), meaning)
  cli::cat_line(hint("muscle_plan(fit, days, goal_day, limits = )"))
  invisible(x)
}

# The largest sum of seven days in a row, and that of the last week with a session.
log_weeks <- function(log) {
  first <- floor(min(log$day))
  daily <- daily_loads(log$day, log$load)
  total <- c(rep(0, 7), cumsum(daily))
  sevens <- total[-(1:7)] - total[seq_along(daily)]
  last <- if (sevens[[length(sevens)]] > 0) length(sevens) else max(which(daily > 0))
  list(day = max(daily), week = max(sevens), last = sevens[[last]], last_day = first + last - 1)
}

# Limits as numbers for a plan of n days; `counted`: days that the goal feels.
resolve_limits <- function(limits, fit, n, counted, call) {
  weeks <- (seq_len(n) - 1L) %/% 7L + 1L
  known <- log_weeks(fit$log)
  fill <- function(x, default, size, arg, unit) {
    x <- if (is.null(x)) default else x
    if (!length(x) %in% c(1L, size)) {
      abort_input("length",
        c("{.field limits${arg}} has {length(x)} numbers; the plan has {count_words(size, unit)}.",
          i = "Give one number, or one per {unit}."),
        arg = paste0("limits$", arg), value = x, call = call)
    }
    rep_len(x, size)
  }
  list(
    n = n, week = weeks, counted = counted,
    max_day = fill(limits$max_day, known$day, n, "max_day", "day"),
    max_week = fill(limits$max_week, 1.1 * known$week, max(weeks), "max_week", "week"),
    ramp = limits$ramp, week_before = if (is.null(limits$week_before)) known$last else limits$week_before,
    rest_days = limits$rest_days, min_total = limits$min_total, max_sessions = limits$max_sessions,
    from_log = c(max_day = is.null(limits$max_day), max_week = is.null(limits$max_week))
  )
}

# Loads after the goal day cannot change it: they are rest.
day_upper <- function(r) ifelse(r$counted, r$max_day, 0)

# What a week may have in sessions; only weeks that could have more.
session_limits <- function(r) {
  size <- tabulate(r$week)
  open <- tapply(day_upper(r) > 0, r$week, sum)
  most <- 7 - r$rest_days
  list(week = which(open > most), most = most, total = if (sum(open) > r$max_sessions) r$max_sessions, size = size)
}

# How far a load is from each limit: value of the limit, what is used, and the room left.
limit_table <- function(r, load) {
  week <- as.double(tapply(load, r$week, sum))
  sessions <- as.double(tapply(load > 0, r$week, sum))
  k <- seq_along(week)
  before <- c(r$week_before, week[-length(week)])
  row <- function(limit, at, allowed, used) {
    if (length(at) == 0L) return(NULL)
    data.frame(limit = limit, at = at, allowed = allowed, used = used)
  }
  rows <- rbind(
    row("max_day", seq_along(load), day_upper(r), load),
    if (any(is.finite(r$max_week))) row("max_week", k, r$max_week, week),
    if (is.finite(r$ramp)) row("ramp", k, r$ramp * before, week),
    row("rest_days", k, 7 - r$rest_days, sessions),
    if (r$min_total > 0) row("min_total", 1, -r$min_total, -sum(load)),
    if (is.finite(r$max_sessions)) row("max_sessions", 1, r$max_sessions, sum(load > 0))
  )
  rows$room <- rows$allowed - rows$used
  rows
}

# The limits that a plan breaks: what is left of the table. HiGHS keeps rows to 1e-7.
broken_limits <- function(r, load) {
  table <- limit_table(r, load)
  scale <- max(r$max_day, 1e-300)
  counts <- table$limit %in% c("rest_days", "max_sessions")
  table[table$room < ifelse(counts, 0, -1e-6 * scale), , drop = FALSE]
}

has_counts <- function(r) {
  counts <- session_limits(r)
  length(counts$week) > 0L || !is.null(counts$total)
}

too_many_sessions <- function(r, w) {
  counts <- session_limits(r)
  if (!length(counts$week) && is.null(counts$total)) {
    return(FALSE)
  }
  sessions <- tapply(w > 0, r$week, sum)
  any(sessions[counts$week] > counts$most) || (!is.null(counts$total) && sum(w > 0) > counts$total)
}
