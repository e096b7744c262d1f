/* Entry points of the streams of draws that have names. */
#include "api/check.h"
#include "model/streams.h"

const char *mt_stream_name(int64_t stream) {
  return stream >= 0 && stream < MT_N_STREAMS ? mt_i_streams[stream].name : NULL;
}

mt_status mt_stream_normals(mt_ctx *ctx, int64_t stream, uint64_t seed, int64_t first,
                            int64_t n, double *normals) {
  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_pointer(ctx, "normals", normals));
  if (mt_stream_name(stream) == NULL) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "stream is %lld, not one of MT_STREAM_*",
                     (long long)stream);
  }
  if (first < 0 || n > INT64_MAX - first) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "first is %lld; it must be 0 or more",
                     (long long)first);
  }
  mt_i_stream_normals(stream, seed, first, n, normals);
  return MT_OK;
}
