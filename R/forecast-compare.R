#' Compare plans on a day
#'
#' Every plan is forecast with the same draws of the person, the same drift and the same
#' noise, so that differences are paired: what the plans share cancels.
#'
#' @param fit A [muscle_fit()].
#' @param plans A named list of schedules, each as for [forecast()][forecast.muscle_fit], or
#'   made by [muscle_plan()].
#' @param day The day to compare on, after the log and within every plan: in the log's
#'   numbering, or a date.
#' @param ... Not used; arguments after it are named in full.
#' @param level Probability of the intervals, more than 0 and less than 1.
#' @param draws,seed How many draws, 100 to a million, and their seed, a whole number of 0 or
#'   more; R's random numbers are not used.
#' @return An object of class `muscle_compare`: `plans`, a row per plan with `plan`, `total`
#'   (load up to the day), `.mean`, `.lower`, `.upper`, `prob_best`; `differences`, a row per
#'   pair with `plan`, `against`, `.mean`, `.lower`, `.upper`, `prob_better`.
#'
#'   A fit of `"average"` holds that training may have no effect (its model `"level"`), so
#'   its differences are 0.4 of those of the training models by default, while which plan is
#'   better, and `prob_better`, are what the training models say.
#'
#'   Performance is the true one, without the noise of a test, in the log's unit; `total` in
#'   that of its loads. Errors: `muscletwin_error_days`, `_names`, `_type`, `_method` (a
#'   least-squares fit has no draws), `_value`, `_size`, `_missing`, `_columns`, `_dots`.
#'   Warning: `muscletwin_warning_extrapolation`, for each plan that leaves what the log has seen.
#' @seealso [muscle_plan()], [forecast()][forecast.muscle_fit].
#' @examples
#' fit <- muscle_fit(training_log)
#' muscle_compare(fit,
#'   list(hard = rep(c(80, 0), 7), taper = rep(c(40, 0), 7)),
#'   day = max(training_log$day) + 14
#' )
#' @export
muscle_compare <- function(fit, plans, day, ..., level = 0.9, draws = 4000, seed = 1) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  check_given(c("fit", "plans", "day"), "The plans are compared by performance on {.arg day}.", call)
  check_fit(fit, call)
  check_can(fit, "draws", "object", call)
  level <- check_probs_level(level, call = call)
  draws <- check_count(draws, "draws", 100, 1e6, call = call)
  seed <- check_count(seed, "seed", lower = 0, call = call)
  if (inherits(plans, "muscle_plan")) plans <- list(plan = plans)
  if (!is.list(plans) || is.data.frame(plans)) {
    abort_input("type", "{.arg plans} must be a named list of schedules, not {describe(plans)}.", arg = "plans", value = plans, call = call)
  }
  check_plan_names(plans, call)
  day <- log_day_of(day, "day", fit, call)
  read <- lapply(stats::setNames(nm = names(plans)),
    function(name) read_ahead(plans[[name]], fit, paste0("plans$", name), call))
  check_compare_day(day, read, fit, call)
  for (ahead in read) beyond_experience(fit, lapply(ahead[c("day", "load")], function(x) x[ahead$day <= day]))
  value <- paired_draws(fit, read, day, draws, seed)
  structure(
    list(plans = compare_plans(value, read, day, level), differences = compare_pairs(value, level), day = day,
      start = fit$start, level = level, loads = read, fit = fit),
    class = "muscle_compare"
  )
}

check_compare_day <- function(day, read, fit, call) {
  for (name in names(read)) {
    if (day <= max(fit$log$day) || day > max(read[[name]]$day)) {
      abort_input("days",
        c("{.arg day} is {day_words(day, fit$start)}; the plan {.val {name}} has {day_words(min(read[[name]]$day), fit$start)} to {day_words(max(read[[name]]$day), fit$start)}.",
          i = "Choose a day that every plan has."),
        arg = "day", value = day, call = call)
    }
  }
}

# Performance on the day [draw x plan]; draws are joined as under the first plan.
paired_draws <- function(fit, read, day, draws, seed) {
  ranks <- NULL
  value <- matrix(0, draws, length(read), dimnames = list(NULL, names(read)))
  for (name in names(read)) {
    parts <- fit_paths(fit, day, read[[name]], draws, seed)
    if (is.null(ranks)) ranks <- path_ranks(parts)
    value[, name] <- join_paths(parts, fit_weights(fit), ranks)
  }
  value
}

# A row per plan; draws in which several are best are shared out among them.
compare_plans <- function(value, read, day, level) {
  most <- value[cbind(seq_len(nrow(value)), max.col(value, ties.method = "first"))]
  same <- rowSums(value == most)
  do.call(rbind, lapply(seq_along(read), function(k) {
    q <- interval_of(value[, k], level)
    new_data_frame(list(plan = names(read)[[k]], total = sum(read[[k]]$load[read[[k]]$day <= day]),
      .mean = mean(value[, k]), .lower = q[[1L]], .upper = q[[2L]], prob_best = mean((value[, k] == most) / same)), 1L)
  }))
}

compare_pairs <- function(value, level) {
  pairs <- if (ncol(value) > 1L) utils::combn(ncol(value), 2L) else matrix(0L, 2L, 0L)
  do.call(rbind, lapply(seq_len(ncol(pairs)), function(j) {
    d <- value[, pairs[1L, j]] - value[, pairs[2L, j]]
    q <- interval_of(d, level)
    new_data_frame(list(plan = colnames(value)[[pairs[1L, j]]], against = colnames(value)[[pairs[2L, j]]],
      .mean = mean(d), .lower = q[[1L]], .upper = q[[2L]], prob_better = mean(d > 0) + mean(d == 0) / 2), 1L)
  }))
}

check_plan_names <- function(plans, call) {
  names <- names(plans)
  at <- if (is.null(names)) seq_along(plans) else which(is.na(names) | !nzchar(names) | duplicated(names))
  if (length(plans) == 0L || length(at)) {
    abort_input("names",
      c("The {.arg plans} need names, each a different one.",
        x = if (length(plans) == 0L) "The list is empty." else if (is.null(names)) "None has a name.",
        i = "For example {.code plans = list(hard = ..., taper = ...)}."),
      arg = "plans", value = names, position = if (length(plans)) at[[1L]], call = call
    )
  }
}

# The better plan first.
difference_words <- function(d) {
  ahead <- if (d$.mean >= 0) 1 else -1
  names <- if (ahead > 0) c(d$plan, d$against) else c(d$against, d$plan)
  ends <- sort(ahead * c(d$.lower, d$.upper))
  paste0(names[[1L]], " minus ", names[[2L]], ": ", format(signif(ahead * d$.mean, 2)), " (",
    format(signif(ends[[1L]], 2)), " to ", format(signif(ends[[2L]], 2)), "), better with probability ",
    probability_words(if (ahead > 0) d$prob_better else 1 - d$prob_better))
}

#' @export
print.muscle_compare <- function(x, ...) {
  cli::cat_line("<muscle_compare> ", count_words(nrow(x$plans), "plan"), " on ", day_words(x$day, x$start), ", ",
    format(100 * x$level), " % intervals")
  print(utils::head(x$plans, 5L), digits = 4, row.names = FALSE)
  for (j in seq_len(min(3L, NROW(x$differences)))) {
    cli::cat_line(difference_words(x$differences[j, ]))
  }
  level <- unname(x$fit$weights["level"])
  if (x$fit$model == "average" && NROW(x$differences)) {
    cli::cat_line("differences are ", format(1 - level), " of what the training models see: level, weight ", format(level),
      ", sees none")
  }
  cli::cat_line(hint("plot() draws the plans side by side"))
  invisible(x)
}
