#!/bin/sh
# R CMD build and R CMD check --as-cran of each package of this repository, with vignettes and
# the PDF manual, in build/check. Passes with no ERROR, no WARNING and no NOTE but those of
# tools/check/check-notes.txt.
#   tools/check/check.sh [FOLDER...]      default: all, what is needed before what needs it
set -u
cd "$(dirname "$0")/../.." || exit 1
root=$PWD
rm -rf build/check
mkdir -p build/check
folders=$*
[ -n "$folders" ] || folders=$(Rscript tools/build/packages.R) || exit 1

# Fonts of a small LaTeX will do; the default asks for one that comes with a large one.
R_RD4PDF=${R_RD4PDF:-times,hyper}
export R_RD4PDF

check() {
  folder=$1
  name=$(sed -n 's/^Package: *//p' "$folder/DESCRIPTION")
  # R CMD build copies the folder it is given before it leaves anything out: give it a small
  # one. What the root's .Rbuildignore is to leave out of it has to be there to be seen.
  mkdir -p "build/check/$name"
  (cd "$folder" && find . -maxdepth 1 -mindepth 1 ! -name build ! -name demo ! -name .git \
    -exec cp -R {} "$root/build/check/$name/" \;)
  before=$(Rscript tools/build/packages.R before "$folder") || return 1
  for need in $before; do
    tools/build/install-r.sh build/library "" "$need" || return 1
  done
  cd build/check || return 1
  if [ -n "$before" ]; then
    R_LIBS=$root/build/library${R_LIBS:+:$R_LIBS}
    export R_LIBS
  fi
  "$root/tools/build/step.sh" "$name: R CMD build" "build-$name.log" R CMD build "$name" || return 1
  tarball=$(ls "${name}"_*.tar.gz)
  # A check that finds something ends with an error; what it found is judged below.
  "$root/tools/build/step.sh" "$name: R CMD check --as-cran $tarball" "check-$name.log" \
    sh -c "R CMD check --as-cran $tarball || true"
  Rscript "$root/tools/check/check.R" "$name.Rcheck/00check.log" "$root/tools/check/check-notes.txt"
}

wrong=0
for each in $folders; do
  (check "$each") || wrong=1
done
exit $wrong
