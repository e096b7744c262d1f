# The R half of tools/build/setup.sh.
#   Rscript tools/build/setup.R missing PURPOSE   names of packages that are absent or too old
#   Rscript tools/build/setup.R install PACKAGE...   from CRAN

source("tools/build/packages.R")
source("tools/build/install-cran.R")

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
    coverage = c(needed_by_all(), covr = "3.6"),
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

arguments <- commandArgs(trailingOnly = TRUE)
switch(arguments[1],
  missing = writeLines(missing_packages(arguments[2])),
  install = install_from_cran(arguments[-1], writable_library()),
  library = cat(writable_library()),
  stop("tools/build/setup.R: missing PURPOSE, install PACKAGE... or library")
)
