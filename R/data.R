#' A simulated training log
#'
#' Twenty-four weeks of a cyclist who does not exist: daily loads with easier weeks, missed
#' sessions and a taper, and a test a week or so. Made by `data-raw/training_log.R` from the
#' model that [muscle_fit()] estimates, so the truth is known: it is in
#' `attr(training_log, "truth")`, and is `p0 = 250`, `k1 = 0.085`, `k2 = 0.16`,
#' `tau_g = 42`, `tau_h = 11` (loads felt on their own day), `sigma = 3.2`, `drift = 0.5`.
#'
#' @format A data frame with 168 rows: `day`, `date`, `load` (load units), `performance`
#'   (watts; `NA` where there was no test).
#' @examples
#' attr(training_log, "truth")
#' coef(muscle_fit(training_log, model = "banister"))
"training_log"
