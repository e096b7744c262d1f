# The packages of this repository: the one at the root, and those below packages/.
#   Rscript tools/build/packages.R                 their folders, what is needed before what needs it
#   Rscript tools/build/packages.R before FOLDER   of these, what FOLDER needs, directly or not
# What a package needs of the others is read from its DESCRIPTION. Two that need each other can
# neither be built nor checked one after the other: that is an error.
dependency_fields <- c("Depends", "Imports", "LinkingTo", "Suggests")

strong_fields <- setdiff(dependency_fields, "Suggests")

# "a, b (>= 1.2)" as c(a = "0", b = "1.2"); R and what comes with it left out.
read_needs <- function(text) {
  items <- trimws(unlist(strsplit(text[!is.na(text)], ",")))
  name <- sub("[[:space:]]*\\(.*", "", items)
  version <- ifelse(grepl(">=", items), gsub(".*>=[[:space:]]*|\\)", "", items), "0")
  with_r <- c("R", "", rownames(utils::installed.packages(priority = "base")))
  stats::setNames(version, name)[!name %in% with_r]
}

# What a folder's DESCRIPTION asks for.
needed <- function(folder, fields = dependency_fields) {
  read_needs(read.dcf(file.path(folder, "DESCRIPTION"), fields = fields))
}

is_missing <- function(name, version) {
  have <- suppressWarnings(utils::packageDescription(name, fields = "Version"))
  is.na(have) || utils::compareVersion(have, version) < 0
}

# Of what is asked for several times, each once, in its latest version.
latest <- function(asked) {
  later <- function(x) Reduce(function(a, b) if (utils::compareVersion(a, b) < 0) b else a, x)
  vapply(split(asked, factor(names(asked), unique(names(asked)))), later, "")
}

# Folders, named by the packages in them; the root first.
package_folders <- function() {
  folders <- c(".", sort(dirname(Sys.glob("packages/*/DESCRIPTION")), method = "radix"))
  name <- vapply(folders, function(folder) read.dcf(file.path(folder, "DESCRIPTION"), "Package")[[1]], "")
  if (anyDuplicated(name)) {
    stop("the package ", name[duplicated(name)][[1]], " is there twice: ",
      toString(folders[name == name[duplicated(name)][[1]]]), call. = FALSE)
  }
  stats::setNames(folders, name)
}

# For each package the names of those here that it needs.
package_arrows <- function(folders) {
  lapply(folders, function(folder) intersect(names(needed(folder)), names(folders)))
}

# What all packages here ask for, each other left out.
needed_by_all <- function(fields = dependency_fields) {
  folders <- package_folders()
  asked <- unlist(lapply(unname(folders), needed, fields))
  latest(asked[!names(asked) %in% names(folders)])
}

in_order <- function(arrows) {
  done <- character()
  while (length(left <- setdiff(names(arrows), done))) {
    ready <- Filter(function(name) all(arrows[[name]] %in% done), left)
    if (!length(ready)) stop("packages need each other in a circle: ", circle(arrows, left), call. = FALSE)
    done <- c(done, ready[[1]])
  }
  done
}

# Each of those left needs another one of them: whoever follows the arrows comes round.
circle <- function(arrows, left) {
  way <- left[[1]]
  repeat {
    following <- intersect(arrows[[way[[length(way)]]]], left)[[1]]
    way <- c(way, following)
    if (anyDuplicated(way)) return(paste(way[match(following, way):length(way)], collapse = " -> "))
  }
}

# All that a package needs, and what that needs.
all_before <- function(arrows, name) {
  found <- character()
  new <- arrows[[name]]
  while (length(new)) {
    found <- c(found, new)
    new <- setdiff(unlist(arrows[new]), found)
  }
  found
}

if (sys.nframe() == 0L) {
  arguments <- commandArgs(trailingOnly = TRUE)
  folders <- package_folders()
  arrows <- package_arrows(folders)
  order <- in_order(arrows)
  if (length(arguments)) {
    name <- names(folders)[folders == sub("/$", "", arguments[[2]])]
    if (!length(name)) stop("there is no package in ", arguments[[2]], call. = FALSE)
    order <- order[order %in% all_before(arrows, name)]
  }
  writeLines(folders[order])
}
