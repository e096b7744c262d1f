#' The post's 20-week block
#'
#' Makes a [muscle_schedule()], the class of all schedules, with the loads of the post; loads
#' of your own become one by `muscle_schedule()`.
#'
#' A periodised block of 140 days: weeks 1-4 three sessions a week at 45 to 62 load units,
#' weeks 5-8 four at 65 to 82, weeks 9-12 five at 75 to 92, weeks 13-16 as weeks 1-4,
#' weeks 17-18 two at 25 to 40, then rest. Loads are uniform in their range. The numbers are
#' those that R's default generator gives after `set.seed(seed)`, made without it: your
#' random numbers are untouched.
#'
#' @param n Number of days, 1 or more; days after the twentieth week are rest.
#' @param seed A whole number, as for [set.seed()].
#' @return A [muscle_schedule()] of `n` days with the block's six phases.
#' @source The post "Muscle Digital Twins: Science, Opportunity, and Directions" (2026).
#' @examples
#' block <- make_schedule()
#' block
#' sum(block)
#' @export
make_schedule <- function(n = 140, seed = 42) {
  n <- check_count(n, "n", upper = .Machine$integer.max)
  seed <- check_count(seed, "seed", lower = -.Machine$integer.max, upper = .Machine$integer.max)
  load <- engine_schedule_make(n, as.integer(seed))
  new_schedule(load, NULL, post_phases(n))
}

post_phases <- function(n) {
  from <- c(1L, 29L, 57L, 85L, 113L, 127L)
  to <- c(28L, 56L, 84L, 112L, 126L, 140L)
  label <- c("Accum.", "Intens.", "Realiz.", "Accum.", "Taper", "Peak")
  keep <- from <= n
  new_data_frame(list(
    from = from[keep], to = pmin(to[keep], as.integer(n)), label = label[keep]
  ))
}

new_schedule <- function(load, start, phases) {
  structure(load, start = start, phases = phases, class = "muscle_schedule")
}

#' A training schedule
#'
#' One load a day, day 1 first. A load is any measure of a day's training whose doubling
#' means twice the training: session RPE times minutes, tonnes lifted, TRIMP, TSS. Rest is 0.
#'
#' @param load A numeric vector, one finite load of 0 or more per day, or a data frame with
#'   `load` and `day` (1, 2, 3, ...) or `date` (class `Date`). Every day has its row: a gap,
#'   a day given twice and rows out of order are errors that name the day. `NA` is an error;
#'   use 0 for rest. A matrix with such columns, a zoo or xts series (its column `load`, or
#'   its only one) and what `tapply(load, date, sum)` gives are read the same way; a matrix
#'   that does not say which number is which day's is an error.
#' @param start The date of day 1, a `Date` or a time (the day in its own time zone);
#'   `NULL` (default): not known, or the first `date` of the data frame.
#' @param phases Named stretches of days, for pictures: a data frame with `from`, `to`
#'   (days) and `label`, or a list such as `list(Base = c(1, 28), Taper = c(29, 42))`.
#' @return A numeric vector of class `muscle_schedule`. It behaves as a number vector:
#'   `sum()`, `schedule > 0`, `schedule * 0.5` work, and two schedules of the same days can
#'   be added. `as.data.frame()` gives `day`, `date`
#'   (if known), `load`, `phase` (if known). Errors: `muscletwin_error_type`, `_length`,
#'   `_missing`, `_value`, `_columns`, `_days`, `_phases`.
#' @examples
#' week <- c(60, 0, 60, 0, 45, 0, 0)
#' muscle_schedule(rep(week, 8), start = as.Date("2026-01-05"))
#' log <- data.frame(date = as.Date("2026-01-05") + 0:6, load = week)
#' muscle_schedule(log)
#' @export
muscle_schedule <- function(load, start = NULL, phases = NULL) {
  call <- rlang::current_env()
  if (is.data.frame(load) || (has_shape(load) && !inherits(load, "muscle_schedule"))) {
    table <- if (is.data.frame(load)) read_schedule(load, "load", call) else read_shape(load, "load", call)
    if (!is.null(start) && !is.null(table$start)) {
      abort_input("value",
        c("{.arg start} and the column {.field date} both give the first day.",
          i = "Leave {.arg start} out."),
        arg = "start", value = start, call = call
      )
    }
    load <- check_loads(table$load, "load", call = call)
    start <- if (is.null(start)) table$start else start
  } else {
    load <- check_loads(load, "load", call = call)
  }
  new_schedule(load, check_start(start, call), check_phases(phases, length(load), call))
}

# A schedule from whatever an exported function takes as one.
as_schedule <- function(x, arg = "schedule", call = rlang::caller_env()) {
  if (inherits(x, "muscle_plan")) {
    return(x$schedule)
  }
  if (is.data.frame(x)) {
    table <- read_schedule(x, arg, call)
    return(new_schedule(table$load, table$start, NULL))
  }
  if (has_shape(x) && !inherits(x, "muscle_schedule")) {
    table <- read_shape(x, arg, call)
    return(new_schedule(check_loads(table$load, arg, call = call), table$start, NULL))
  }
  # Also a schedule is looked at: `schedule[3] <- NA` may have happened since.
  load <- check_loads(x, arg, what = "a schedule, a numeric vector or a data frame", call = call)
  if (inherits(x, "muscle_schedule") && is.double(x)) x else new_schedule(load, NULL, NULL)
}

schedule_dates <- function(schedule) {
  start <- attr(schedule, "start", exact = TRUE)
  if (is.null(start)) NULL else start + (seq_along(schedule) - 1L)
}

schedule_labels <- function(schedule) {
  phases <- attr(schedule, "phases", exact = TRUE)
  if (is.null(phases)) {
    return(NULL)
  }
  label <- rep(NA_character_, length(schedule))
  for (i in seq_len(nrow(phases))) {
    label[phases$from[[i]]:phases$to[[i]]] <- phases$label[[i]]
  }
  label
}

#' @export
as.data.frame.muscle_schedule <- function(x, ...) {
  columns <- list(day = seq_along(x))
  columns$date <- schedule_dates(x)
  columns$load <- as.double(x)
  columns$phase <- schedule_labels(x)
  new_data_frame(columns)
}

#' @export
as.double.muscle_schedule <- function(x, ...) {
  attributes(x) <- NULL
  x
}

#' @export
`[.muscle_schedule` <- function(x, i) {
  as.double(x)[i]
}

# Two schedules joined day by day have the same days.
check_same_days <- function(e1, e2, op, call) {
  if (length(e1) != length(e2)) {
    abort_input("length",
      c("Schedules of {length(e1)} and {length(e2)} days cannot be joined by {.code {op}}.",
        i = "Bring them to the same days; a rest day is 0."),
      arg = "e2", value = c(length(e1), length(e2)), call = call
    )
  }
  start <- lapply(list(e1, e2), attr, "start", exact = TRUE)
  if (!is.null(start[[1L]]) && !is.null(start[[2L]]) && start[[1L]] != start[[2L]]) {
    abort_input("days",
      c("Schedules that start on {start[[1]]} and {start[[2]]} cannot be joined by {.code {op}}.",
        i = "Bring them to the same days; a rest day is 0."),
      arg = "e2", value = start, call = call
    )
  }
}

# Scaling keeps a schedule a schedule; everything else gives plain vectors. A start that only
# one of two schedules knows is that of both.
#' @export
Ops.muscle_schedule <- function(e1, e2) {
  schedule <- if (inherits(e1, "muscle_schedule")) e1 else e2
  op <- .Generic
  one <- if (inherits(e1, "muscle_schedule")) as.double(e1) else e1
  if (missing(e2)) {
    return(get(.Generic)(one))
  }
  if (inherits(e1, "muscle_schedule") && inherits(e2, "muscle_schedule")) {
    check_same_days(e1, e2, op, rlang::current_env())
  }
  two <- if (inherits(e2, "muscle_schedule")) as.double(e2) else e2
  if (!all(c(length(one), length(two)) %in% c(1L, length(schedule)))) {
    abort_input("length",
      c("A schedule of {length(schedule)} days cannot be joined by {.code {op}} to {setdiff(c(length(one), length(two)), length(schedule))} numbers.",
        i = "Give one number, or one for each day."),
      arg = "e2", value = c(length(one), length(two)), call = rlang::current_env()
    )
  }
  value <- get(.Generic)(one, two)
  if (.Generic %in% c("*", "/", "+", "-") && is.double(value) &&
    length(value) == length(schedule) && all(is.finite(value)) && all(value >= 0)) {
    start <- attr(schedule, "start", exact = TRUE)
    if (is.null(start)) start <- attr(e2, "start", exact = TRUE)
    return(new_schedule(value, start, attr(schedule, "phases", exact = TRUE)))
  }
  value
}

#' @export
Math.muscle_schedule <- function(x, ...) {
  get(.Generic)(as.double(x), ...)
}

#' @export
summary.muscle_schedule <- function(object, ...) {
  check_dots(...)
  week <- (seq_along(object) - 1L) %/% 7L + 1L
  load <- as.double(object)
  new_data_frame(list(
    week = unique(week),
    sessions = as.integer(tapply(load > 0, week, sum)),
    load = as.double(tapply(load, week, sum)),
    max = as.double(tapply(load, week, max))
  ))
}

#' @export
print.muscle_schedule <- function(x, ...) {
  n <- length(x)
  load <- as.double(x)
  date <- schedule_dates(x)
  cli::cat_line("<muscle_schedule> ", count_words(n, "day"), ", ",
    count_words(sum(load > 0), "session"), ", total load ", format(sum(load), digits = 6))
  if (!is.null(date)) {
    cli::cat_line("dates  ", format(date[[1L]]), " to ", format(date[[n]]))
  }
  phases <- attr(x, "phases", exact = TRUE)
  if (!is.null(phases)) {
    shown <- utils::head(phases, 8L)
    cat_wrapped("phases ", paste0(shown$label, " ", shown$from, "-", shown$to, collapse = ", "),
      if (nrow(phases) > 8L) ", ...")
  }
  first <- utils::head(load, 14L)
  cat_wrapped("load   ", paste(format(first, digits = 3, trim = TRUE), collapse = " "),
    if (n > 14L) " ...")
  cli::cat_line(hint("simulate it with muscle_sim()"))
  invisible(x)
}
