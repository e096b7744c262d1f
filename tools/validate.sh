#!/bin/sh
# Runs tools/validate-physiology.R, then tools/validate.R on an installed copy of these sources; ATHLETES (default 1000) below
# 1000 is a look that leaves docs/validation.md alone.
set -eu
cd "$(dirname "$0")/.."
tools/install-r.sh build/library
export R_LIBS=$PWD/build/library${R_LIBS:+:$R_LIBS}
Rscript tools/validate-physiology.R
exec Rscript tools/validate.R "${ATHLETES:-1000}"
