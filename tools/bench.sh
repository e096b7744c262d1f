#!/bin/sh
# Runs bench/run.R on an installed copy of these sources: a quarter of an hour, or with
# BENCH_QUICK=1 a minute.
set -eu
cd "$(dirname "$0")/.."
tools/install-r.sh build/library
R_LIBS=$PWD/build/library${R_LIBS:+:$R_LIBS} exec Rscript bench/run.R
