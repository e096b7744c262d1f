#!/bin/sh
# testthat on an installed package of this repository, in a copy of its tests/testthat so that
# the tree stays clean. SNAPSHOTS=accept copies new and changed snapshots back.
#   tools/test/test-r.sh [FOLDER]      FOLDER: where the package lies, default the root
set -eu
cd "$(dirname "$0")/../.."
folder=${1:-.}
name=$(sed -n 's/^Package: *//p' "$folder/DESCRIPTION")
if [ "$folder" = . ]; then copy=build/testthat; else copy=build/testthat-$name; fi
rm -rf "$copy"
mkdir -p build
cp -R "$folder/tests/testthat" "$copy"
NOT_CRAN=true
# Where the shared data of the project lies, for tests that use it and skip without.
MUSCLETWIN_SHARED=${MUSCLETWIN_SHARED:-$(cd .. && pwd)/shared}
export NOT_CRAN MUSCLETWIN_SHARED
code=0
tools/test/with-package.sh -p "$folder" Rscript tools/test/test-r.R "$copy" "$name" || code=$?
if [ "${SNAPSHOTS:-}" = accept ] && [ -d "$copy/_snaps" ]; then
  Rscript -e 'testthat::snapshot_accept(path = commandArgs(TRUE))' "$copy"
  mkdir -p "$folder/tests/testthat/_snaps"
  cp -R "$copy/_snaps/." "$folder/tests/testthat/_snaps/"
fi
exit $code
