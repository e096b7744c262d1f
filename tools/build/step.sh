#!/bin/sh
# Runs a long, noisy command as one quiet line: its label, a dot every five seconds, the
# time it took. What it prints goes to a log, whose end is shown if it fails.
#   tools/build/step.sh LABEL LOG COMMAND...
label=$1
log=$2
shift 2
mkdir -p "$(dirname "$log")"
printf '  %s' "$label"
begin=$(date +%s)

# The sleep holds no stream of ours, or a pipe behind us would wait for it.
(while sleep 5 >/dev/null 2>&1; do printf ' .'; done) &
dots=$!
trap 'kill $dots 2>/dev/null' EXIT
trap 'exit 130' INT TERM

"$@" </dev/null >"$log" 2>&1
code=$?

kill $dots 2>/dev/null
wait $dots 2>/dev/null
seconds=$(($(date +%s) - begin))
if [ $code -eq 0 ]; then
  echo " done in $seconds s"
else
  echo " FAILED after $seconds s; the end of $log:"
  tail -n 40 "$log" | sed 's/^/    | /'
fi
exit $code
