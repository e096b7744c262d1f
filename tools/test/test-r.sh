#!/bin/sh
# testthat on the installed package, in a copy of tests/testthat so that the tree stays
# clean. SNAPSHOTS=accept copies new and changed snapshots back.
set -eu
cd "$(dirname "$0")/../.."
rm -rf build/testthat
cp -R tests/testthat build/testthat
NOT_CRAN=true
# Where the shared data of the project lies, for tests that use it and skip without.
MUSCLETWIN_SHARED=${MUSCLETWIN_SHARED:-$(cd .. && pwd)/shared}
export NOT_CRAN MUSCLETWIN_SHARED
code=0
tools/test/with-package.sh Rscript tools/test/test-r.R build/testthat || code=$?
if [ "${SNAPSHOTS:-}" = accept ] && [ -d build/testthat/_snaps ]; then
  Rscript -e 'testthat::snapshot_accept(path = "build/testthat")'
  mkdir -p tests/testthat/_snaps
  cp -R build/testthat/_snaps/. tests/testthat/_snaps/
fi
exit $code
