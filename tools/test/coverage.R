# The R half of tools/test/coverage.sh.
#   Rscript tools/test/coverage.R run FOLDER              tests of FOLDER/testthat on FOLDER/muscletwin
#   Rscript tools/test/coverage.R report FOLDER OBJECTS   OBJECTS: of the C tests
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[[2]]
least <- 0.95

# covr installs the package with a counter before each expression and runs what it is given; its
# own gcov is left out, as the C tests' counts are to be added.
run <- function() {
  options(covr.flags = c(CFLAGS = "-O0 --coverage", LDFLAGS = "--coverage"), covr.gcov = "")
  command <- paste("tools/test/side-by-side.sh 2 Rscript tools/test/test-r.R", file.path(folder, "testthat"),
    "muscletwin", file.path(folder, "taken"), ">", file.path(folder, "r.log"), "2>&1")
  # A process that is killed, as some tests do, leaves half a file of counts.
  code <- c(
    sprintf("setwd(%s)", deparse1(getwd())), sprintf("system(%s)", deparse1(command)),
    sprintf("for (f in Sys.glob(%s)) tryCatch(readRDS(f), error = function(e) unlink(f))",
      deparse1(file.path(folder, "library", "covr_trace_*")))
  )
  covered <- covr::package_coverage(file.path(folder, "muscletwin"), type = "none", code = code, quiet = FALSE,
    clean = FALSE, pre_clean = FALSE, install_path = file.path(folder, "library"))
  saveRDS(covr::tally_coverage(covered, by = "line"), file.path(folder, "r.rds"))
}

# Counts of each line, of all the places that compiled it.
c_lines <- function(folders) {
  data <- list.files(folders, "[.]gcda$", recursive = TRUE, full.names = TRUE)
  stopifnot(length(data) > 0)
  each <- lapply(data, function(path) {
    text <- system2("gcov", c("--json-format", "--stdout", shQuote(path)), stdout = TRUE, stderr = FALSE)
    files <- jsonlite::fromJSON(text, simplifyVector = FALSE)$files
    do.call(rbind, lapply(files, function(f) {
      if (!length(f$lines)) return(NULL)
      number <- function(what) vapply(f$lines, `[[`, 0, what)
      data.frame(filename = f$file, line = number("line_number"), value = number("count"))
    }))
  })
  lines <- do.call(rbind, each)
  # R compiles in src/, make in the root.
  lines$filename <- sub("^(engine/.*|r_[a-z_]*[.][ch])$", "src/\\1", lines$filename)
  lines <- lines[startsWith(lines$filename, "src/"), ]
  stats::aggregate(value ~ filename + line, lines, sum)
}

ranges <- function(x) {
  x <- sort(x)
  group <- cumsum(c(TRUE, diff(x) > 1))
  toString(vapply(split(x, group), function(g) paste(unique(range(g)), collapse = "-"), ""))
}

share <- function(x) {
  number <- function(n) format(n, big.mark = ",")
  sprintf("%.1f %% (%s of %s)", 100 * mean(x), number(sum(x)), number(length(x)))
}

report <- function() {
  r <- readRDS(file.path(folder, "r.rds"))
  r <- r[startsWith(r$filename, "R/"), c("filename", "line", "value")]
  c <- c_lines(c(file.path(folder, "muscletwin", "src"), arguments[[3]]))
  parts <- list("R" = r, "C, the engine" = c[startsWith(c$filename, "src/engine/"), ],
    "C, glue to R" = c[!startsWith(c$filename, "src/engine/"), ])
  for (name in names(parts)) {
    part <- parts[[name]]
    cat(sprintf("%-14s %s\n", name, share(part$value > 0)))
  }
  for (part in parts) {
    for (file in unique(part$filename)) {
      of_file <- part[part$filename == file, ]
      if (mean(of_file$value > 0) >= least) next
      cat("  ", file, ": ", share(of_file$value > 0), ", not line ", ranges(of_file$line[of_file$value == 0]), "\n",
        sep = "")
    }
  }
  utils::write.csv(do.call(rbind, parts), file.path(folder, "lines.csv"), row.names = FALSE)
}

switch(arguments[[1]], run = run(), report = report())
