#!/bin/sh
# R CMD build and R CMD check --as-cran, with vignettes and the PDF manual, in build/check.
# Passes with no ERROR, no WARNING and no NOTE but those of tools/check/check-notes.txt.
set -u
cd "$(dirname "$0")/../.." || exit 1
rm -rf build/check
mkdir -p build/check/muscletwin
root=$PWD

# R CMD build copies the folder it is given before it leaves anything out: give it a small one.
for entry in * .Rbuildignore; do
  case $entry in
    build | demo) ;;
    *) cp -R "$entry" build/check/muscletwin/ ;;
  esac
done

# Fonts of a small LaTeX will do; the default asks for one that comes with a large one.
R_RD4PDF=${R_RD4PDF:-times,hyper}
export R_RD4PDF

cd build/check || exit 1
"$root/tools/build/step.sh" "R CMD build, with vignettes" build.log R CMD build muscletwin || exit 1
tarball=$(ls muscletwin_*.tar.gz)
# A check that finds something ends with an error; what it found is judged below.
"$root/tools/build/step.sh" "R CMD check --as-cran $tarball" check.log sh -c "R CMD check --as-cran $tarball || true"
Rscript "$root/tools/check/check.R" muscletwin.Rcheck/00check.log "$root/tools/check/check-notes.txt"
