#' Muscle mass over time
#'
#' Solves \eqn{dM/dt = k_s N(t) S(t) - k_d M} with a load that is constant over each day:
#' day \eqn{d} acts from time \eqn{d - 1} to \eqn{d}.
#'
#' `"cvode"` solves each constant stretch of the schedule by SUNDIALS CVODE, starting anew
#' where the load changes, so no short pulse is stepped over. `"exact"` uses the closed form
#' \eqn{M(t + d) = b/k_d + (M(t) - b/k_d) e^{-k_d d}}, \eqn{b = k_s N S}. `"euler"` is the
#' post's method, explicit Euler at half-day steps; a load shorter than a step would be
#' missed by it.
#'
#' @param schedule A [muscle_schedule()], a numeric vector of daily loads (0 or more; `NA` is
#'   an error, rest is 0), or a data frame as for [muscle_schedule()].
#' @param k_s Synthesis, kg per unit of load; 0 or more.
#' @param k_d Breakdown, per day; 0 or more.
#' @param m0 Mass at time 0, kg; more than 0.
#' @param nutrition Share of the nutrition that training needs, 0 to 1: one number, or one
#'   per day; no `NA`.
#' @param times Days from 0 at which mass is wanted, increasing, not beyond the last day;
#'   `NULL`: every half day from 0 to the start of the last day, as in the post.
#' @param solver `"cvode"` (default), `"exact"` or `"euler"`.
#' @param rtol,atol Relative and absolute (kg) tolerance of CVODE; more than 0.
#' @return A data frame with `time` (days) and `mass` (kg). Errors: `muscletwin_error_type`,
#'   `_length`, `_missing`, `_value`, `_order`, `_choice`, `_solver`, `_overflow`.
#' @references
#' Hindmarsh AC et al. (2005). SUNDIALS: suite of nonlinear and differential/algebraic
#' equation solvers. *ACM Trans Math Softw* 31:363-396. \doi{10.1145/1089014.1089020}
#' @examples
#' tail(muscle_mass(make_schedule()), 3)
#' # a 30 % shortfall of protein
#' tail(muscle_mass(make_schedule(), nutrition = 0.7), 3)
#' @export
muscle_mass <- function(schedule, k_s = 0.0018, k_d = 0.0008, m0 = 35, nutrition = 1,
                        times = NULL, solver = c("cvode", "exact", "euler"),
                        rtol = 1e-8, atol = 1e-10) {
  call <- rlang::current_env()
  load <- as.double(as_schedule(schedule, call = call))
  n <- length(load)
  twin <- list(k_s = check_parameter(k_s, "k_s"), k_d = check_parameter(k_d, "k_d"), m0 = check_parameter(m0, "m0"))
  nutrition <- check_nutrition(nutrition, n, call = call)
  times <- if (is.null(times)) 0:(2L * (n - 1L)) / 2 else check_times(times, n, call)
  options <- solver_options(solver, rtol, atol, call)
  piece <- constant_pieces(load, nutrition)
  mass <- engine_mass(piece$end, piece$load, piece$nutrition, times, twin, options)
  new_data_frame(list(time = times, mass = mass))
}

# Neighbouring days with the same load and nutrition are one piece, so one solve.
constant_pieces <- function(load, nutrition) {
  n <- length(load)
  if (n == 1L) {
    return(list(end = 1, load = load, nutrition = nutrition))
  }
  changes <- load[-1L] != load[-n]
  if (length(nutrition) > 1L) {
    changes <- changes | nutrition[-1L] != nutrition[-n]
  }
  end <- c(which(changes), n)
  list(end = as.double(end), load = load[end], nutrition = rep_len(nutrition, n)[end])
}

# One number, or one per day.
check_nutrition <- function(x, n, arg = "nutrition", call = rlang::caller_env()) {
  x <- check_numbers(x, arg, lower = 0, upper = 1, hint = "Full nutrition is 1.",
    range_hint = "It is a share: 70 % is 0.7.", call = call)
  if (length(x) != 1L && length(x) != n) {
    abort_input("length",
      c("{.arg {arg}} must be one number or one per day ({n}), not {length(x)} numbers.",
        i = if (arg == "nutrition") "To compare several, give a named list: {.code list(full = 1, low = 0.7)}."),
      arg = arg, value = x, call = call
    )
  }
  x
}
