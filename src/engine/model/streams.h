/*
 * The register of draw streams: which number of the generator stands for what (decision
 * 0008). A stream is a purpose, an index or a range of them, and a key: the caller's seed,
 * or a number of its own, where the same virtual persons stand behind every call. The
 * trainee, the fourth word of the counter, is free: person i of a stream is draw i.
 *
 * A new stream gets a row of its own at the end of its part; no row ever changes.
 */
#ifndef MT_MODEL_STREAMS_H
#define MT_MODEL_STREAMS_H

#include <muscletwin.h>

#include "base/random.h"

/* Streams that take a whole purpose and are drawn where they are used, not by name. */
enum {
  STREAM_TWIN = MT_N_STREAMS, /* model/population.c: index is the parameter */
  STREAM_NOISE,               /* method/fit/draws.c: index is the day asked for */
  STREAM_POSTERIOR,           /* method/fit/draws.c: indices 0 to 7 */
  STREAM_PROCESS,             /* method/fit/smooth.c: index is the node of the path */
  ALL_STREAMS
};

typedef struct draw_stream {
  const char *name;
  draw_purpose purpose;
  uint32_t index, last; /* from index to last */
  int own_key;          /* 0: the key is the caller's seed */
  uint64_t key;
} draw_stream;

extern const draw_stream mt_i_streams[ALL_STREAMS];

/* normals[n]: persons first .. first + n - 1 of a stream with a name. */
void mt_i_stream_normals(int64_t stream, uint64_t seed, int64_t first, int64_t n,
                         double *normals);

#endif
