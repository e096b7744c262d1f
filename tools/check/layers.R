# The rules that keep R's half what it is; the C half has tools/check/layers.sh.
#   1. No top-level name is defined twice: the second would win at load, in silence.
#   2. Every file of R/ stands on a floor of ARCHITECTURE.md ("R's floors"). It uses its own floor
#      and those under it, and no circle of files uses one another.
#   3. .Call stands in R/engine.R alone.
#   4. "1 to 50" of a @param is what the argument's check says.
#   Rscript tools/check/layers.R             check
#   Rscript tools/check/layers.R arrows      and print which file uses which, by which names
#   Rscript tools/check/layers.R count DIR   only count files, arrows and circles of another folder
if (!requireNamespace("codetools", quietly = TRUE)) {
  stop("tools/check/layers.R needs codetools, which comes with R (on Debian: r-cran-codetools)")
}
arguments <- commandArgs(trailingOnly = TRUE)
mode <- if (length(arguments)) arguments[1] else "check"
folder <- if (mode == "count") arguments[2] else "R"
wrong <- 0L
complain <- function(...) {
  writeLines(paste0("layers: ", ...))
  wrong <<- wrong + 1L
}

# ---- what is defined where, and what uses it ----

files <- list.files(folder, "[.]R$")
if (!length(files)) stop("no R files in ", folder)
code <- lapply(stats::setNames(nm = files), function(f) parse(file.path(folder, f), keep.source = FALSE))

is_assignment <- function(e) is.call(e) && (identical(e[[1]], quote(`<-`)) || identical(e[[1]], quote(`=`)))
name_of <- function(e) as.character(e[[2]])

defined <- do.call(rbind, lapply(files, function(f) {
  names <- vapply(Filter(is_assignment, as.list(code[[f]])), name_of, "")
  data.frame(name = names, file = rep(f, length(names)))
}))
for (name in unique(defined$name[duplicated(defined$name)])) {
  complain(name, " is defined more than once: ", toString(defined$file[defined$name == name]))
}
home <- stats::setNames(defined$file, defined$name)

# Names that a top-level expression takes from outside itself. A function's own arguments and
# variables are not among them; a quoted name (for do.call(), match.fun()) is not seen.
used_by <- function(e) {
  value <- if (is_assignment(e)) e[[3]] else e
  wrapped <- eval(call("function", NULL, value), baseenv())
  setdiff(codetools::findGlobals(wrapped, merge = TRUE), if (is_assignment(e)) name_of(e))
}
arrows <- do.call(rbind, lapply(files, function(f) {
  names <- unique(unlist(lapply(code[[f]], used_by)))
  names <- names[names %in% names(home) & home[names] != f]
  data.frame(from = rep(f, length(names)), to = unname(home[names]), name = names)
}))
pairs <- unique(arrows[c("from", "to")])

# Files that reach one another: a circle.
reaches <- matrix(FALSE, length(files), length(files), dimnames = list(files, files))
reaches[as.matrix(pairs)] <- TRUE
for (k in files) reaches <- reaches | outer(reaches[, k], reaches[k, ], `&`)
in_circle <- files[diag(reaches)]
circles <- unique(lapply(in_circle, function(f) files[reaches[f, ] & reaches[, f]]))

if (mode == "count") {
  cat(sprintf("%s: %d files, %d definitions, %d arrows, %d circles%s\n", folder, length(files), nrow(defined),
    nrow(pairs), length(circles), if (length(circles)) paste0(" (of ", toString(lengths(circles)), " files)") else ""))
  quit()
}
for (circle in circles) complain("a circle of files that use one another: ", toString(circle))

# ---- floors ----

text <- readLines("ARCHITECTURE.md", encoding = "UTF-8")
from <- grep("^## R's floors", text)
if (length(from) != 1) stop("ARCHITECTURE.md needs one heading \"## R's floors\"")
rows <- text[seq(from, length(text))]
fence <- grep("^```", rows)
rows <- rows[seq(fence[1] + 1, fence[2] - 1)]
floor_of <- integer()
level <- NA
for (row in rows) {
  if (grepl("^ *[0-9]+ ", row)) level <- as.integer(sub("^ *([0-9]+) .*", "\\1", row))
  names <- regmatches(row, gregexpr("[a-z0-9-]+[.]R\\b", row))[[1]]
  floor_of[names] <- level
}
for (f in setdiff(files, names(floor_of))) complain("R/", f, " stands on no floor of ARCHITECTURE.md")
for (f in setdiff(names(floor_of), files)) complain("ARCHITECTURE.md has ", f, ", which is not in R/")
up <- arrows[which(floor_of[arrows$to] > floor_of[arrows$from]), ]
for (i in seq_len(nrow(up))) {
  complain("R/", up$from[i], " (floor ", floor_of[up$from[i]], ") uses ", up$name[i], " of R/", up$to[i],
    " (floor ", floor_of[up$to[i]], ")")
}

# ---- one door to C ----

for (f in setdiff(files, "engine.R")) {
  if (any(vapply(code[[f]], function(e) ".Call" %in% all.names(e), NA))) {
    complain("R/", f, " has a .Call; it belongs in R/engine.R")
  }
}

# ---- numbers in help are numbers in checks ----

# A number that is written out; anything else is NA.
number <- function(e, default) {
  if (is.null(e)) return(default)
  if (length(setdiff(all.names(e), c("-", "+", "*", "^", "/", "(")))) return(NA_real_)
  eval(e, baseenv())
}
checkers <- list()
for (f in files) {
  for (e in Filter(is_assignment, as.list(code[[f]]))) {
    if (grepl("^check_(number|numbers|count)$", name_of(e))) checkers[[name_of(e)]] <- formals(eval(e[[3]], baseenv()))
  }
}
ranges <- list()
range_of <- function(file, arg, lower, upper) {
  ranges[[length(ranges) + 1L]] <<- data.frame(file = file, arg = arg, lower = lower, upper = upper)
}
# A range stands in a check's call (its `arg` a string, or the default of the function around
# it), in a table of ranges, `sppb = c(0, 12, "points")`, or in the message of a check by hand.
walk <- function(e, file, defaults) {
  if (is.character(e)) {
    for (x in e) {
      m <- regmatches(x, regexec("[{][.]arg ([a-z_]+)[}] must be [^{]*from ([0-9.]+) to ([0-9.]+)", x))[[1]]
      if (length(m)) range_of(file, m[2], as.numeric(m[3]), as.numeric(m[4]))
    }
  }
  if (!is.call(e)) return(invisible())
  head <- if (is.name(e[[1]])) as.character(e[[1]]) else ""
  if (head == "function") defaults <- c(as.list(e[[2]]), defaults)
  if (head %in% names(checkers)) {
    formal <- checkers[[head]]
    given <- as.list(match.call(as.function(c(formal, list(NULL))), e))
    if (is.name(given$arg)) given$arg <- defaults[[as.character(given$arg)]]
    if (is.character(given$arg)) {
      range_of(file, given$arg, number(given$lower, number(formal$lower, NA)),
        number(given$upper, number(formal$upper, NA)))
    }
  }
  parts <- Filter(function(part) !identical(part, quote(expr = )), as.list(e)) # x[, 1] has an empty one
  for (name in names(parts)) {
    x <- if (nzchar(name)) parts[[name]]
    if (is.call(x) && identical(x[[1]], quote(c)) && length(x) >= 4 && is.numeric(x[[2]]) && is.numeric(x[[3]])) {
      range_of(file, name, x[[2]], x[[3]])
    }
  }
  for (part in parts) walk(part, file, defaults)
}
for (f in files) for (e in code[[f]]) walk(e, f, list())
# The limit of threads is the engine's.
header <- readLines("inst/include/muscletwin.h")
most <- sub(".*MT_MOST_THREADS[ =]+([0-9]+).*", "\\1", grep("MT_MOST_THREADS[ =]+[0-9]", header, value = TRUE))
if (length(most)) range_of("engine.R", "threads", 1, as.numeric(most))
ranges <- do.call(rbind, ranges)

# "@param days How many days to plan: 1 to 366." says 1 and 366; so does "from 1 to 366".
read_number <- function(x) as.numeric(gsub(",", "", x))
said <- 0L
for (f in files) {
  lines <- readLines(file.path(folder, f), encoding = "UTF-8")
  begins <- grep("^#' @param ", lines)
  for (b in begins) {
    last <- b
    while (last < length(lines) && grepl("^#'  ", lines[last + 1])) last <- last + 1
    words <- paste(sub("^#' *", "", lines[b:last]), collapse = " ")
    args <- strsplit(sub("^@param ([^ ]+) .*", "\\1", words), ",")[[1]]
    found <- regexpr("(, |: | from )-?[0-9][0-9,.]* to -?[0-9][0-9,]*(?=[.,;: ]|$)", words, perl = TRUE)
    range <- regmatches(words, found)
    if (!length(range)) next
    ends <- read_number(strsplit(sub("^(, |: | from )", "", sub("[,.]$", "", range)), " to ")[[1]])
    family <- sub("-.*", "", sub("[.]R$", "", f))
    for (arg in args) {
      checks <- ranges[ranges$arg == arg & !is.na(ranges$lower) & !is.na(ranges$upper), ]
      near <- checks[sub("-.*", "", sub("[.]R$", "", checks$file)) == family, ]
      if (nrow(near)) checks <- near
      said <- said + 1L
      if (!any(checks$lower == ends[1] & checks$upper == ends[2])) {
        complain("R/", f, ":", b, ": help of `", arg, "` says ", ends[1], " to ", ends[2], ", its check ",
          if (nrow(checks)) paste(checks$lower, "to", checks$upper, "in", checks$file, collapse = " or ") else "is not to be found")
      }
    }
  }
}

if (mode == "arrows") {
  for (f in files) for (g in sort(unique(arrows$to[arrows$from == f]))) {
    cat(f, " -> ", g, ": ", toString(arrows$name[arrows$from == f & arrows$to == g]), "\n", sep = "")
  }
}
if (!wrong) {
  cat(sprintf("layers: R: %d files on %d floors, %d definitions, %d arrows, none upwards, no circle, %d ranges in help as checked\n",
    length(files), length(unique(floor_of)), nrow(defined), nrow(pairs), said))
}
quit(status = as.integer(wrong > 0))
