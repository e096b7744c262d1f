# Wrong input: what its error must carry, and its words for a snapshot.

error_of <- function(code) {
  tryCatch(
    {
      force(code)
      NULL
    },
    error = function(e) e
  )
}

# `code` must be an error of ours of the class muscletwin_error_<what> that carries the
# argument, and the position in it where there is one. Gives the error back.
mistake <- function(code, what, argument, position = NULL) {
  invisible(check_mistake(substitute(code), parent.frame(), what, argument, position))
}

# The same with the calls and messages kept as text, for the snapshot of a table of mistakes:
# read it as the person who made the mistake.
new_mistakes <- function() {
  text <- character()
  mistake <- function(code, what, argument, position = NULL) {
    code <- substitute(code)
    e <- check_mistake(code, parent.frame(), what, argument, position)
    if (!is.null(e)) {
      text <<- c(text, paste0("> ", one_line(code)), paste0("<", class(e)[[1]], "> ", argument,
        if (length(position)) paste0(" at ", paste(position, collapse = ", "))),
        strsplit(conditionMessage(e), "\n")[[1]], "")
    }
    invisible(e)
  }
  list(mistake = mistake, text = function() some(text))
}

one_line <- function(code) paste(deparse(code, width.cutoff = 500L), collapse = " ")

check_mistake <- function(code, frame, what, argument, position) {
  label <- one_line(code)
  e <- error_of(eval(code, frame))
  if (is.null(e)) {
    fail(paste0("`", label, "` is not an error"))
    return(NULL)
  }
  message <- conditionMessage(e)
  expect_true(inherits(e, "muscletwin_error"), label = paste0("`", label, "` gives a muscletwin_error: ", message))
  expect_true(inherits(e, paste0("muscletwin_error_", what)),
    label = paste0("`", label, "` gives _", what, ", not ", class(e)[[1]]))
  expect_identical(e$argument, argument, label = paste0("argument of `", label, "`"))
  expect_equal(e$position, position, label = paste0("position of `", label, "`"), ignore_attr = TRUE)
  # Its first line names the function that was called, not one inside.
  called <- rlang::call_name(code)
  expect_identical(rlang::call_name(e$call), called, label = paste0("the call of `", label, "`"))
  # No internals, no debris of formatting.
  expect_false(grepl("internal:|[{}]|<NULL>|\\bNULL NULL\\b|  ", message), label = paste0("debris in: ", message))
  e
}
