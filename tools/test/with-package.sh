#!/bin/sh
# Runs a command from the root of the tree with muscletwin, as these sources have it, before
# whatever else is in R's libraries.
#   tools/test/with-package.sh COMMAND...
set -eu
cd "$(dirname "$0")/../.."
tools/build/install-r.sh build/library
R_LIBS=$PWD/build/library${R_LIBS:+:$R_LIBS}
export R_LIBS
exec "$@"
