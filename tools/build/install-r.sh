#!/bin/sh
# Installs the R package into a library, from a copy of the sources so that the tree stays
# clean. Does nothing if that library has it from these very sources.
#   tools/build/install-r.sh LIBRARY [STAGE]      STAGE: the copy, default build/stage
# The copy keeps its compiled files, so that a second library, or a small change, is quick.
set -eu
cd "$(dirname "$0")/../.."
library=$1
stage=${2:-build/stage}

parts="DESCRIPTION NAMESPACE LICENSE configure configure.win cleanup R man src inst data"
present=
for part in $parts; do
  [ ! -e "$part" ] || present="$present $part"
done
# shellcheck disable=SC2086
files=$(find $present -type f ! -name '*.o' ! -name '*.so' ! -path src/Makevars | sort)

# How it is built counts as much as what is built.
how="$(R --version | head -n 1) ${SUNDIALS_CFLAGS:-} ${SUNDIALS_LIBS:-} ${MUSCLETWIN_THREADS:-} ${R_MAKEVARS_USER:-}"
# shellcheck disable=SC2086
id=$({ cksum $files; echo "$how"; } | cksum | tr ' ' -)
if [ "$(cat "$library/muscletwin/built-from" 2>/dev/null)" = "$id" ]; then
  echo "  muscletwin is installed from these sources"
  exit 0
fi

# Bring the copy up to date. R's make knows no headers and no flags: if one changes,
# compile all anew.
mkdir -p "$stage" "$library"
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

tools/build/step.sh "installing muscletwin into $library" "build/log/install-$(basename "$stage").log" \
  R CMD INSTALL --no-multiarch --library="$library" "$stage"
echo "$id" >"$library/muscletwin/built-from"
