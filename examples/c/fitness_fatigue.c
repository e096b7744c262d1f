/*
 * Fitness, fatigue and performance over the published 20-week block, four days of it, and
 * the day on which performance peaks.
 */
#include <muscletwin.h>
#include <stdio.h>

enum { DAYS = 140 };

int main(void) {
  const int shown[] = {1, 50, 126, 140};
  double load[DAYS], fitness[DAYS], fatigue[DAYS], performance[DAYS];
  mt_twin twin;
  mt_status status;
  int peak = 0;

  mt_twin_init(&twin); /* change any field here: twin.tau_g = 38; */

  status = mt_schedule_make(NULL, DAYS, 42, load);
  if (status >= MT_OK) {
    status = mt_banister(NULL, &twin, DAYS, load, NULL, fitness, fatigue, performance);
  }
  if (status < MT_OK) {
    fprintf(stderr, "%s\n", mt_status_meaning(status));
    return 1;
  }

  printf("libmuscletwin %s\n\n day    fitness    fatigue  performance\n", mt_version());
  for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
    int d = shown[i] - 1;
    printf("%4d  %9.4f  %9.4f  %11.4f\n", d + 1, fitness[d], fatigue[d], performance[d]);
  }
  for (int d = 1; d < DAYS; d++) {
    if (performance[d] > performance[peak]) {
      peak = d;
    }
  }
  printf("\nhighest performance: %.4f on day %d\n", performance[peak], peak + 1);
  return 0;
}
