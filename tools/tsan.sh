#!/bin/sh
# The C tests under clang's thread sanitizer. OpenMP's own waiting and waking is told to it
# by Archer, which comes with clang's OpenMP; without that every barrier looks like a race.
set -u
cd "$(dirname "$0")/.." || exit 1

archer=$(clang -print-file-name=libarcher.so 2>/dev/null)
[ -f "$archer" ] || archer=$(find /usr/lib/llvm-*/lib /usr/local/lib -name libarcher.so 2>/dev/null | head -n 1)
if [ -z "$archer" ] || ! echo 'int main(void) { return 0; }' |
  clang -x c -fsanitize=thread -fopenmp - -o /dev/null 2>/dev/null; then
  echo "tsan: skipped, clang with its thread sanitizer and OpenMP is not installed"
  exit 0
fi
OMP_TOOL_LIBRARIES=$archer
TSAN_OPTIONS="ignore_noninstrumented_modules=1"
export OMP_TOOL_LIBRARIES TSAN_OPTIONS
exec ${MAKE:-make} --no-print-directory -f tools/engine.mk run-tests VARIANT=tsan CC=clang \
  CFLAGS="-O1 -g -fno-omit-frame-pointer -fsanitize=thread"
