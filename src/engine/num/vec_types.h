/* The types of one width; num/vec.h includes this before each body. */
#if defined(VEC_GNU)
typedef double vec __attribute__((vector_size(8 * VEC_WIDTH)));
typedef uint64_t vec_bits __attribute__((vector_size(8 * VEC_WIDTH)));
typedef uint16_t vec_small __attribute__((vector_size(2 * VEC_WIDTH)));
#else
typedef double vec;
typedef uint64_t vec_bits;
typedef uint16_t vec_small;
#endif
