# Meals and diets: what is eaten on a day. docs/math-physiology.md, section 3.

# Grams of leucine in a gram of protein of each source.
leucine_share <- function(source) {
  known <- engine_meal_sources()
  known$leucine[match(source, known$source)]
}

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
#' @order 1
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
  source <- check_choice(source, engine_meal_sources()$source, "source", call)
  if (is.null(protein_g) && is.null(leucine_g)) {
    abort_input("missing", "A meal needs {.arg protein_g} or {.arg leucine_g}.", arg = "protein_g", call = call)
  }
  if (!is.null(protein_g)) protein_g <- check_grams(protein_g, "protein_g", 300, call)
  if (!is.null(leucine_g)) leucine_g <- check_grams(leucine_g, "leucine_g", 100, call)
  new_diet(list(
    time = time, protein_g = if (is.null(protein_g)) 0 else protein_g,
    leucine_g = if (is.null(leucine_g)) protein_g * leucine_share(source) else leucine_g, source = source
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
  meals <- engine_habitual_meals(weight)
  new_diet(c(meals, list(source = rep("mixed", length(meals$time)))))
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
  sources <- engine_meal_sources()
  used <- unique(x$source)
  at <- match(used, sources$source)
  time <- seq(0, to, by = by)
  minute <- 60 * (x$time - x$time[[1L]])
  leucine <- lapply(volume, function(v) {
    engine_plasma_leucine(list(k_a = sources$k_a[at], share = sources$share[at], basal = basal, volume = v), minute,
      x$leucine_g / engine_defaults()$constant$leucine_molar_mass * 1e6, match(x$source, used) - 1, time)
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

#' @export
as.data.frame.muscle_diet <- function(x, ...) plain_frame(x)

#' @export
`[.muscle_diet` <- function(x, ...) plain_part(NextMethod())
