#!/bin/sh
# What tools/ does with several packages in one repository, tried on a small one of three: at the
# root roottwin, below packages/ adesk, which needs the two others, and zlog, which needs none.
# By the alphabet adesk would come first.
set -u
cd "$(dirname "$0")/../.." || exit 1
tree=$PWD/build/tools-test
log=$tree/log
rm -rf "$tree"
mkdir -p "$tree"
cp -R tools .Rbuildignore "$tree/"
cd "$tree" || exit 1

# No engine and no header here: these parts of make test have nothing to say.
printf '.PHONY: run-tests fuzz run-fuzz\nrun-tests fuzz run-fuzz: ;\n' >tools/build/engine.mk
mkdir -p tests/tools
printf '#!/bin/sh\n' | tee tools/check/test-header.sh tests/tools/test-packages.sh >/dev/null
chmod +x tests/tools/test-packages.sh

# package FOLDER NAME FIELDS...: a package with one function and one test
package() {
  folder=$1
  name=$2
  shift 2
  mkdir -p "$folder/R" "$folder/tests/testthat"
  printf '%s\n' "Package: $name" "Title: Small" "Version: 0.1" "Author: Nobody" "Maintainer: Nobody <no@example.org>" \
    "Description: Small." "License: MIT" "$@" >"$folder/DESCRIPTION"
  echo "exportPattern('^[a-z]')" >"$folder/NAMESPACE"
  echo "says_$name <- function() 1" >"$folder/R/says.R"
  printf 'test_that("it says", {\n  expect_identical(says_%s(), 1)\n})\n' "$name" >"$folder/tests/testthat/test-says.R"
}
package . roottwin
package packages/adesk adesk "Imports: zlog," "  roottwin (>= 0.1)" "Suggests: nosuchpackage, testthat (>= 99.0)"
package packages/zlog zlog "Suggests: testthat (>= 3.0.0)"
echo "says_adesk <- function() zlog::says_zlog() * roottwin::says_roottwin()" >packages/adesk/R/says.R

passed=0
failed=0
# expect NAME COMMAND...
expect() {
  what=$1
  shift
  if "$@" >"$log" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "    | failed: $what"
    sed 's/^/    | /' "$log"
  fi
}
# prints "TEXT" COMMAND...: what it prints, its lines joined by blanks
prints() {
  wanted=$1
  shift
  got=$("$@" 2>&1 | tr '\n' ' ' | sed 's/ $//')
  echo "wanted: $wanted"
  echo "got:    $got"
  [ "$got" = "$wanted" ]
}
# says PATTERN FILE...
says() { cat "$2" && grep -qE -e "$1" "$2"; }
order() { Rscript tools/build/packages.R "$@"; }
missing() { Rscript tools/build/setup.R missing run | tr '\n' ' ' | tr -s ' ' '\n' | sort; }
all_tests() { tools/test/test.sh >"$tree/test.log" 2>&1; }
closes_with() { cat "$tree/test.log" && tail -n 1 "$tree/test.log" | grep -qxF "$1"; }

expect "what is needed comes before what needs it" prints ". packages/zlog packages/adesk" order
expect "what adesk needs" prints ". packages/zlog" order before packages/adesk
expect "zlog needs none of the others" prints "" order before packages/zlog
expect "each package's needs are set up, the later of two versions, and none of the packages themselves" \
  prints "nosuchpackage testthat" missing

expect "all tests run" all_tests
expect "and are counted in one line" closes_with "3 passed, 0 failed"
grep '^==.*R package' test.log >parts
expect "in the order of the arrows" prints \
  "== The R package roottwin == The R package zlog == The R package adesk" cat parts

tools/build/install-r.sh build/library "" packages/adesk >again 2>&1
expect "nothing is installed twice" prints "0" grep -c installing again
echo "says_zlog <- function() 1 + 0" >packages/zlog/R/says.R
tools/build/install-r.sh build/library "" packages/adesk >again 2>&1
expect "a changed package is installed again" says "installing zlog into" again
expect "and what needs it" says "installing adesk into" again
expect "and not what does not" says "roottwin is installed from these sources" again

echo "says_zlog <- function() 2" >packages/zlog/R/says.R
expect "two tests that fail make it fail" sh -c '! tools/test/test.sh >test.log 2>&1'
expect "and are counted" closes_with "1 passed, 2 failed"

R CMD build . >build.log 2>&1
tar tzf roottwin_0.1.tar.gz >contents 2>&1
expect "the package at the root is built" says "^roottwin/R/says.R$" contents
expect "without the others" sh -c '! grep -E "packages|adesk|zlog|tools" contents'

echo "Suggests: adesk" >packages/zlog/DESCRIPTION.more
cat packages/zlog/DESCRIPTION.more >>packages/zlog/DESCRIPTION
sed '/^Suggests: testthat/d' packages/zlog/DESCRIPTION >packages/zlog/DESCRIPTION.more
mv packages/zlog/DESCRIPTION.more packages/zlog/DESCRIPTION
order >circle 2>&1
expect "a circle is an error" sh -c '! Rscript tools/build/packages.R'
expect "that names it" says "packages need each other in a circle: (zlog -> adesk -> zlog|adesk -> zlog -> adesk)$" circle
expect "nothing is installed for it" sh -c '! tools/build/install-r.sh build/library "" packages/adesk'
expect "and no tests are run" sh -c '! tools/test/test.sh >test.log 2>&1'
expect "it says why" says "in a circle: " test.log
expect "and counts it" closes_with "0 passed, 1 failed"

echo "packages: $passed passed, $failed failed"
[ $failed -eq 0 ]
