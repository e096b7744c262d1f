# Mass as turnover around a habitual life. docs/math-physiology.md, section 2.

#' Muscle mass as turnover around a habitual life
#'
#' Solves \eqn{dM/dt = k_d (S N a u\, M_{ref} - b M)}, time in days: training stimulus
#' \eqn{S}, nutrition \eqn{N}, age \eqn{a} and use \eqn{u} act on synthesis, \eqn{b} on
#' breakdown. Habitual life, all 1, is a steady state at \eqn{M_{ref}}. It is the equation
#' of the post in other words, \eqn{k_s S_{load} = k_d S M_{ref}}: [convert_turnover()]
#' converts.
#'
#' @section Where the numbers come from:
#' \describe{
#' \item{`k_d` = 0.0126 per day}{Measured with deuterated water (Kilroe 2020b; 0.0126 to
#'   0.0135 over studies, Brook 2015); a time constant of 79 days. `k_s` and `k_d` cannot
#'   both be identified from mass alone, so `k_d` is fixed unless you have tracer data.}
#' \item{S}{Three sessions a week, untrained: 1.20, fitted to the thigh area of DeFreitas
#'   2011 from week 1 on (RMSE 0.71 %). In [muscle_sim()] \eqn{S - 1} follows the week's load
#'   \eqn{w} relative to `reference_load`,
#'   \eqn{S - 1 = 0.20 (1 - e^{-1.5 w})/(1 - e^{-1.5})}; the saturation is a choice of
#'   design. A reference of 160 units a week is three sessions of the post's first weeks, a
#'   choice of design. `training_age` lowers \eqn{S - 1} by \eqn{e^{-weeks/7}} (a choice of design
#'   within 6 to 8 weeks; Brook 2015: synthesis 1.60 %/d in weeks 0-3, 1.29 in weeks 3-6);
#'   it acts on what was trained before day 1, not within the run, because the decline would
#'   contradict the 13 % in 12 weeks and 20 % in a year that S = 1.20 is to give. From age 50
#'   to 70 \eqn{S - 1} falls to a half.
#'   Between people its coefficient of variation is 0.5 (Hubal 2005), used for cohorts.}
#' \item{a}{\eqn{e^{-g (age - age_0)}}, g per year 0.0047 for men, 0.0037 for women up to
#'   70, 0.0089 and 0.0067 from 75, linear between.}
#' \item{u}{0.64 and 0.70, see [disuse()].}
#' \item{N}{See [diet()].}
#' }
#' Muscle area by imaging and lean mass by DXA are not the same quantity: twelve weeks that
#' add 13 % of thigh area add about 3 % of lean mass. Never equate the two.
#'
#' @param days Length of the run, days.
#' @param S,N,a,u,b Factors, 0 or more: one number or one per day.
#' @param ... Not used; arguments after it are named in full.
#' @param m_ref Mass in habitual life, kg.
#' @param m0 Mass at time 0, kg; `NULL`: `m_ref`.
#' @param k_d Turnover, per day.
#' @param transient Extra breakdown at time 0 that relaxes with a time constant of 7 days.
#' @param times Days at which mass is wanted; `NULL`: 0 and the end of each day.
#' @param solver `"exact"` (closed form; quadrature to rounding while breakdown relaxes) or
#'   `"cvode"`; they agree to 1e-7 kg.
#' @return A data frame with `time` (days) and `mass` (kg). Errors: `muscletwin_error_type`,
#'   `_length`, `_missing`, `_value`, `_order`, `_choice`, `_dots`.
#' @references
#' Brook MS et al. (2015). Skeletal muscle hypertrophy adaptations predominate in the early
#' stages of resistance exercise training. *FASEB J* 29:4485-4496.
#'
#' DeFreitas JM et al. (2011). An examination of the time course of training-induced skeletal
#' muscle hypertrophy. *Eur J Appl Physiol* 111:2785-2790.
#'
#' Hubal MJ et al. (2005). Variability in muscle size and strength gain after unilateral
#' resistance training. *Med Sci Sports Exerc* 37:964-972.
#'
#' Kilroe SP et al. (2020a). Temporal muscle-specific disuse atrophy during one week of leg
#' immobilization. *Med Sci Sports Exerc* 52:944-954.
#'
#' Kilroe SP et al. (2020b). Short-term muscle disuse induces a rapid and sustained decline
#' in daily myofibrillar protein synthesis rates. *Am J Physiol Endocrinol Metab*
#' 318:E117-E130.
#' @examples
#' # three sessions a week for 12 weeks, then habitual life
#' tail(muscle_turnover(168, S = rep(c(1.2, 1), each = 84)), 1)
#' # two weeks in a cast
#' muscle_turnover(14, u = 0.64, transient = 0.7, times = c(0, 7, 14))
#' @export
muscle_turnover <- function(days, S = 1, N = 1, a = 1, u = 1, b = 1, ..., m_ref = 35, m0 = NULL,
                            k_d = 0.0126, transient = 0, times = NULL,
                            solver = c("exact", "cvode")) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  check_given("days", "For example {.code muscle_turnover(84, S = 1.2)}.", call)
  days <- check_count(days, "days", upper = 1e6)
  factors <- list(S = S, N = N, a = a, u = u, b = b)
  factors <- lapply(names(factors), function(name) {
    x <- check_numbers(factors[[name]], name, lower = 0, upper = 1e6, hint = "Habitual life is 1.", call = call)
    if (!length(x) %in% c(1, days)) {
      abort_input("length", "{.arg {name}} must be one number or one per day ({days}), not {length(x)} numbers.",
        arg = name, value = x, call = call)
    }
    rep_len(x, days)
  })
  synthesis <- factors[[1L]] * factors[[2L]] * factors[[3L]] * factors[[4L]]
  breakdown <- factors[[5L]]
  m_ref <- check_number(m_ref, "m_ref", 0, open = TRUE, unit = "kg")
  m0 <- if (is.null(m0)) m_ref else check_number(m0, "m0", 0, unit = "kg")
  k_d <- check_number(k_d, "k_d", 0, 10, unit = "per day")
  transient <- check_number(transient, "transient", 0, 100)
  solver <- solver_options(check_choice(solver, c("exact", "cvode"), "solver"), call = call)
  times <- if (is.null(times)) seq(0, days) else check_times(times, days, call)
  changes <- if (days > 1) synthesis[-1L] != synthesis[-days] | breakdown[-1L] != breakdown[-days] else logical()
  last <- c(which(changes), days)
  start <- c(0, last[-length(last)])
  forcing <- list(as.double(last), NULL, breakdown[last], transient * exp(-start / 7))
  mass <- engine_turnover(forcing, synthesis[last], list(k_d, m_ref, m0), as.double(times), solver, 1L)
  new_data_frame(list(time = as.double(times), mass = as.double(mass)))
}

#' From the post's mass equation to turnover and back
#'
#' The two are one equation: \eqn{k_s S_{load} = k_d S M_{ref}}. Given the post's `k_s` and a
#' load, `convert_turnover()` gives the stimulus \eqn{S}; given \eqn{S}, it gives `k_s`.
#'
#' `k_s` and `k_d` are not separately identifiable from mass alone: many pairs fit the same
#' course. The post's `k_d` of 0.0008 per day is a time constant of 3.4 years; measured
#' turnover is 0.0126 per day, 79 days.
#'
#' @param k_s Synthesis of the post's equation, kg per unit of load; or
#' @param S training stimulus of the turnover equation, 1 in habitual life. Give one of both.
#' @param load Load per day, more than 0; a vector gives a vector.
#' @param ... Not used; arguments after it are named in full.
#' @param k_d Breakdown, per day, the same in both.
#' @param m_ref Mass in habitual life, kg.
#' @return A list with `k_s`, `S`, `k_d`, `m_ref` and `load`. Errors: `muscletwin_error_type`,
#'   `_length`, `_missing`, `_value`, `_dots`.
#' @examples
#' # what the post's 60 load units a day mean as a stimulus
#' convert_turnover(k_s = 0.0018, load = 60, k_d = 0.0008, m_ref = 35)$S
#' convert_turnover(S = 1.2, load = 23)$k_s
#' @export
convert_turnover <- function(k_s = NULL, S = NULL, load, ..., k_d = 0.0126, m_ref = 35) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  if (missing(load)) {
    abort_input("missing", "{.arg load} is missing: the load per day that {.arg k_s} acts on.", arg = "load",
      call = call)
  }
  load <- check_numbers(load, "load", lower = 0, call = call)
  k_d <- check_number(k_d, "k_d", 0, open = TRUE, unit = "per day")
  m_ref <- check_number(m_ref, "m_ref", 0, open = TRUE, unit = "kg")
  if (is.null(k_s) == is.null(S)) {
    abort_input("value", "Give {.arg k_s} or {.arg S}, one of both: the other follows.", arg = "k_s", value = k_s,
      call = call)
  }
  if (is.null(S)) {
    k_s <- check_number(k_s, "k_s", 0, unit = "kg per unit of load")
    S <- k_s * load / (k_d * m_ref)
  } else {
    S <- check_numbers(S, "S", lower = 0, call = call)
    at <- which(load == 0)
    if (length(at)) {
      abort_input("value", "{.arg load} is 0 at position {at[[1]]}; then no {.arg k_s} gives a stimulus.",
        arg = "load", value = 0, position = at, call = call)
    }
    k_s <- k_d * S * m_ref / load
  }
  if (!all(is.finite(c(k_s, S)))) {
    abort_input("overflow", c("The conversion is too large for a number.",
      i = "Check the units of {.arg load} and {.arg k_d}."),
      arg = "load", value = load, call = call)
  }
  list(k_s = k_s, S = S, k_d = k_d, m_ref = m_ref, load = load)
}
