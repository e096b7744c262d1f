#!/bin/sh
# Counts the instructions of the engine's kernels (bench/c/budget.c, under valgrind's
# callgrind) and compares them with bench/budget.txt. Seconds on a shared machine tell
# nothing about 10 %; counts repeat to the last digit.
#   tools/test/budget.sh          more than 10 % above the budget fails
#   tools/test/budget.sh update   writes the budget anew, after a change that is worth it
# valgrind 3.19 knows no AVX-512, so the AVX2 paths are counted; a budget holds for one
# compiler, so with another, or without AVX2 or valgrind, the comparison is skipped and says so.
set -u
cd "$(dirname "$0")/../.." || exit 1
budget=bench/budget.txt
out=build/budget
mkdir -p $out

skip() {
  echo "budget: skipped, $*"
  exit 0
}
command -v valgrind >/dev/null 2>&1 || skip "valgrind is not installed"
[ "$(uname -sm)" = "Linux x86_64" ] || skip "the budget is for Linux on x86-64, this is $(uname -sm)"
grep -qw avx2 /proc/cpuinfo || skip "this CPU has no AVX2"

compiler=$(echo '__clang_major__ __GNUC__' | ${CC:-cc} -E -P -x c - |
  awk '{ if ($1 ~ /^[0-9]+$/) print "clang", $1; else print "gcc", $2 }')
if [ "${1:-}" != update ]; then
  [ -f $budget ] || skip "there is no $budget; make budget UPDATE=1"
  stored=$(sed -n 's/^compiler //p' $budget)
  [ "$stored" = "$compiler" ] || skip "the budget is for $stored, this is $compiler"
fi

# The flags of make lib, whatever the caller builds with.
unset CFLAGS LDFLAGS
${MAKE:-make} --no-print-directory -f tools/build/engine.mk bench >$out/build.log 2>&1 || {
  cat $out/build.log
  exit 1
}
sundials=$(sed -n 's/^SUNDIALS = \([0-9.]*\).*/\1/p' build/c-plain/config.mk)

# Symbols are bound before the start: binding would be counted by whoever calls first.
if ! LD_BIND_NOW=1 valgrind -q --tool=callgrind --callgrind-out-file=$out/callgrind.out \
  build/c-plain/bench/budget >$out/valgrind.log 2>&1; then
  cat $out/valgrind.log
  echo "budget: bench/c/budget.c fails"
  exit 1
fi

# A call is three lines: cfn=(id) name (the name once only), calls=, position and cost.
awk '
  /^c?fn=\([0-9]+\) / { split($0, part, /[()]/); name[part[2]] = substr(part[3], 2) }
  /^cfn=/ { split($0, part, /[()]/); callee = name[part[2]] }
  /^calls=/ { getline; if (sub(/^budget_/, "", callee)) print callee, $2 }
' $out/callgrind.out >$out/counts

if [ "${1:-}" = update ]; then
  {
    echo "# Instructions of the kernels in bench/c/budget.c: AVX2 paths, counted by valgrind's"
    echo "# callgrind. Checked by make budget, written by make budget UPDATE=1."
    echo "compiler $compiler"
    echo "sundials $sundials"
    cat $out/counts
  } >$budget
  echo "budget: $budget written for $compiler, SUNDIALS $sundials"
  exit 0
fi

awk -v compiler="$compiler" -v sundials="$sundials" '
  /^#/ || $1 == "compiler" { next }
  $1 == "sundials" { other = $2 != sundials ? $2 : ""; next }
  FNR == NR { stored[$1] = $2; next }
  {
    seen[$1] = 1
    if (!($1 in stored)) { printf "  %-20s %12d  new: make budget UPDATE=1\n", $1, $2; wrong = 1; next }
    if ($1 ~ /cvode/ && other != "") {
      printf "  %-20s %12d  not compared: SUNDIALS %s, the budget has %s\n", $1, $2, sundials, other
      next
    }
    change = 100 * ($2 / stored[$1] - 1)
    word = change > 10 ? "OVER BUDGET" : change < -10 ? "faster: make budget UPDATE=1 keeps it" : ""
    printf "  %-20s %12d  %+6.1f %%  %s\n", $1, $2, change, word
    if (change > 10) wrong = 1
  }
  END {
    for (name in stored) if (!(name in seen)) { printf "  %-20s is in the budget and was not counted\n", name; wrong = 1 }
    print wrong ? "budget: not kept" : "budget: kept (" compiler ", AVX2 paths)"
    exit wrong
  }' $budget $out/counts
