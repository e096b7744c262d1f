#!/bin/sh
# Runs a command from the root of the tree with muscletwin, as these sources have it, before
# whatever else is in R's libraries.
#   tools/test/with-package.sh [-p FOLDER] COMMAND...
# -p FOLDER: with the package of that folder, and those of this repository that it needs.
set -eu
cd "$(dirname "$0")/../.."
folder=.
if [ "$1" = -p ]; then
  folder=$2
  shift 2
fi
tools/build/install-r.sh build/library "" "$folder"
R_LIBS=$PWD/build/library${R_LIBS:+:$R_LIBS}
export R_LIBS
exec "$@"
