# Packages from CRAN, those side by side that do not wait for each other: install.packages()
# builds them one by one, and leaves cores idle while it configures, links or byte-compiles one.
# Part of tools/build/setup.R.

# What takes long, the longest first.
takes_long <- c(
  rxode2 = "it and what it needs take 10 to 30 minutes", mrgsolve = "C++, a few minutes",
  highs = "HiGHS, some 4 minutes on two cores", RcppEigen = "C++, a few minutes",
  nanoparquet = "C++, a minute", nanonext = "half a minute", sundials = "SUNDIALS, half a minute"
)

install_from_cran <- function(packages, library) {
  repos <- getOption("repos")
  # R as it comes asks for a mirror on first use; take the first of its own list.
  if (!"CRAN" %in% names(repos) || repos[["CRAN"]] == "@CRAN@") {
    repos[["CRAN"]] <- utils::getCRANmirrors(local.only = TRUE)$URL[1]
  }
  if (getOption("pkgType") == "source") {
    build_packages(packages, library, repos)
  } else {
    utils::install.packages(packages, lib = library, repos = repos)
  }
  asked <- c(needed_by_all(), stats::setNames(rep("0", length(packages)), packages))
  asked <- latest(asked[names(asked) %in% packages])
  wrong <- Filter(function(name) is_missing(name, asked[[name]]), packages)
  if (length(wrong)) {
    version <- ifelse(asked[wrong] == "0", "", paste(" >=", asked[wrong]))
    stop("could not be installed: ", toString(paste0(wrong, version)), call. = FALSE)
  }
}

# ---- from their sources ----

build_packages <- function(packages, library, repos) {
  known <- utils::available.packages(repos = repos)
  arrows <- arrows_to_build(packages, known)
  all <- in_order(arrows)
  all <- all[order(match(all, names(takes_long), nomatch = length(takes_long) + 1L))]
  folder <- tempfile("cran-")
  dir.create(folder)
  Sys.setenv(R_MAKEVARS_USER = makevars(folder, all), MAKEFLAGS = paste0("-j", cores()))
  said <- ifelse(all %in% names(takes_long), paste0(" (", takes_long[all], ")"), "")
  cat("  from CRAN, ", if (length(all) > 1) "side by side: ", toString(paste0(all, said)), "\n", sep = "")
  files <- utils::download.packages(all, folder, available = known, repos = repos, quiet = TRUE)
  build_side_by_side(stats::setNames(files[, 2], files[, 1])[all], arrows, library, folder)
}

cores <- function() min(4L, max(1L, parallel::detectCores(), na.rm = TRUE))

# The packages and what they need that is not here, and so on: for each what of these it needs.
arrows_to_build <- function(packages, known) {
  arrows <- list()
  new <- packages
  while (length(new)) {
    absent <- setdiff(new, rownames(known))
    if (length(absent)) {
      stop("not to be had from CRAN for R ", getRversion(), ": ", toString(absent), call. = FALSE)
    }
    needs <- lapply(stats::setNames(nm = new), function(name) {
      needs <- read_needs(known[name, strong_fields])
      Filter(function(n) n %in% packages || is_missing(n, needs[[n]]), unique(names(needs)))
    })
    arrows <- c(arrows, needs)
    new <- setdiff(unlist(needs), names(arrows))
  }
  arrows
}

# Debugging symbols take a quarter of the time of compiling C++ and change no code.
makevars <- function(folder, packages) {
  user <- Sys.getenv("R_MAKEVARS_USER", "~/.R/Makevars")
  flags <- c("CFLAGS", "CXXFLAGS", "CXX11FLAGS", "CXX14FLAGS", "CXX17FLAGS", "CXX20FLAGS")
  path <- file.path(folder, "Makevars")
  writeLines(c(
    if (file.exists(user)) readLines(user), paste(flags, "+= -g0"),
    # Before R 4.3 it asks for a name that R's headers give only in its long form.
    if ("rxode2" %in% packages) "CPPFLAGS += -Dlcons=Rf_lcons"
  ), path)
  path
}

# files: named by package. Each is built when what it needs is there, as many at a time as there
# are cores. What one says goes to build/log/cran-NAME.log, whose end is shown if it fails.
build_side_by_side <- function(files, arrows, library, folder) {
  waiting <- names(files)
  running <- list()
  done <- failed <- character()
  on.exit(for (job in running) end_build(job))
  minute <- 1
  begin <- proc.time()[["elapsed"]]
  while (length(waiting) + length(running)) {
    hopeless <- Filter(function(name) any(arrows[[name]] %in% failed), waiting)
    for (name in hopeless) {
      cat("  ", name, " is not built: it needs ", toString(intersect(arrows[[name]], failed)), "\n", sep = "")
    }
    failed <- c(failed, hopeless)
    waiting <- setdiff(waiting, hopeless)
    ready <- Filter(function(name) all(arrows[[name]] %in% done), waiting)
    for (name in utils::head(ready, cores() - length(running))) {
      running[[name]] <- start_build(name, files[[name]], library, folder)
      waiting <- setdiff(waiting, name)
    }
    Sys.sleep(0.2)
    for (name in names(running)) {
      job <- running[[name]]
      if (!file.exists(job$code_file)) next
      running[[name]] <- NULL
      seconds <- round(proc.time()[["elapsed"]] - job$begin)
      if (readLines(job$code_file) == "0") {
        done <- c(done, name)
        cat("  ", name, " done in ", seconds, " s\n", sep = "")
      } else {
        failed <- c(failed, name)
        cat("  ", name, " FAILED after ", seconds, " s; the end of ", job$log, ":\n", sep = "")
        cat(paste("    |", utils::tail(readLines(job$log, warn = FALSE), 40)), sep = "\n")
      }
    }
    if (length(running) && proc.time()[["elapsed"]] - begin > 60 * minute) {
      cat("  ", minute, " min, still at ", toString(names(running)), "\n", sep = "")
      minute <- minute + 1
    }
  }
}

# The code goes under its name when it is written, so that it is never read half.
start_build <- function(name, file, library, folder) {
  path <- file.path(folder, name)
  job <- list(begin = proc.time()[["elapsed"]], log = paste0("build/log/cran-", name, ".log"),
    code_file = paste0(path, ".code"), pid_file = paste0(path, ".pid"))
  dir.create("build/log", recursive = TRUE, showWarnings = FALSE)
  command <- sprintf("echo $$ >%s; %s CMD INSTALL --library=%s %s >%s 2>&1; echo $? >%s.part; mv %s.part %s",
    shQuote(job$pid_file), shQuote(file.path(R.home("bin"), "R")), shQuote(library), shQuote(file), shQuote(job$log),
    shQuote(path), shQuote(path), shQuote(job$code_file))
  apart <- Sys.which("setsid")
  run <- if (nzchar(apart)) c(apart, "sh") else "sh"
  system2(run[[1]], c(run[-1], "-c", shQuote(command)), wait = FALSE, stdin = "/dev/null")
  job
}

# Ends a build and all that it started: they are a group of their own where there is setsid.
end_build <- function(job) {
  pid <- readLines(job$pid_file)
  system2("sh", c("-c", shQuote(sprintf("kill -TERM -%s || kill -TERM %s", pid, pid))), stderr = FALSE)
}
