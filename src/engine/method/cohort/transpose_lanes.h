/*
 * tile[n][COHORT_LANES] to rows[COHORT_LANES][stride], in squares of VEC_WIDTH turned about
 * their diagonal in registers: the body that jobs.c includes for each width
 * (num/vec.h).
 */
#define transpose VEC_FUNCTION(transpose)

/* Lines i and i + d swap what lies off the diagonal of their 2 x 2 squares of side d. */
#undef SWAP
#undef KEEP_1
#undef KEEP_2
#undef KEEP_4
#undef GIVE_1
#undef GIVE_2
#undef GIVE_4
#define SWAP(x, i, d)                                               \
  do {                                                              \
    const vec keep = VEC_SHUFFLE((x)[i], (x)[(i) + (d)], KEEP_##d); \
    (x)[(i) + (d)] = VEC_SHUFFLE((x)[i], (x)[(i) + (d)], GIVE_##d); \
    (x)[i] = keep;                                                  \
  } while (0)
#if VEC_WIDTH == 8
#define KEEP_1 0, 8, 2, 10, 4, 12, 6, 14
#define GIVE_1 1, 9, 3, 11, 5, 13, 7, 15
#define KEEP_2 0, 1, 8, 9, 4, 5, 12, 13
#define GIVE_2 2, 3, 10, 11, 6, 7, 14, 15
#define KEEP_4 0, 1, 2, 3, 8, 9, 10, 11
#define GIVE_4 4, 5, 6, 7, 12, 13, 14, 15
#elif VEC_WIDTH == 4
#define KEEP_1 0, 4, 2, 6
#define GIVE_1 1, 5, 3, 7
#define KEEP_2 0, 1, 4, 5
#define GIVE_2 2, 3, 6, 7
#elif VEC_WIDTH == 2
#define KEEP_1 0, 2
#define GIVE_1 1, 3
#endif

VEC_TARGET static void transpose(const double *tile, int64_t n, double *rows,
                                 int64_t stride) {
  int64_t t = 0;

  for (; t + VEC_WIDTH <= n; t += VEC_WIDTH) {
    for (int64_t lane = 0; lane < COHORT_LANES; lane += VEC_WIDTH) {
      vec x[VEC_WIDTH];

      VEC_UNROLL
      for (int i = 0; i < VEC_WIDTH; i++) {
        memcpy(&x[i], tile + (t + i) * COHORT_LANES + lane, sizeof(vec));
      }
#if VEC_WIDTH >= 2
      VEC_UNROLL
      for (int i = 0; i < VEC_WIDTH; i += 2) {
        SWAP(x, i, 1);
      }
#endif
#if VEC_WIDTH >= 4
      VEC_UNROLL
      for (int i = 0; i < VEC_WIDTH; i += 4) {
        SWAP(x, i, 2);
        SWAP(x, i + 1, 2);
      }
#endif
#if VEC_WIDTH >= 8
      VEC_UNROLL
      for (int i = 0; i < 4; i++) {
        SWAP(x, i, 4);
      }
#endif
      VEC_UNROLL
      for (int i = 0; i < VEC_WIDTH; i++) {
        memcpy(rows + (lane + i) * stride + t, &x[i], sizeof(vec));
      }
    }
  }
  for (; t < n; t++) {
    for (int64_t lane = 0; lane < COHORT_LANES; lane++) {
      rows[lane * stride + t] = tile[t * COHORT_LANES + lane];
    }
  }
}
