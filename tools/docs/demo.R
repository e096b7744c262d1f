# The R half of make demo.
#   Rscript tools/docs/demo.R render POST PAGE    by Quarto where there is one, else knitr and pandoc
#   Rscript tools/docs/demo.R numbers             the post's headline numbers, computed now
arguments <- commandArgs(trailingOnly = TRUE)

# Rendered from a copy: Quarto and knitr leave files beside their source.
render <- function(post, page) {
  page <- file.path(normalizePath(dirname(page)), basename(page))
  folder <- file.path(normalizePath("build"), "post")
  unlink(folder, recursive = TRUE)
  dir.create(folder, recursive = TRUE)
  file.copy(list.files(dirname(post), full.names = TRUE), folder, recursive = TRUE)
  by <- if (nzchar(Sys.which("quarto"))) by_quarto else by_knitr
  made <- by(folder, basename(post))
  unlink(page)
  if (!file.copy(made, page)) stop("the post was rendered, but ", page, " cannot be written")
}

by_quarto <- function(folder, post) {
  old <- setwd(folder)
  on.exit(setwd(old))
  options <- c("--to", "html", "-M", "embed-resources:true")
  code <- system2("quarto", c("render", shQuote(post), options))
  if (code != 0) stop("quarto failed")
  file.path(folder, sub("[.]qmd$", ".html", post))
}

# What Quarto does and R Markdown does not: figures numbered and referred to by label.
number_figures <- function(text) {
  is_label <- grepl("^#\\| *label: *fig-[A-Za-z0-9-]+ *$", text)
  for (at in which(is_label)) {
    label <- trimws(sub("^#\\| *label:", "", text[at]))
    name <- paste("Figure", sum(is_label[seq_len(at)]))
    text <- gsub(paste0("@", label, "\\b(?!-)"), name, text, perl = TRUE)
    caption <- grep("^#\\| *fig-cap:", text)
    caption <- caption[caption > at][1]
    if (is.na(caption)) next
    # A caption stands on the line, in quotes or not, or below it after "|" or ">".
    if (grepl("fig-cap: *[|>]-? *$", text[caption])) {
      text[caption + 1] <- sub("^(#\\| *)", paste0("\\1", name, ". "), text[caption + 1])
    } else if (!grepl("fig-cap: *!", text[caption])) {
      text[caption] <- sub('(fig-cap: *["\']?)', paste0("\\1", name, ". "), text[caption])
    }
  }
  text
}

by_knitr <- function(folder, post) {
  if (!rmarkdown::pandoc_available()) {
    stop("neither Quarto nor pandoc was found; install one of them and run make demo again")
  }
  source <- file.path(folder, sub("[.]qmd$", ".Rmd", post))
  text <- readLines(file.path(folder, post), encoding = "UTF-8")
  writeLines(number_figures(text), source, useBytes = TRUE)
  rmarkdown::render(
    source,
    output_format = rmarkdown::html_document(
      toc = TRUE, toc_depth = 2, number_sections = TRUE, code_folding = "hide",
      fig_retina = 2, self_contained = TRUE, theme = "cosmo", math_method = "mathml", highlight = "tango"
    ),
    envir = new.env(), quiet = TRUE
  )
}

numbers <- function() {
  suppressPackageStartupMessages(library(muscletwin))
  say <- function(format, ...) cat(sprintf(format, ...), "\n", sep = "")
  schedule <- make_schedule(140, seed = 42)
  mass <- function(nutrition, solver) {
    utils::tail(muscle_mass(schedule, nutrition = nutrition, solver = solver)$mass, 1)
  }
  euler <- c(mass(1, "euler"), mass(0.7, "euler"))
  performance <- banister(schedule)
  best <- which.max(performance$perf)
  trainees <- muscle_sim(schedule, muscle_cohort(400, seed = 99, rng = "r"),
                         output = "trainees", window = c(120, 140), threshold = 110)

  say("\nThe post's numbers, from muscletwin %s:", utils::packageVersion("muscletwin"))
  say("  Layer 1  muscle mass on day 139: %.2f kg with enough protein, %.2f kg with 30 %% less",
      euler[1], euler[2])
  say("           (Euler's steps of half a day, as in the post; CVODE: %.4f kg)", mass(1, "cvode"))
  say("  Layer 2  performance peaks at %.1f on day %d; fitness and fatigue on day %d",
      performance$perf[best], performance$day[best], performance$day[which.max(performance$h)])
  silent <- !trainees$responder
  say("  Layer 3  400 trainees: median peak %.1f; %d of %d (%.2f %%) do not respond",
      stats::median(trainees$peak), sum(silent), nrow(trainees), 100 * mean(silent))
}

switch(arguments[1], render = render(arguments[2], arguments[3]), numbers = numbers())
