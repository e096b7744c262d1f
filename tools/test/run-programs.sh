#!/bin/sh
# Runs test programs. Each closes with "<name>: N passed, N failed"; one that dies before
# that counts as one failure. What a program says is shown only if it fails.
#   tools/test/run-programs.sh PROGRAM...
failed=0
output=$(mktemp "${TMPDIR:-/tmp}/muscletwin.XXXXXX")
trap 'rm -f "$output"' EXIT
for program in "$@"; do
  name=$(basename "$program")
  timeout 900 "$program" >"$output" 2>&1 </dev/null
  code=$?
  last=$(grep -E '[0-9]+ passed, [0-9]+ failed' "$output" | tail -n 1)
  if [ $code -eq 0 ] && [ -n "$last" ]; then
    echo "$last"
    continue
  fi
  failed=1
  grep -vxF -e "$last" "$output" | sed 's/^/    | /'
  case $last in
    *" 0 failed"* | "") echo "$name: 0 passed, 1 failed (ended with code $code)" ;;
    *) echo "$last" ;;
  esac
done
exit $failed
