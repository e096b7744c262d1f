#!/bin/sh
# Runs bench/run.R on an installed copy of these sources.
set -eu
cd "$(dirname "$0")/.."
if [ ! -f bench/run.R ]; then
  echo "bench: there is no bench/run.R"
  exit 0
fi
tools/install-r.sh build/library
R_LIBS=$PWD/build/library${R_LIBS:+:$R_LIBS} exec Rscript bench/run.R
