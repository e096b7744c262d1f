#!/bin/sh
# man/ and NAMESPACE of each package by roxygen2, from a copy that is installed first: roxygen2
# loads the package, and the tree stays free of compiled files.
set -eu
cd "$(dirname "$0")/../.."
mkdir -p build/log
folders=$(Rscript tools/build/packages.R)
for folder in $folders; do
  name=$(sed -n 's/^Package: *//p' "$folder/DESCRIPTION")
  copy=$PWD/build/docs/$name
  rm -rf "$copy"
  mkdir -p "$copy" "$folder/man"
  (cd "$folder" && cp -R DESCRIPTION NAMESPACE R man "$copy/")
  tools/test/with-package.sh -p "$folder" \
    Rscript -e 'roxygen2::roxygenise(commandArgs(TRUE), load_code = roxygen2::load_installed)' "$copy" \
    >build/log/docs.log 2>&1 || {
    cat build/log/docs.log
    exit 1
  }
  grep -E '^x |[Ww]arning' build/log/docs.log || true
  for old in "$folder"/man/*.Rd; do
    [ -f "$copy/man/$(basename "$old")" ] || rm -f "$old"
  done
  cp "$copy"/man/*.Rd "$folder/man/"
  cp "$copy/NAMESPACE" "$folder/NAMESPACE"
  echo "docs: $name, $(find "$folder/man" -name '*.Rd' | wc -l | tr -d ' ') pages in man/"
done
