# The R half of tools/build/setup.sh.
#   Rscript tools/build/setup.R missing PURPOSE   names of packages that are absent or too old
#   Rscript tools/build/setup.R install PACKAGE   from CRAN

source("tools/build/packages.R")

# What the packages of this repository ask for, each other left out; of two versions the later.
needed_by_all <- function(fields = dependency_fields) {
  folders <- package_folders()
  asked <- unlist(lapply(unname(folders), needed, fields))
  asked <- asked[!names(asked) %in% names(folders)]
  later <- function(x) Reduce(function(a, b) if (utils::compareVersion(a, b) < 0) b else a, x)
  vapply(split(asked, factor(names(asked), unique(names(asked)))), later, "")
}

strong_fields <- setdiff(dependency_fields, "Suggests")

is_missing <- function(name, version) {
  have <- suppressWarnings(utils::packageDescription(name, fields = "Version"))
  is.na(have) || utils::compareVersion(have, version) < 0
}

# The demo does without what only other parts suggest: some of that takes minutes to compile.
needed_by_post <- function() {
  suggested <- needed(".", "Suggests")
  text <- paste(readLines("inst/quarto/muscle-digital-twins.qmd", warn = FALSE), collapse = "\n")
  used <- vapply(paste0("\\b", names(suggested), "\\b"), grepl, NA, x = text)
  c(needed(".", strong_fields),
    suggested[used | names(suggested) %in% c("knitr", "rmarkdown")])
}

missing_packages <- function(purpose) {
  version <- switch(purpose,
    demo = needed_by_post(),
    run = , check = needed_by_all(),
    docs = c(needed_by_all(strong_fields), roxygen2 = "7.2.3"),
    compat = needed(".", strong_fields),
    # rxode2 does not compile with the Rcpp and RcppEigen of Debian 12.
    bench = c(deSolve = "0", mrgsolve = "0", Rcpp = "1.0.13", RcppEigen = "0.3.4.0", rxode2 = "0"),
    character()
  )
  Filter(function(name) is_missing(name, version[[name]]), as.character(names(version)))
}

# The first library that can be written; a user's own is made if need be.
writable_library <- function() {
  for (path in .libPaths()) {
    if (file.access(path, 2) == 0) return(path)
  }
  path <- strsplit(Sys.getenv("R_LIBS_USER"), .Platform$path.sep, fixed = TRUE)[[1]][1]
  dir.create(path, recursive = TRUE, showWarnings = FALSE)
  path
}

install_from_cran <- function(package) {
  repos <- getOption("repos")
  # R as it comes asks for a mirror on first use; take the first of its own list.
  if (!"CRAN" %in% names(repos) || repos[["CRAN"]] == "@CRAN@") {
    repos[["CRAN"]] <- utils::getCRANmirrors(local.only = TRUE)$URL[1]
  }
  cores <- max(1L, parallel::detectCores(), na.rm = TRUE)
  Sys.setenv(MAKEFLAGS = paste0("-j", min(cores, 4L)))
  if (package == "rxode2") {
    # Before R 4.3 it asks for a name that R's headers give only in its long form.
    user <- Sys.getenv("R_MAKEVARS_USER", "~/.R/Makevars")
    makevars <- tempfile("Makevars")
    writeLines(c(if (file.exists(user)) readLines(user), "CPPFLAGS += -Dlcons=Rf_lcons"), makevars)
    Sys.setenv(R_MAKEVARS_USER = makevars)
  }
  utils::install.packages(package, lib = writable_library(), repos = repos)
  asked <- needed_by_all()
  version <- if (package %in% names(asked)) asked[[package]] else "0"
  if (is_missing(package, version)) {
    stop("package ", package, if (version != "0") paste(" >=", version), " could not be installed")
  }
}

arguments <- commandArgs(trailingOnly = TRUE)
switch(arguments[1],
  missing = writeLines(missing_packages(arguments[2])),
  install = install_from_cran(arguments[2]),
  library = cat(writable_library()),
  stop("tools/build/setup.R: missing PURPOSE, install PACKAGE or library")
)
