#!/bin/sh
# All tests. Every test program closes with "<name>: N passed, N failed[, N skipped]"; this
# adds the lines up and closes with one of the same form for everything.
#   tools/test/test.sh           SNAPSHOTS=accept keeps new and changed snapshots of the R tests
cd "$(dirname "$0")/../.." || exit 1
rm -rf build/test
mkdir -p build/test
engine="${MAKE:-make} --no-print-directory -f tools/build/engine.mk"
begin=$(date +%s)

# part TITLE NAME COMMAND...: runs one part; if it fails without saying that a test failed,
# that is one failure more. All lines of the form are counted at the end.
part() {
  title=$1
  log=build/test/$2.log
  shift 2
  echo
  echo "== $title"
  { "$@" 2>&1 </dev/null; echo "ended with code $?" >"$log.code"; } | tee "$log"
  if ! grep -qx 'ended with code 0' "$log.code" && ! grep -qE '[0-9]+ passed, [1-9][0-9]* failed' "$log"; then
    echo "$title: 0 passed, 1 failed" | tee -a "$log"
  fi
}

# tests/linkingto is a package that calls the engine through LinkingTo.
linking() {
  rm -rf build/mtlink
  cp -R tests/linkingto build/mtlink
  tools/test/with-package.sh tools/build/step.sh "installing mtlink" build/log/install-mtlink.log \
    R CMD INSTALL --library=build/library build/mtlink &&
    tools/test/with-package.sh Rscript tests/linkingto/check.R
}

part "The C engine" c $engine run-tests
part "Fuzz corpora" fuzz $engine fuzz run-fuzz
part "The header, the installed library and the examples" header tools/check/test-header.sh
part "The R package" r tools/test/test-r.sh
part "A package that links to it" linking linking

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
