#!/bin/sh
# Packages built side by side: what waits for what, what a failure leaves out, what an interrupt
# leaves behind.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/tools/expect.sh
. tests/tools/expect.sh
in_small_tree install
package . roottwin
mkdir library tarballs

package sources/below below
package sources/above above "Imports: below"
package sources/broken broken
echo "stop('so it is')" >sources/broken/R/says.R
package sources/upon upon "Imports: broken"
package sources/slow slow
program sources/slow/configure ': >"$SLOW-begun"' 'sleep 3' ': >"$SLOW-ended"'
SLOW=$tree/slow
export SLOW
for name in below above broken upon slow; do
  R CMD build --no-manual "sources/$name" >build.log 2>&1 || cat build.log
done
cat >build.R <<'R'
source("tools/build/packages.R")
source("tools/build/install-cran.R")
name <- commandArgs(trailingOnly = TRUE)
files <- stats::setNames(paste0(name, "_0.1.tar.gz"), name)
arrows <- lapply(stats::setNames(file.path("sources", name), name), function(x) intersect(names(needed(x)), name))
build_side_by_side(files, arrows, "library", "tarballs")
R
R_LIBS=$tree/library
export R_LIBS
Rscript build.R above upon below broken >said 2>&1
expect "what is needed comes first" prints "below done above done" \
  sh -c "sed -n 's/^  \\([a-z]* done\\) in .*/\\1/p' said"
expect "and is installed" test -f library/above/DESCRIPTION
expect "what fails says so" says "^  broken FAILED after [0-9]+ s; the end of build/log/cran-broken.log:$" said
expect "with its own words" says "^    [|] .*so it is" said
expect "what needs it is not tried" says "^  upon is not built: it needs broken$" said
expect "and not installed" fails test -e library/upon

Rscript build.R slow >said 2>&1 &
builder=$!
tenths=0
while [ ! -e slow-begun ] && [ $tenths -lt 100 ]; do
  sleep 0.1
  tenths=$((tenths + 1))
done
kill -INT $builder
expect "an interrupt ends the builder" fails wait $builder
sleep 4
expect "and what it was building" test -e slow-begun -a ! -e slow-ended

end_of_tests
