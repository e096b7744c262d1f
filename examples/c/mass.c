/*
 * Muscle mass over the published 20-week block with enough protein and with 30 % less, by
 * CVODE. Shows a context (messages), options (tolerances) and pieces (a day each).
 */
#include <muscletwin.h>
#include <stdio.h>

enum { DAYS = 140, TIMES = 8 };

int main(void) {
  const double times[TIMES] = {0, 20, 40, 60, 80, 100, 120, 139};
  double load[DAYS], day_end[DAYS], less[DAYS], adequate[TIMES], low[TIMES];
  mt_ctx *ctx = NULL;
  mt_solver_options options;
  mt_twin twin;
  int code = 1;

  mt_twin_init(&twin);
  mt_solver_options_init(&options);
  options.rtol = 1e-9;
  options.atol = 1e-11;
  for (int d = 0; d < DAYS; d++) {
    day_end[d] = d + 1;
    less[d] = 0.7;
  }

  if (mt_ctx_create(NULL, &ctx) < MT_OK) {
    return 1;
  }
  if (mt_schedule_make(ctx, DAYS, 42, load) < MT_OK ||
      mt_mass(ctx, &twin, DAYS, day_end, load, NULL, TIMES, times, &options, adequate) <
          MT_OK ||
      mt_mass(ctx, &twin, DAYS, day_end, load, less, TIMES, times, &options, low) <
          MT_OK) {
    fprintf(stderr, "%s\n", mt_ctx_message(ctx));
    goto cleanup;
  }

  printf(" day   adequate (kg)  30 %% less protein (kg)\n");
  for (int i = 0; i < TIMES; i++) {
    printf("%4.0f  %14.6f  %22.6f\n", times[i], adequate[i], low[i]);
  }
  code = 0;

cleanup:
  mt_ctx_destroy(ctx);
  return code;
}
