#!/bin/sh
# C by clang-format; shell by checkbashisms; R and the rest by rules that need no tool: R
# parses, no tabs, no blanks at line ends, at most 120 columns, a newline at the end.
#   tools/check/format.sh [fix]      fix: formats the C files in place
cd "$(dirname "$0")/../.." || exit 1
wrong=0

c_files=$(find src inst/include tests/c tests/fuzz packages examples bench -name '*.[ch]' 2>/dev/null | sort)
if [ "$1" = fix ]; then
  # shellcheck disable=SC2086
  clang-format -i $c_files
else
  for file in $c_files; do
    if ! clang-format "$file" | cmp -s - "$file"; then
      echo "format: $file is not as clang-format has it; make format FIX=1"
      wrong=1
    fi
  done
fi

Rscript -e '
files <- c(list.files(c("R", "bench", "data-raw", "packages", "tools", "tests"), "[.][rR]$", recursive = TRUE, full.names = TRUE))
wrong <- FALSE
tell <- function(file, line, what) {
  if (length(line)) {
    cat(sprintf("format: %s:%d: %s\n", file, line, what), sep = "")
    wrong <<- TRUE
  }
}
for (file in files) {
  text <- readLines(file, warn = FALSE, encoding = "UTF-8")
  bytes <- readBin(file, "raw", file.size(file))
  tell(file, grep("\t", text), "a tab")
  tell(file, grep("[ \t]$", text), "blanks at the end")
  # A message is one string, however long; nothing else has that excuse.
  rest <- gsub("\"([^\"\\\\]|\\\\.)*\"", "", text)
  tell(file, which(nchar(text) > 120 & nchar(rest) > 100), "longer than 120 columns")
  if (length(bytes) && tail(bytes, 1) != as.raw(10)) tell(file, length(text), "no newline at the end")
  parsed <- tryCatch(parse(file, keep.source = FALSE), error = identity)
  if (inherits(parsed, "error")) tell(file, 1L, conditionMessage(parsed))
}
quit(status = wrong)' || wrong=1

shell="configure configure.win cleanup $(find tools tests packages -name '*.sh')"
# shellcheck disable=SC2086
if command -v checkbashisms >/dev/null 2>&1; then
  checkbashisms $shell || wrong=1
fi

[ $wrong -eq 0 ] && echo "format: in order"
exit $wrong
