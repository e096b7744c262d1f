# Meals and diets: what a day's protein does to synthesis. docs/math-physiology.md, section 3.

# Leucine share of protein, absorption (1/min) and the share that reaches plasma. From the
# literature: shares of whey, casein and plant; k_a of free, whey and casein; F of casein
# and egg. The rest are choices of design between them.
meal_source_table <- list(
  source = c("mixed", "whey", "casein", "egg", "plant", "free"),
  leucine = c(0.08, 0.11, 0.09, 0.086, 0.07, 1),
  k_a = c(0.010, 0.018, 0.006, 0.010, 0.010, 0.040),
  F = c(0.60, 0.60, 0.55, 0.66, 0.55, 0.60)
)
reference_leucine <- 0.09 # of the protein that the dose response was measured with
default_weight <- 75 # kg, where a body mass is needed and not known
# Hours of raised synthesis after a meal: the middle of the 90 to 180 minutes after which
# muscle is "full".
response_hours <- 2.25
nutrition_gain <- 0.06
molecule_gain <- 0.008

#' Meals and diets
#'
#' A `diet()` is what is eaten on a day, made of `meal()`s; it stands for every day that it
#' is used for. `muscle_sim(diet = )` turns it into nutrition \eqn{N}, 1 for a habitual diet;
#' several in a named list are scenarios. `diet_nutrition()` gives that number,
#' `meal_kinetics()` the leucine in plasma.
#'
#' @section From meals to nutrition:
#' A meal of \eqn{d} g of protein per kg raises synthesis by
#' \eqn{E(d) = E_{max} (1 - e^{-d/d_0})}, \eqn{E_{max}} 1, \eqn{d_0} 0.14 g/kg in the young;
#' from age 50 to 70 \eqn{d_0} rises to 1.67 times and the amplitude falls to 0.84 times that (the step
#' over these years is a choice of design). Muscle then is "full": a meal takes
#' \eqn{1 - e^{-d/0.03}} of the response away, which comes back by a third an hour, all of it
#' in 3 hours (3 hours from the literature, the steady pace and 0.03 g/kg are choices of
#' design). Protein counts by its leucine, relative to 9 %. After a session responses are
#' 10 % larger, less by the hour over 24 hours; the 10 % is our fit to the measured +37, 56,
#' 97 and 97 % after 5, 10, 20 and 40 g at 86 kg. It is counted to the end of the day of the
#' session; what it would add on the morning after, under 0.1 % of \eqn{N}, is left out.
#'
#' A response lasts 2.25 hours, the middle of the 90 to 180 minutes after which muscle is
#' full. With the sum \eqn{Q} of the day's responses the day's synthesis, fasting all day
#' being 1, is \eqn{Y = 1 + 2.25 Q/24}. It is compared with that of a habitual day (1.2 g/kg
#' in three mixed meals, 20, 35 and 45 % at 8, 13 and 19 h): \eqn{N = 1 + 0.06 (Y/Y_h - 1)}.
#' `diet_nutrition(quantity = )` gives \eqn{N} or \eqn{Y/Y_h}. The 0.06 is
#' set so that no diet that people keep changes mass by more than 1 % in 12 weeks by itself, which is what trials
#' find in habitual eaters. The same small number means that this is **no model of
#' starvation, of illness or of a lack of energy**: there it says far too little.
#'
#' `leucine_trigger_g` makes meals with less leucine than that do nothing (the 2 to 3 g of
#' the post). It is off by default: the quantitative review of trials found no threshold.
#'
#' `model = "leucine"` takes the day's synthesis from [leucine_response()] instead, with its
#' infusion kept on (an extension of ours) and the dose scaled to its reference subject. That
#' model is of one young man at rest: **it knows no session, no age and no leucine trigger**,
#' and warns (`muscletwin_warning_no_effect`) where one of them was given.
#'
#' @section Where it misses:
#' After exercise 5, 10, 20 and 40 g at 80 kg give +36, 59, 83 and 97 % where +37, 56, 97 and
#' 97 % were measured (Moore 2009): 20 g is 14 points low, because the measured curve rises
#' more sharply than the exponential. The day's synthesis with 2.2 g/kg in four meals is 1.3 %
#' above that with 1.62; the sum of the responses alone, without the fasting rate under it, is
#' 5 % above.
#'
#' @param time Clock time, `"08:00"` or hours from 0 up to 24.
#' @param protein_g Protein, g, 0 or more.
#' @param source `"mixed"`, `"whey"`, `"casein"`, `"egg"`, `"plant"` or `"free"` (amino
#'   acids): its leucine is 8, 11, 9, 8.6, 7 and 100 % of it.
#' @param leucine_g Leucine, g; `NULL`: of the source. With leucine alone, leave out
#'   `protein_g`. Leucine without the other essential amino acids does not sustain
#'   synthesis; the model does not know that.
#' @param ... For `diet()`: meals, or one data frame with `time`, `protein_g` and perhaps
#'   `source` and `leucine_g`. Else not used.
#' @param session Clock time of the session on training days; `NULL`: no effect of it.
#' @param leucine_trigger_g Leucine that a meal needs to do anything, g; `NULL`: no threshold.
#' @return `meal()` and `diet()`: a data frame of class `muscle_diet`, a row per meal in the
#'   order of time: `time` (hours), `protein_g`, `leucine_g`, `source`. Errors:
#'   `muscletwin_error_type`, `_length`, `_missing`, `_value`, `_choice`, `_columns`, `_dots`.
#' @references
#' Areta JL et al. (2013). Timing and distribution of protein ingestion during prolonged
#' recovery from resistance exercise alters myofibrillar protein synthesis. *J Physiol*
#' 591:2319-2331.
#'
#' Moore DR et al. (2009). Ingested protein dose response of muscle and albumin protein
#' synthesis after resistance exercise in young men. *Am J Clin Nutr* 89:161-168.
#'
#' Moore DR et al. (2015). Protein ingestion to stimulate myofibrillar protein synthesis
#' requires greater relative protein intakes in healthy older versus younger men. *J
#' Gerontol A* 70:57-62.
#' @examples
#' day <- diet(meal("07:30", 25), meal("12:30", 35), meal("19:00", 40, "whey"))
#' day
#' diet_nutrition(day, weight = 80)
#' meal_kinetics(diet(meal(8, 25, "whey")), to = 240, by = 60)
#' @export
diet <- function(..., session = NULL, leucine_trigger_g = NULL) {
  call <- rlang::current_env()
  parts <- list(...)
  if (length(parts) == 0L) {
    abort_input("length", c("A diet needs at least one meal.", i = "For example {.code diet(meal(\"08:00\", 25))}."),
      arg = "...", value = parts, call = call)
  }
  meals <- lapply(seq_along(parts), function(i) as_meal(parts[[i]], i, call))
  columns <- lapply(stats::setNames(nm = c("time", "protein_g", "leucine_g", "source")), function(name) {
    do.call(c, lapply(meals, `[[`, name))
  })
  session <- if (!is.null(session)) check_clock(session, "session", call)
  trigger <- if (!is.null(leucine_trigger_g)) check_number(leucine_trigger_g, "leucine_trigger_g", 0, 100, unit = "g",
    call = call)
  new_diet(columns, session, trigger)
}

new_diet <- function(columns, session = NULL, trigger = NULL) {
  frame <- new_data_frame(lapply(columns, `[`, order(columns$time)))
  structure(frame, session = session, trigger = trigger, class = c("muscle_diet", "data.frame"))
}

as_meal <- function(x, i, call) {
  if (inherits(x, "muscle_diet")) {
    return(x)
  }
  if (is.data.frame(x)) {
    if (!"time" %in% names(x) || !any(c("protein_g", "leucine_g") %in% names(x))) {
      abort_input("columns",
        c("A table of meals needs the columns {.field time} and {.field protein_g}.",
          i = "It may have {.field source} and {.field leucine_g} as well.",
          x = "It has {.field {names(x)}}."),
        arg = "...", value = names(x), call = call
      )
    }
    rows <- lapply(seq_len(nrow(x)), function(j) {
      at_position(j, "Row {j} of the table.", make_meal(x$time[[j]], if (!is.null(x$protein_g)) x$protein_g[[j]],
        if (is.null(x$source)) "mixed" else as.character(x$source[[j]]),
        if (!is.null(x$leucine_g)) x$leucine_g[[j]], call))
    })
    return(do.call(rbind, lapply(rows, as.data.frame)))
  }
  abort_input("type",
    c("Argument {i} of a diet must be a {.fn meal}, not {describe(x)}.",
      i = "For example {.code diet(meal(\"08:00\", 25), meal(13, 40))}."),
    arg = "...", value = x, position = i, call = call
  )
}

# An error of one element, told with the element's position.
at_position <- function(j, words, code) {
  tryCatch(code, muscletwin_error = function(e) {
    e$position <- j
    e$body <- c(e$body, i = cli::format_inline(words))
    rlang::cnd_signal(e)
  })
}

#' @rdname diet
#' @export
meal <- function(time, protein_g = NULL, source = c("mixed", "whey", "casein", "egg", "plant", "free"), ...,
                 leucine_g = NULL) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  if (missing(time)) {
    abort_input("missing", c("{.arg time} is missing: when is the meal?",
      i = "For example {.code meal(\"08:00\", 25)}."),
      arg = "time", call = call)
  }
  make_meal(time, protein_g, source, leucine_g, call)
}

make_meal <- function(time, protein_g, source, leucine_g, call) {
  time <- check_clock(time, "time", call)
  source <- check_choice(source, meal_source_table$source, "source", call)
  if (is.null(protein_g) && is.null(leucine_g)) {
    abort_input("missing", "A meal needs {.arg protein_g} or {.arg leucine_g}.", arg = "protein_g", call = call)
  }
  if (!is.null(protein_g)) protein_g <- check_grams(protein_g, "protein_g", 300, call)
  if (!is.null(leucine_g)) leucine_g <- check_grams(leucine_g, "leucine_g", 100, call)
  share <- meal_source_table$leucine[[match(source, meal_source_table$source)]]
  new_diet(list(
    time = time, protein_g = if (is.null(protein_g)) 0 else protein_g,
    leucine_g = if (is.null(leucine_g)) protein_g * share else leucine_g, source = source
  ))
}

check_grams <- function(x, arg, most, call) {
  x <- check_number(x, arg, 0, unit = "g", call = call)
  if (x > most) {
    abort_input("value",
      c("{.arg {arg}} is {.val {x}} g in one meal; up to {.val {most}} g makes sense.",
        i = if (x >= 1000) "Was it given in milligrams?"),
      arg = arg, value = x, position = 1L, call = call
    )
  }
  x
}

# Hours from "08:30" or 8.5.
check_clock <- function(x, arg, call) {
  hours <- if (is.character(x) && length(x) == 1L && !is.na(x)) {
    if (grepl("^[0-9]{1,2}:[0-9]{2}$", x)) {
      part <- as.double(strsplit(x, ":", fixed = TRUE)[[1L]])
      if (part[[2L]] < 60) part[[1L]] + part[[2L]] / 60 else NA_real_
    } else {
      NA_real_
    }
  } else {
    check_number(x, arg, unit = "hours", call = call)
  }
  if (is.na(hours) || hours < 0 || hours >= 24) {
    meant <- if (is.numeric(x) && x >= 100 && x < 2400) {
      "Hours and minutes are written {.val {sprintf('%02d:%02d', x %/% 100, x %% 100)}}."
    } else if (identical(as.double(hours), 24)) {
      "Midnight is 0."
    } else if (!is.na(hours) && hours > 24 && hours < 48) {
      "A day ends at 24; after midnight it is {.val {hours - 24}}, of the next day."
    } else if (is.character(x)) {
      "Write {.val 08:30}, or 8.5."
    }
    abort_input("value",
      c("{.arg {arg}} must be a time of the day, {.val 00:00} to {.val 23:59} or hours, not {describe(x)}.",
        i = meant),
      arg = arg, value = x, position = 1L, call = call
    )
  }
  hours
}

check_diet <- function(x, arg, call) {
  if (inherits(x, "muscle_diet")) {
    return(x)
  }
  abort_input("type", c("{.arg {arg}} must come from {.fn diet}, not be {describe(x)}."),
    arg = arg, value = x, call = call)
}

#' @rdname diet
#' @param weight Body mass, kg.
#' @export
habitual_diet <- function(weight = 75) {
  weight <- check_weight(weight)
  grams <- 1.2 * weight * c(0.20, 0.35, 0.45)
  new_diet(list(time = c(8, 13, 19), protein_g = grams, leucine_g = 0.08 * grams, source = rep("mixed", 3L)))
}

# ---- from a diet to nutrition ----

# Fold rises of the meals of a diet, and their sum over the day.
diet_responses <- function(x, weight, old = 0, session = NULL, trigger = NULL, rule = c(1, 0.14, 180, 0.03)) {
  dose <- x$leucine_g / reference_leucine / weight
  if (!is.null(trigger)) dose[x$leucine_g < trigger] <- 0
  rule[[2L]] <- rule[[2L]] * (1 + 0.67 * old)
  amplitude <- rep(1 - 0.16 * old, nrow(x))
  if (!is.null(session)) {
    since <- x$time - session
    amplitude <- amplitude * (1 + ifelse(since >= 0, 0.10 * (1 - since / 24), 0))
  }
  .Call(C_meal_responses, 60 * x$time, dose, amplitude, rule)
}

# The day's synthesis for a sum of responses; fasting all day is 1.
synthesis_of <- function(q) 1 + response_hours / 24 * q

# The same relative to a habitual day's.
synthesis_by_meals <- function(x, weight, age, session) {
  old <- oldness(age)
  q <- sum(diet_responses(x, weight, old, session, attr(x, "trigger")))
  habit <- sum(diet_responses(habitual_diet(weight), weight, old))
  synthesis_of(q) / synthesis_of(habit)
}

nutrition_by_meals <- function(x, weight, age, session) {
  1 + nutrition_gain * (synthesis_by_meals(x, weight, age, session) - 1)
}

# The day's synthesis by the leucine model, g of leucine: the second of two days like this.
molecule_day <- function(x, weight) {
  to <- 2 * 1440
  dose <- rep(x$leucine_g / weight * 72.1, 2L)
  time <- c(60 * x$time, 60 * x$time + 1440)
  run <- list(threads = 1L, scenarios = list(list(dose = dose, time = time, rate = NULL, initial = NULL,
    numbers = c(4.8247034, 26.2283176, 300, 1, 0, 1e-6))))
  sums <- solve_leucine(run, c(1440, to))$integrals[1L, ]
  (sums[[2L]] - sums[[1L]]) * leucine_molar_mass
}

synthesis_by_molecules <- function(x, weight) {
  molecule_day(x, weight) / molecule_day(habitual_diet(weight), weight)
}

nutrition_by_molecules <- function(x, weight) {
  1 + molecule_gain * (synthesis_by_molecules(x, weight) - 1)
}

# The signalling model is of one young man at rest; what it cannot use is said.
# `foods` and their `sessions` are lists.
warn_molecules <- function(foods, age, sessions, call) {
  any_given <- function(x) !all(vapply(x, is.null, NA))
  unused <- c(
    "the session" = any_given(sessions), "the age" = !is.null(age) && oldness(age) > 0,
    "the leucine trigger" = any_given(lapply(foods, attr, "trigger"))
  )
  unused <- names(which(unused))
  if (length(unused)) {
    cli::cli_warn(
      c("{unused} {?changes/change} nothing in the signalling model.",
        i = "It is of one young man at rest. The model of meals has all three: {.code model = \"meals\"}, or leave out
          the scale {.val molecule}."),
      class = c("muscletwin_warning_no_effect", "muscletwin_warning"), call = call
    )
  }
}

#' @rdname diet
#' @param x A `diet()`.
#' @param age Age, years; `NULL`: young.
#' @param model `"meals"` (above) or `"leucine"` (the 40-state model).
#' @param quantity `"nutrition"`: \eqn{N}; `"synthesis"`: the day's synthesis, \eqn{Y/Y_h}, 1
#'   for a habitual day.
#' @return `diet_nutrition()`: one number, \eqn{N} or \eqn{Y/Y_h}.
#' @export
diet_nutrition <- function(x, weight = 75, ..., age = NULL, session = attr(x, "session"),
                           model = c("meals", "leucine"), quantity = c("nutrition", "synthesis")) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  x <- check_diet(x, "x", call)
  weight <- check_weight(weight, call = call)
  age <- if (!is.null(age)) check_age(age, call = call)
  session <- if (!is.null(session)) check_clock(session, "session", call)
  model <- check_choice(model, c("meals", "leucine"), "model")
  wants_n <- check_choice(quantity, c("nutrition", "synthesis"), "quantity") == "nutrition"
  if (model == "leucine") {
    warn_molecules(list(x), age, list(session), call)
    if (wants_n) nutrition_by_molecules(x, weight) else synthesis_by_molecules(x, weight)
  } else {
    if (wants_n) nutrition_by_meals(x, weight, age, session) else synthesis_by_meals(x, weight, age, session)
  }
}

# N for each day of a scenario: on training days the session sharpens the responses.
scenario_nutrition <- function(scenario, person) {
  weight <- weight_of(person)
  n <- length(scenario$load)
  if (isTRUE(scenario$molecule)) {
    return(rep(nutrition_by_molecules(scenario$diet, weight), n))
  }
  rest <- nutrition_by_meals(scenario$diet, weight, person$age, NULL)
  session <- attr(scenario$diet, "session")
  trained <- if (is.null(session)) rest else nutrition_by_meals(scenario$diet, weight, person$age, session)
  ifelse(scenario$load > 0, trained, rest)
}

molecule_columns <- function(scenario, part, person) {
  weight <- weight_of(person)
  people <- length(part$people$k_d)
  list(
    nutrition = rep(part$forcing$nutrition, people),
    synthesis_g = rep(molecule_day(scenario$diet, weight), length(part$forcing$nutrition) * people)
  )
}

#' @rdname diet
#' @param to,by Last minute and minutes between rows.
#' @param basal Fasting leucine, uM (120 to 130).
#' @param volume Volumes of distribution, L, for the lower bound, the middle and the upper
#'   bound: laboratories differ two- to threefold.
#' @return `meal_kinetics()`: a data frame with `time` (min from the first meal), `leucine`
#'   (uM) and its bounds `.lower`, `.upper`, over the volumes of distribution. Gut to plasma:
#'   \eqn{dG_1 = -k_{tr} G_1}, \eqn{dG_2 = k_{tr} G_1 - k_a G_2},
#'   \eqn{dC = F k_a G_2/V - k_e (C - C_b)}; \eqn{k_e} 0.0175/min, \eqn{k_{tr}} 0.05/min (a choice
#'   of design), \eqn{k_a} 0.04 free, 0.018 whey, 0.006 casein, 0.010 others (a choice).
#' @export
meal_kinetics <- function(x, to = 480, by = 5, ..., basal = 125, volume = c(50, 35, 20)) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  x <- check_diet(x, "x", call)
  to <- check_number(to, "to", 0, 1e5, open = TRUE, unit = "minutes")
  by <- check_number(by, "by", to / 1e6, to, unit = "minutes")
  basal <- check_number(basal, "basal", 0, 1000, unit = "uM")
  volume <- check_numbers(volume, "volume", lower = 1, upper = 1000)
  if (length(volume) != 3L) {
    abort_input("length",
      "{.arg volume} must be three numbers, for lower bound, middle and upper bound, not {length(volume)}.",
      arg = "volume", value = volume, call = call)
  }
  used <- unique(x$source)
  at <- match(used, meal_source_table$source)
  time <- seq(0, to, by = by)
  minute <- 60 * (x$time - x$time[[1L]])
  leucine <- lapply(volume, function(v) {
    .Call(C_plasma_leucine, minute, x$leucine_g / leucine_molar_mass * 1e6, match(x$source, used) - 1,
      list(meal_source_table$k_a[at], meal_source_table$F[at]), c(basal, v), time)
  })
  new_data_frame(list(time = time, leucine = leucine[[2L]], .lower = leucine[[1L]], .upper = leucine[[3L]]))
}

#' @export
print.muscle_diet <- function(x, ...) {
  if (!all(c("time", "protein_g", "leucine_g", "source") %in% names(x))) {
    print(as.data.frame(x), ...)
    return(invisible(x))
  }
  cli::cat_line("<muscle_diet> ", count_words(nrow(x), "meal"), ", ", format(round(sum(x$protein_g), 1)),
    " g of protein, ", format(round(sum(x$leucine_g), 1)), " g of leucine a day")
  shown <- utils::head(x, 7L)
  for (i in seq_len(nrow(shown))) {
    cli::cat_line(clock_words(shown$time[[i]]), "  ", format(round(shown$protein_g[[i]], 1), width = 5), " g ",
      shown$source[[i]])
  }
  if (nrow(x) > 7L) cli::cat_line("and ", count_words(nrow(x) - 7L, "more meal"))
  cli::cat_line(hint("use it in muscle_sim(diet = ), or see diet_nutrition()"))
  invisible(x)
}

clock_words <- function(hours) {
  minutes <- round(60 * hours)
  sprintf("%02d:%02d", minutes %/% 60, minutes %% 60)
}

#' @export
as.data.frame.muscle_diet <- function(x, ...) {
  attr(x, "session") <- attr(x, "trigger") <- NULL
  class(x) <- "data.frame"
  x
}

#' @export
`[.muscle_diet` <- function(x, ...) {
  part <- NextMethod()
  if (is.data.frame(part)) as.data.frame.muscle_diet(part) else part
}

# ---- planning ----

#' Plan a day's protein
#'
#' For a body, the day's protein, a number of meals and the time of the session: the split
#' over meals and sources that makes the day's synthesis largest under the model of
#' [diet()], how much that is against other ways to eat it, and what it does to mass in 12
#' weeks.
#'
#' The optimum is flat: most sensible splits are within a few per cent of it. Where meals
#' are closer than three hours it has many local ones: with six or more meals the plan's
#' response may be up to about 1 % below the best there is. And what
#' nutrition alone does to muscle mass in people who eat habitually is small, under 1 % in
#' 12 weeks: the result says how small for you.
#'
#' @section What this model does not know:
#' Energy, carbohydrate and fat, the other amino acids, habit and appetite, kidneys. No trial
#' has tested plans made by it. Uncertainty is that of the model's constants as they vary
#' over studies (a choice of design: 30 % for \eqn{d_0}, 20 % for the recovery time, 50 % for
#' the effect on mass), not of the model itself.
#'
#' @param weight Body mass, kg.
#' @param protein_g The day's protein, g, 1 to 600.
#' @param meals Number of meals, 1 to 8.
#' @param session Clock time of the session; `NULL`: none.
#' @param ... Not used; arguments after it are named in full.
#' @param age Age, years; `NULL`: young.
#' @param day First and last hour at which meals are wanted. Meals are spread evenly over it;
#'   with a session the meal nearest after it is moved to half an hour after it.
#' @param times Clock times of the meals, if they are fixed; `NULL`: as above.
#' @param sources Grams of protein at hand of each source, by name (`Inf`: any amount).
#' @param mass Muscle mass, kg, for the effect in kg.
#' @return A `muscle_diet_plan`: a data frame with `time` (hours), `protein_g`, `leucine_g`,
#'   `source` and `response` (fold rise), a row per meal and source. `summary()` gives, with
#'   `.lower` and `.upper` at 95 %, the day's synthesis response against a habitual day and
#'   against the same protein in equal meals, and the change of mass in 12 weeks against habit (per cent,
#'   kg). Errors: `muscletwin_error_type`, `_length`, `_missing`, `_value`, `_names`, `_dots`.
#' @examples
#' plan <- diet_plan(80, protein_g = 130, meals = 4, session = "17:00")
#' plan
#' summary(plan)
#' @export
diet_plan <- function(weight, protein_g, meals = 4, session = NULL, ..., age = NULL, day = c(7, 22),
                      times = NULL, sources = c(mixed = Inf, whey = 40), mass = 35) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  check_given(c("weight", "protein_g"), "For example {.code diet_plan(80, protein_g = 130)}.", call)
  weight <- check_weight(weight)
  # Less than a gram a day is no plan, but a slip of the unit.
  protein_g <- check_number(protein_g, "protein_g", 1, 600, unit = "g a day")
  meals <- check_count(meals, "meals", 1, 8)
  age <- if (!is.null(age)) check_age(age)
  session <- if (!is.null(session)) check_clock(session, "session", call)
  mass <- check_number(mass, "mass", 0, 100, open = TRUE, unit = "kg")
  sources <- check_sources(sources, protein_g, call)
  if (!is.null(times) && !is.vector(times)) {
    abort_input("type", "{.arg times} must be clock times, not {describe(times)}.",
      arg = "times", value = times, call = call)
  }
  if (!is.null(times) && !length(times) %in% 1:8) {
    abort_input("length", "{.arg times} must be the clock times of 1 to 8 meals, not {length(times)} of them.",
      arg = "times", value = times, call = call)
  }
  times <- if (is.null(times)) plan_times(meals, session, check_day(day, call)) else {
    sort(vapply(seq_along(times), function(j) {
      at_position(j, "Meal {j}.", check_clock(times[[j]], "times", call))
    }, 0))
  }
  meals <- length(times)

  # The best leucine for the protein: the richest sources first, as far as they last.
  richest <- order(-meal_source_table$leucine[match(names(sources), meal_source_table$source)])
  sources <- sources[richest]
  grams <- diff(c(0, pmin(cumsum(sources), protein_g)))
  share <- meal_source_table$leucine[match(names(sources), meal_source_table$source)]
  leucine <- sum(grams * share)
  old <- oldness(age)
  frame <- function(parts) list(time = times, leucine_g = leucine * parts)
  response <- function(parts, rule = c(1, 0.14, 180, 0.03)) {
    x <- new_data_frame(frame(parts), meals)
    diet_responses(x, weight, old, session, rule = rule)
  }
  parts <- best_split(function(p) sum(response(p)), meals)

  # Constants as they vary over studies.
  draws <- 400
  z <- lapply(0:2, function(i) .Call(C_physiology_normals, 42, 0, draws, as.double(10 + i)))
  rules <- lapply(seq_len(draws), function(i) {
    c(1, 0.14 * exp(0.3 * z[[1L]][[i]]), 180 * exp(0.2 * z[[2L]][[i]]), 0.03)
  })
  gain <- nutrition_gain * exp(0.5 * z[[3L]])
  day_ratio <- function(rule) synthesis_of(sum(response(parts, rule))) / synthesis_of(habitual(rule))
  equal <- rep(1 / meals, meals)
  habit <- habitual_diet(weight)
  habitual <- function(rule) sum(diet_responses(habit, weight, old, rule = rule))
  ratio <- vapply(rules, function(r) sum(response(parts, r)) / habitual(r), 0)
  spread <- vapply(rules, function(r) sum(response(parts, r)) / sum(response(equal, r)), 0)
  grown <- -expm1(-k_d_turnover * 84)
  best <- sum(response(parts))
  usual <- c(1, 0.14, 180, 0.03)
  middle <- c(
    best / habitual(usual), best / sum(response(equal)), 100 * nutrition_gain * (day_ratio(usual) - 1) * grown
  )
  change <- 100 * gain * (vapply(rules, day_ratio, 0) - 1) * grown
  bounds <- rbind(interval_of(ratio), interval_of(spread), interval_of(change))
  figures <- new_data_frame(list(
    quantity = c("synthesis response, habitual day = 1", "synthesis response, equal meals = 1",
      "mass after 12 weeks, %", "mass after 12 weeks, kg"),
    value = c(middle, middle[[3L]] / 100 * mass), .lower = c(bounds[, 1L], bounds[3L, 1L] / 100 * mass),
    .upper = c(bounds[, 2L], bounds[3L, 2L] / 100 * mass), .width = rep(0.95, 4L)
  ))

  result <- fill_meals(times, leucine * parts, response(parts), sources, grams, share, session)
  structure(result, class = c("muscle_diet_plan", "data.frame"), figures = figures,
    body = list(weight = weight, age = age, protein_g = protein_g, session = session))
}

interval_of <- function(x, width = 0.95) {
  stats::quantile(x, c((1 - width) / 2, 1 - (1 - width) / 2), names = FALSE)
}

check_day <- function(day, call) {
  day <- check_numbers(day, "day", lower = 0, upper = 24, call = call)
  if (length(day) != 2L || day[[1L]] >= day[[2L]]) {
    abort_input("value", "{.arg day} must be a first and a later last hour, as {.code c(7, 22)}.",
      arg = "day", value = day, call = call)
  }
  day
}

check_sources <- function(sources, protein_g, call) {
  known <- meal_source_table$source
  if (is.character(sources)) sources <- stats::setNames(rep(Inf, length(sources)), sources)
  given <- names(sources)
  at <- if (is.null(given)) 1L else which(!given %in% known | duplicated(given))
  if (length(at) || length(sources) == 0L) {
    abort_input("names",
      c("{.arg sources} must be grams by the name of a source, each once: {.val {known}}.",
        i = "For example {.code c(mixed = Inf, whey = 40)}."),
      arg = "sources", value = given, position = at, call = call
    )
  }
  bad <- which(!is.numeric(sources) | is.na(sources) | sources < 0)
  if (length(bad)) {
    abort_input("value", "{.arg sources} must be 0 g or more, not {.val {sources[[bad[[1]]]]}} at position {bad[[1]]}.",
      arg = "sources", value = sources[bad], position = bad, call = call)
  }
  if (sum(sources) < protein_g) {
    abort_input("value",
      c("{.arg sources} hold {.val {sum(sources)}} g of protein; the day asks for {.val {protein_g}}.",
        i = "Give one source as {.val Inf}."),
      arg = "sources", value = sum(sources), call = call
    )
  }
  sources
}

plan_times <- function(meals, session, day) {
  times <- if (meals == 1) mean(day) else seq(day[[1L]] + 0.5, day[[2L]] - 0.5, length.out = meals)
  if (!is.null(session)) {
    after <- session + 0.5
    if (after < 24) times[which.min(abs(times - after))] <- after
  }
  sort(times)
}

# Shares of the day's leucine that make `score` largest. Meals closer than three hours get
# into each other's way, so that leaving some out can be better: the search begins at equal
# meals and at the best of all ways to share among some of them.
best_split <- function(score, n) {
  starts <- lapply(seq_len(2^n - 1), function(code) {
    used <- bitwAnd(code, 2^(seq_len(n) - 1)) > 0
    used / sum(used)
  })
  value <- vapply(starts, score, 0)
  starts <- starts[unique(c(length(starts), utils::head(order(-value), 6L)))]
  found <- lapply(starts, function(parts) climb_split(score, parts))
  found[[which.max(vapply(found, score, 0))]]
}

# Steepest ascent by moving leucine between pairs of meals, with ever smaller moves.
climb_split <- function(score, parts) {
  n <- length(parts)
  best <- score(parts)
  move <- 0.5 / n
  while (n > 1L && move > 1e-4) {
    found <- FALSE
    for (from in seq_len(n)) {
      for (to in seq_len(n)[-from]) {
        if (parts[[from]] < move) next
        trial <- parts
        trial[[from]] <- trial[[from]] - move
        trial[[to]] <- trial[[to]] + move
        value <- score(trial)
        if (value > best + 1e-12) {
          best <- value
          parts <- trial
          found <- TRUE
        }
      }
    }
    if (!found) move <- move / 2
  }
  parts
}

# Sources to meals, the richest to the meal after the session first, then in order.
fill_meals <- function(times, leucine, response, sources, grams, share, session) {
  first <- if (is.null(session)) times else ifelse(times >= session, times - session, 24 + times)
  left <- grams
  total <- sum(grams)
  rows <- list()
  for (i in order(first)) {
    need <- leucine[[i]]
    for (s in seq_along(left)) {
      take <- min(left[[s]], need / share[[s]])
      # Crumbs that the search for the split leaves are not served.
      if (take > min(0.05, 1e-3 * total)) {
        rows[[length(rows) + 1L]] <- list(time = times[[i]], protein_g = take, leucine_g = take * share[[s]],
          source = names(sources)[[s]], response = response[[i]])
        left[[s]] <- left[[s]] - take
        need <- need - take * share[[s]]
      }
    }
  }
  columns <- lapply(stats::setNames(nm = names(rows[[1L]])), function(name) {
    unlist(lapply(rows, `[[`, name))
  })
  order <- order(columns$time)
  new_data_frame(lapply(columns, `[`, order))
}

#' @export
print.muscle_diet_plan <- function(x, ...) {
  figures <- attr(x, "figures", exact = TRUE)
  if (is.null(figures) || !"protein_g" %in% names(x)) {
    print(as.data.frame(x), ...)
    return(invisible(x))
  }
  body <- attr(x, "body", exact = TRUE)
  cli::cat_line("<muscle_diet_plan> ", format(body$protein_g), " g of protein, ", format(body$weight), " kg",
    if (!is.null(body$session)) paste0(", session at ", clock_words(body$session)))
  words <- tapply(seq_len(nrow(x)), x$time, function(rows) {
    paste0(clock_words(x$time[[rows[[1L]]]]), "  ", paste0(round(x$protein_g[rows]), " g ", x$source[rows],
      collapse = " + "))
  })
  cli::cat_line(as.character(words)[order(as.double(names(words)))])
  digits <- function(v) formatC(v, format = "f", digits = 2)
  cli::cat_line("against equal meals ", sprintf("%+.1f %%", 100 * (figures$value[[2L]] - 1)), ", against habit ",
    sprintf("%+.0f %%", 100 * (figures$value[[1L]] - 1)), " of the day's response to meals")
  cli::cat_line("mass after 12 weeks ", sprintf("%+.2f %%", figures$value[[3L]]), " (", digits(figures$.lower[[3L]]),
    " to ",
    digits(figures$.upper[[3L]]), "): small beside training")
  cli::cat_line(hint("the figures with intervals: summary(); as a diet: diet(as.data.frame(plan))"))
  invisible(x)
}

#' @export
summary.muscle_diet_plan <- function(object, ...) {
  attr(object, "figures", exact = TRUE)
}

#' @export
as.data.frame.muscle_diet_plan <- function(x, ...) {
  attr(x, "figures") <- attr(x, "body") <- NULL
  class(x) <- "data.frame"
  x
}
