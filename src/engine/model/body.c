#include "model/body.h"

#include <math.h>

#include "model/turnover.h"

const mt_body mt_i_body_usual = {.struct_size = sizeof(mt_body),
                                 .tau = TURNOVER_TAU,
                                 .k_d = TURNOVER_K_D,
                                 .weight = {0.8, 1.2},
                                 .area = {5000.0, 5000.0},
                                 .domain = 1550.0,
                                 .domain_max = 1.25,
                                 .fusion = 0.65,
                                 .satellite = 0.1,
                                 .activation = 0.025 / 7.0,
                                 .tau_satellite = 7.0,
                                 .vo2max = 1.0,
                                 .vo2max_gain = 0.15,
                                 .tau_vo2max = 15.2,
                                 .tau_insulin = 5.0};

const char *const mt_i_body_names[BODY_STATES] = {
    "fibre_1", "fibre_2", "nuclei_1", "nuclei_2", "satellite", "vo2max", "insulin"};

/* What a unit of area gains and loses at time t, before training and nuclei have a say. */
static void forcing_at(const body_model *m, double t, double *synthesis,
                       double *breakdown) {
  const double since = t - m->at;

  *synthesis = m->synthesis * exp(-m->decline * since);
  *breakdown = m->breakdown + m->extra * exp(-since / m->body->tau);
}

int mt_i_body_rate(double t, const double *y, double *dy, void *model) {
  const body_model *m = model;
  const mt_body *body = m->body;
  double synthesis, breakdown;

  forcing_at(m, t, &synthesis, &breakdown);
  for (int j = 0; j < 2; j++) {
    const double area = y[AREA_1 + j], nuclei = y[NUCLEI_1 + j];
    double share, limit, above;

    if (!(area > 0.0)) {
      return AREA_1 + j + 1;
    }
    if (!(nuclei > 0.0)) {
      return NUCLEI_1 + j + 1;
    }
    share = body->domain * body->domain_max * nuclei / area;
    limit = share < 1.0 ? share * share * share * share : 1.0;
    above = fmax(area / nuclei - body->domain, 0.0) / body->domain;
    dy[AREA_1 + j] = body->k_d * (fmax(1.0 + body->weight[j] * (m->stimulus - 1.0), 0.0) *
                                      synthesis * limit * body->area[j] -
                                  breakdown * area);
    dy[NUCLEI_1 + j] = body->fusion * fmax(y[SATELLITE], 0.0) * above;
  }
  dy[SATELLITE] =
      body->activation * m->load - (y[SATELLITE] - body->satellite) / body->tau_satellite;
  dy[VO2MAX] = (body->vo2max * (1.0 + body->vo2max_gain * m->fitness) - y[VO2MAX]) /
               body->tau_vo2max;
  dy[INSULIN] = (m->activity - y[INSULIN]) / body->tau_insulin;
  return 0;
}

int mt_i_body_jacobian(double t, const double *y, double *jacobian, void *model) {
  const body_model *m = model;
  const mt_body *body = m->body;
  double synthesis, breakdown;

  forcing_at(m, t, &synthesis, &breakdown);
  for (int j = 0; j < 2; j++) {
    const double area = y[AREA_1 + j], nuclei = y[NUCLEI_1 + j];
    double *const by_area = jacobian + BODY_STATES * (AREA_1 + j);
    double *const by_nuclei = jacobian + BODY_STATES * (NUCLEI_1 + j);
    double *const by_cells = jacobian + BODY_STATES * SATELLITE;
    double share, drive, slope = 0.0;

    if (!(area > 0.0) || !(nuclei > 0.0)) {
      return 1;
    }
    share = body->domain * body->domain_max * nuclei / area;
    drive = body->k_d * fmax(1.0 + body->weight[j] * (m->stimulus - 1.0), 0.0) *
            synthesis * body->area[j];
    if (share < 1.0) {
      slope = 4.0 * drive * share * share * share * share;
    }
    by_area[AREA_1 + j] = -slope / area - body->k_d * breakdown;
    by_nuclei[AREA_1 + j] = slope / nuclei;
    if (area / nuclei > body->domain) {
      const double fuse = body->fusion * fmax(y[SATELLITE], 0.0) / body->domain;
      by_area[NUCLEI_1 + j] = fuse / nuclei;
      by_nuclei[NUCLEI_1 + j] = -fuse * area / (nuclei * nuclei);
      if (y[SATELLITE] > 0.0) {
        by_cells[NUCLEI_1 + j] =
            body->fusion * (area / nuclei - body->domain) / body->domain;
      }
    }
  }
  jacobian[SATELLITE + BODY_STATES * SATELLITE] = -1.0 / body->tau_satellite;
  jacobian[VO2MAX + BODY_STATES * VO2MAX] = -1.0 / body->tau_vo2max;
  jacobian[INSULIN + BODY_STATES * INSULIN] = -1.0 / body->tau_insulin;
  return 0;
}

void mt_i_body_start(const mt_body *body, double *y) {
  for (int j = 0; j < 2; j++) {
    y[AREA_1 + j] = body->area[j];
    y[NUCLEI_1 + j] = body->area[j] / body->domain;
  }
  y[SATELLITE] = body->satellite;
  y[VO2MAX] = body->vo2max;
  y[INSULIN] = 1.0;
}
