# Disuse: days on which a limb or the body is not used.

disuse_kinds <- c("suspension", "brace", "cast", "bed_rest") # as MT_DISUSE_*

# What each kind of disuse does to one of use, transient and activity.
of_kinds <- function(kind, field) engine_disuse_kinds()[[field]][match(kind, disuse_kinds)]

#' Periods of disuse
#'
#' Days in which a limb is immobilised or the body is in bed, for
#' `muscle_sim(disuse = )` and [rehab_forecast()]. Disuse lowers synthesis; it acts on the
#' whole of it and not through the signalling model, because phosphorylation of mTOR is
#' unchanged by it.
#'
#' Synthesis is multiplied by 0.64 under immobilisation of a limb (suspension, brace, cast)
#' and 0.70 in bed rest: 0.64 was measured in a braced leg (Kilroe 2020b), 0.70 is a fit to
#' published atrophy. Braces and casts also raise breakdown for a while,
#' by \eqn{0.7 e^{-t/7}}, t in days from the start, until the brace or cast comes off; one that follows
#' another without a day between goes on with it. Set `transient = 0` to leave that out. Predicted losses of
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
#' @section Beside what was measured:
#' Loss of the quadriceps (area or volume) and of its strength, per cent, in healthy young
#' men; the model's strength is its mass times the ratio of [strength_loss()].
#'
#' | study | kind, day | mass | model | strength | model |
#' |---|---|---|---|---|---|
#' | Kilroe 2020a | brace, 2 | 1.7 | 2.4 | | |
#' | Kilroe 2020a | brace, 7 | 6.7 | 6.6 | | |
#' | Wall 2014 | cast, 5 | 3.5 | 5.2 | 9.0 | 21.7 |
#' | Wall 2014 | cast, 14 | 8.4 | 10.4 | 22.9 | 24.9 |
#' | de Boer 2007 | suspension, 14 | 5.2 | 5.8 | 14.8 | 14.0 |
#' | de Boer 2007 | suspension, 23 | 10.0 | 9.1 | 21.0 | 19.3 |
#' | Dirks 2016 | bed rest, 7 | 3.2 | 2.5 | 6.9 | 9.1 |
#' | Mulder 2006 | bed rest, 56 | 14.1 | 15.2 | 16.8 | 28.9 |
#' | Alkner 2004 | bed rest, 90 | 18 | 20.3 | 31 to 60 | 38.7 |
#'
#' The misses: the first days in a cast are overpredicted, mass by 1.7 points and strength by
#' 12.7 on day 5. Strength after a week in bed is 2.2 points too much, after eight weeks 12.1.
#' Studies of the same kind differ by as much: the published ratio of strength and mass is a
#' mean over studies of bed rest, in casts and suspension it was 2.1 to 2.8.
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
#' Alkner BA, Tesch PA (2004). Knee extensor and plantar flexor muscle size and function
#' following 90 days of bed rest with or without resistance exercise. *Eur J Appl Physiol*
#' 93:294-305.
#'
#' de Boer MD et al. (2007). Time course of muscular, neural and tendinous adaptations to 23
#' day unilateral lower-limb suspension in young men. *J Physiol* 583:1079-1091.
#'
#' Dirks ML et al. (2016). One week of bed rest leads to substantial muscle atrophy and
#' induces whole-body insulin resistance in the absence of skeletal muscle lipid
#' accumulation. *Diabetes* 65:2862-2875.
#'
#' Kilroe SP et al. (2020a). Temporal muscle-specific disuse atrophy during one week of leg
#' immobilization. *Med Sci Sports Exerc* 52:944-954.
#'
#' Kilroe SP et al. (2020b). Short-term muscle disuse induces a rapid and sustained decline
#' in daily myofibrillar protein synthesis rates. *Am J Physiol Endocrinol Metab*
#' 318:E117-E130 (synthesis 36 % lower in the braced leg).
#'
#' Mulder ER et al. (2006). Strength, size and activation of knee extensors followed during 8
#' weeks of horizontal bed rest and the influence of a countermeasure. *Eur J Appl Physiol*
#' 97:706-715.
#'
#' Wall BT et al. (2014). Substantial skeletal muscle loss occurs during only 5 days of
#' disuse. *Acta Physiol* 210:600-611.
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
  check_given(c("from", "to"), "For example {.code disuse(1, 14, \"cast\")}.", call)
  kinds <- disuse_kinds
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
      return(of_kinds(kind, field))
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

check_disuse <- function(x, n, arg, call, whole = "schedule") {
  if (!inherits(x, "muscle_disuse")) {
    abort_input("type", c("{.arg {arg}} must come from {.fn disuse}, not be {describe(x)}."),
      arg = arg, value = x, call = call)
  }
  at <- which(x$to > n)
  if (length(at)) {
    abort_input("value",
      c("{.arg {arg}} lasts to day {x$to[[at[[1]]]]}; the {whole} has days 1 to {n}.",
        i = "Make the {whole} longer, or end the disuse earlier."),
      arg = arg, value = x$to[at], position = at, call = call
    )
  }
  x
}

# As the engine reads it.
disuse_for_engine <- function(x) {
  if (!is.null(x)) {
    list(from = x$from, to = x$to, use = x$use, transient = x$transient, activity = of_kinds(x$kind, "activity"))
  }
}

# Per day: use, extra breakdown and the time it began (days from 0), and the period.
disuse_days <- function(x, n) {
  days <- list(use = rep(1, n), extra = rep(0, n), since = rep(0, n), period = rep(0, n))
  for (i in seq_len(if (is.null(x)) 0L else nrow(x))) {
    at <- x$from[[i]]:x$to[[i]]
    days$use[at] <- x$use[[i]]
    days$extra[at] <- x$transient[[i]]
    days$since[at] <- x$from[[i]] - 1
    # A brace put on when the cast comes off is the same disuse: its clock runs on.
    before <- x$from[[i]] - 1
    if (before > 0 && days$extra[[before]] > 0) days$since[at] <- days$since[[before]]
    days$period[at] <- i
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
as.data.frame.muscle_disuse <- function(x, ...) plain_frame(x)

#' Strength lost for a loss of mass
#'
#' In disuse strength falls faster than mass: 4.2 times as much at day 5, 2.4 at day 14, 1.9
#' from day 35 on, interpolated in the logarithm of time (and held before day 5; that is a
#' choice of design).
#'
#' The ratio is a mean over studies of bed rest in healthy adults (Marusic 2021). Single
#' studies are far from it: after a week in bed 6.9 % of strength was lost where this gives
#' 9.1, after 5 days in a cast 9.0 where it gives 21.7 ([disuse()] has the table). Because
#' the ratio falls with time, a loss of mass that slows down can come out as a gain of
#' strength within the disuse; [rehab_forecast()] keeps the largest loss so far instead.
#'
#' @param day Days of disuse, more than 0.
#' @param mass_loss Loss of mass, a share or per cent.
#' @return Loss of strength in the same unit. Errors: `muscletwin_error_type`, `_length`,
#'   `_missing`, `_value`.
#' @references
#' Marusic U et al. (2021). Nonuniform loss of muscle strength and atrophy during bed rest: a
#' systematic review. *J Appl Physiol* 131:194-206. \doi{10.1152/japplphysiol.00363.2020}
#' @examples
#' strength_loss(14, 5.8)
#' @export
strength_loss <- function(day, mass_loss) {
  check_given(c("day", "mass_loss"), "For example {.code strength_loss(14, 5.8)}.")
  day <- check_numbers(day, "day", lower = 1e-6)
  mass_loss <- check_numbers(mass_loss, "mass_loss", lower = -1000, upper = 1000)
  if (length(day) != length(mass_loss) && min(length(day), length(mass_loss)) > 1L) {
    abort_input("length",
      "{.arg mass_loss} must be one number or one per day ({length(day)}), not {length(mass_loss)} numbers.",
      arg = "mass_loss", value = mass_loss
    )
  }
  mass_loss * engine_strength_ratio(as.double(day))
}
