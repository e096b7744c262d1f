#!/bin/sh
# man/ and NAMESPACE by roxygen2, from a copy that is installed first: roxygen2 loads the
# package, and the tree stays free of compiled files.
set -eu
cd "$(dirname "$0")/../.."
rm -rf build/docs
mkdir -p build/docs build/log man
cp -R DESCRIPTION NAMESPACE R man build/docs/
tools/test/with-package.sh Rscript -e 'roxygen2::roxygenise("build/docs", load_code = roxygen2::load_installed)' \
  >build/log/docs.log 2>&1 || {
  cat build/log/docs.log
  exit 1
}
grep -E '^x |[Ww]arning' build/log/docs.log || true
for old in man/*.Rd; do
  [ -f "build/docs/$old" ] || rm -f "$old"
done
cp build/docs/man/*.Rd man/
cp build/docs/NAMESPACE NAMESPACE
echo "docs: $(find man -name '*.Rd' | wc -l | tr -d ' ') pages in man/"
