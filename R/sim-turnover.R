# Runs of muscle_sim(mass_model = "turnover"): forcing from schedule, diet, age and disuse.
# docs/math-physiology.md, section 2.

# N of a scenario's diet on days without and with training: the session sharpens the responses.
diet_for_engine <- function(scenario, person) {
  if (is.null(scenario$diet)) {
    return(NULL)
  }
  weight <- weight_of(person)
  if (isTRUE(scenario$molecule)) {
    return(rep(nutrition_by_molecules(scenario$diet, weight), 2L))
  }
  rest <- nutrition_by_meals(scenario$diet, weight, person$age, NULL)
  session <- attr(scenario$diet, "session")
  c(rest, if (is.null(session)) rest else nutrition_by_meals(scenario$diet, weight, person$age, session))
}

# What acts on muscle and body in a scenario, on constant pieces.
forcing_of <- function(scenario, person) {
  engine_forcing(scenario$load, scenario$nutrition, diet_for_engine(scenario, person), person_for_engine(person),
    disuse_for_engine(scenario$disuse))
}

sim_scales <- c("molecule", "cell", "organ", "system")

# The run with a mass model: as it is where that is the post's, else with its finer scenarios
# and what acts on muscle in each.
choose_mass_model <- function(run, mass_model, diet, disuse, scales, call) {
  own <- if (inherits(run$twin, "muscle_twin")) run$twin$mass_model
  asked <- !is.null(diet) || !is.null(disuse) || !is.null(scales)
  if (is.null(mass_model)) {
    mass_model <- if (!is.null(own)) own else if (asked) "turnover" else "post"
  } else {
    mass_model <- check_choice(mass_model, mass_models, "mass_model", call)
  }
  if (mass_model == "post") {
    if (asked) {
      what <- c(diet = !is.null(diet), disuse = !is.null(disuse), scales = !is.null(scales))
      abort_input("model",
        c("{.arg {names(which(what))}} need{?s/} the turnover model.",
          i = "Leave out {.code mass_model = \"post\"}, or make the twin with {.code mass_model = \"turnover\"}."),
        arg = "mass_model", value = mass_model, call = call
      )
    }
    run$twin <- with_k_d(run$twin, mass_model)
    return(run)
  }
  if (run$solver$solver == 2L) {
    abort_input("choice",
      c("{.arg solver} {.val euler} is the post's; the turnover model is solved by {.val cvode} or {.val exact}."),
      arg = "solver", value = "euler", call = call
    )
  }
  run$mass_model <- mass_model
  run$scales <- check_scales(scales, call)
  at <- which(scales %in% c("cell", "system"))
  if (run$output != "days" && length(at)) {
    abort_input("choice",
      c("{.arg scales} {.val {scales[at]}} add{?s/} columns to every day; {.code output = \"{run$output}\"} has none.",
        i = "Ask for {.code output = \"days\"}, or leave {.val {scales[at]}} out."),
      arg = "scales", value = scales, position = at, call = call
    )
  }
  run$scenarios <- add_scenarios(run$scenarios, "diet", diet, call, function(x, n, arg) {
    check_diet(x, arg, call)
  })
  run$scenarios <- add_scenarios(run$scenarios, "disuse", disuse, call, function(x, n, arg) {
    check_disuse(x, n, arg, call)
  })
  if ("molecule" %in% run$scales) {
    foods <- lapply(run$scenarios, `[[`, "diet")
    foods <- foods[!vapply(foods, is.null, NA)]
    if (length(foods)) warn_molecules(foods, turnover_person(run$twin)$age, lapply(foods, attr, "session"), call)
    run$scenarios <- lapply(run$scenarios, function(s) {
      s$molecule <- TRUE
      if (is.null(s$diet)) s$diet <- habitual_diet(weight_of(run$twin))
      s$synthesis_g <- molecule_day(s$diet, weight_of(run$twin))
      s
    })
  }
  run$window <- lapply(run$scenarios, function(s) run$window[[s$from]])
  run$twin <- with_k_d(run$twin, mass_model)
  run$scenarios <- lapply(run$scenarios, function(s) c(s, forcing = list(forcing_of(s, turnover_person(run$twin)))))
  run
}

check_scales <- function(scales, call) {
  if (is.null(scales)) {
    return("organ")
  }
  at <- if (is.character(scales)) which(!scales %in% sim_scales) else 1L
  if (!is.character(scales) || length(at)) {
    found <- if (is.character(scales)) scales[at][[1L]] else scales
    abort_input("choice",
      "{.arg scales} must be some of {.val {sim_scales}}, not {describe(found)}.",
      arg = "scales", value = scales, position = if (is.character(scales)) at, call = call
    )
  }
  unique(c(scales, "organ"))
}

# Crosses scenarios with one more argument: one object, or a named list of them (NULL: none).
add_scenarios <- function(scenarios, field, x, call, check) {
  if (is.null(scenarios[[1L]]$from)) {
    scenarios <- lapply(seq_along(scenarios), function(i) c(scenarios[[i]], from = i))
  }
  several <- is.list(x) && !is.object(x)
  if (several) check_scenario_names(x, field, call)
  parts <- if (several) x else list(x)
  crossed <- lapply(scenarios, function(s) {
    lapply(seq_along(parts), function(j) {
      arg <- if (several) paste0(field, "$", names(parts)[[j]]) else field
      s[[field]] <- if (!is.null(parts[[j]])) check(parts[[j]], length(s$load), arg)
      name <- c(s$name, if (several) names(parts)[[j]])
      if (length(name)) s$name <- paste(name, collapse = ", ")
      s
    })
  })
  do.call(c, crossed)
}

is_turnover <- function(run) identical(run$mass_model, "turnover")

# What a job has to know of the turnover model.
turnover_options <- function(run, i) {
  if (is_turnover(run)) {
    list(mass_model = 1L, forcing = run$scenarios[[i]]$forcing[forcing_columns])
  }
}

forcing_columns <- c("end", "gain", "factor", "decline", "transient", "load", "fitness", "activity")

# VO2max of habitual life, where a job's days are to have columns of cells and body; else NULL.
body_of <- function(run) {
  if (any(c("cell", "system") %in% run$scales)) vo2max_of(turnover_person(run$twin))
}

scale_columns <- list(
  cell = c("fibre_1", "fibre_2", "csa", "nuclei_1", "nuclei_2", "satellite"),
  system = c("vo2max", "insulin_sensitivity")
)

# The columns that scales add to the days of `people` trainees, from the results of jobs.
columns_of_scales <- function(run, parts, people) {
  over <- function(f) do.call(c, lapply(seq_along(parts), f))
  columns <- list()
  if ("molecule" %in% run$scales) {
    columns$nutrition <- over(function(i) rep(run$scenarios[[i]]$forcing$nutrition, people))
    columns$synthesis_g <- over(function(i) {
      rep(run$scenarios[[i]]$synthesis_g, length(run$scenarios[[i]]$load) * people)
    })
  }
  wanted <- unlist(scale_columns[names(scale_columns) %in% run$scales])
  for (name in intersect(wanted, names(parts[[1L]]))) { # those of a fit come from its body
    columns[[name]] <- over(function(i) parts[[i]][[name]])
  }
  columns
}
