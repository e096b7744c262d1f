# What the R session knows: the package as loaded, its version, a progress bar.

own_version <- function() loaded$version

# A bar over the whole call, made when the work has taken a second; part(i) is the function
# that the engine tells its share of scenario i.
new_progress <- function(progress, parts) {
  wanted <- if (is.null(progress)) interactive() else progress
  if (!wanted) {
    return(list(part = function(i) NULL, close = function() invisible()))
  }
  id <- NULL
  frame <- environment()
  started <- proc.time()[["elapsed"]]
  list(
    part = function(i) {
      function(done) {
        if (is.null(id) && proc.time()[["elapsed"]] - started < 1) {
          return(invisible())
        }
        if (is.null(id)) {
          id <<- cli::cli_progress_bar("Simulating", total = 100, .auto_close = FALSE, .envir = frame)
        }
        cli::cli_progress_update(set = 100 * (i - 1 + done) / parts, id = id, .envir = frame)
      }
    },
    close = function() {
      if (!is.null(id)) cli::cli_progress_done(id = id, .envir = frame)
    }
  )
}

# What is known from loading on: the version (reading DESCRIPTION at each call would take longer
# than simulating 400 people), how many threads the engine takes, and the cohort that was checked
# last.
loaded <- new.env(parent = emptyenv())
