#ifndef MT_BASE_FP_H
#define MT_BASE_FP_H

/* How the compiler may treat floating point in the engine. Include this first, before
 * any header with inline arithmetic: the pragmas act on the functions that follow.
 *
 * 1. No contraction. a * b + c rounds twice, always. Compilers fuse it into one
 *    rounding as soon as the target has FMA (the avx512f clones below do, and arm64),
 *    which would give other bits on other machines. The pragma holds for every clone and
 *    overrides the default of gcc and clang, which is to contract, and gcc's command
 *    line; only clang -ffp-contract=fast ignores it (hence -ffp-contract=off, where the
 *    compiler knows it, in our own builds too). */
#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__)
#pragma GCC optimize("fp-contract=off")
#elif defined(_MSC_VER)
#pragma fp_contract(off)
#endif

/*    Nor any other change of values. configure says it in better words; this is for a
 *    build that does without it. */
#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) ||      \
    defined(__RECIPROCAL_MATH__) || defined(__NO_SIGNED_ZEROS__) || \
    (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__)
#error "-ffast-math, -Ofast and their like change muscletwin's numbers; take them out"
#endif

/* 2. MT_I_VECTORIZE, alone on a line of a kernel file after its includes: vectorise the
 *    loops that follow, at R's -O2 too. gcc 12 vectorises at -O2 only what its
 *    "very-cheap" cost model allows: loops whose trip count is a known multiple of the
 *    vector; older gcc nothing. O3 lifts that; a pragma is used because a flag in
 *    Makevars is not portable. no-trapping-math lets both arms of a ?: be computed and
 *    blended; no-math-errno lets sqrt() be an instruction. Neither changes a value.
 *    Inline helpers must be MT_I_INLINE: gcc does not inline a plain inline function
 *    into one with other optimisation options. clang vectorises at -O2 as it is, but
 *    not loops with sqrt(). Without optimisation (-O0, for a debugger) it is empty. */
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#define MT_I_VECTORIZE _Pragma("GCC optimize(\"O3,no-trapping-math,no-math-errno\")")
#else
#define MT_I_VECTORIZE
#endif

/* 3. MT_I_INLINE for the small functions a kernel's inner loop is made of. A call left
 *    in the loop would stop vectorisation, and in a clone call the baseline code. */
#if defined(__GNUC__)
#define MT_I_INLINE static inline __attribute__((always_inline, unused))
#else
#define MT_I_INLINE static inline
#endif

/* 4. MT_I_MULTIVERSION before the definition of a kernel: compiled for AVX-512, AVX2
 *    and the baseline; the loader picks by CPUID (ifunc: gcc or clang, x86-64, glibc).
 *    Elsewhere, and with -DMT_NO_MULTIVERSION, the baseline alone. Same bits either way.
 *    Not under the address, thread and memory sanitizers: resolvers run before their
 *    runtime is up and crash. "avx512f" alone, because gcc takes no list of features for
 *    one clone. clang wants the attribute on every declaration of the function, gcc
 *    does not mind: so kernels are static, behind a plain function. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define MT_I_SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MT_I_SANITIZED 1
#endif

#if defined(__linux__)
#include <limits.h> /* a standard header, for __GLIBC__: musl's loader has no ifunc */
#endif

#if !defined(MT_NO_MULTIVERSION) && !defined(MT_I_SANITIZED) && defined(__x86_64__) && \
    defined(__LP64__) && defined(__ELF__) && defined(__GLIBC__)
#if defined(__clang__)
#if __has_attribute(target_clones)
#define MT_I_HAS_MULTIVERSION 1
#endif
#elif defined(__GNUC__) && __GNUC__ >= 8
#define MT_I_HAS_MULTIVERSION 1
#endif
#endif

#if defined(MT_I_HAS_MULTIVERSION)
#define MT_I_MULTIVERSION __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define MT_I_MULTIVERSION
#endif

#endif
