# Disuse: days on which a limb or the body is not used.

disuse_kinds <- list(
  suspension = list(use = 0.64, transient = 0, activity = 1),
  brace = list(use = 0.64, transient = 0.7, activity = 1),
  cast = list(use = 0.64, transient = 0.7, activity = 1),
  bed_rest = list(use = 0.70, transient = 0, activity = 0.65)
)

#' Periods of disuse
#'
#' Days in which a limb is immobilised or the body is in bed, for
#' `muscle_sim(disuse = )` and [rehab_forecast()]. Disuse lowers synthesis; it acts on the
#' whole of it and not through the signalling model, because phosphorylation of mTOR is
#' unchanged by it.
#'
#' Synthesis is multiplied by 0.64 under immobilisation of a limb (suspension, brace, cast)
#' and 0.70 in bed rest: fits to published atrophy. Braces and casts also raise breakdown for a while,
#' by \eqn{0.7 e^{-t/7}}, t in days; set `transient = 0` to leave that out. Predicted losses of
#' mass, per cent, at the end of a day:
#'
#' | day | 2 | 5 | 7 | 14 | 21 | 23 | 42 | 56 | 90 |
#' |---|---|---|---|---|---|---|---|---|---|
#' | suspension | 0.9 | 2.2 | 3.0 | 5.8 | 8.4 | 9.1 | 14.8 | 18.2 | 24.4 |
#' | brace, cast | 2.4 | 5.2 | 6.6 | 10.4 | 13.0 | | 18.5 | | |
#' | bed rest | | | 2.5 | 4.9 | | | | 15.2 | 20.3 |
#'
#' Strength is lost faster than mass: 4.2 times at day 5, 2.4 at day 14, 1.9 from day 35 on
#' ([strength_loss()]).
#'
#' @section What this does not know:
#' Which muscle it is (antigravity muscles lose more), energy balance, illness, steroids.
#' Age: the old may lose more or less, studies disagree. The figures are means of studies of
#' healthy people.
#'
#' @param from,to First and last day, inclusive; whole days, 1 or more; several periods as
#'   vectors.
#' @param kind `"suspension"`, `"brace"`, `"cast"` or `"bed_rest"`, one or one per period.
#' @param ... Not used; arguments after it are named in full.
#' @param use Share of synthesis that is left; `NULL`: of the kind.
#' @param transient Extra breakdown on the first day; `NULL`: of the kind.
#' @return A data frame of class `muscle_disuse`, a row per period. Errors:
#'   `muscletwin_error_type`, `_length`, `_missing`, `_value`, `_choice`, `_disuse`
#'   (overlap, or end before start), `_dots`.
#' @references
#' Dirks ML et al. (2016). One week of bed rest leads to substantial muscle atrophy and
#' induces whole-body insulin resistance in the absence of skeletal muscle lipid
#' accumulation. *Diabetes* 65:2862-2875.
#' @seealso [rehab_forecast()], [rehab_check()], [strength_loss()].
#' @examples
#' disuse(1, 14, "cast")
#' sim <- muscle_sim(rep(0, 56), mass_model = "turnover", disuse = disuse(1, 14, "cast"))
#' sim[c(14, 28, 56), c("day", "mass")]
#' @export
disuse <- function(from, to, kind = c("suspension", "brace", "cast", "bed_rest"), ...,
                   use = NULL, transient = NULL) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  kinds <- names(disuse_kinds)
  kind <- if (identical(kind, kinds)) kinds[[1L]] else kind
  from <- check_days(from, "from", call)
  to <- check_days(to, "to", call)
  n <- max(length(from), length(to))
  if (length(from) != length(to)) {
    abort_input("length", "{.arg from} and {.arg to} must have the same length, not {length(from)} and {length(to)}.",
      arg = "to", value = to, call = call)
  }
  if (!is.character(kind) || !length(kind) %in% c(1L, n)) {
    abort_input("choice",
      "{.arg kind} must be one of {.or {.val {kinds}}}, one or one per period, not {describe(kind)}.",
      arg = "kind", value = kind, call = call)
  }
  kind <- vapply(rep_len(kind, n), check_choice, "", choices = kinds, arg = "kind", call = call, USE.NAMES = FALSE)
  at <- which(to < from)
  if (length(at)) {
    abort_input("disuse",
      c("The disuse ends on day {to[[at[[1]]]]}, before it starts on day {from[[at[[1]]]]} (period {at[[1]]}).",
        i = "Days are inclusive: one day is {.code from = to}."),
      arg = "to", value = to[at], position = at, call = call
    )
  }
  of_kind <- function(x, field, upper) {
    if (is.null(x)) {
      return(vapply(kind, function(k) disuse_kinds[[k]][[field]], 0, USE.NAMES = FALSE))
    }
    x <- check_numbers(x, field, lower = 0, upper = upper, call = call)
    if (!length(x) %in% c(1L, n)) {
      abort_input("length", "{.arg {field}} must be one number or one per period ({n}), not {length(x)} numbers.",
        arg = field, value = x, call = call)
    }
    rep_len(x, n)
  }
  new_disuse(list(from = from, to = to, kind = kind, use = of_kind(use, "use", 1),
    transient = of_kind(transient, "transient", 10)), call)
}

new_disuse <- function(columns, call) {
  columns <- lapply(columns, `[`, order(columns$from))
  at <- which(columns$from[-1L] <= columns$to[-length(columns$to)]) + 1L
  if (length(at)) {
    i <- at[[1L]]
    span <- function(k) paste("days", columns$from[[k]], "to", columns$to[[k]])
    abort_input("disuse",
      c("Two periods of disuse overlap: {span(i - 1)} and {span(i)}.",
        i = "Give each day one kind of disuse."),
      arg = "from", value = columns$from[at], position = at, call = call
    )
  }
  frame <- new_data_frame(columns)
  class(frame) <- c("muscle_disuse", "data.frame")
  frame
}

check_days <- function(x, arg, call) {
  x <- check_numbers(x, arg, lower = 1, upper = 1e6, hint = "Day 1 is the first day.", call = call)
  at <- which(x != trunc(x))
  if (length(at)) {
    abort_input("value", "{.arg {arg}} must be whole days, not {.val {x[[at[[1]]]]}} at position {at[[1]]}.",
      arg = arg, value = x[at], position = at, call = call)
  }
  x
}

check_disuse <- function(x, n, arg, call) {
  if (!inherits(x, "muscle_disuse")) {
    abort_input("type", c("{.arg {arg}} must come from {.fn disuse}, not be {describe(x)}."),
      arg = arg, value = x, call = call)
  }
  at <- which(x$to > n)
  if (length(at)) {
    abort_input("value",
      c("{.arg {arg}} lasts to day {x$to[[at[[1]]]]}; the schedule has days 1 to {n}.",
        i = "Make the schedule longer, or end the disuse earlier."),
      arg = arg, value = x$to[at], position = at, call = call
    )
  }
  x
}

# Per day: use, extra breakdown and the time it began (days from 0), the period, activity.
disuse_days <- function(x, n) {
  days <- list(use = rep(1, n), extra = rep(0, n), since = rep(0, n), period = rep(0, n), activity = rep(1, n))
  for (i in seq_len(if (is.null(x)) 0L else nrow(x))) {
    at <- x$from[[i]]:x$to[[i]]
    days$use[at] <- x$use[[i]]
    days$extra[at] <- x$transient[[i]]
    days$since[at] <- x$from[[i]] - 1
    days$period[at] <- i
    days$activity[at] <- disuse_kinds[[x$kind[[i]]]]$activity
  }
  days
}

#' @export
c.muscle_disuse <- function(...) {
  parts <- list(...)
  columns <- lapply(stats::setNames(nm = names(parts[[1L]])), function(name) do.call(c, lapply(parts, `[[`, name)))
  new_disuse(columns, rlang::current_env())
}

#' @export
print.muscle_disuse <- function(x, ...) {
  cli::cat_line("<muscle_disuse> ", count_words(nrow(x), "period"))
  for (i in seq_len(min(nrow(x), 8L))) {
    cli::cat_line("days ", x$from[[i]], " to ", x$to[[i]], "  ", sub("_", " ", x$kind[[i]]), ", synthesis x ",
      format(x$use[[i]]), if (x$transient[[i]] > 0) paste0(", breakdown + ", format(x$transient[[i]]), " at first"))
  }
  if (nrow(x) > 8L) cli::cat_line("and ", count_words(nrow(x) - 8L, "more period"))
  cli::cat_line(hint("use it in muscle_sim(disuse = ) or rehab_forecast()"))
  invisible(x)
}

#' @export
as.data.frame.muscle_disuse <- function(x, ...) {
  class(x) <- "data.frame"
  x
}

#' Strength lost for a loss of mass
#'
#' In disuse strength falls faster than mass: 4.2 times as much at day 5, 2.4 at day 14, 1.9
#' from day 35 on, interpolated in the logarithm of time (and held before day 5).
#'
#' @param day Days of disuse, more than 0.
#' @param mass_loss Loss of mass, a share or per cent.
#' @return Loss of strength in the same unit.
#' @examples
#' strength_loss(14, 5.8)
#' @export
strength_loss <- function(day, mass_loss) {
  day <- check_numbers(day, "day", lower = 1e-6)
  mass_loss <- check_numbers(mass_loss, "mass_loss", lower = -1000, upper = 1000)
  if (length(day) != length(mass_loss) && min(length(day), length(mass_loss)) > 1L) {
    abort_input("length",
      "{.arg mass_loss} must be one number or one per day ({length(day)}), not {length(mass_loss)} numbers.",
      arg = "mass_loss", value = mass_loss
    )
  }
  ratio <- stats::approx(log(c(5, 14, 35)), c(4.2, 2.4, 1.9), log(day), rule = 2)$y
  mass_loss * ratio
}
