#!/bin/sh
# The rules that keep the engine what it is. Needs build/lib (make lib).
#   1. A file includes its own floor and those under it, written with the floor; only
#      num/ode.c includes SUNDIALS, num/parallel.c threads; R appears nowhere.
#   2. Nothing prints, ends the process, draws from the C library's random numbers or looks
#      at the clock or the environment.
#   3. No state: nothing writable outside the stack and the heap.
#   4. Exported names start with mt_, and the shared library exports what the header
#      declares, no more and no less.
#   5. src/engine.objects lists the files that are there.
#   6. What checks and calls does nothing else: a file of api/ includes api/, base/context.h,
#      model/ and method/, never random numbers, rules of arithmetic, num/ or threads.
set -u
cd "$(dirname "$0")/../.." || exit 1
wrong=0
complain() {
  echo "layers: $*"
  wrong=1
}

# 1. Floors are numbered from the ground up.
bad=$(awk '
  BEGIN { split("base num model method api", name); for (i in name) level[name[i]] = i }
  FNR == 1 { delete part; split(FILENAME, part, "/"); own = level[part[3]] }
  /^[ \t]*#[ \t]*include[ \t]*"/ {
    split($0, quoted, "\""); file = quoted[2]; floor = file; sub("/.*", "", floor)
    if (!(floor in level)) print FILENAME ":" FNR ": \"" file "\" is not written with its floor"
    else if (level[floor] > own) print FILENAME ":" FNR ": \"" file "\" is on a higher floor"
    # The folders of method/ stand side by side; a cohort alone uses paths.
    else if (split(file, to, "/") == 3 && to[1] == "method" && part[3] == "method" && part[5] != "" &&
             to[2] != part[4] && !(part[4] == "cohort" && to[2] == "path"))
      print FILENAME ":" FNR ": \"" file "\" is another folder of method/"
  }
  /^[ \t]*#[ \t]*include[ \t]*</ {
    file = $0; gsub(".*<|>.*", "", file)
    if (file ~ /^(cvode|nvector|sundials|sunlinsol|sunmatrix|sunnonlinsol)\//) {
      if (FILENAME != "src/engine/num/ode.c") print FILENAME ":" FNR ": SUNDIALS belongs in num/ode.c alone"
    } else if (file ~ /^(pthread|signal|time)\.h$/) {
      if (FILENAME != "src/engine/num/parallel.c") print FILENAME ":" FNR ": threads belong in num/parallel.c alone"
    } else if (file !~ /^(assert|complex|errno|float|inttypes|limits|math|muscletwin|stdarg|stdbool|stddef|stdint|stdio|stdlib|string)\.h$/) {
      print FILENAME ":" FNR ": <" file "> is neither standard C nor ours"
    }
  }' src/engine/*/*.[ch] src/engine/*/*/*.[ch])
[ -z "$bad" ] || complain "includes:
$bad"

# 2. By the names that the objects ask the linker for: comments and macros cannot fool it.
calls='printf|fprintf|vprintf|vfprintf|puts|fputs|putc|fputc|putchar|fwrite|fopen|perror|stdout|stderr|stdin|abort|exit|_Exit|_exit|__assert_fail|rand|srand|random|drand48|time|clock|clock_gettime|getenv|setlocale'
objects=build/c-plain/libmuscletwin.a
bad=$(nm -u -A "$objects" | awk '{ print $1, $NF }' | grep -E " (__)?($calls)(_chk)?\$")
[ -z "$bad" ] || complain "the engine calls what it must not:
$bad"

# 3. Constant tables of pointers live in .data.rel.ro, which the loader makes read-only.
bad=$(size -A "$objects" | awk '
  / +\(ex / || /:$/ { object = $1 }
  $1 ~ /^\.(data|bss|tdata|tbss)/ && $1 !~ /^\.data\.rel\.ro/ && $2 > 0 { print object, $1, $2, "bytes" }')
[ -z "$bad" ] || complain "writable state in the engine:
$bad"

# 4.
bad=$(nm -g --defined-only "$objects" | awk 'NF == 3 && $3 !~ /^mt_/ { print $3 }')
[ -z "$bad" ] || complain "libmuscletwin.a has global names without mt_:
$bad"
mkdir -p build/layers
nm -D --defined-only build/lib/libmuscletwin.so | awk '{ print $3 }' | sort >build/layers/exported
grep -v -e '^ *\*' -e '^#' inst/include/muscletwin.h | tr '\n' ' ' | grep -oE 'MT_API [^;(]*\(' |
  sed 's/.*[ *]\(mt_[a-z0-9_]*\)(/\1/' | sort >build/layers/declared
bad=$(comm -3 build/layers/exported build/layers/declared |
  sed -e 's/^	\(.*\)/\1 is declared in muscletwin.h and not exported/' -e '/ /!s/$/ is exported and not declared in muscletwin.h/')
[ -z "$bad" ] || complain "exports:
$bad"

# 5.
tools/build/engine-objects.sh | cmp -s - src/engine.objects ||
  complain "src/engine.objects is out of date; run tools/build/engine-objects.sh >src/engine.objects"

# 6.
bad=$(awk '
  /^[ \t]*#[ \t]*include[ \t]*"/ {
    split($0, quoted, "\""); file = quoted[2]
    if (file !~ /^(api|model|method)\// && file != "base/context.h")
      print FILENAME ":" FNR ": an entry point checks and calls; \"" file "\" is for what it calls"
  }' src/engine/api/*.[ch])
[ -z "$bad" ] || complain "api:
$bad"

[ $wrong -eq 0 ] && echo "layers: floors, calls, state, $(wc -l <build/layers/exported | tr -d ' ') exported names: all in order"
exit $wrong
