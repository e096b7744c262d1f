# What a plan is to make as large as it can: near given loads, and exactly.

# The members of a fit, their weights, and whether training acts in them.
plan_members <- function(fit) {
  weights <- fit_weights(fit)
  new_data_frame(list(model = names(weights), weight = as.double(weights),
    training = names(weights) != "level" & weights > 0), length(weights))
}

mean_on <- function(fit, day, load, goal) {
  fit_predict(fit, goal, ahead = list(day = day, load = load))$mean
}

# What solve_plan() takes; see R/plan-program.R.
plan_objective <- function(fit, ahead, goal, objective, worst, draws, seed) {
  members <- plan_members(fit)
  training <- members$model[members$training]
  weight <- stats::setNames(members$weight, members$model)
  if (objective == "expected") {
    return(expected_objective(fit, ahead$day, goal, training, weight))
  }
  robust_objective(fit, ahead$day, goal, training, weight, worst, draws, seed)
}

expected_objective <- function(fit, day, goal, training, weight) {
  n <- length(day)
  rest <- numeric(n)
  curved <- "vdr" %in% training
  parts <- lapply(training, function(model) {
    fit_slopes(fit, model, day, rest, goal, if (model == "vdr") "curvature" else "slope")
  })
  slope <- Reduce(`+`, Map(function(part, w) w * part$slope, parts, weight[training]))
  bend <- matrix(0, n, n)
  for (i in seq_along(parts)) {
    if (!is.null(parts[[i]]$curvature)) bend <- bend + weight[[training[[i]]]] * parts[[i]]$curvature
  }
  base <- mean_on(fit, day, rest, goal)
  value <- function(w) base + sum(slope * w) + if (curved) sum(w * drop(bend %*% w)) / 2 else 0
  at <- function(w) {
    linear <- if (curved) slope + drop(bend %*% w) else slope
    list(linear = linear, constant = value(w) - sum(linear * w))
  }
  concave <- curved && max(eigen(bend, symmetric = TRUE, only.values = TRUE)$values) <= 1e-10 * max(abs(bend))
  list(value = value, at = at, curved = curved, concave = concave, slope = slope, bend = bend, base = base,
    simulate = function(load) mean_on(fit, day, load, goal))
}

robust_objective <- function(fit, day, goal, training, weight, worst, draws, seed) {
  n <- length(day)
  rest <- numeric(n)
  curved <- "vdr" %in% training
  paths <- function(load) fit_paths(fit, goal, list(day = day, load = load), draws, seed)
  parts <- paths(rest)
  # Draws of the members of an average are joined by their rank at rest, as muscle_compare()
  # joins them by their rank under its first plan.
  ranks <- path_ranks(parts)
  join <- function(parts) drop(join_paths(parts, weight, ranks))
  slopes_of <- function(models, load) {
    parts <- lapply(stats::setNames(nm = models), function(model) {
      fit_slopes(fit, model, day, load, goal, "draws", draws, seed)$slopes
    })
    matrix(0, n, draws) + join_paths(parts, weight, ranks)
  }
  base <- join(parts)
  steady <- slopes_of(setdiff(training, "vdr"), rest)
  bent_rest <- if (curved) slopes_of("vdr", rest) else 0
  last <- list(w = NULL, slopes = 0) # a step asks for the slopes of one plan twice
  bent <- function(w) {
    if (curved && !identical(w, last$w)) last <<- list(w = w, slopes = slopes_of("vdr", w))
    last$slopes
  }
  # A quadratic rises by the mean of the slopes at both ends.
  each <- function(w, slopes) base + drop(crossprod(steady + (bent_rest + slopes) / 2, w))
  list(
    value = function(w) worst_mean(each(w, bent(w)), worst),
    at = function(w) {
      slopes <- bent(w)
      slopes_now <- steady + slopes
      list(slopes = slopes_now, base = each(w, slopes) - drop(crossprod(slopes_now, w)), worst = worst)
    },
    curved = curved, concave = FALSE,
    mean = if (curved) expected_objective(fit, day, goal, training, weight),
    simulate = function(load) worst_mean(join(paths(load)), worst)
  )
}

worst_mean <- function(value, worst) {
  worst_cut(list(base = value, slopes = matrix(0, 1L, length(value)), worst = worst), 0)$value
}
