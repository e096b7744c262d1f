#!/bin/sh
# Installs tests/linkingto, a package that calls the engine through LinkingTo, and runs it.
set -eu
cd "$(dirname "$0")/.."
tools/install-r.sh build/library
R_LIBS=$PWD/build/library${R_LIBS:+:$R_LIBS}
export R_LIBS
rm -rf build/mtlink
cp -R tests/linkingto build/mtlink
tools/step.sh "installing mtlink" build/log/install-mtlink.log R CMD INSTALL --library=build/library build/mtlink
Rscript tests/linkingto/check.R
