# The leucine model. The equations are in src/engine/model/leucine.c;
# docs/math-physiology.md, section 1.

#' From a dose of leucine to muscle protein synthesis
#'
#' Simulates the hours after one or several doses of leucine with the kinetic model of
#' McColl and Clarke (2024): 40 ordinary differential equations and 69 constants for
#' leucine and its keto acid, insulin and glucose, the insulin receptor, IRS1, PI3K, PDK1,
#' Akt, TSC, mTORC1 and p70S6K, protein synthesis and breakdown.
#'
#' The run begins with 300 minutes of equilibration under an infusion of leucine
#' (2.5 mg/min) and glucose (75 mg/min). At time 0 the leucine infusion ends, as published,
#' and the dose enters the stomach. Equilibration is part of the model: the state at time 0
#' is not a steady state.
#'
#' @section What this model does not know:
#' Its constants were fitted to one reference subject: a man, 173 cm, 72.1 kg, 41.9 years.
#' Synthesis rises with the dose without a plateau, though measured synthesis does not. Of
#' the data that it was compared with by its authors, 1.85 g of leucine is overpredicted,
#' 1.8 g and whey are underpredicted. Without the infusion plasma leucine falls to a few
#' umol/L in 8 hours. `infusion = TRUE` keeps it on: an extension of ours, needed for
#' several meals or days, and not a part of what was published or tested.
#'
#' @section Solver:
#' SUNDIALS CVODE, BDF with the analytic Jacobian, stopped and restarted at every dose;
#' relative tolerance `rtol`, absolute tolerances of 0.01 `rtol` of each family of
#' proteins. At the default, integrals are exact to about 1e-7. `attr(x, "solver")` has what
#' the solver did.
#'
#' @param leucine_g Leucine, g, 0 or more: one dose, or several with their times `at`. A
#'   named vector or a named list (of doses, or of vectors of doses) are scenarios.
#' @param rate Changes of constants as factors by name, in force from the start of the
#'   equilibration: `c(k39 = 0.5)` halves k39. Any of k1 to k69; k5 and k8 are in no
#'   equation, which gives a warning. A named list of such vectors are scenarios (`NULL` in
#'   it: no change).
#' @param to The last minute.
#' @param ... Not used; arguments after it are named in full.
#' @param at Minutes of the doses, 0 or more, one for each or one for all.
#' @param by Minutes between rows.
#' @param initial Changes of initial values as factors by the name of the state, as
#'   `c(p70s6k = 1.2)`; see [leucine_states()] for the names.
#' @param infusion Keep the leucine infusion on after time 0: `TRUE`, `FALSE`, a share of
#'   it, or `NULL` (default): on if there is a dose after time 0.
#' @param freeze `"p70s6k"` keeps p70S6K as it is at time 0; `NULL`: nothing.
#' @param volumes Plasma and muscle volume, L, `c(plasma =, muscle =)`, as from
#'   [leucine_volumes()]; `NULL`: the reference subject's. Rates act on amounts, so a
#'   larger muscle also has faster reactions: other volumes were never tested.
#' @param equilibration Minutes before time 0.
#' @param rtol Relative tolerance.
#' @param threads Number of threads for scenarios, 1 to 1,024; `NULL`: `getOption("muscletwin.threads", 1)`.
#' @return A data frame of class `leucine_response`, a row per `by` minutes from 0 (the
#'   state just before a dose at 0): `scenario` (if more than one), `time` (min);
#'   concentrations `leu_plasma`, `kic_plasma`, `leu_muscle` (umol/L), `insulin_plasma`
#'   (pmol/L), `glucose` (mmol/L); amounts `p_akt_s473`, `p70s6k_p` (nmol),
#'   `mtorc1_active` (pmol); rates `mps`, `mpb`, `nb` (umol leucine/min: synthesis,
#'   breakdown, their difference); and `mps_g`, `mpb_g`, `nb_g`, g of leucine since time 0.
#'
#'   `summary(x, window = c(0, 180))` has `mps_g`, `mpb_g`, `nb_g` over a window in minutes.
#'   Errors: `muscletwin_error_type`, `_length`, `_missing`, `_value`, `_names`, `_choice`,
#'   `_dots`, `_solver`.
#' @references
#' McColl TJ, Clarke DC (2024). Kinetic modeling of leucine-mediated signaling and protein
#' metabolism in human skeletal muscle. *iScience* 27:108634.
#' \doi{10.1016/j.isci.2023.108634}. Constants and initial values: the authors' repository
#' tjmccoll/MuscleProteinSynthesisKineticModel (MIT licence).
#'
#' Sturis J, Polonsky KS, Mosekilde E, Van Cauter E (1991). Computer model for mechanisms
#' underlying ultradian oscillations of insulin and glucose. *Am J Physiol* 260:E801-E809.
#' @seealso [leucine_states()], [leucine_constants()], [diet()] for nutrition over weeks.
#' @examples
#' dose <- leucine_response(3.5)
#' dose
#' summary(dose)
#' # the leucine signal knocked down
#' summary(leucine_response(3.5, rate = list(intact = NULL, half = c(k39 = 0.5))))
#' @order 1
#' @export
leucine_response <- function(leucine_g, rate = NULL, to = 480, ..., at = 0, by = 1,
                             initial = NULL, infusion = NULL, freeze = NULL, volumes = NULL,
                             equilibration = 300, rtol = 1e-6, threads = NULL) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  if (missing(leucine_g)) {
    abort_input("missing",
      c("{.arg leucine_g} is missing: how many grams of leucine?", i = "For example {.code leucine_response(3.5)}."),
      arg = "leucine_g", call = call
    )
  }
  to <- check_number(to, "to", 0, 1e6, open = TRUE, unit = "minutes")
  by <- check_number(by, "by", 0, to, open = TRUE, unit = "minutes")
  check_size <- to / by
  if (check_size > 1e6) {
    abort_input("size", "{.arg by} = {by} makes {.val {ceiling(check_size)}} rows; the most that works is 1,000,000.",
      arg = "by", value = by, call = call)
  }
  shared <- list(
    volumes = check_volumes(volumes, call),
    equilibration = check_number(equilibration, "equilibration", 0, 1e6, open = TRUE, unit = "minutes"),
    freeze_p70s6k = !is.null(freeze) && check_choice(freeze, "p70s6k", "freeze") == "p70s6k",
    rtol = check_number(rtol, "rtol", 0, 0.01, open = TRUE)
  )
  doses <- named_parts(leucine_g, "leucine_g", call)
  rates <- if (is.list(rate)) named_parts(rate, "rate", call) else list(rate)
  initials <- if (is.list(initial)) named_parts(initial, "initial", call) else list(initial)
  run <- list(to = to, by = by, threads = check_threads(threads, call), scenarios = list())
  for (i in seq_along(doses)) {
    for (j in seq_along(rates)) {
      for (k in seq_along(initials)) {
        part <- c(names(doses)[i], names(rates)[j], names(initials)[k])
        dose <- check_doses(doses[[i]], at, to, scenario_arg("leucine_g", names(doses)[i]), call)
        run$scenarios[[length(run$scenarios) + 1L]] <- c(shared, list(
          name = if (length(part)) paste(part, collapse = ", "), dose_g = dose$dose, dose_time = dose$time,
          infusion = check_infusion(infusion, dose$time, call),
          rate = check_factors(rates[[j]], leucine_rate_names, scenario_arg("rate", names(rates)[j]), call),
          initial = check_factors(initials[[k]], names(engine_leucine_constants()$initial),
            scenario_arg("initial", names(initials)[k]), call)
        ))
      }
    }
  }
  # The last minute is a row even where `by` does not divide it.
  time <- seq(0, to, by = by)
  if (time[[length(time)]] < to) time <- c(time, to)
  solved <- solve_leucine(run, time)
  result <- leucine_frame(run, time, solved)
  class(result) <- c("leucine_response", "data.frame")
  attr(result, "leucine_run") <- run
  attr(result, "amounts") <- solved$amounts
  attr(result, "solver") <- leucine_statistics(run, solved$statistics)
  result
}

solve_leucine <- function(run, time) {
  fields <- c("dose_g", "dose_time", "rate", "initial", "volumes", "equilibration", "infusion", "freeze_p70s6k", "rtol")
  engine_leucine(lapply(run$scenarios, function(s) s[fields]), as.double(time), run$threads)
}

leucine_frame <- function(run, time, solved) {
  y <- solved$amounts
  rownames(y) <- names(engine_leucine_constants()$initial)
  scenarios <- run$scenarios
  each <- function(f) rep(vapply(scenarios, f, 0), each = length(time))
  plasma <- each(function(s) s$volumes[[1L]])
  muscle <- each(function(s) s$volumes[[2L]])
  k50 <- engine_leucine_constants()$value[[50L]] * each(function(s) if (is.null(s$rate)) 1 else s$rate[[50L]])
  columns <- list()
  columns$scenario <- scenario_column(scenarios, rep(length(time), length(scenarios)))
  columns$time <- rep(time, length(scenarios))
  columns$leu_plasma <- y["leu_plasma", ] / plasma * 1e6
  columns$kic_plasma <- y["kic_plasma", ] / plasma * 1e6
  columns$insulin_plasma <- y["insulin_plasma", ] / plasma * 1e12
  columns$glucose <- y["glucose", ] / k50 * 1e3
  columns$leu_muscle <- y["leu_muscle", ] / muscle * 1e6
  columns$p_akt_s473 <- (y["akt_s473", ] + y["akt_t308_s473", ]) * 1e9
  columns$p70s6k_p <- y["p70s6k_p", ] * 1e9
  columns$mtorc1_active <- y["mtorc1_active", ] * 1e12
  columns$mps <- solved$flows[1L, ] * 1e6
  columns$mpb <- solved$flows[2L, ] * 1e6
  columns$nb <- columns$mps - columns$mpb
  columns$mps_g <- solved$integrals[1L, ] * engine_defaults()$constant$leucine_molar_mass
  columns$mpb_g <- solved$integrals[2L, ] * engine_defaults()$constant$leucine_molar_mass
  columns$nb_g <- columns$mps_g - columns$mpb_g
  new_data_frame(lapply(columns, unname), length(columns$time))
}

leucine_statistics <- function(run, statistics) {
  columns <- list()
  columns$scenario <- scenario_column(run$scenarios, rep(1L, length(run$scenarios)))
  for (i in 1:6) {
    columns[[c("steps", "rates", "jacobians", "error_failures", "newton_failures", "starts")[[i]]]] <- statistics[i, ]
  }
  new_data_frame(columns, length(run$scenarios))
}
