# Golden numbers: vectors/README.md says where they come from.
read_vector <- function(name) {
  read.csv(test_path("vectors", paste0(name, ".csv")), comment.char = "#")
}

# All within `tolerance` of what is expected, relative to `scale`.
expect_near <- function(actual, expected, tolerance = 1e-12, scale = abs(expected), info = NULL) {
  stopifnot(length(actual) == length(expected), length(expected) > 0)
  error <- abs(actual - expected) / pmax(scale, 1e-290)
  error[actual == expected] <- 0
  worst <- which.max(ifelse(is.na(error), Inf, error))
  expect(
    isTRUE(error[worst] <= tolerance),
    paste0(
      paste0(info, if (length(info)) ": "), "element ", worst, " is ", format(actual[worst], digits = 17),
      ", expected ", format(expected[worst], digits = 17), ", off by ", format(error[worst], digits = 3)
    )
  )
  invisible(actual)
}

# A number printed with so many decimals.
expect_printed <- function(actual, printed, decimals) {
  expect_near(actual, printed, 0.5000001 * 10^-decimals, scale = 1)
}

error_of <- function(code) {
  tryCatch(
    {
      force(code)
      NULL
    },
    error = function(e) e
  )
}

# ---- wrong input ----

# Each row: a call, then what its error must say. The rows of a file are also kept as text,
# for the snapshot: read it as the person who made the mistake.
new_mistakes <- function() {
  text <- character()
  mistake <- function(code, what, argument, position = NULL) {
    code <- substitute(code)
    here <- parent.frame()
    label <- paste(deparse(code, width.cutoff = 500L), collapse = " ")
    e <- error_of(eval(code, here))
    if (is.null(e)) {
      fail(paste0("`", label, "` is not an error"))
      return(invisible())
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
    text <<- c(text, paste0("> ", label), paste0("<", class(e)[[1]], "> ", argument,
      if (length(position)) paste0(" at ", paste(position, collapse = ", "))), strsplit(message, "\n")[[1]], "")
  }
  list(mistake = mistake, text = function() text)
}

# ---- the user's session ----

# What no function of ours may change.
session_state <- function() {
  list(
    seed = globalenv()[[".Random.seed"]], kind = RNGkind(), options = options(),
    directory = getwd(), locale = Sys.getlocale(), environment = Sys.getenv(c("HOME", "LANG", "LC_ALL",
      "OMP_NUM_THREADS", "TMPDIR", "TZ")),
    devices = grDevices::dev.list(), objects = ls(globalenv(), all.names = TRUE),
    connections = length(getAllConnections())
  )
}

expect_session_kept <- function(code, label) {
  before <- session_state()
  force(code)
  after <- session_state()
  changed <- names(before)[!mapply(identical, before, after)]
  expect(length(changed) == 0, paste0(paste(changed, collapse = ", "), " changed by ", label))
}

# Puts an odd random state in place for one test; gone afterwards.
local_random_state <- function(kind = NULL, seed = 1, frame = parent.frame()) {
  space <- globalenv()
  before <- space[[".Random.seed"]]
  kind_before <- RNGkind()
  restore <- function() {
    suppressWarnings(RNGkind(kind_before[[1]], kind_before[[2]], kind_before[[3]]))
    if (is.null(before)) {
      suppressWarnings(rm(".Random.seed", envir = space))
    } else {
      assign(".Random.seed", before, envir = space)
    }
  }
  do.call("on.exit", list(as.call(list(restore)), add = TRUE), envir = frame)
  if (is.null(kind)) {
    set.seed(seed)
    rm(".Random.seed", envir = space)
  } else {
    suppressWarnings(do.call(RNGkind, as.list(kind)))
    set.seed(seed)
  }
}

# ---- interrupts ----

# Sends this process SIGINT after some seconds, as Ctrl-C would, while `code` runs.
interrupt_after <- function(seconds, code) {
  command <- sprintf("sleep %g; kill -INT %d", seconds, Sys.getpid())
  finished <- FALSE
  begin <- proc.time()[["elapsed"]]
  system2("sh", c("-c", shQuote(command)), wait = FALSE)
  value <- tryCatch(
    {
      result <- force(code)
      finished <- TRUE
      Sys.sleep(seconds + 1) # so that a late signal still lands in here
      result
    },
    interrupt = function(e) NULL
  )
  list(
    interrupted = !finished, value = value,
    late = proc.time()[["elapsed"]] - begin - seconds # seconds from the signal on
  )
}
