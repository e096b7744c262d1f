#!/bin/sh
# The same bits in every build and however the work is cut? Fails where two checksums
# differ. bench/c/bits.c in builds for each instruction set, then tools/test/bits.R with threads,
# parts, processes and daemons.
#   tools/test/bits.sh [update]   update: writes docs/same-bits.md
set -u
cd "$(dirname "$0")/../.." || exit 1
engine="${MAKE:-make} --no-print-directory -f tools/build/engine.mk"
table=build/same-bits.txt
mkdir -p build/log
: >$table
wrong=0

has() { grep -qw "$1" /proc/cpuinfo 2>/dev/null; }

# build NAME "WORDS" SETTING...: a row of the table
build() {
  name=$1
  words=$2
  shift 2
  program=build/c-$name/bench/bits
  if ! tools/build/step.sh "$words" "build/log/bits-$name.log" $engine $program VARIANT="$name" "$@"; then
    wrong=1
  elif sums=$($program); then
    echo "$sums" | awk -v who="$words" '{ sums = sums "|" $2; ways = $3 } END { print who sums "|" ways }' >>$table
  else
    echo "$sums"
    wrong=1
  fi
}

build plain "gcc, chosen at run time"
build sse2 "gcc, SSE2 alone" CFLAGS="-O2 -DMT_NO_MULTIVERSION"
! has avx2 || build avx2 "gcc, AVX2 alone" CFLAGS="-O2 -mavx2 -mfma -DMT_NO_MULTIVERSION"
! has avx512f || build avx512 "gcc, AVX-512 alone" CFLAGS="-O2 -mavx512f -mfma -DMT_NO_MULTIVERSION"
build scalar "gcc, no vectors (-O1)" CFLAGS="-O1 -fno-tree-vectorize -DMT_NO_MULTIVERSION"
if command -v clang >/dev/null 2>&1; then
  build clang-run "clang, chosen at run time" CC=clang
fi
[ $wrong -eq 0 ] || exit 1

exec tools/test/with-package.sh Rscript tools/test/bits.R $table "$@"
