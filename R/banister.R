#' Fitness, fatigue and performance
#'
#' Banister's two-component model as a recursion, one step a day:
#' \deqn{g_t = e^{-1/\tau_g} g_{t-1} + k_1 w_t, \quad h_t = e^{-1/\tau_h} h_{t-1} + k_2 w_t,
#' \quad p_t = P_0 + g_t - h_t.}
#' With `load_effect = "next_day"` a load is felt from the day after:
#' \eqn{g_t = e^{-1/\tau_g} (g_{t-1} + k_1 w_{t-1})}, and so for \eqn{h}.
#'
#' @param load A [muscle_schedule()] or a numeric vector, one finite load of 0 or more per
#'   day; `NA` is an error, rest is 0.
#' @param k1,k2 Fitness and fatigue gained per unit of load, in the units of performance.
#' @param tau_g,tau_h Their time constants, days; more than 0.
#' @param P0 Performance without training, in the units of the test.
#' @param load_effect `"same_day"` (default, the post's code) or `"next_day"`.
#' @return A data frame with a row per day: `day`, `load`, `g` (fitness), `h` (fatigue),
#'   `perf` (performance), all in the units of performance. Errors: `muscletwin_error_type`,
#'   `_length`, `_missing`, `_value`, `_choice`, `_overflow`.
#' @references
#' Calvert TW, Banister EW, Savage MV, Bach T (1976). A systems model of the effects of
#' training on physical performance. *IEEE Trans Syst Man Cybern* 6:94-102.
#' \doi{10.1109/TSMC.1976.5409179}
#'
#' Busso T (2003). Variable dose-response relationship between exercise training and
#' performance. *Med Sci Sports Exerc* 35:1188-1195.
#' @examples
#' tail(banister(make_schedule()))
#' banister(c(100, 0, 0, 50), tau_g = 27, tau_h = 10, k2 = 2, P0 = 500)
#' @export
banister <- function(load, k1 = 1, k2 = 2.2, tau_g = 45, tau_h = 12, P0 = 100,
                     load_effect = "same_day") {
  twin <- list(
    p0 = check_parameter(P0, "P0"), k1 = check_parameter(k1, "k1"), k2 = check_parameter(k2, "k2"),
    tau_g = check_parameter(tau_g, "tau_g"), tau_h = check_parameter(tau_h, "tau_h"),
    load_effect = load_effect_code(check_choice(load_effect, load_effects, "load_effect"))
  )
  load <- check_loads(load, "load")
  engine_banister(load, seq_along(load), twin)
}
