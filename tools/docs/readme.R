# Runs the R code of README.md and writes what it prints under it, and its picture.
#   tools/test/with-package.sh Rscript tools/docs/readme.R
# Blocks that open with ```r are run in order in one session. Lines that start with #> are
# replaced. What the code plots becomes man/figures/README-plot.png.
options(cli.num_colors = 1L, cli.unicode = FALSE, width = 88, digits = 7)
picture <- "man/figures/README-plot.png"

# The lines of a block with the output of each expression after its last line.
run_block <- function(lines, envir) {
  lines <- lines[!startsWith(lines, "#>")]
  code <- parse(text = lines, keep.source = TRUE)
  last <- vapply(attr(code, "srcref"), function(ref) as.integer(ref)[[3L]], 1L)
  printed <- lapply(code, function(expression) {
    utils::capture.output({
      value <- withVisible(eval(expression, envir))
      if (value$visible) print(value$value)
    })
  })
  done <- lapply(seq_along(lines), function(i) {
    c(lines[[i]], unlist(lapply(printed[last == i], function(text) if (length(text)) paste("#>", text))))
  })
  sub(" +$", "", unlist(done))
}

text <- readLines("README.md", encoding = "UTF-8")
from <- which(text == "```r")
to <- vapply(from, function(i) i + which(text[-seq_len(i)] == "```")[[1L]], 1L)
envir <- new.env(parent = globalenv())
dir.create(dirname(picture), recursive = TRUE, showWarnings = FALSE)
grDevices::png(picture, width = 1040, height = 640, res = 150)
blocks <- Map(function(i, j) run_block(text[(i + 1L):(j - 1L)], envir), from, to)
invisible(grDevices::dev.off())

for (k in rev(seq_along(blocks))) {
  text <- c(text[seq_len(from[[k]])], blocks[[k]], text[to[[k]]:length(text)])
}
writeLines(text, "README.md", useBytes = TRUE)
kilobytes <- ceiling(file.size(picture) / 1024)
cat("README.md: ", length(blocks), " block(s) of R; ", picture, ": ", kilobytes, " kB\n", sep = "")
