# Fits of many athletes, and what is asked of all of them.

#' @export
print.muscle_fits <- function(x, ...) {
  failed <- vapply(x, inherits, NA, what = "error")
  cli::cat_line("<muscle_fits> ", count_words(length(x), "athlete"), if (any(failed)) paste0(", ", sum(failed), " failed: ",
    toString(utils::head(names(x)[failed], 5L))))
  ok <- x[!failed]
  if (length(ok)) {
    table <- coef(x)
    cli::cat_line("median over athletes: ", paste0(colnames(table), " ",
      vapply(seq_len(ncol(table)), function(j) format(signif(stats::median(table[, j]), 3)), ""), collapse = ", "))
  }
  cli::cat_line(hint("glance(), tidy(), fits[[\"name\"]], forecast(fits[[\"name\"]], schedule)"))
  invisible(x)
}

#' @export
`[.muscle_fits` <- function(x, i) {
  structure(unclass(x)[i], class = "muscle_fits", id = attr(x, "id"))
}

# The column of the athletes in a table: named as in the log, or `id` where the table has
# another column of that name (an athlete column called `term`, say).
id_column <- function(x, taken) {
  id <- attr(x, "id")
  if (id %in% taken) "id" else id
}

each_athlete <- function(x, f) {
  failed <- vapply(x, inherits, NA, what = "error")
  parts <- lapply(names(x)[!failed], function(name) {
    part <- f(x[[name]])
    first <- new_data_frame(stats::setNames(list(rep(name, nrow(part))), id_column(x, names(part))), nrow(part))
    cbind(first, part)
  })
  do.call(rbind, parts)
}

#' @rdname muscle_fit-methods
#' @export
tidy.muscle_fits <- function(x, ...) {
  each_athlete(x, function(fit) tidy.muscle_fit(fit, ...))
}

#' @rdname muscle_fit-methods
#' @export
glance.muscle_fits <- function(x, ...) {
  check_dots(...)
  result <- each_athlete(x, function(fit) {
    row <- glance.muscle_fit(fit)
    row$error <- NA_character_
    row
  })
  failed <- vapply(x, inherits, NA, what = "error")
  if (any(failed)) {
    id <- id_column(x, c("model", "error", names(result)[-1L]))
    empty <- new_data_frame(stats::setNames(list(names(x)[failed]), id), sum(failed))
    empty$converged <- FALSE
    empty$error <- vapply(unclass(x)[failed], function(e) cli::ansi_strip(conditionMessage(e)), "")
    if (is.null(result)) return(empty)
    empty[setdiff(names(result), names(empty))] <- NA
    result <- rbind(result, empty[names(result)])
  }
  result[order(match(result[[1L]], names(x))), , drop = FALSE]
}

#' @export
coef.muscle_fits <- function(object, ...) {
  check_dots(...)
  ok <- !vapply(object, inherits, NA, what = "error")
  do.call(rbind, lapply(unclass(object)[ok], coef))
}

# Names of athletes as text, in whatever class the column is; the same athlete is the same text.
athlete_names <- function(x, arg, call) {
  if (inherits(x, "integer64") && !isNamespaceLoaded("bit64")) {
    # Without bit64 its bits read as tiny doubles, all of them told apart by none of R's tools.
    abort_input("type",
      c("{.field {arg}} is of class {.cls integer64}, which only the package bit64 can read.",
        i = "Load it ({.code library(bit64)}), or convert the column with {.fn as.character} where it was read."),
      arg = arg, value = NULL, call = call)
  }
  if (!is.atomic(x) || length(dim(x))) {
    abort_input("type", "{.field {arg}} must be a plain column of names, numbers or a factor, not {describe(x)}.",
      arg = arg, value = x, call = call)
  }
  name <- if (is.double(x) && !is.object(x)) {
    format(x, digits = 15, trim = TRUE, scientific = FALSE, drop0trailing = TRUE)
  } else {
    as.character(x)
  }
  name[is.na(x)] <- NA
  at <- which(is.na(name) | !nzchar(trimws(name)))
  if (length(at)) {
    what <- if (is.na(name[[at[[1L]]]])) "missing ({.code NA})" else "blank"
    abort_input("missing",
      c(paste0("{.field {arg}} is ", what, " at position {at[[1]]}{more_positions(at)}: whose row is it?"),
        i = "Name the athlete, or leave such rows out of {.arg log}."),
      arg = arg, value = NA, position = at, call = call)
  }
  name
}

# What was found in the logs of several athletes: one warning a kind, which names them.
warn_once_a_kind <- function(told) {
  kinds <- vapply(told, function(x) class(x$warning)[[1L]], "")
  for (kind in unique(kinds)) {
    these <- told[kinds == kind]
    who <- unique(vapply(these, `[[`, "", "who"))
    first <- these[[1L]]$warning
    shown <- utils::head(who, 5L)
    more <- if (length(who) > 5L) paste(" and", length(who) - 5L, "more") else ""
    words <- cli::ansi_strip(conditionMessage(first))
    cli::cli_warn(
      c("{.val {shown}}{more}: {length(who)} athlete{?s} with the same remark; the first:", " " = "{words}"),
      class = setdiff(class(first), c("rlang_warning", "warning", "condition")),
      argument = first$argument, value = first$value, athletes = who
    )
  }
}

# An athlete whose log cannot be used is its error; the others are fitted.
fit_many <- function(log, id, spec, prior, na_load, threads, call) {
  check_id(log, id, call)
  name <- athlete_names(log[[id]], paste0("log$", id), call)
  fits <- read_each(log, split(seq_len(nrow(log)), factor(name, levels = unique(name))), spec, na_load, call)
  readable <- !vapply(fits, inherits, NA, what = "muscletwin_error")
  if (any(readable)) {
    fits[readable] <- if (spec$method == "least_squares") lapply(fits[readable], fit_least_squares, spec = spec) else
      fit_batch(fits[readable], spec, prior, na_load, threads, call)
  }
  warn_failed(fits)
  structure(fits, class = "muscle_fits", id = id)
}

check_id <- function(log, id, call) {
  if (!is.data.frame(log)) read_log(log, call = call)
  if (!is.character(id) || length(id) != 1L || !id %in% names(log)) {
    abort_input("columns",
      c("{.arg id} must name a column of {.arg log}, not be {describe(id)}.",
        x = "It has {.field {names(log)}}."),
      arg = "id", value = id, call = call)
  }
}

# A list per athlete: what read_log() reads, or the error that it is. What was found in the logs
# is told once a kind.
read_each <- function(log, rows, spec, na_load, call) {
  told <- list()
  reads <- lapply(stats::setNames(nm = names(rows)), function(who) {
    tryCatch(
      withCallingHandlers(
        {
          read <- read_log(log[rows[[who]], , drop = FALSE], na_load, call = call)
          check_log(read$frame, spec, read$start, call)
          read
        },
        muscletwin_warning = function(w) {
          told[[length(told) + 1L]] <<- list(who = who, warning = w)
          invokeRestart("muffleWarning")
        }
      ),
      muscletwin_error = function(e) e
    )
  })
  warn_once_a_kind(told)
  reads
}

# All logs at once in the engine's threads, without points.
fit_batch <- function(reads, spec, prior, na_load, threads, call) {
  from <- lapply(reads, function(read) log_for_engine(read$frame))
  belief <- prior
  if (spec$model == "level" && is.na(belief$load)) belief$load <- 1
  belief <- prior_for_engine(belief)
  parts <- lapply(stats::setNames(nm = member_models(spec$model)), function(model) {
    engine_fit_batch(from, belief, options_for_engine(model, spec), threads, numeric(), NULL)
  })
  lapply(seq_along(reads), function(i) {
    members <- lapply(stats::setNames(nm = names(parts)), function(model) named_member(parts[[model]]$fit[[i]], model))
    if (min(vapply(members, `[[`, 0, "status")) < 0) {
      return(rlang::catch_cnd(abort_input("engine", "The engine could not fit this log.", arg = "log", call = call)))
    }
    own <- prior
    own$performance <- parts[[1L]]$scale[1L, i]
    own$load <- parts[[1L]]$scale[2L, i]
    new_fit(reads[[i]], spec, own, members, na_load)
  })
}

warn_failed <- function(fits) {
  failed <- vapply(fits, inherits, NA, what = "error")
  if (any(failed)) {
    warn_input("failed",
      c("{sum(failed)} of {length(fits)} athlete{?s} could not be fitted: {.val {utils::head(names(fits)[failed], 5)}}.",
        x = conditionMessage(fits[[which(failed)[[1L]]]]),
        i = "{.fn glance} lists them all with their reasons."),
      arg = "log", value = names(fits)[failed])
  }
}
