#!/bin/sh
# Runs tools/validate.R on an installed copy of these sources; ATHLETES (default 1000) below
# 1000 is a look that leaves docs/validation.md alone.
set -eu
cd "$(dirname "$0")/.."
tools/install-r.sh build/library
R_LIBS=$PWD/build/library${R_LIBS:+:$R_LIBS} exec Rscript tools/validate.R "${ATHLETES:-1000}"
