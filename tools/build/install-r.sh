#!/bin/sh
# Installs an R package of this repository, and before it those of this repository that it
# needs, into a library, from copies of the sources so that the tree stays clean. Does nothing
# for one that the library has from these very sources.
#   tools/build/install-r.sh LIBRARY [STAGE [FOLDER]]
# FOLDER: where the package lies, by default the root of the tree. STAGE: the copy of it, by
# default build/stage for the root, build/stage-NAME for another. It keeps its compiled files,
# so that a second library, or a small change, is quick.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
library=$1
folder=${3:-.}
name=$(sed -n 's/^Package: *//p' "$folder/DESCRIPTION")
if [ "$folder" = . ]; then stage=build/stage; else stage=build/stage-$name; fi
stage=$root/${2:-$stage}
mkdir -p "$library"
library=$(cd "$library" && pwd)

# $4 is only for the calls from here: what is needed comes in order, each with its own before it.
if [ -d packages ] && [ -z "${4:-}" ]; then
  before=$(Rscript tools/build/packages.R before "$folder")
  for need in $before; do
    tools/build/install-r.sh "$library" "" "$need" alone
  done
fi

cd "$folder"
present=
for part in DESCRIPTION NAMESPACE LICENSE configure configure.win cleanup R man src inst data; do
  [ ! -e "$part" ] || present="$present $part"
done
# shellcheck disable=SC2086
files=$(find $present -type f ! -name '*.o' ! -name '*.so' ! -path src/Makevars | sort)

# How it is built counts as much as what is built, and so do the packages it was built with.
how="$(R --version | head -n 1) ${SUNDIALS_CFLAGS:-} ${SUNDIALS_LIBS:-} ${MUSCLETWIN_THREADS:-} ${R_MAKEVARS_USER:-}"
needs=$(awk '/^[A-Za-z]/ { on = /^(Depends|Imports|LinkingTo|Suggests):/ } on' DESCRIPTION)
for built in "$library"/*/built-from; do
  other=$(basename "$(dirname "$built")")
  if [ -f "$built" ] && [ "$other" != "$name" ] && echo "$needs" | grep -qw "$other"; then
    how="$how $(cat "$built")"
  fi
done
# shellcheck disable=SC2086
id=$({ cksum $files; echo "$how"; } | cksum | tr ' ' -)
if [ "$(cat "$library/$name/built-from" 2>/dev/null)" = "$id" ]; then
  echo "  $name is installed from these sources"
  exit 0
fi

# Bring the copy up to date. R's make knows no headers and no flags: if one changes,
# compile all anew.
mkdir -p "$stage"
anew=no
[ "$(cat "$stage.how" 2>/dev/null)" = "$how" ] || anew=yes
echo "$how" >"$stage.how"
for file in $files; do
  if ! cmp -s "$file" "$stage/$file"; then
    mkdir -p "$stage/$(dirname "$file")"
    cp "$file" "$stage/$file"
    case $file in
      *.h | configure | src/Makevars.in) anew=yes ;;
    esac
  fi
done
(cd "$stage" && find . -type f ! -name '*.o' ! -name '*.so' ! -path ./src/Makevars) | sed 's|^\./||' |
  while read -r file; do
    [ -e "$file" ] || rm -f "$stage/$file"
  done
if [ $anew = yes ]; then
  find "$stage" \( -name '*.o' -o -name '*.so' \) -exec rm -f {} +
fi

cd "$root"
R_LIBS=$library${R_LIBS:+:$R_LIBS}
export R_LIBS
tools/build/step.sh "installing $name into ${library#"$root"/}" "build/log/install-$(basename "$stage").log" \
  env MAKEFLAGS="-j$(getconf _NPROCESSORS_ONLN || echo 1)" \
  R CMD INSTALL --no-multiarch --library="$library" "$stage"
echo "$id" >"$library/$name/built-from"
