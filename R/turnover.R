# Mass as turnover around a habitual life: forcing from schedule, diet, age and disuse, and
# the runs of muscle_sim(mass_model = "turnover"). docs/math-physiology.md, section 2.

mass_models <- c("post", "turnover")
k_d_turnover <- 0.0126 # per day, Kilroe 2020
k_d_post <- 0.0008

# What a twin is beyond the eight parameters: published values or choices of design, as
# help(muscle_turnover) says of each.
person_defaults <- list(
  age = NULL, sex = NULL, height = NULL, weight = NULL, training_gain = 0.20, reference_load = 160,
  training_age = 0, vo2max = NULL
)

# Fields for muscle_twin(): only what was given, so that a twin of the post stays as it is.
check_person <- function(given, call) {
  body <- check_body(given$age, given$sex, given$height, given$weight, call)
  number <- function(name, lower, upper, open = FALSE, unit = NULL) {
    if (!is.null(given[[name]])) check_number(given[[name]], name, lower, upper, open = open, unit = unit, call = call)
  }
  fields <- c(body, list(
    training_gain = number("training_gain", 0, 2),
    reference_load = number("reference_load", 0, Inf, TRUE, "load units a week"),
    training_age = number("training_age", 0, 52 * 80, unit = "weeks"),
    vo2max = number("vo2max", 5, 100, unit = "mL/kg/min")
  ))
  fields[!vapply(fields, is.null, NA)]
}

person_of <- function(twin) {
  person <- person_defaults
  known <- intersect(names(person), names(twin))
  person[known] <- unclass(twin)[known]
  person
}

weight_of <- function(twin) {
  weight <- person_of(twin)$weight
  if (is.null(weight)) default_weight else weight
}

# ---- the five factors ----

# How far training of weekly load w, relative to the reference, has come: 1 at w = 1.
saturating <- function(w) -expm1(-1.5 * w) / -expm1(-1.5)

# 0 to age 50, 1 from 70 on: how much of an old person's response applies.
oldness <- function(age) {
  if (is.null(age)) 0 else min(1, max(0, (age - 50) / 20))
}

# S for each day: the week's load spread over its days. Blocks of seven days from day 1.
training_stimulus <- function(load, person) {
  week <- (seq_along(load) - 1L) %/% 7L
  per_week <- 7 * stats::ave(load, week)
  w <- per_week / person$reference_load
  gain <- person$training_gain * exp(-person$training_age / 7) * (1 - 0.5 * oldness(person$age))
  list(w = w, h = saturating(w), gain = gain * saturating(w))
}

# Loss of synthesis by age, per year (men 0.0047, women 0.0037 up to 70; 0.0089, 0.0067 from
# 75; linear between). Without a sex, the mean of both.
ageing_rate <- function(age, sex = NULL) {
  rates <- list(male = c(0.0047, 0.0089), female = c(0.0037, 0.0067))
  r <- if (is.null(sex)) (rates$male + rates$female) / 2 else rates[[sex]]
  r[[1L]] + (r[[2L]] - r[[1L]]) * pmin(1, pmax(0, (age - 70) / 5))
}

# The constant pieces of one scenario, their ends in days, and what acts on each.
forcing_of <- function(scenario, person) {
  n <- length(scenario$load)
  s <- training_stimulus(scenario$load, person)
  nutrition <- rep_len(if (is.null(scenario$nutrition)) 1 else scenario$nutrition, n)
  if (!is.null(scenario$diet)) {
    nutrition <- nutrition * scenario_nutrition(scenario, person)
  }
  use <- disuse_days(scenario$disuse, n)
  key <- cbind(s$gain, nutrition, use$use, use$period, s$w)
  changes <- if (n > 1L) rowSums(key[-1L, , drop = FALSE] != key[-n, , drop = FALSE]) > 0 else logical()
  # Ageing is exponential within a piece; weekly pieces follow its slow change of pace.
  if (!is.null(person$age)) changes <- changes | seq_len(n - 1L) %% 7L == 0L
  last <- c(which(changes), n)
  start <- c(0, last[-length(last)])
  decline <- if (is.null(person$age)) {
    rep(0, length(last))
  } else {
    ageing_rate(person$age + (start + last) / 2 / 365.25, person$sex) / 365.25
  }
  age_left <- exp(-c(0, cumsum(decline * (last - start))[-length(last)]))
  extra <- ifelse(use$extra[last] > 0, use$extra[last] * exp(-(start - use$since[last]) / 7), 0)
  list(
    end = as.double(last), gain = s$gain[last], h = s$h[last], w = s$w[last],
    factor = nutrition[last] * use$use[last] * age_left, nutrition = nutrition,
    decline = decline, transient = extra, activity = use$activity[last]
  )
}

# ---- one person's mass, as a function ----

#' Muscle mass as turnover around a habitual life
#'
#' Solves \eqn{dM/dt = k_d (S N a u\, M_{ref} - b M)}, time in days: training stimulus
#' \eqn{S}, nutrition \eqn{N}, age \eqn{a} and use \eqn{u} act on synthesis, \eqn{b} on
#' breakdown. Habitual life, all 1, is a steady state at \eqn{M_{ref}}. It is the equation
#' of the post in other words, \eqn{k_s S_{load} = k_d S M_{ref}}: [convert_turnover()]
#' converts.
#'
#' @section Where the numbers come from:
#' \describe{
#' \item{`k_d` = 0.0126 per day}{Measured with deuterated water (Kilroe 2020b; 0.0126 to
#'   0.0135 over studies, Brook 2015); a time constant of 79 days. `k_s` and `k_d` cannot
#'   both be identified from mass alone, so `k_d` is fixed unless you have tracer data.}
#' \item{S}{Three sessions a week, untrained: 1.20, fitted to the thigh area of DeFreitas
#'   2011 from week 1 on (RMSE 0.71 %). In [muscle_sim()] \eqn{S - 1} follows the week's load
#'   \eqn{w} relative to `reference_load`,
#'   \eqn{S - 1 = 0.20 (1 - e^{-1.5 w})/(1 - e^{-1.5})}; the saturation is a choice of
#'   design. A reference of 160 units a week is three sessions of the post's first weeks, a
#'   choice of design. `training_age` lowers \eqn{S - 1} by \eqn{e^{-weeks/7}} (a choice of design
#'   within 6 to 8 weeks; Brook 2015: synthesis 1.60 %/d in weeks 0-3, 1.29 in weeks 3-6);
#'   it acts on what was trained before day 1, not within the run, because the decline would
#'   contradict the 13 % in 12 weeks and 20 % in a year that S = 1.20 is to give. From age 50
#'   to 70 \eqn{S - 1} falls to a half.
#'   Between people its coefficient of variation is 0.5 (Hubal 2005), used for cohorts.}
#' \item{a}{\eqn{e^{-g (age - age_0)}}, g per year 0.0047 for men, 0.0037 for women up to
#'   70, 0.0089 and 0.0067 from 75, linear between.}
#' \item{u}{0.64 and 0.70, see [disuse()].}
#' \item{N}{See [diet()].}
#' }
#' Muscle area by imaging and lean mass by DXA are not the same quantity: twelve weeks that
#' add 13 % of thigh area add about 3 % of lean mass. Never equate the two.
#'
#' @param days Length of the run, days.
#' @param S,N,a,u,b Factors, 0 or more: one number or one per day.
#' @param ... Not used; arguments after it are named in full.
#' @param m_ref Mass in habitual life, kg.
#' @param m0 Mass at time 0, kg; `NULL`: `m_ref`.
#' @param k_d Turnover, per day.
#' @param transient Extra breakdown at time 0 that relaxes with a time constant of 7 days.
#' @param times Days at which mass is wanted; `NULL`: 0 and the end of each day.
#' @param solver `"exact"` (closed form; quadrature to rounding while breakdown relaxes) or
#'   `"cvode"`; they agree to 1e-7 kg.
#' @return A data frame with `time` (days) and `mass` (kg). Errors: `muscletwin_error_type`,
#'   `_length`, `_missing`, `_value`, `_order`, `_choice`, `_dots`.
#' @references
#' Brook MS et al. (2015). Skeletal muscle hypertrophy adaptations predominate in the early
#' stages of resistance exercise training. *FASEB J* 29:4485-4496.
#'
#' DeFreitas JM et al. (2011). An examination of the time course of training-induced skeletal
#' muscle hypertrophy. *Eur J Appl Physiol* 111:2785-2790.
#'
#' Hubal MJ et al. (2005). Variability in muscle size and strength gain after unilateral
#' resistance training. *Med Sci Sports Exerc* 37:964-972.
#'
#' Kilroe SP et al. (2020a). Temporal muscle-specific disuse atrophy during one week of leg
#' immobilization. *Med Sci Sports Exerc* 52:944-954.
#'
#' Kilroe SP et al. (2020b). Short-term muscle disuse induces a rapid and sustained decline
#' in daily myofibrillar protein synthesis rates. *Am J Physiol Endocrinol Metab*
#' 318:E117-E130.
#' @examples
#' # three sessions a week for 12 weeks, then habitual life
#' tail(muscle_turnover(168, S = rep(c(1.2, 1), each = 84)), 1)
#' # two weeks in a cast
#' muscle_turnover(14, u = 0.64, transient = 0.7, times = c(0, 7, 14))
#' @export
muscle_turnover <- function(days, S = 1, N = 1, a = 1, u = 1, b = 1, ..., m_ref = 35, m0 = NULL,
                            k_d = 0.0126, transient = 0, times = NULL,
                            solver = c("exact", "cvode")) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  check_given("days", "For example {.code muscle_turnover(84, S = 1.2)}.", call)
  days <- check_count(days, "days", upper = 1e6)
  factors <- list(S = S, N = N, a = a, u = u, b = b)
  factors <- lapply(names(factors), function(name) {
    x <- check_numbers(factors[[name]], name, lower = 0, upper = 1e6, hint = "Habitual life is 1.", call = call)
    if (!length(x) %in% c(1, days)) {
      abort_input("length", "{.arg {name}} must be one number or one per day ({days}), not {length(x)} numbers.",
        arg = name, value = x, call = call)
    }
    rep_len(x, days)
  })
  synthesis <- factors[[1L]] * factors[[2L]] * factors[[3L]] * factors[[4L]]
  breakdown <- factors[[5L]]
  m_ref <- check_number(m_ref, "m_ref", 0, open = TRUE, unit = "kg")
  m0 <- if (is.null(m0)) m_ref else check_number(m0, "m0", 0, unit = "kg")
  k_d <- check_number(k_d, "k_d", 0, 10, unit = "per day")
  transient <- check_number(transient, "transient", 0, 100)
  solver <- solver_options(check_choice(solver, c("exact", "cvode"), "solver"), call = call)
  times <- if (is.null(times)) seq(0, days) else check_times(times, days, call)
  changes <- if (days > 1) synthesis[-1L] != synthesis[-days] | breakdown[-1L] != breakdown[-days] else logical()
  last <- c(which(changes), days)
  start <- c(0, last[-length(last)])
  forcing <- list(as.double(last), NULL, breakdown[last], transient * exp(-start / 7))
  mass <- .Call(C_turnover, forcing, synthesis[last], list(k_d, m_ref, m0), as.double(times), solver, 1L)
  new_data_frame(list(time = as.double(times), mass = as.double(mass)))
}

#' From the post's mass equation to turnover and back
#'
#' The two are one equation: \eqn{k_s S_{load} = k_d S M_{ref}}. Given the post's `k_s` and a
#' load, `convert_turnover()` gives the stimulus \eqn{S}; given \eqn{S}, it gives `k_s`.
#'
#' `k_s` and `k_d` are not separately identifiable from mass alone: many pairs fit the same
#' course. The post's `k_d` of 0.0008 per day is a time constant of 3.4 years; measured
#' turnover is 0.0126 per day, 79 days.
#'
#' @param k_s Synthesis of the post's equation, kg per unit of load; or
#' @param S training stimulus of the turnover equation, 1 in habitual life. Give one of both.
#' @param load Load per day, more than 0; a vector gives a vector.
#' @param ... Not used; arguments after it are named in full.
#' @param k_d Breakdown, per day, the same in both.
#' @param m_ref Mass in habitual life, kg.
#' @return A list with `k_s`, `S`, `k_d`, `m_ref` and `load`. Errors: `muscletwin_error_type`,
#'   `_length`, `_missing`, `_value`, `_dots`.
#' @examples
#' # what the post's 60 load units a day mean as a stimulus
#' convert_turnover(k_s = 0.0018, load = 60, k_d = 0.0008, m_ref = 35)$S
#' convert_turnover(S = 1.2, load = 23)$k_s
#' @export
convert_turnover <- function(k_s = NULL, S = NULL, load, ..., k_d = 0.0126, m_ref = 35) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  if (missing(load)) {
    abort_input("missing", "{.arg load} is missing: the load per day that {.arg k_s} acts on.", arg = "load",
      call = call)
  }
  load <- check_numbers(load, "load", lower = 0, call = call)
  k_d <- check_number(k_d, "k_d", 0, open = TRUE, unit = "per day")
  m_ref <- check_number(m_ref, "m_ref", 0, open = TRUE, unit = "kg")
  if (is.null(k_s) == is.null(S)) {
    abort_input("value", "Give {.arg k_s} or {.arg S}, one of both: the other follows.", arg = "k_s", value = k_s,
      call = call)
  }
  if (is.null(S)) {
    k_s <- check_number(k_s, "k_s", 0, unit = "kg per unit of load")
    S <- k_s * load / (k_d * m_ref)
  } else {
    S <- check_numbers(S, "S", lower = 0, call = call)
    at <- which(load == 0)
    if (length(at)) {
      abort_input("value", "{.arg load} is 0 at position {at[[1]]}; then no {.arg k_s} gives a stimulus.",
        arg = "load", value = 0, position = at, call = call)
    }
    k_s <- k_d * S * m_ref / load
  }
  if (!all(is.finite(c(k_s, S)))) {
    abort_input("overflow", c("The conversion is too large for a number.",
      i = "Check the units of {.arg load} and {.arg k_d}."),
      arg = "load", value = load, call = call)
  }
  list(k_s = k_s, S = S, k_d = k_d, m_ref = m_ref, load = load)
}

# ---- muscle_sim() with the finer models ----

sim_scales <- c("molecule", "cell", "organ", "system")

# NULL where muscle_sim() is the post's; else the run with its finer scenarios.
make_physiology <- function(run, mass_model, diet, disuse, scales, call) {
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
    return(NULL)
  }
  if (run$solver$solver == 2L) {
    abort_input("choice",
      c("{.arg solver} {.val euler} is the post's; the turnover model is solved by {.val cvode} or {.val exact}."),
      arg = "solver", value = "euler", call = call
    )
  }
  run$mass_model <- mass_model
  run$chunk <- 2e6 # masses held at once
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
    if (length(foods)) warn_molecules(foods, person_of(run$twin)$age, lapply(foods, attr, "session"), call)
    run$scenarios <- lapply(run$scenarios, function(s) {
      s$molecule <- TRUE
      if (is.null(s$diet)) s$diet <- habitual_diet(weight_of(run$twin))
      s
    })
  }
  run$window <- lapply(run$scenarios, function(s) run$window[[s$from]])
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

simulate_physiology <- function(run, progress, call) {
  cohort <- inherits(run$twin, "muscle_cohort")
  check_size(run, call)
  n <- if (cohort) run$twin$n else 1
  cells <- n * max(vapply(run$scenarios, function(s) length(s$load), 1L))
  if (run$output == "days" && cells > 2e8) {
    abort_input("size",
      c("{format(n, big.mark = ',')} trainees with every day are too many for the turnover model in one call.",
        i = "Ask for {.code output = \"trainees\"} or {.code \"summary\"}, or simulate a part at a time."),
      arg = "twin", value = n, call = call
    )
  }
  bar <- new_progress(progress, length(run$scenarios))
  on.exit(bar$close())
  with_memory_errors(arg = "twin", value = n, call = call, {
    parts <- if (run$output == "days" && !cohort) simulate_twin(run) else execute(run, bar)
    run$parts <- lapply(run$scenarios, function(s) physiology_part(run, s))
    for (i in seq_along(parts)) parts[[i]] <- put_mass(parts[[i]], run, run$parts[[i]]$mass)
    frame <- switch(run$output,
      days = days_frame(run, parts, if (cohort) cohort_ids(run$twin)),
      trainees = trainees_frame(run, parts),
      summary = summary_frame(run, parts)
    )
    if (run$output == "days") frame <- add_scales(frame, run)
    run$forcing <- lapply(run$parts, `[[`, "forcing")
    run$parts <- NULL
    new_sim(frame, run)
  })
}

# k_d, m_ref and the training multiplier of trainees first .. first + n - 1 of a cohort (of
# the twin). A k_d left at the post's 0.0008 is that of the other equation: turnover's own
# default is used.
people_of <- function(twin, first = 0, n = twin$n) {
  if (inherits(twin, "muscle_twin")) {
    people <- list(k_d = twin$k_d, m_ref = twin$m0, responds = 1)
  } else {
    if (n < twin$n) {
      twin$first <- twin$first + first
      twin$n <- n
    }
    twins <- as.data.frame(twin)
    sdlog <- sqrt(log(1.25)) # a coefficient of variation of 0.5
    z <- .Call(C_physiology_normals, abs(as.double(twin$seed)), as.double(twin$first), as.double(n), 0)
    people <- list(k_d = twins$k_d, m_ref = twins$m0, responds = exp(sdlog * z - sdlog^2 / 2))
  }
  # Of a twin made for turnover, any k_d is as its maker wants it.
  if (!identical(twin$mass_model, "turnover")) people$k_d[people$k_d == k_d_post] <- k_d_turnover
  people
}

mass_of <- function(run, forcing, people, times) {
  synthesis <- (1 + outer(forcing$gain, people$responds)) * forcing$factor
  .Call(C_turnover, list(forcing$end, forcing$decline, NULL, forcing$transient), as.double(synthesis),
    list(people$k_d, people$m_ref, people$m_ref), as.double(times), run$solver, run$threads)
}

# `mass` is what the output needs: every day of everybody, the last day of everybody, or the
# distribution of each day. The last two work through the cohort in chunks.
physiology_part <- function(run, scenario) {
  forcing <- forcing_of(scenario, person_of(run$twin))
  n <- length(scenario$load)
  part <- list(forcing = forcing)
  if (run$output == "days") {
    part$people <- people_of(run$twin)
    part$mass <- mass_of(run, forcing, part$people, seq_len(n))
  } else if (run$output == "trainees") {
    part$mass <- unlist(in_chunks(run, length(forcing$end), function(people) mass_of(run, forcing, people, n)))
  } else {
    part$mass <- mass_distribution(run, forcing, n)
  }
  part
}

# f(people) over the cohort, some 2 million numbers at a time. Trainee i is the same trainee
# in any chunk; the generator of R has to draw all at once.
in_chunks <- function(run, rows, f) {
  twin <- run$twin
  if (inherits(twin, "muscle_twin") || !identical(twin$rng, "philox")) {
    return(list(f(people_of(twin))))
  }
  size <- max(1, floor(run$chunk / rows))
  lapply(seq(0, twin$n - 1, by = size), function(first) f(people_of(twin, first, min(size, twin$n - first))))
}

mass_bins <- 4096

# Mean, sd and quantiles per day. Up to `run$chunk` numbers they are exact. Above, the memory
# does not grow with n: a first walk through the cohort finds mean and range of each day, a
# second the spread and a histogram, whose quantiles are off by less than a bin, 1/4096 of the
# range.
mass_distribution <- function(run, forcing, n) {
  rows <- max(n, length(forcing$end))
  count <- if (inherits(run$twin, "muscle_twin")) 1 else run$twin$n
  if (count * n <= run$chunk) {
    mass <- mass_of(run, forcing, people_of(run$twin), seq_len(n))
    return(list(
      mean = rowMeans(mass), sd = if (count > 1) apply(mass, 1L, stats::sd) else rep(NaN, n),
      quantiles = t(apply(mass, 1L, stats::quantile, probs = summary_probs, names = FALSE))
    ))
  }
  total <- rep(0, n)
  low <- rep(Inf, n)
  high <- rep(-Inf, n)
  in_chunks(run, rows, function(people) {
    mass <- mass_of(run, forcing, people, seq_len(n))
    total <<- total + rowSums(mass)
    low <<- pmin(low, apply(mass, 1L, min))
    high <<- pmax(high, apply(mass, 1L, max))
    NULL
  })
  mean <- total / count
  width <- (high - low) / mass_bins
  squares <- rep(0, n)
  counts <- matrix(0, mass_bins, n)
  in_chunks(run, rows, function(people) {
    mass <- mass_of(run, forcing, people, seq_len(n))
    squares <<- squares + rowSums((mass - mean)^2)
    bin <- pmin(floor((mass - low) / width), mass_bins - 1)
    bin[is.nan(bin)] <- 0 # a day that is the same for all
    counts <<- counts + tabulate(1 + bin + mass_bins * (seq_len(n) - 1), mass_bins * n)
    NULL
  })
  quantiles <- vapply(seq_len(n), function(day) {
    below <- c(0, cumsum(counts[, day]))
    at <- 1 + (count - 1) * summary_probs # the rank asked for, counted from 1
    bin <- findInterval(at - 0.5, below, rightmost.closed = TRUE)
    inside <- (at - 0.5 - below[bin]) / pmax(counts[bin, day], 1)
    pmin(pmax(low[[day]] + width[[day]] * (bin - 1 + inside), low[[day]]), high[[day]])
  }, summary_probs)
  list(mean = mean, sd = sqrt(squares / (count - 1)), quantiles = t(quantiles))
}

# The post's mass replaced by the turnover's in what the engine gave.
put_mass <- function(part, run, mass) {
  if (run$output == "days") {
    part$mass <- as.double(mass)
  } else if (run$output == "trainees") {
    part$final_mass <- as.double(mass)
  } else {
    n <- length(mass$mean)
    part$mean <- matrix(as.double(part$mean), n)
    part$sd <- matrix(as.double(part$sd), n)
    part$mean[, 1L] <- mass$mean
    part$sd[, 1L] <- mass$sd
    quantiles <- array(as.double(part$quantiles), c(n, length(summary_probs), 4L))
    quantiles[, , 1L] <- mass$quantiles
    part$quantiles <- quantiles
  }
  part
}

# ---- columns of the other scales ----

add_scales <- function(frame, run) {
  person <- person_of(run$twin)
  wanted <- run$scales
  pieces <- lapply(seq_along(run$scenarios), function(i) {
    scenario <- run$scenarios[[i]]
    part <- run$parts[[i]]
    n <- length(scenario$load)
    columns <- list()
    if ("molecule" %in% wanted) {
      columns <- c(columns, molecule_columns(scenario, part, person))
    }
    if (any(c("cell", "system") %in% wanted)) {
      f <- part$forcing
      stimulus <- 1 + outer(f$gain, part$people$responds)
      states <- .Call(C_body, list(f$end, as.double(stimulus), f$factor, f$decline, NULL, f$transient, f$w, f$h,
        f$activity), as.double(part$people$k_d), c(5000, 5000, 0.65, 0.1, vo2max_of(person)), as.double(seq_len(n)),
        run$threads)
      if ("cell" %in% wanted) {
        columns$fibre_1 <- states[1L, ]
        columns$fibre_2 <- states[2L, ]
        columns$csa <- (states[1L, ] + states[2L, ]) / 10000
        columns$nuclei_1 <- states[3L, ]
        columns$nuclei_2 <- states[4L, ]
        columns$satellite <- states[5L, ]
      }
      if ("system" %in% wanted) {
        columns$vo2max <- states[6L, ]
        columns$insulin_sensitivity <- as.double(sweep(part$mass, 2L, part$people$m_ref, "/"))^1.1 * states[7L, ]
      }
    }
    columns
  })
  for (name in names(pieces[[1L]])) {
    frame[[name]] <- do.call(c, lapply(pieces, `[[`, name))
  }
  frame
}

# mL/kg/min: as given; from age, sex and body mass by the FRIEND equation (Myers 2017); for
# a person of unknown body, 40.
vo2max_of <- function(person) {
  if (!is.null(person$vo2max)) {
    return(person$vo2max)
  }
  if (is.null(person$age) || is.null(person$sex)) {
    return(40)
  }
  weight <- if (is.null(person$weight)) 75 else person$weight
  max(10, 79.9 - 0.39 * person$age - 13.7 * (person$sex == "female") - 0.127 * weight * 2.20462)
}
