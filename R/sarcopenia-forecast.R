# Where a person is heading, in the terms of EWGSOP2. docs/math-physiology.md, section 6.

#' Where muscle, strength and gait are heading
#'
#' From what a clinic has: the course of muscle mass, grip and gait over the next years with
#' intervals, the probability of each class of [sarcopenia_status()] per year, and when each
#' threshold is crossed; for habitual life and for scenarios of training and protein.
#'
#' Muscle follows [muscle_turnover()] with the ageing of `age` and `sex`. Grip falls four
#' times as fast as mass, 0.036 a year in men and 0.027 in women at 75 (reported: 0.03 to 0.04 and 0.025 to
#' 0.03). Between persons the pace of ageing varies by 40 % for mass and 30 % for strength
#' (choices of design); measurement errors are 2 % for DXA, 4 % for grip, 5 % for gait.
#'
#' @section What is not supported by evidence:
#' These are choices of design, so that scenarios can be compared at all: gait falls half as
#' fast as grip; three sessions a week raise grip by 6 % and gait by 5 % within months, both
#' with large spread, and half of it in two months; the effect on lean mass by DXA is that on muscle area times 0.23
#' (3 % for 13 % in twelve weeks of training). In the old the response to training is
#' halved. No trial has tested forecasts made by this. It is not a diagnosis; illness, falls,
#' hospital stays and weight loss are not in it, and they decide much.
#'
#' @param age,sex,height Age (years), `"male"` or `"female"`, height (m).
#' @param grip Grip strength, kg.
#' @param asm Appendicular skeletal muscle mass by DXA, kg; `NULL`: from `muscle_mass`.
#' @param gait Gait speed, m/s; `NULL`: not measured, then *severe* cannot be told.
#' @param ... Not used; arguments after it are named in full.
#' @param weight Body mass, kg, for scenarios of protein.
#' @param muscle_mass,muscle_mass_sd Muscle mass of the whole body derived from creatinine or
#'   creatine, kg, and its error, kg, instead of `asm`. ASM is (mass + 1.65) / 1.19 (Kim
#'   2002).
#' @param activity Share of habitual use of the muscles from now on, 1 for life as before;
#'   less acts as in [disuse()].
#' @param years Years ahead, 1 to 20.
#' @param scenarios A named list; each a list with `sessions` (of resistance training a
#'   week), `protein` (g/kg a day in four meals), or neither.
#' @param width Width of the intervals.
#' @param draws Number of virtual persons behind the intervals; the same ones in every call.
#' @return A data frame of class `sarcopenia_forecast`: `scenario`, `year`, `quantity`
#'   (`"asm"`, `"asm_index"`, `"grip"`, `"gait"`), `.mean`, `.median`, `.lower`, `.upper`,
#'   `.width`. `summary()` gives the probability of each class per scenario and year, and
#'   `crossings(x)` the year in which each threshold is crossed (`NA`: not within the
#'   forecast). Errors: `muscletwin_error_type`, `_length`, `_missing`, `_value`, `_names`,
#'   `_dots`.
#' @references
#' Kim J et al. (2002). Total-body skeletal muscle mass: estimation by a new dual-energy
#' X-ray absorptiometry method. *Am J Clin Nutr* 76:378-383.
#' @examples
#' x <- sarcopenia_forecast(74, "female", 1.60, grip = 18, asm = 14.6, gait = 0.95, draws = 200)
#' x
#' crossings(x)
#' @export
sarcopenia_forecast <- function(age, sex, height, grip, asm = NULL, gait = NULL, ..., weight = NULL,
                                muscle_mass = NULL, muscle_mass_sd = NULL, activity = 1, years = 5,
                                scenarios = list(habit = list(), training = list(sessions = 3),
                                  protein = list(protein = 1.6), both = list(sessions = 3, protein = 1.6)),
                                width = 0.9, draws = 1000) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  absent <- c("age", "sex", "height", "grip")[c(missing(age), missing(sex), missing(height), missing(grip))]
  if (length(absent)) {
    abort_input("missing", "{.arg {absent[[1]]}} is missing.", arg = absent[[1L]], call = call)
  }
  for (arg in c("age", "sex", "height")) {
    if (is.null(get(arg, inherits = FALSE))) {
      abort_input("type", c("{.arg {arg}} must be given, not NULL.", i = "The forecast starts from it."),
        arg = arg, value = NULL, call = call)
    }
  }
  body <- check_body(age, sex, height, weight, call)
  one <- function(x, arg) {
    if (is.null(x)) return(NA_real_)
    check_number(x, arg, call = call)
    check_clinic(x, arg, 1L, call)
  }
  grip <- one(grip, "grip")
  gait <- one(gait, "gait")
  start <- start_asm(one(asm, "asm"), muscle_mass, muscle_mass_sd, call)
  activity <- check_number(activity, "activity", 0, 1)
  years <- check_count(years, "years", 1, 20)
  draws <- check_count(draws, "draws", 50, 1e5)
  width <- check_number(width, "width", 0.01, 0.999)
  scenarios <- check_plans(scenarios, call)

  person <- list(age = body$age, sex = sex_code(body$sex), height = body$height, weight = body$weight,
    mass = start$mass, mass_sd = start$mass_sd, grip = grip, gait = gait, activity = activity)
  parts <- lapply(scenarios, scenario_course, person, years, draws)
  frame <- forecast_frame(parts, years, width)
  structure(frame,
    class = c("sarcopenia_forecast", "data.frame"),
    probabilities = class_probabilities(parts, body, years), crossings = threshold_crossings(parts, body, years, width),
    person = c(body, list(grip = grip, asm = start$mass, gait = gait))
  )
}

# Mass, grip and gait in a scenario, a row a year from now, a column a virtual person: the same
# persons in every scenario.
scenario_course <- function(scenario, person, years, draws) {
  course <- engine_elder_course(c(person, scenario), years, draws)
  list(asm = course$mass, asm_index = course$mass / person$height^2, grip = course$grip, gait = course$gait)
}

start_asm <- function(asm, muscle_mass, muscle_mass_sd, call) {
  # Checked even where `asm` is taken instead.
  value <- if (!is.null(muscle_mass)) check_number(muscle_mass, "muscle_mass", 5, 80, unit = "kg", call = call)
  sd <- if (!is.null(muscle_mass_sd)) check_number(muscle_mass_sd, "muscle_mass_sd", 0, 20, unit = "kg", call = call)
  if (!is.na(asm)) {
    return(list(mass = asm))
  }
  if (is.null(muscle_mass) || is.null(muscle_mass_sd)) {
    abort_input("missing",
      c("Muscle mass is missing: give {.arg asm} (DXA), or {.arg muscle_mass} with its error {.arg muscle_mass_sd}."),
      arg = if (is.null(muscle_mass)) "asm" else "muscle_mass_sd", call = call)
  }
  engine_limb_mass(value, sd)
}

check_plans <- function(scenarios, call) {
  if (!is.list(scenarios)) {
    abort_input("type", "{.arg scenarios} must be a named list, not {describe(scenarios)}.",
      arg = "scenarios", value = scenarios, call = call)
  }
  check_scenario_names(scenarios, "scenarios", call)
  lapply(stats::setNames(nm = names(scenarios)), function(name) {
    s <- scenarios[[name]]
    arg <- paste0("scenarios$", name)
    unknown <- setdiff(names(s), c("sessions", "protein"))
    if (!(is.null(s) || is.list(s)) || length(unknown) || (length(s) && is.null(names(s)))) {
      abort_input("names", c("{.arg {arg}} may have {.field sessions} and {.field protein}, not {.val {unknown}}."),
        arg = arg, value = s, call = call)
    }
    list(
      sessions = if (is.null(s$sessions)) 0 else check_number(s$sessions, paste0(arg, "$sessions"), 0, 14,
        unit = "a week", call = call),
      protein = if (!is.null(s$protein)) check_number(s$protein, paste0(arg, "$protein"), 0, 5, unit = "g/kg a day",
        call = call)
    )
  })
}

forecast_frame <- function(parts, years, width) {
  rows <- list()
  for (name in names(parts)) {
    for (quantity in names(parts[[name]])) {
      x <- parts[[name]][[quantity]]
      if (anyNA(x)) next
      q <- apply(x, 1L, stats::quantile, c(0.5, (1 - width) / 2, 1 - (1 - width) / 2), names = FALSE)
      rows[[length(rows) + 1L]] <- new_data_frame(list(
        scenario = factor(rep(name, years + 1), levels = names(parts)), year = 0:years,
        quantity = rep(quantity, years + 1), .mean = rowMeans(x), .median = q[1L, ], .lower = q[2L, ],
        .upper = q[3L, ], .width = rep(width, years + 1)
      ), years + 1)
    }
  }
  do.call(rbind, rows)
}

class_probabilities <- function(parts, body, years) {
  cut <- sarcopenia_cuts[[body$sex]]
  rows <- lapply(names(parts), function(name) {
    p <- parts[[name]]
    status <- sarcopenia_stage(
      list(grip = p$grip, asm = p$asm, height = body$height, gait = p$gait, chair_stand = NA_real_, sppb = NA_real_,
        tug = NA_real_),
      function(which) cut[[which]]
    )
    status <- matrix(as.integer(status), years + 1)
    share <- function(level) rowMeans(status == level)
    new_data_frame(list(
      scenario = factor(rep(name, years + 1), levels = names(parts)), year = 0:years, none = share(1L),
      probable = share(2L), confirmed = share(3L), severe = share(4L)
    ), years + 1)
  })
  do.call(rbind, rows)
}

# The year in which a person first is below, linear between years; Inf where never.
first_below <- function(x, limit) {
  apply(x, 2L, function(path) {
    at <- which(path < limit)
    if (length(at) == 0L) return(Inf)
    i <- at[[1L]]
    if (i == 1L) 0 else i - 2 + (path[[i - 1L]] - limit) / (path[[i - 1L]] - path[[i]])
  })
}

threshold_crossings <- function(parts, body, years, width) {
  cut <- sarcopenia_cuts[[body$sex]]
  limits <- list(grip = cut$grip, asm_index = cut$index, gait = 0.8)
  rows <- list()
  for (name in names(parts)) {
    for (quantity in names(limits)) {
      if (anyNA(parts[[name]][[quantity]])) next
      year <- first_below(parts[[name]][[quantity]], limits[[quantity]])
      q <- stats::quantile(year, c(0.5, (1 - width) / 2, 1 - (1 - width) / 2), names = FALSE, type = 1L)
      q[!is.finite(q)] <- NA_real_
      rows[[length(rows) + 1L]] <- new_data_frame(list(
        scenario = factor(name, levels = names(parts)), quantity = quantity, threshold = limits[[quantity]],
        year = q[[1L]], .lower = q[[2L]], .upper = q[[3L]], .width = width, probability = mean(is.finite(year))
      ), 1L)
    }
  }
  do.call(rbind, rows)
}

#' @rdname sarcopenia_forecast
#' @param x,object A `sarcopenia_forecast`.
#' @export
crossings <- function(x) {
  if (!inherits(x, "sarcopenia_forecast") || is.null(attr(x, "crossings"))) {
    abort_input("type", "{.arg x} must be the value of {.fn sarcopenia_forecast}, not {describe(x)}.", arg = "x",
      value = x)
  }
  attr(x, "crossings", exact = TRUE)
}

#' @rdname sarcopenia_forecast
#' @export
summary.sarcopenia_forecast <- function(object, ...) {
  check_dots(...)
  attr(object, "probabilities", exact = TRUE)
}

#' @export
print.sarcopenia_forecast <- function(x, ...) {
  person <- attr(x, "person", exact = TRUE)
  if (is.null(person)) {
    print(as.data.frame(x), ...)
    return(invisible(x))
  }
  last <- max(x$year)
  cli::cat_line("<sarcopenia_forecast> ", person$sex, ", ", format(person$age), " years, ", count_words(last, "year"),
    " ahead")
  p <- summary(x)
  now <- p[p$year == 0, ][1L, ]
  then <- p[p$year == last, ]
  percent <- function(v) paste0(round(100 * v), " %")
  cells <- list(" " = c("now", utils::head(as.character(then$scenario), 7L)))
  for (level in sarcopenia_levels) cells[[level]] <- percent(c(now[[level]], utils::head(then[[level]], 7L)))
  columns <- lapply(names(cells), function(name) format(c(name, cells[[name]]),
    justify = if (name == " ") "left" else "right"))
  cli::cat_line("probability of each class in year ", last)
  cli::cat_line(do.call(paste, c(columns, sep = "  ")))
  cli::cat_line(hint("when thresholds are crossed: crossings(); per year: summary(), plot()"))
  invisible(x)
}

#' @export
as.data.frame.sarcopenia_forecast <- function(x, ...) plain_frame(x)

#' @export
`[.sarcopenia_forecast` <- function(x, ...) plain_part(NextMethod())

#' @rdname sarcopenia_forecast
#' @exportS3Method ggplot2::autoplot
autoplot.sarcopenia_forecast <- function(object, ...) {
  check_dots(...)
  frame <- as.data.frame(object)
  titles <- c(grip = "grip, kg", asm_index = "ASM / height2, kg/m2", gait = "gait, m/s")
  frame <- frame[frame$quantity %in% names(titles), ]
  frame$panel <- factor(titles[frame$quantity], levels = titles)
  cuts <- unique(attr(object, "crossings", exact = TRUE)[c("quantity", "threshold")])
  cuts$panel <- factor(titles[cuts$quantity], levels = titles)
  ggplot2::ggplot(frame, ggplot2::aes(.data$year, .data$.median, colour = .data$scenario, fill = .data$scenario)) +
    ggplot2::geom_ribbon(ggplot2::aes(ymin = .data$.lower, ymax = .data$.upper), alpha = 0.08, colour = NA) +
    # Scenarios that coincide stay visible: every second line is dashed.
    ggplot2::geom_line(ggplot2::aes(linetype = .data$scenario), linewidth = 0.8) +
    ggplot2::scale_linetype_manual(values = rep_len(c("solid", "42"), nlevels(frame$scenario))) +
    ggplot2::geom_hline(ggplot2::aes(yintercept = .data$threshold), cuts, linetype = "22", colour = "grey30") +
    ggplot2::facet_wrap(~panel, scales = "free_y") +
    ggplot2::labs(x = "years from now", y = NULL, colour = NULL, fill = NULL, linetype = NULL,
      caption = "dashed: EWGSOP2 threshold; bands are of the model, not of a trial") +
    ggplot2::scale_colour_manual(values = rep_len(scenario_colours, nlevels(frame$scenario))) +
    ggplot2::scale_fill_manual(values = rep_len(scenario_colours, nlevels(frame$scenario))) +
    house_theme()
}

#' @export
plot.sarcopenia_forecast <- function(x, ...) show_picture(autoplot.sarcopenia_forecast(x, ...))
