# The R half of tools/build/setup.sh.
#   Rscript tools/build/setup.R missing PURPOSE   names of packages that are absent or too old
#   Rscript tools/build/setup.R install PACKAGE   from CRAN

# Packages and the versions asked for in fields of DESCRIPTION, as c(name = "version").
needed <- function(fields) {
  text <- read.dcf("DESCRIPTION", fields = fields)
  items <- trimws(unlist(strsplit(text[!is.na(text)], ",")))
  name <- sub("[[:space:]]*\\(.*", "", items)
  version <- ifelse(grepl(">=", items), gsub(".*>=[[:space:]]*|\\)", "", items), "0")
  with_r <- c("R", "", rownames(utils::installed.packages(priority = "base")))
  stats::setNames(version, name)[!name %in% with_r]
}

is_missing <- function(name, version) {
  have <- suppressWarnings(utils::packageDescription(name, fields = "Version"))
  is.na(have) || utils::compareVersion(have, version) < 0
}

# The demo does without what only other parts suggest: some of that takes minutes to compile.
needed_by_post <- function() {
  suggested <- needed("Suggests")
  text <- paste(readLines("inst/quarto/muscle-digital-twins.qmd", warn = FALSE), collapse = "\n")
  used <- vapply(paste0("\\b", names(suggested), "\\b"), grepl, NA, x = text)
  c(needed(c("Depends", "Imports", "LinkingTo")),
    suggested[used | names(suggested) %in% c("knitr", "rmarkdown")])
}

missing_packages <- function(purpose) {
  version <- switch(purpose,
    demo = needed_by_post(),
    run = , check = needed(c("Depends", "Imports", "LinkingTo", "Suggests")),
    docs = c(needed(c("Depends", "Imports", "LinkingTo")), roxygen2 = "7.2.3"),
    compat = needed(c("Depends", "Imports", "LinkingTo")),
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
  asked <- needed(c("Depends", "Imports", "LinkingTo", "Suggests"))
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
