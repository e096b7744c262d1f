#!/bin/sh
# Installs what is missing for a purpose, and nothing else. A second run only looks.
#   tools/build/setup.sh demo      the R packages that the post needs; pandoc
#   tools/build/setup.sh run       what the DESCRIPTION of each package here names; pandoc, pkg-config
#   tools/build/setup.sh check     what R CMD check --as-cran and the PDF manual need
#   tools/build/setup.sh bench     the R packages that make bench compares with; one that cannot
#                                  be installed is no failure: it gets a row that says so
#   tools/build/setup.sh docs | coverage | format | compat | budget
# As root on Debian with Debian's R: prebuilt packages by apt-get. What Debian has not, and
# everything elsewhere: R packages from CRAN, into the first library that can be written, built
# side by side (tools/build/install-cran.R).
set -u
cd "$(dirname "$0")/../.." || exit 1
purpose=${1:-run}
log=build/log

if ! command -v Rscript >/dev/null 2>&1; then
  echo "setup: R was not found. Install R 4.1 or later (on Debian: apt-get install r-base-dev)." >&2
  exit 1
fi

r_packages=$(Rscript tools/build/setup.R missing "$purpose") || exit 1

# Programs as command:package of Debian.
case $purpose in
  demo) programs="pandoc:pandoc" ;;
  run) programs="pandoc:pandoc pkg-config:pkg-config" ;;
  check) programs="pandoc:pandoc qpdf:qpdf tidy:tidy checkbashisms:devscripts pdflatex:texlive-latex-base texi2dvi:texinfo" ;;
  format) programs="clang-format:clang-format checkbashisms:devscripts" ;;
  compat) programs="clang:clang" ;;
  budget) programs="valgrind:valgrind" ;;
  docs | bench | coverage) programs="" ;;
  *)
    echo "setup: unknown purpose '$purpose'" >&2
    exit 2
    ;;
esac
# highs builds HiGHS, which wants cmake.
case " $(echo $r_packages) " in *" highs "*) programs="$programs cmake:cmake" ;; esac
debs=
commands=
for pair in $programs; do
  if ! command -v "${pair%%:*}" >/dev/null 2>&1; then
    debs="$debs ${pair#*:}"
    commands="$commands ${pair%%:*}"
  fi
done
# These come with no command to look for.
has_deb() { dpkg -s "$1" 2>/dev/null | grep -q '^Status: install ok installed'; }
debian=no
if [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ] && command -v apt-get >/dev/null 2>&1; then
  debian=yes
  case $purpose in
    check) quiet_debs="texlive-fonts-recommended" ;;
    compat) quiet_debs="libsundials-dev" ;;
    bench) # What the peers need and Debian has prebuilt saves minutes of compiling.
      quiet_debs=
      [ -z "$r_packages" ] || quiet_debs="r-cran-rcpparmadillo r-cran-bh r-cran-dplyr r-cran-data.table r-cran-checkmate r-cran-memoise"
      ;;
    *) quiet_debs="" ;;
  esac
  for deb in $quiet_debs; do
    has_deb "$deb" || debs="$debs $deb"
  done
fi

if [ -z "$r_packages$debs" ]; then
  echo "setup ($purpose): nothing is missing"
  exit 0
fi
echo "setup ($purpose): missing$(printf ' %s' $r_packages $debs)"

if [ $debian = yes ]; then
  DEBIAN_FRONTEND=noninteractive
  export DEBIAN_FRONTEND
  tools/build/step.sh "apt-get update" $log/apt-update.log apt-get update -q || exit 1

  # Debian's R packages are built for Debian's R, and found by that one alone.
  if [ "$(R RHOME)" = /usr/lib/R ]; then
    for package in $r_packages; do
      deb=r-cran-$(echo "$package" | tr '[:upper:]' '[:lower:]')
      if ! has_deb "$deb" && apt-cache pkgnames "$deb" | grep -qx "$deb"; then
        debs="$debs $deb"
      fi
    done
  fi
  if [ -n "$debs" ]; then
    # shellcheck disable=SC2086
    tools/build/step.sh "apt-get install$debs" $log/apt-install.log \
      apt-get install -q -y --no-install-recommends $debs || exit 1
  fi
  r_packages=$(Rscript tools/build/setup.R missing "$purpose") || exit 1
elif [ -n "$debs" ]; then
  echo "  please install$commands by your system's means; what needs them will say so"
fi

if [ -n "$r_packages" ]; then
  # shellcheck disable=SC2086
  Rscript tools/build/setup.R install $r_packages || [ "$purpose" = bench ] || exit 1
fi
