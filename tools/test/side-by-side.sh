#!/bin/sh
# Runs a command several times side by side; fails if one of them does.
#   tools/test/side-by-side.sh TIMES COMMAND...
times=$1
shift
running=
trap 'kill $running 2>/dev/null; exit 130' INT TERM
while [ "$times" -gt 0 ]; do
  "$@" &
  running="$running $!"
  times=$((times - 1))
done
code=0
for process in $running; do
  wait "$process" || code=$?
done
exit $code
