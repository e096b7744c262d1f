#!/bin/sh
# For tests of tools/, read by their shell: a small tree of its own, and checks that are counted.

# in_small_tree NAME: makes build/tools-NAME with a copy of tools/ and goes there.
in_small_tree() {
  tree=$PWD/build/tools-$1
  rm -rf "$tree"
  mkdir -p "$tree"
  cp -R tools .Rbuildignore "$tree/"
  cd "$tree" || exit 1
  # No engine, no header and no tests of tools here: these parts of make test have nothing to say.
  printf '.PHONY: run-tests fuzz run-fuzz\nrun-tests fuzz run-fuzz: ;\n' >tools/build/engine.mk
  program tools/check/test-header.sh
  program tests/tools/test-none.sh 'echo "test-none.sh: 0 passed, 0 failed"'
}

# program FILE LINE...: a shell script
program() {
  file=$1
  shift
  mkdir -p "$(dirname "$file")"
  { echo '#!/bin/sh'; printf '%s\n' "$@"; } >"$file"
  chmod +x "$file"
}

# package FOLDER NAME FIELD...: an R package with one function and one test
package() {
  folder=$1
  name=$2
  shift 2
  mkdir -p "$folder/R" "$folder/tests/testthat"
  printf '%s\n' "Package: $name" "Title: Small" "Version: 0.1" "Author: Nobody" \
    "Maintainer: Nobody <no@example.org>" "Description: Small." "License: MIT" "$@" >"$folder/DESCRIPTION"
  echo "exportPattern('^[a-z]')" >"$folder/NAMESPACE"
  echo "says_$name <- function() 1" >"$folder/R/says.R"
  printf 'test_that("it says", {\n  expect_identical(says_%s(), 1)\n})\n' "$name" >"$folder/tests/testthat/test-says.R"
}

passed=0
failed=0
# expect NAME COMMAND...
expect() {
  what=$1
  shift
  if "$@" >"$tree/log" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "    | failed: $what"
    sed 's/^/    | /' "$tree/log"
  fi
}

# prints TEXT COMMAND...: what it prints, its lines joined by blanks
prints() {
  wanted=$1
  shift
  got=$("$@" 2>&1 | tr '\n' ' ' | sed 's/ $//')
  echo "wanted: $wanted"
  echo "got:    $got"
  [ "$got" = "$wanted" ]
}

# fails COMMAND...
fails() { ! "$@"; }

# says PATTERN FILE
says() { cat "$2" && grep -qE -e "$1" "$2"; }

# all_tests: make test's own command, what it says in test.log
all_tests() { tools/test/test.sh >test.log 2>&1; }
closes_with() { cat test.log && tail -n 1 test.log | grep -qxF "$1"; }

# The closing line; fails if a check did not hold.
end_of_tests() {
  echo "$(basename "$0"): $passed passed, $failed failed"
  [ $failed -eq 0 ]
}
