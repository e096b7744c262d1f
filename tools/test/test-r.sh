#!/bin/sh
# testthat on an installed package of this repository, in a copy of its tests/testthat so that
# the tree stays clean. SNAPSHOTS=accept copies new and changed snapshots back.
#   tools/test/test-r.sh [FOLDER]      FOLDER: where the package lies, default the root
# TEST_PROCESSES says how many R processes share the files; 2 where there are two cores.
set -eu
cd "$(dirname "$0")/../.."
folder=${1:-.}
name=$(sed -n 's/^Package: *//p' "$folder/DESCRIPTION")
if [ "$folder" = . ]; then copy=build/testthat; else copy=build/testthat-$name; fi
taken=$copy-taken
rm -rf "$copy" "$taken"
mkdir -p "$taken"
cp -R "$folder/tests/testthat" "$copy"
NOT_CRAN=true
# Where the shared data of the project lies, for tests that use it and skip without.
MUSCLETWIN_SHARED=${MUSCLETWIN_SHARED:-$(cd .. && pwd)/shared}
export NOT_CRAN MUSCLETWIN_SHARED
processes=${TEST_PROCESSES:-$(getconf _NPROCESSORS_ONLN || echo 1)}
[ "$processes" -le 2 ] || [ -n "${TEST_PROCESSES:-}" ] || processes=2
[ "$(find "$copy" -maxdepth 1 -name 'test*.[rR]' | wc -l)" -gt 1 ] || processes=1
code=0
tools/test/with-package.sh -p "$folder" tools/test/side-by-side.sh "$processes" \
  Rscript tools/test/test-r.R "$copy" "$name" "$taken" || code=$?

# A process that dies takes its file with it.
for file in "$copy"/test*.[rR]; do
  if [ ! -f "$taken/$(basename "$file")/done" ]; then
    echo "    | R did not come to the end of it"
    echo "$(basename "$file"): 0 passed, 1 failed"
    [ $code -ne 0 ] || code=1
  fi
done
if [ "${SNAPSHOTS:-}" = accept ] && [ -d "$copy/_snaps" ]; then
  Rscript -e 'testthat::snapshot_accept(path = commandArgs(TRUE))' "$copy"
  mkdir -p "$folder/tests/testthat/_snaps"
  cp -R "$copy/_snaps/." "$folder/tests/testthat/_snaps/"
fi
exit $code
