#!/bin/sh
# The main job: installs muscletwin, renders the post to demo/ and prints its headline
# numbers. What is up to date is left alone.
set -eu
cd "$(dirname "$0")/../.."
begin=$(date +%s)
page=demo/muscle-digital-twins.html
post=inst/quarto/muscle-digital-twins.qmd

library=$(Rscript tools/build/setup.R library)
tools/build/install-r.sh "$library"

# The page is as old as the package and the post that it was made from.
made_from=$(cat "$library/muscletwin/built-from" "$post" tools/docs/demo.R | cksum | tr ' ' -)
if [ -f $page ] && [ "$(cat build/demo-made-from 2>/dev/null)" = "$made_from" ]; then
  echo "  $page is up to date"
else
  mkdir -p demo build/post
  tools/build/step.sh "rendering the post" build/log/post.log Rscript tools/docs/demo.R render "$post" $page
  echo "$made_from" >build/demo-made-from
fi

Rscript tools/docs/demo.R numbers
echo
echo "The post with its three figures: $page ($(($(wc -c <$page) / 1024)) kB, $(($(date +%s) - begin)) s)"
