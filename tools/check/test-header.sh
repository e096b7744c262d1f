#!/bin/sh
# The public header alone, as C99 and as C++11, with all warnings as errors; then
# `make install` into a folder with a blank in its name and the examples built against that as a user would.
cd "$(dirname "$0")/../.." || exit 1
mkdir -p build/header
passed=0
failed=0

# expect NAME COMMAND...
expect() {
  name=$1
  shift
  if "$@" >build/header/log 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "  $name failed: $*"
    sed 's/^/    | /' build/header/log
  fi
}

strict="-Wall -Wextra -Wpedantic -Werror -Iinst/include"
echo '#include <muscletwin.h>' >build/header/alone.c
cp build/header/alone.c build/header/alone.cpp
# shellcheck disable=SC2086
{
  expect "header as C99" ${CC:-cc} -std=c99 $strict -c build/header/alone.c -o build/header/alone.o
  expect "header as C++11" ${CXX:-c++} -std=c++11 $strict -c build/header/alone.cpp -o build/header/alone.o
  for example in examples/c/*.c; do
    expect "$example as C99" ${CC:-cc} -std=c99 $strict -c "$example" -o build/header/example.o
  done
}

expect "make install" "${MAKE:-make}" --no-print-directory -f tools/build/engine.mk install PREFIX="build/a prefix"
skipped=0
if command -v pkg-config >/dev/null 2>&1; then
  PKG_CONFIG_PATH="$PWD/build/a prefix/lib/pkgconfig"
  LD_LIBRARY_PATH="$PWD/build/a prefix/lib"
  export PKG_CONFIG_PATH LD_LIBRARY_PATH
  rm -rf build/examples
  cp -R examples/c build/examples
  expect "examples" "${MAKE:-make}" -C build/examples
  # The numbers are those of the published example.
  expect "fitness_fatigue prints day 126" sh -c 'build/examples/fitness_fatigue | grep -q "126 *1198.1227 *374.3181 *923.8046"'
  expect "mass prints the last day" sh -c 'build/examples/mass | grep -q "139 *38.653659"'
  expect "meals prints nutrition" sh -c 'build/examples/meals | grep -q "synthesis 0.997 of a habitual day.s, N 0.9998"'
  expect "turnover prints the last day" sh -c 'build/examples/turnover | grep -q "84 *36.359 *34.297 *35.987 *39.656"'
  expect "examples, static" "${MAKE:-make}" -C build/examples clean all STATIC=1
  expect "mass, static" sh -c 'LD_LIBRARY_PATH= build/examples/mass | grep -q "139 *38.653659"'
else
  skipped=1
  echo "  examples skipped: no pkg-config"
fi
echo "header and examples: $passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ]
