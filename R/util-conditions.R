# Every error of this package has the class `muscletwin_error` and one below it that
# says what was wrong; it carries the argument, the value and the position as fields.

abort_input <- function(what, message, arg, value = NULL, position = NULL,
                        call = rlang::caller_env(), .envir = parent.frame()) {
  cli::cli_abort(
    message,
    class = c(paste0("muscletwin_error_", what), "muscletwin_error"),
    argument = arg, value = value, position = position,
    call = call, .envir = .envir
  )
}

# Called by the glue when the engine returned a failure: `status` is its MT_ name. The
# R side checks first, so this is the place of what only the engine can know.
abort_engine <- function(status, message) {
  call <- exported_frame()
  if (status == "MT_ERROR_CANCELLED") {
    rlang::interrupt()
    # An interrupt may be suspended by the caller; a half-done result is never returned.
    cli::cli_abort("The simulation was interrupted.",
      class = c("muscletwin_error_cancelled", "muscletwin_error"), call = call
    )
  }
  message <- sub("[.]+$", "", message)
  what <- tolower(sub("MT_ERROR_", "", status, fixed = TRUE))
  advice <- c(
    memory = "Ask for fewer trainees, or for {.code output = \"summary\"}, whose memory does not grow.",
    overflow = "Loads or gains are too large: check their units.",
    solver = "Values far from the usual ones can do that; for muscle mass, {.code solver = \"exact\"} needs no solver.",
    value = "Check the population: a normal distribution may reach below zero.",
    correlation = "A correlation matrix is symmetric, has 1 on its diagonal and no negative eigenvalue."
  )
  message <- sub("[. ]+$", "", message) # CVODE's own words end with a point
  cli::cli_abort(
    c("{message}.", i = if (what %in% names(advice)) advice[[what]]),
    class = c(paste0("muscletwin_error_", what), "muscletwin_error"),
    status = status, call = call
  )
}

# The frame of our function that the user called, for the first line of an error: the
# outermost one, however it was called (muscletwin::f(), do.call(), a method).
exported_frame <- function() {
  ours <- topenv()
  for (n in seq_len(sys.nframe())) {
    if (identical(environment(sys.function(n)), ours)) {
      return(sys.frame(n))
    }
  }
  NULL
}

# R's own "cannot allocate vector" becomes a classed error that says what to do.
# `cells` is how many numbers a column may get: few of them need no such care.
with_memory_errors <- function(expr, arg, value, cells = Inf, call = rlang::caller_env()) {
  if (cells < 1e5) {
    return(expr)
  }
  tryCatch(expr, error = function(e) {
    if (inherits(e, "muscletwin_error") || !is_memory_error(e)) {
      stop(e)
    }
    abort_input("memory",
      c("There is not enough memory for {.arg {arg}} = {value}.",
        x = conditionMessage(e),
        i = "Ask for fewer, or use {.code output = \"summary\"}, whose memory does not grow."
      ),
      arg = arg, value = value, call = call
    )
  })
}

# R says it in the language of the session; what was computed elsewhere may be in English, or
# marked by whoever computed it.
is_memory_error <- function(e, patterns = memory_patterns()) {
  inherits(e, "muscletwin_no_memory") || any(vapply(patterns, grepl, NA, x = conditionMessage(e), perl = TRUE))
}

memory_patterns <- function(translate = function(text) gettext(text, domain = "R")) {
  said <- c(
    "cannot allocate vector of size %0.1f Gb", "cannot allocate vector of size %0.1f Mb",
    "cannot allocate vector of size %0.f Kb", "cannot allocate memory block of size %0.1f Gb",
    "cannot allocate memory block of size %0.f Tb", "vector memory exhausted (limit reached?)"
  )
  # A format as a pattern: what is around its numbers, which not every language has at the end.
  patterns <- gsub("%[0-9.]*[a-z]+", "\\\\E.*\\\\Q", c(said, translate(said)))
  c("cannot allocate", unique(paste0("\\Q", patterns, "\\E")))
}

# An error of one element, told with the element's position.
at_position <- function(j, words, code) {
  tryCatch(code, muscletwin_error = function(e) {
    e$position <- j
    e$body <- c(e$body, i = cli::format_inline(words))
    rlang::cnd_signal(e)
  })
}

# Warnings have classes too, so that a script can tell them apart.
warn_input <- function(what, message, arg, value = NULL, .envir = parent.frame()) {
  cli::cli_warn(message,
    class = c(paste0("muscletwin_warning_", what), "muscletwin_warning"),
    argument = arg, value = value, .envir = .envir
  )
}

# Warnings pass through, and their words are kept for the print.
told_warnings <- function(code) {
  words <- character()
  withCallingHandlers(code, muscletwin_warning = function(w) {
    words <<- c(words, stats::setNames(cli::ansi_strip(w$message), class(w)[[1L]]))
  })
  words
}
