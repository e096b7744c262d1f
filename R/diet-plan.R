# The day that gets most synthesis out of its protein.

#' Plan a day's protein
#'
#' For a body, the day's protein, a number of meals and the time of the session: the split
#' over meals and sources that makes the day's synthesis largest under the model of
#' [diet()], how much that is against other ways to eat it, and what it does to mass in 12
#' weeks.
#'
#' The optimum is flat: most sensible splits are within a few per cent of it. Where meals
#' are closer than three hours it has many local ones: with six or more meals the plan's
#' response may be up to about 2 % below the best there is. And what
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
#'   the first and the last half an hour
#'   inside; with a session the meal nearest to half an hour after it is moved there.
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
  times <- if (is.null(times)) meal_times(meals, session, check_waking_hours(day, call)) else {
    sort(vapply(seq_along(times), function(j) {
      at_position(j, "Meal {j}.", check_clock(times[[j]], "times", call))
    }, 0))
  }

  at_hand <- richest_first(sources, protein_g)
  leucine <- sum(at_hand$grams * at_hand$leucine)
  found <- engine_day_plan(list(time = times, weight = weight, age = age, session = session), leucine, 400)
  result <- fill_meals(times, leucine * found$share, found$response, at_hand, session)
  structure(result, class = c("muscle_diet_plan", "data.frame"), figures = plan_figures(found, mass),
    body = list(weight = weight, age = age, protein_g = protein_g, session = session))
}

# What the split is worth, with bounds over the draws.
plan_figures <- function(found, mass) {
  bounds <- apply(found$draws, 1L, interval_of)
  new_data_frame(list(
    quantity = c("synthesis response, habitual day = 1", "synthesis response, equal meals = 1",
      "mass after 12 weeks, %", "mass after 12 weeks, kg"),
    value = c(found$figures, found$figures[[3L]] / 100 * mass),
    .lower = c(bounds[1L, ], bounds[1L, 3L] / 100 * mass), .upper = c(bounds[2L, ], bounds[2L, 3L] / 100 * mass),
    .width = rep(0.95, 4L)
  ))
}

check_waking_hours <- function(day, call) {
  day <- check_numbers(day, "day", lower = 0, upper = 24, call = call)
  if (length(day) != 2L || day[[1L]] >= day[[2L]]) {
    abort_input("value", "{.arg day} must be a first and a later last hour, as {.code c(7, 22)}.",
      arg = "day", value = day, call = call)
  }
  day
}

check_sources <- function(sources, protein_g, call) {
  known <- engine_meal_sources()$source
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

meal_times <- function(meals, session, day) {
  times <- if (meals == 1) mean(day) else seq(day[[1L]] + 0.5, day[[2L]] - 0.5, length.out = meals)
  if (!is.null(session)) {
    after <- session + 0.5
    if (after < 24) times[which.min(abs(times - after))] <- after
  }
  sort(times)
}

# The best leucine for the protein: the richest sources first, as far as they last.
richest_first <- function(sources, protein_g) {
  sources <- sources[order(-leucine_share(names(sources)))]
  list(source = names(sources), leucine = leucine_share(names(sources)),
    grams = diff(c(0, pmin(cumsum(sources), protein_g))))
}

# Sources to meals, the richest to the meal after the session first, then in order.
fill_meals <- function(times, leucine, response, at_hand, session) {
  first <- if (is.null(session)) times else ifelse(times >= session, times - session, 24 + times)
  left <- at_hand$grams
  share <- at_hand$leucine
  total <- sum(left)
  rows <- list()
  for (i in order(first)) {
    need <- leucine[[i]]
    for (s in seq_along(left)) {
      take <- min(left[[s]], need / share[[s]])
      # Crumbs that the search for the split leaves are not served.
      if (take > min(0.05, 1e-3 * total)) {
        rows[[length(rows) + 1L]] <- list(time = times[[i]], protein_g = take, leucine_g = take * share[[s]],
          source = at_hand$source[[s]], response = response[[i]])
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
  check_dots(...)
  attr(object, "figures", exact = TRUE)
}

#' @export
as.data.frame.muscle_diet_plan <- function(x, ...) plain_frame(x)
