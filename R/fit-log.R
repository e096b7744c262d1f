# A log as the user has it, made into what the engine takes.

# A list: frame (day, date if known, load, performance, in order of time), start (the date of
# day 1, or NULL), row (where each row was in the log). `past`: the log that this one goes on
# from, which knows recent loads.
read_log <- function(log, na_load = NULL, arg = "log", call = rlang::caller_env(), quiet = FALSE,
                     start = NULL, past = NULL) {
  if (!is.data.frame(log)) {
    abort_input("type",
      c("{.arg {arg}} must be a data frame with a row per day, not {describe(log)}.",
        i = "Its columns are {.field day} or {.field date}, {.field load} and {.field performance}."),
      arg = arg, value = log, call = call
    )
  }
  wanted <- c("load", "performance")
  if (!all(wanted %in% names(log)) || !any(c("day", "date") %in% names(log))) {
    abort_input("columns",
      c("{.arg {arg}} must have the columns {.field day} or {.field date}, {.field load} and {.field performance}.",
        x = "It has {.field {names(log)}}.", i = "Rename the columns."),
      arg = arg, value = names(log), call = call
    )
  }
  if (nrow(log) == 0L) {
    abort_input("length", "{.arg {arg}} has no rows; it needs at least one day.", arg = arg, value = log, call = call)
  }
  days <- log_day_numbers(log, arg, start, call)
  load <- log_column(log[["load"]], paste0(arg, "$load"), call)
  performance <- log_column(log[["performance"]], paste0(arg, "$performance"), call)
  at <- which(!is.na(load) & (load < 0 | is.infinite(load)))
  if (length(at)) {
    abort_input("value",
      c("{.field {arg}$load} must be 0 or more, not {.val {load[[at[[1]]]]}} at position {at[[1]]}{more_positions(at)}.",
        i = "A rest day is 0."),
      arg = paste0(arg, "$load"), value = load[at], position = at, call = call
    )
  }
  at <- which(is.infinite(performance))
  if (length(at)) {
    abort_input("value",
      "{.field {arg}$performance} is infinite at position {at[[1]]}{more_positions(at)}.",
      arg = paste0(arg, "$performance"), value = performance[at], position = at, call = call
    )
  }
  order <- order(days$day)
  day <- days$day[order]
  load <- load[order]
  performance <- performance[order]
  words <- function(i) day_words(day[[i]], days$start)

  load <- one_load_a_day(load, day, arg, order, words, call)
  load <- fill_loads(load, day, na_load, arg, order, words, call, past)
  if (!quiet) warn_about_log(day, load, performance, days$start, arg)

  frame <- list(day = day)
  if (!is.null(days$start)) frame$date <- days$start + (day - 1)
  frame$load <- load
  frame$performance <- performance
  list(frame = new_data_frame(frame, length(day)), start = days$start, row = order)
}

# A further test of a day may leave the load out: it is that of the day's other row.
one_load_a_day <- function(load, day, arg, order, words, call) {
  shared <- duplicated(day) | duplicated(day, fromLast = TRUE)
  known <- day %in% day[!is.na(load)]
  load[shared & is.na(load) & known] <- 0
  busy <- shared & !is.na(load) & load > 0
  at <- which(duplicated(day) & busy & day %in% day[busy & !duplicated(day)])
  at <- if (length(at)) at else which(busy & duplicated(ifelse(busy, day, NA)))
  if (length(at)) {
    abort_input("days",
      c("{.arg {arg}} has two loads for {words(at[[1]])} (positions {min(order[day == day[[at[[1]]]]])} and {order[at[[1]]]}).",
        i = "Add up the loads of one day; a second test of the day has load {.code NA} or 0."),
      arg = arg, value = day[at], position = order[at], call = call
    )
  }
  load
}

log_column <- function(x, arg, call) {
  if (is.logical(x) && all(is.na(x))) {
    return(rep(NA_real_, length(x)))
  }
  if (!is_plain_number(x)) {
    abort_input("type",
      c("{.field {arg}} must be numeric, not {describe(x)}.",
        i = if (is.character(x)) "Numbers read as text? Convert them with {.fn as.numeric} first."),
      arg = arg, value = x, call = call
    )
  }
  x <- as.double(x)
  x[is.nan(x)] <- NA
  x
}

# Days counted from 1, and the date of day 1.
log_day_numbers <- function(log, arg, start, call) {
  if ("date" %in% names(log)) {
    name <- paste0(arg, "$date")
    day <- as.double(as_dates(log[["date"]], name, call, field = TRUE))
  } else {
    name <- paste0(arg, "$day")
    day <- log_column(log[["day"]], name, call)
    at <- which(day >= 19500101 & day <= 21491231)
    if (length(at) && length(at) == sum(is.finite(day))) {
      abort_input("days",
        c("{.field {name}} looks like year, month and day in one number ({format(day[[1]], digits = 8)}).",
          i = "Give a column {.field date}: {.code as.Date(as.character(log$day), \"%Y%m%d\")}."),
        arg = name, value = day[at], position = at, call = call)
    }
    # A day that was computed can be off by rounding; half a day is nobody's day.
    whole <- round(day)
    near <- !is.na(day) & abs(day - whole) < 1e-6
    day[near] <- whole[near]
    at <- which(is.finite(day) & (!near | day > 1e9))
    if (length(at)) {
      abort_input("days",
        c("{.field {name}} must be whole days up to 1e9, not {.val {day[[at[[1]]]]}} at position {at[[1]]}{more_positions(at)}.",
          i = "Several tests of one day have the same {.field day}."),
        arg = name, value = day[at], position = at, call = call
      )
    }
  }
  at <- which(!is.finite(day))
  if (length(at)) {
    abort_input("missing", "{.field {name}} is missing ({.code NA}) at position {at[[1]]}{more_positions(at)}.",
      arg = name, value = NA, position = at, call = call)
  }
  if ("date" %in% names(log)) {
    first <- if (is.null(start)) min(day) else as.double(start)
    day <- day - first + 1
    start <- as.Date(first, origin = "1970-01-01")
  }
  at <- which(day < 1)
  if (length(at)) {
    abort_input("days",
      c("{.field {name}} has {day_words(day[[at[[1]]]], start)} at position {at[[1]]}{more_positions(at)}; day 1 comes first.",
        i = "Number the days from the first of the log, or give {.field date}."),
      arg = name, value = day[at], position = at, call = call
    )
  }
  list(day = day, start = start)
}

fill_loads <- function(load, day, na_load, arg, order, words, call, past = NULL) {
  at <- which(is.na(load))
  if (length(at) == 0L) {
    return(load)
  }
  name <- paste0(arg, "$load")
  if (is.null(na_load)) {
    abort_input("missing",
      c("{.field {name}} is missing ({.code NA}) on {words(at[[1]])}{if (length(at) > 1) paste0(' (', length(at), ' days in all)')}.",
        i = "A rest day is 0. If the load is not known, say what to take: {.code na_load = \"recent\"} (the mean of the last 14 known days) or {.code na_load = \"rest\"}."),
      arg = name, value = NA_real_, position = order[at], call = call
    )
  }
  na_load <- check_choice(na_load, c("rest", "recent"), "na_load", call = call)
  if (na_load == "rest") {
    warn_input("na_load",
      c("{length(at)} unknown load{?s} {?is/are} taken as rest.",
        i = "If there was training, this biases the fit: its gains come out too large."),
      arg = name, value = at)
    load[at] <- 0
    return(load)
  }
  recent <- recent_means(c(past$day, day), c(past$load, load), day[at])
  for (i in at) {
    if (is.na(recent[[match(i, at)]])) {
      abort_input("missing",
        c("{.field {name}} is missing on {words(i)}, before any known load.",
          i = "Start the log on a day whose load is known."),
        arg = name, value = NA_real_, position = order[[i]], call = call
      )
    }
  }
  # Rows of one day share its load: the first has it.
  load[at] <- ifelse(duplicated(day[at]), 0, recent)
  load
}

# The mean load of the last 14 days before each of `at` whose load is known. A day without a
# row is a known day of rest; a day all of whose rows lack a load is not known.
recent_means <- function(day, load, at) {
  known <- rowsum(as.double(!is.na(load)), day) > 0
  sums <- rowsum(ifelse(is.na(load), 0, load), day)
  listed <- as.double(rownames(sums))
  unknown <- listed[!known]
  total <- c(0, cumsum(sums))
  vapply(at, function(t) {
    from <- t - 14
    repeat { # as many days more as there were unknown ones among them
      wanted <- t - 14 - sum(unknown >= from & unknown < t)
      if (wanted >= from) break
      from <- wanted
    }
    from <- max(from, listed[[1L]])
    n <- t - from - sum(unknown >= from & unknown < t)
    span <- total[[findInterval(t - 0.5, listed) + 1L]] - total[[findInterval(from - 0.5, listed) + 1L]]
    if (n > 0) span / n else NA_real_
  }, 0)
}

warn_about_log <- function(day, load, performance, start, arg) {
  tested <- performance[!is.na(performance)]
  zero <- sum(tested == 0)
  if (zero > 0 && any(tested > 0)) {
    warn_input("zero",
      c("{zero} test{?s} {?is/are} exactly 0.",
        i = "If 0 stands for {.emph not tested}, write {.code NA}: {.code log$performance[log$performance == 0] <- NA}."),
      arg = paste0(arg, "$performance"), value = 0)
  }
  gap <- diff(day)
  at <- which(gap > 14)
  if (length(at)) {
    warn_input("gap",
      c("The log jumps from {day_words(day[[at[[1]]]], start)} to {day_words(day[[at[[1]] + 1L]], start)}: the days between count as rest.",
        i = "If there was training, add its loads."),
      arg = arg, value = gap[at])
  }
  if (length(tested) > 2L && length(unique(tested)) == 1L) {
    warn_input("constant",
      c("All {length(tested)} tests are {.val {tested[[1]]}}.", i = "Were they measured, or filled in?"),
      arg = paste0(arg, "$performance"), value = tested[[1L]])
  }
  if (!is.null(start)) {
    ahead <- start + (day[!is.na(performance)] - 1) > Sys.Date() + 1
    if (any(ahead)) {
      warn_input("future",
        c("{sum(ahead)} test{?s} {?is/are} dated after today.",
          i = "Day and month swapped? A log holds what was measured."),
        arg = paste0(arg, "$date"), value = sum(ahead))
    }
  }
}

# What only the whole log can tell.
check_log <- function(log, spec, start, call) {
  tests <- sum(!is.na(log$performance))
  if (tests == 0L) {
    abort_input("tests",
      c("{.arg log} has loads and no test: there is nothing to calibrate to.",
        i = "{.field performance} holds the tests; {.fn muscle_sim} simulates without any."),
      arg = "log$performance", value = NA_real_, call = call)
  }
  if (spec$model != "level" && !any(log$load > 0)) {
    abort_input("load",
      c("{.arg log} has tests and no load: the effect of training cannot be estimated.",
        i = "Give the loads, or use {.code model = \"level\"}."),
      arg = "log$load", value = 0, call = call)
  }
  first <- utils::head(stats::na.omit(log$performance), 3L)
  if (spec$method == "bayes" && !(mean(first) > 0)) {
    abort_input("value",
      c("The first tests average {.val {mean(first)}}; performance must be a positive quantity of which more is better.",
        i = "Turn a time into a speed; add a constant to a score that goes below 0."),
      arg = "log$performance", value = first, call = call)
  }
  needed <- switch(spec$model, banister = 3L, vdr = 3L, fitness_only = 2L, 1L)
  if (spec$method == "least_squares" && tests <= needed) {
    abort_input("tests",
      c("{.arg log} has {tests} test{?s}; least squares needs more than {needed}.",
        i = "{.code method = \"bayes\"} works with any number, and says where the prior speaks."),
      arg = "log$performance", value = tests, call = call)
  }
}
