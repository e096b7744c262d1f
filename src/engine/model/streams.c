#include "model/streams.h"

#define OF_CALLER 0, 0
#define KEY(key) 1, key
#define WHOLE 0, UINT32_MAX

const draw_stream mt_i_streams[ALL_STREAMS] = {
    {"responds", DRAW_PHYSIOLOGY, 0, 0, OF_CALLER},
    {"rehab_use", DRAW_PHYSIOLOGY, 0, 0, KEY(1948)},
    {"rehab_turnover", DRAW_PHYSIOLOGY, 1, 1, KEY(1948)},
    {"rehab_responds", DRAW_PHYSIOLOGY, 2, 2, KEY(1948)},
    {"rehab_breakdown", DRAW_PHYSIOLOGY, 3, 3, KEY(1948)},
    {"sarcopenia_mass", DRAW_PHYSIOLOGY, 0, 0, KEY(2019)},
    {"sarcopenia_grip", DRAW_PHYSIOLOGY, 1, 1, KEY(2019)},
    {"sarcopenia_gait", DRAW_PHYSIOLOGY, 2, 2, KEY(2019)},
    {"sarcopenia_mass_pace", DRAW_PHYSIOLOGY, 3, 3, KEY(2019)},
    {"sarcopenia_strength_pace", DRAW_PHYSIOLOGY, 4, 4, KEY(2019)},
    {"sarcopenia_responds", DRAW_PHYSIOLOGY, 5, 5, KEY(2019)},
    {"sarcopenia_eats", DRAW_PHYSIOLOGY, 6, 6, KEY(2019)},
    {"diet_dose", DRAW_PHYSIOLOGY, 10, 10, KEY(42)},
    {"diet_refractory", DRAW_PHYSIOLOGY, 11, 11, KEY(42)},
    {"diet_gain", DRAW_PHYSIOLOGY, 12, 12, KEY(42)},
    {"twin", DRAW_TWIN, WHOLE, OF_CALLER},
    {"noise", DRAW_NOISE, WHOLE, OF_CALLER},
    {"posterior", DRAW_POSTERIOR, WHOLE, OF_CALLER},
    {"process", DRAW_PROCESS, WHOLE, OF_CALLER},
};

/* The generator makes draws in pairs; of a pair one is wanted. */
void mt_i_stream_normals(int64_t stream, uint64_t seed, int64_t first, int64_t n,
                         double *normals) {
  enum { PIECE = 256 };
  const draw_stream *s = &mt_i_streams[stream];
  const uint64_t key = s->own_key ? s->key : seed;
  const int odd = s->index % 2 == 1;
  double other[PIECE];

  for (int64_t i = 0; i < n; i += PIECE) {
    const int64_t here = n - i < PIECE ? n - i : PIECE;
    double *to = normals + i;
    mt_i_random_uniform_lanes(key, (uint64_t)(first + i), s->purpose, s->index / 2, here,
                              odd ? other : to, odd ? to : other);
    mt_i_random_quantiles(here, to);
  }
}
