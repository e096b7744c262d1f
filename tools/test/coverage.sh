#!/bin/sh
# Which lines the tests run: of R by covr, of C by gcov, the engine's by the C tests and by R's
# together. Prints totals, and for each file below 95 % the lines that nothing runs.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
out=build/coverage
rm -rf $out build/c-coverage
mkdir -p $out/library build/log

# Optimised code has no counts for some lines, and counts others that were not run. A test that
# fails, most likely for being slow, is named and no reason to stop.
tools/build/step.sh "C tests, counted" build/log/coverage-c.log "${MAKE:-make}" --no-print-directory \
  -f tools/build/engine.mk run-tests fuzz run-fuzz VARIANT=coverage CFLAGS="-O0 --coverage" || true

mkdir -p $out/muscletwin $out/taken
for part in DESCRIPTION NAMESPACE LICENSE configure cleanup R man src inst data; do
  cp -R $part $out/muscletwin/
done
find $out/muscletwin \( -name '*.o' -o -name '*.so' -o -name Makevars \) -exec rm -f {} +
cp -R tests/testthat $out/testthat
NOT_CRAN=true
MUSCLETWIN_SHARED=${MUSCLETWIN_SHARED:-$(cd .. && pwd)/shared}
export NOT_CRAN MUSCLETWIN_SHARED
tools/build/step.sh "R tests, counted" build/log/coverage-r.log Rscript tools/test/coverage.R run "$root/$out"
grep -hE '[1-9][0-9]* failed|^    [|]' build/log/coverage-c.log $out/r.log || true
Rscript tools/test/coverage.R report "$root/$out" "$root/build/c-coverage"
