# Fits of many athletes, and what is asked of all of them.

#' @export
print.muscle_fits <- function(x, ...) {
  failed <- vapply(x, inherits, NA, what = "error")
  cli::cat_line("<muscle_fits> ", count_words(length(x), "athlete"), if (any(failed)) paste0(", ", sum(failed), " failed: ",
    toString(utils::head(names(x)[failed], 5L))))
  ok <- x[!failed]
  if (length(ok)) {
    table <- t(vapply(ok, coef, coef(ok[[1L]])))
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

each_athlete <- function(x, f) {
  failed <- vapply(x, inherits, NA, what = "error")
  parts <- lapply(names(x)[!failed], function(name) {
    part <- f(x[[name]])
    id <- new_data_frame(stats::setNames(list(rep(name, nrow(part))), attr(x, "id")), nrow(part))
    cbind(id, part)
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
  result <- each_athlete(x, glance.muscle_fit)
  failed <- vapply(x, inherits, NA, what = "error")
  if (!is.null(result)) result$error <- rep(NA_character_, nrow(result))
  if (any(failed)) {
    empty <- data.frame(names(x)[failed])
    names(empty) <- attr(x, "id")
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
  ok <- !vapply(object, inherits, NA, what = "error")
  t(vapply(unclass(object)[ok], coef, coef(object[[which(ok)[[1L]]]])))
}

fit_many <- function(log, id, spec, prior, na_load, threads, call) {
  if (!is.data.frame(log)) read_log(log, call = call)
  if (!is.character(id) || length(id) != 1L || !id %in% names(log)) {
    abort_input("columns",
      c("{.arg id} must name a column of {.arg log}, not be {describe(id)}.",
        x = "It has {.field {names(log)}}."),
      arg = "id", value = id, call = call)
  }
  if (!is.atomic(log[[id]]) || length(dim(log[[id]]))) {
    name <- paste0("log$", id)
    abort_input("type", "{.field {name}} must be a plain column of names, numbers or a factor, not {describe(log[[id]])}.",
      arg = name, value = log[[id]], call = call)
  }
  at <- which(is.na(log[[id]]))
  if (length(at)) {
    name <- paste0("log$", id)
    abort_input("missing",
      c("{.field {name}} is missing ({.code NA}) at position {at[[1]]}{more_positions(at)}: whose row is it?",
        i = "Name the athlete, or leave such rows out of {.arg log}."),
      arg = name, value = NA, position = at, call = call)
  }
  rows <- split(seq_len(nrow(log)), factor(log[[id]], levels = unique(log[[id]])))
  reads <- lapply(rows, function(at) {
    tryCatch(
      {
        read <- suppressWarnings(read_log(log[at, , drop = FALSE], na_load, call = call),
          classes = "muscletwin_warning")
        check_log(read$frame, spec, read$start, call)
        read
      },
      muscletwin_error = function(e) e
    )
  })
  bad <- vapply(reads, inherits, NA, what = "muscletwin_error")
  fits <- reads
  good <- reads[!bad]
  if (spec$method == "least_squares") {
    fits[!bad] <- lapply(good, fit_least_squares, spec = spec)
  } else if (length(good)) {
    from <- lapply(good, function(read) log_for_engine(read$frame))
    belief <- prior
    if (spec$model == "level" && is.na(belief$load)) belief$load <- 1
    belief <- prior_for_engine(belief)
    parts <- lapply(stats::setNames(nm = member_models(spec$model)), function(model) {
      engine_fit_batch(from, belief, options_for_engine(model, spec), threads, numeric(), NULL)
    })
    fits[!bad] <- lapply(seq_along(good), function(i) {
      members <- lapply(stats::setNames(nm = names(parts)), function(model) {
        named_member(parts[[model]]$fit[[i]], model)
      })
      status <- min(vapply(members, `[[`, 0, "status"))
      if (status < 0) {
        return(rlang::catch_cnd(abort_input("engine", "The engine could not fit this log.", arg = "log", call = call)))
      }
      own <- prior
      own$performance <- parts[[1L]]$scale[1L, i]
      own$load <- parts[[1L]]$scale[2L, i]
      new_fit(good[[i]], spec, own, members, na_load)
    })
  }
  failed <- vapply(fits, inherits, NA, what = "error")
  if (any(failed)) {
    warn_input("failed",
      c("{sum(failed)} of {length(fits)} athlete{?s} could not be fitted: {.val {utils::head(names(fits)[failed], 5)}}.",
        x = conditionMessage(fits[[which(failed)[[1L]]]]),
        i = "{.fn glance} lists them all with their reasons."),
      arg = "log", value = names(fits)[failed])
  }
  structure(fits, class = "muscle_fits", id = id)
}
