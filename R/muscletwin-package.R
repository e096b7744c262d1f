#' muscletwin: a digital twin of trained muscle
#'
#' Simulate a person's muscle mass and performance, draw cohorts of virtual trainees, and
#' see what a schedule does. Start with `plot(muscle_sim())`.
#'
#' @keywords internal
#' @importFrom stats coef confint fitted logLik nobs predict residuals simulate update vcov
#' @useDynLib muscletwin, .registration = TRUE
"_PACKAGE"

#' @importFrom rlang .data
NULL
