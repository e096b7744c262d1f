# Judges the log of R CMD check.
#   Rscript tools/check/check.R 00check.log check-notes.txt
# A NOTE passes if each of its lines matches a pattern of check-notes.txt. ERROR and WARNING
# never pass, nor does a log that does not reach its end.
arguments <- commandArgs(trailingOnly = TRUE)
log <- readLines(arguments[1], warn = FALSE, encoding = "UTF-8")
allowed <- readLines(arguments[2], encoding = "UTF-8")
allowed <- allowed[nzchar(allowed) & !startsWith(allowed, "#")]

# A check is a line "* checking ... RESULT" and what follows up to the next "* ".
start <- grep("^\\* ", log)
blocks <- Map(function(from, to) log[from:to], start, c(start[-1] - 1L, length(log)))

is_allowed <- function(line) any(vapply(allowed, grepl, NA, x = line))

wrong <- FALSE
for (block in blocks) {
  # The result may stand on a later line, when the check itself printed something.
  result <- regmatches(block, regexpr("(ERROR|WARNING|NOTE)$", block))
  if (!length(result) || grepl("^\\* DONE|^Status", block[1])) next
  body <- block[-1]
  body <- body[nzchar(trimws(body)) & !grepl("^(Status: |See$|for details)", body)]
  open <- if (result[1] == "NOTE") Filter(Negate(is_allowed), body) else body
  if (result[1] != "NOTE" || length(open)) {
    wrong <- TRUE
    writeLines(c(block[1], paste0("    | ", open)))
  } else {
    writeLines(paste("  allowed:", sub("^\\* ", "", block[1])))
  }
}
if (!any(log == "* DONE")) {
  wrong <- TRUE
  writeLines(c("  R CMD check did not finish; its last lines:", paste0("    | ", utils::tail(log, 10))))
}
writeLines(if (wrong) "check: NOT in order" else paste("check: in order.", grep("^Status", log, value = TRUE)))
quit(status = wrong)
