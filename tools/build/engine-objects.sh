#!/bin/sh
# Prints what src/engine.objects should hold; after adding a file to the engine:
#   tools/build/engine-objects.sh >src/engine.objects
cd "$(dirname "$0")/../../src" || exit 1
echo "# The engine's objects, floor by floor; written by tools/build/engine-objects.sh."
for floor in base num model method/path method/cohort method/fit method api; do
  for file in engine/$floor/*.c; do
    [ ! -f "$file" ] || echo "${file%.c}.o"
  done
done
