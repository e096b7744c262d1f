# Golden numbers: vectors/README.md says where they come from.
read_vector <- function(name) {
  rows <- read.csv(test_path("vectors", paste0(name, ".csv")), comment.char = "#")
  stopifnot(nrow(rows) > 0)
  rows
}

# The project's shared data; tests that need it skip where it is not there.
shared_file <- function(name) {
  path <- file.path(Sys.getenv("MUSCLETWIN_SHARED", "no-such-place"), "data", name)
  if (!file.exists(path)) skip(paste0("shared data absent: ", name))
  path
}

# ---- numbers and conditions; none of these can pass on nothing ----

# What a test loops over: a loop over nothing would pass without having tried anything.
some <- function(x) {
  stopifnot("there is nothing to loop over" = length(x) > 0)
  x
}

# All within `tolerance` of what is expected, relative to `scale`; with `scale = 1` it is
# the difference that is within it. One expected number for each that there is.
expect_near <- function(actual, expected, tolerance = 1e-12, scale = abs(expected), info = NULL) {
  stopifnot(
    is.numeric(actual), is.numeric(expected), length(expected) > 0, length(actual) == length(expected),
    length(scale) %in% c(1L, length(expected)), !anyNA(expected), !anyNA(scale), length(tolerance) == 1
  )
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

# A condition that holds for each element, of which there is at least one.
expect_all <- function(holds, info = NULL) {
  label <- paste(deparse(substitute(holds), width.cutoff = 500L), collapse = " ")
  stopifnot(is.logical(holds), length(holds) > 0)
  wrong <- which(is.na(holds) | !holds)
  expect(
    length(wrong) == 0,
    paste0(
      paste0(info, if (length(info)) ": "), "`", label, "` does not hold for ", length(wrong), " of ",
      length(holds), ", the first is element ", wrong[1]
    )
  )
  invisible(holds)
}

# A number printed with so many decimals.
expect_printed <- function(actual, printed, decimals) {
  expect_near(actual, printed, 0.5000001 * 10^-decimals, scale = 1)
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
