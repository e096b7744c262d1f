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

molecule_columns <- function(scenario, part, person) {
  weight <- weight_of(person)
  people <- length(part$people$k_d)
  list(
    nutrition = rep(part$forcing$nutrition, people),
    synthesis_g = rep(molecule_day(scenario$diet, weight), length(part$forcing$nutrition) * people)
  )
}

# What acts on muscle and body in a scenario, on constant pieces.
forcing_of <- function(scenario, person) {
  engine_forcing(scenario$load, scenario$nutrition, diet_for_engine(scenario, person), person_for_engine(person),
    disuse_for_engine(scenario$disuse))
}

sim_scales <- c("molecule", "cell", "organ", "system")

# The run as it is where the mass model is the post's; else with its finer scenarios.
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
    return(run)
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

is_turnover <- function(run) identical(run$mass_model, "turnover")

run_turnover <- function(run, to, progress, call) {
  if (!is.null(to)) {
    abort_input("model",
      c("{.arg to} writes the post's mass model only.",
        i = "For the turnover model ask for {.code output = \"summary\"}, whose memory does not grow."),
      arg = "to", value = to, call = call
    )
  }
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
    z <- engine_stream_normals("responds", as.double(n), as.double(twin$first), abs(as.double(twin$seed)))
    people <- list(k_d = twins$k_d, m_ref = twins$m0, responds = exp(sdlog * z - sdlog^2 / 2))
  }
  # Of a twin made for turnover, any k_d is as its maker wants it.
  if (!identical(twin$mass_model, "turnover")) people$k_d[people$k_d == k_d_post] <- k_d_turnover
  people
}

mass_of <- function(run, forcing, people, times) {
  synthesis <- (1 + outer(forcing$gain, people$responds)) * forcing$factor
  engine_turnover(list(forcing$end, forcing$decline, NULL, forcing$transient), as.double(synthesis),
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
      states <- engine_body(list(f$end, as.double(stimulus), f$factor, f$decline, NULL, f$transient, f$load, f$fitness,
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
