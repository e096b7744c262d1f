# What the limits leave room for, and which of them clash.

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
  program <- plan_program(r, unit, integer = integer, without = without)
  program$objective[seq_len(r$n)] <- 1
  result <- highs_run(program, deadline, call)
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
