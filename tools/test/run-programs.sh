#!/bin/sh
# Runs test programs, as many side by side as there are cores, and tells of them in their
# order. Each closes with "<name>: N passed, N failed"; one that dies before that counts as one
# failure. What a program says is shown only if it fails.
#   tools/test/run-programs.sh PROGRAM...
results=$(mktemp -d "${TMPDIR:-/tmp}/muscletwin.XXXXXX") || exit 1
export results
trap 'rm -rf "$results"' EXIT
trap 'exit 130' INT TERM

# shellcheck disable=SC2016
printf '%s\n' "$@" | xargs -n 1 -P "$(getconf _NPROCESSORS_ONLN || echo 1)" sh -c '
  name=$(basename "$1")
  timeout 900 "$1" >"$results/$name" 2>&1 </dev/null
  echo $? >"$results/$name.code"' run

failed=0
for program in "$@"; do
  name=$(basename "$program")
  output=$results/$name
  code=$(cat "$output.code" || echo none)
  last=$(grep -E '[0-9]+ passed, [0-9]+ failed' "$output" | tail -n 1)
  if [ "$code" = 0 ] && [ -n "$last" ]; then
    echo "$last"
    continue
  fi
  failed=1
  grep -vxF -e "$last" "$output" | sed 's/^/    | /'
  case $last in
    *" 0 failed"* | "")
      echo "    | ended with code $code"
      echo "$name: 0 passed, 1 failed"
      ;;
    *) echo "$last" ;;
  esac
done
exit $failed
