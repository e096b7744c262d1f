#!/bin/sh
# What tools/ does with several packages in one repository, tried on a small one of three: at the
# root roottwin, below packages/ adesk, which needs the two others, and zlog, which needs none.
# By the alphabet adesk would come first.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/tools/expect.sh
. tests/tools/expect.sh
in_small_tree packages

package . roottwin
package packages/adesk adesk "Imports: zlog," "  roottwin (>= 0.1)" "Suggests: nosuchpackage, testthat (>= 99.0)"
package packages/zlog zlog "Suggests: testthat (>= 3.0.0)"
echo "says_adesk <- function() zlog::says_zlog() * roottwin::says_roottwin()" >packages/adesk/R/says.R

order() { Rscript tools/build/packages.R "$@"; }
missing() { Rscript tools/build/setup.R missing run | tr '\n' ' ' | tr -s ' ' '\n' | sort; }

expect "what is needed comes before what needs it" prints ". packages/zlog packages/adesk" order
expect "what adesk needs" prints ". packages/zlog" order before packages/adesk
expect "zlog needs none of the others" prints "" order before packages/zlog
expect "each package's needs are set up, the later of two versions, and none of the packages themselves" \
  prints "nosuchpackage testthat" missing

expect "all tests run" all_tests
expect "and are counted in one line" closes_with "3 passed, 0 failed"
grep '^==.*R package' test.log >parts
expect "in the order of the arrows" prints \
  "== The R package roottwin == The R package zlog == The R package adesk" cat parts

tools/build/install-r.sh build/library "" packages/adesk >again 2>&1
expect "nothing is installed twice" prints "0" grep -c installing again
echo "says_zlog <- function() 1 + 0" >packages/zlog/R/says.R
tools/build/install-r.sh build/library "" packages/adesk >again 2>&1
expect "a changed package is installed again" says "installing zlog into" again
expect "and what needs it" says "installing adesk into" again
expect "and not what does not" says "roottwin is installed from these sources" again

echo "says_zlog <- function() 2" >packages/zlog/R/says.R
expect "two tests that fail make it fail" fails all_tests
expect "and are counted" closes_with "1 passed, 2 failed"

R CMD build . >build.log 2>&1
tar tzf roottwin_0.1.tar.gz >contents 2>&1
expect "the package at the root is built" says "^roottwin/R/says.R$" contents
expect "without the others" fails grep -E "packages|adesk|zlog|tools" contents

echo "Suggests: adesk" >packages/zlog/DESCRIPTION.more
cat packages/zlog/DESCRIPTION.more >>packages/zlog/DESCRIPTION
sed '/^Suggests: testthat/d' packages/zlog/DESCRIPTION >packages/zlog/DESCRIPTION.more
mv packages/zlog/DESCRIPTION.more packages/zlog/DESCRIPTION
order >circle 2>&1
expect "a circle is an error" fails order
expect "that names it" says "packages need each other in a circle: (zlog -> adesk -> zlog|adesk -> zlog -> adesk)$" circle
expect "nothing is installed for it" fails tools/build/install-r.sh build/library "" packages/adesk
expect "and no tests are run" fails all_tests
expect "it says why" says "in a circle: " test.log
expect "and counts it" closes_with "0 passed, 1 failed"

end_of_tests
