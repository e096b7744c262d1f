#!/bin/sh
# All tests. Every test program closes with "<name>: N passed, N failed[, N skipped]"; this
# adds the lines up and closes with one of the same form for everything.
#   tools/test/test.sh           SNAPSHOTS=accept keeps new and changed snapshots of the R tests
cd "$(dirname "$0")/../.." || exit 1
rm -rf build/test
mkdir -p build/test
engine="${MAKE:-make} --no-print-directory -f tools/build/engine.mk"
begin=$(date +%s)

# The end of a line that is counted, with a failure in it.
form='[0-9]+ passed, [1-9][0-9]* failed(, [0-9]+ skipped)?$'

# part TITLE NAME COMMAND...: runs one part; if it fails without saying that a test failed,
# that is one failure more. All lines of the form are counted at the end.
part() {
  title=$1
  log=build/test/$2.log
  shift 2
  echo
  echo "== $title"
  { "$@" 2>&1 </dev/null; echo "ended with code $?" >"$log.code"; } | tee "$log"
  if ! grep -qx 'ended with code 0' "$log.code" && ! grep -qE "$form" "$log"; then
    echo "$title: 0 passed, 1 failed" | tee -a "$log"
  fi
}

part "The C engine" c $engine run-tests
part "Fuzz corpora" fuzz $engine fuzz run-fuzz
part "The header, the installed library and the examples" header tools/check/test-header.sh
part "The tools" tools tools/test/run-programs.sh tests/tools/test-*.sh

# What is needed before what needs it.
if ! folders=$(Rscript tools/build/packages.R 2>build/test/order.err); then
  part "The order of the packages" order sh -c 'cat build/test/order.err; exit 1'
  folders=
fi
for folder in $folders; do
  name=$(sed -n 's/^Package: *//p' "$folder/DESCRIPTION")
  part "The R package $name" "r-$name" tools/test/test-r.sh "$folder"
done

echo
echo "$(($(date +%s) - begin)) s in all"
cat build/test/*.log | awk '
  match($0, /[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$/) {
    split(substr($0, RSTART), word, " ")
    passed += word[1]; failed += word[3]; skipped += word[5]
  }
  END {
    printf "%d passed, %d failed%s\n", passed, failed, skipped ? ", " skipped " skipped" : ""
    exit failed > 0 || passed == 0
  }'
