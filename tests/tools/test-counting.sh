#!/bin/sh
# Nothing that fails is lost on the way to the closing line of make test: not what fails, nor
# what dies before it has said how it did.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/tools/expect.sh
. tests/tools/expect.sh
in_small_tree counting

program good 'echo noise' 'echo "good: 2 passed, 0 failed"'
program bad 'echo why' 'echo "bad: 1 passed, 1 failed"' 'exit 1'
program dies 'echo before' 'kill -9 $$'
program lies 'echo "lies: 3 passed, 0 failed"' 'exit 3'
tools/test/run-programs.sh ./dies ./good ./bad ./lies >said 2>&1
expect "programs are told of in their order" \
  prints "dies: 0 passed, 1 failed good: 2 passed, 0 failed bad: 1 passed, 1 failed lies: 0 passed, 1 failed" \
  grep passed said
expect "one that dies with its code" says "^    [|] ended with code 137$" said
expect "one that fails with what it said" says "^    [|] why$" said
expect "one that passes without" fails grep noise said
expect "one that fails makes all fail" fails tools/test/run-programs.sh ./good ./dies

printf '.PHONY: run-tests fuzz run-fuzz\nfuzz: ;\nrun-tests:\n\ttools/test/run-programs.sh ./good ./dies\nrun-fuzz:\n\texit 1\n' \
  >tools/build/engine.mk
package . roottwin
cat >tests/testthat/test-dies.R <<'R'
test_that("it is well until then", {
  expect_true(TRUE)
})
tools::pskill(Sys.getpid(), tools::SIGKILL)
R
cat >tests/testthat/test-many-more-words-so-that-it-is-the-first.R <<'R'
# It is long, so that it is run first, and its process goes on with the next.
test_that("it is well", {
  expect_true(TRUE)
})
test_that("it is not", {
  expect_true(FALSE)
})
test_that("it is skipped", {
  skip("it is not the day")
})
R
expect "make test fails" fails all_tests
expect "with all that passed and failed" closes_with "4 passed, 4 failed, 1 skipped"
expect "a file whose process died" says "^test-dies.R: 0 passed, 1 failed$" test.log
expect "a file that another process ran" says "^test-says.R: 1 passed, 0 failed$" test.log
expect "a part that fails without a count" says "^Fuzz corpora: 0 passed, 1 failed$" test.log

end_of_tests
