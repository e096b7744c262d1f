#include "method/path/banister.h"

#include "model/banister.h"

mt_status mt_i_banister_path(mt_ctx *ctx, const mt_twin *twin, int64_t n,
                             const double *load, const double *day, double *fitness,
                             double *fatigue, double *performance) {
  const double g_daily = banister_decay(twin->tau_g, 1.0);
  const double h_daily = banister_decay(twin->tau_h, 1.0);
  double g = 0.0, h = 0.0;

  for (int64_t t = 0; t < n; t++) {
    double g_decay = g_daily, h_decay = h_daily;

    if (day != NULL && t > 0) {
      const double gap = day[t] - day[t - 1];
      g_decay = banister_decay(twin->tau_g, gap);
      h_decay = banister_decay(twin->tau_h, gap);
    }
    if (twin->load_effect == MT_LOAD_SAME_DAY) {
      g = banister_same_day(g, g_decay, twin->k1, load[t]);
      h = banister_same_day(h, h_decay, twin->k2, load[t]);
    } else if (t > 0) {
      g = banister_next_day(g, g_decay, twin->k1, load[t - 1]);
      h = banister_next_day(h, h_decay, twin->k2, load[t - 1]);
    }
    if (!isfinite(g) || !isfinite(h) || !isfinite(twin->p0 + g - h)) {
      return mt_i_fail(ctx, MT_ERROR_OVERFLOW,
                       "performance is too large for a double at load %lld",
                       (long long)t + 1);
    }
    if (fitness != NULL) {
      fitness[t] = g;
    }
    if (fatigue != NULL) {
      fatigue[t] = h;
    }
    if (performance != NULL) {
      performance[t] = twin->p0 + g - h;
    }
  }
  return MT_OK;
}
