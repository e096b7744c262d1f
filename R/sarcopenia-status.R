# Sarcopenia by EWGSOP2. docs/math-physiology.md, section 6.

sarcopenia_levels <- c("none", "probable", "confirmed", "severe")

sarcopenia_cuts <- list(
  male = list(grip = 27, index = 7.0, asm = 20), female = list(grip = 16, index = 5.5, asm = 15)
)

#' Sarcopenia status by EWGSOP2
#'
#' The revised European consensus: *probable* with low strength, *confirmed* with low muscle
#' mass as well, *severe* with low physical performance as well.
#'
#' Low strength: grip below 27 kg (men), 16 kg (women), or more than 15 s for five chair stands. Low
#' mass: appendicular skeletal muscle (ASM) over height squared below 7.0 or 5.5 kg/m2;
#' without a height, ASM below 20 or 15 kg. Low performance: gait of 0.8 m/s or less, SPPB of
#' 8 or less, or TUG of 20 s or more. The boundaries themselves: a grip of 27.0 kg is
#' normal, 26.9 is low; a gait of 0.8 m/s is low.
#'
#' This is a screening rule, not a diagnosis. What was not measured counts as normal: without `asm`
#' the status is at most *probable*.
#'
#' @param sex `"male"` or `"female"`, one or one per person.
#' @param grip Grip strength, kg. `NA` where not measured.
#' @param asm Appendicular skeletal muscle mass by DXA, kg; `NULL` or `NA`: not measured.
#' @param height Height, m.
#' @param gait Gait speed, m/s.
#' @param ... Not used; arguments after it are named in full.
#' @param chair_stand Time for five chair stands, s.
#' @param sppb Short physical performance battery, 0 to 12.
#' @param tug Timed up and go, s.
#' @return An ordered factor `none < probable < confirmed < severe`; `NA` where strength was
#'   not measured. Errors: `muscletwin_error_type`, `_length`, `_missing`, `_value`, `_choice`,
#'   `_dots`.
#' @references
#' Cruz-Jentoft AJ et al. (2019). Sarcopenia: revised European consensus on definition and
#' diagnosis. *Age Ageing* 48:16-31. \doi{10.1093/ageing/afy169}
#' @seealso [sarcopenia_forecast()]
#' @examples
#' sarcopenia_status("male", grip = c(27, 26.9), asm = 20, height = 1.75, gait = 0.9)
#' sarcopenia_status("female", grip = 15, asm = 13.5, height = 1.60, gait = 0.8)
#' @export
sarcopenia_status <- function(sex, grip, asm = NULL, height = NULL, gait = NULL, ...,
                              chair_stand = NULL, sppb = NULL, tug = NULL) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  absent <- c("sex", "grip")[c(missing(sex), missing(grip) && is.null(chair_stand))]
  if (length(absent)) {
    abort_input("missing", "{.arg {absent[[1]]}} is missing.", arg = absent[[1L]], call = call)
  }
  given <- list(grip = if (missing(grip)) NA_real_ else grip, asm = asm, height = height, gait = gait,
    chair_stand = chair_stand, sppb = sppb, tug = tug)
  given <- lapply(given, function(x) if (is.null(x)) NA_real_ else x)
  n <- max(length(sex), lengths(given))
  sex <- check_sexes(sex, n, call)
  x <- lapply(stats::setNames(nm = names(given)), function(name) {
    check_clinic(given[[name]], name, n, call)
  })
  cut <- function(name) vapply(sex, function(s) sarcopenia_cuts[[s]][[name]], 0, USE.NAMES = FALSE)
  sarcopenia_stage(x, cut)
}

# What is exactly on a boundary must not fall over it by rounding.
below_cut <- function(x, limit) x < limit - 1e-9 * abs(limit)

at_most <- function(x, limit) x <= limit + 1e-9 * abs(limit)

is_known_and <- function(x) !is.na(x) & x

sarcopenia_stage <- function(x, cut) {
  weak <- is_known_and(below_cut(x$grip, cut("grip"))) | is_known_and(!at_most(x$chair_stand, 15))
  known <- !is.na(x$grip) | !is.na(x$chair_stand)
  index <- x$asm / x$height^2
  thin <- ifelse(is.na(index), is_known_and(below_cut(x$asm, cut("asm"))), is_known_and(below_cut(index, cut("index"))))
  slow <- is_known_and(at_most(x$gait, 0.8)) | is_known_and(at_most(x$sppb, 8)) | is_known_and(!below_cut(x$tug, 20))
  level <- ifelse(!known, NA_integer_, 1L + weak + (weak & thin) + (weak & thin & slow))
  factor(sarcopenia_levels[level], levels = sarcopenia_levels, ordered = TRUE)
}
