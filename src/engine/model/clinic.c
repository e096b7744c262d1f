#include "model/clinic.h"

const mt_rehab mt_i_rehab_usual = {.struct_size = sizeof(mt_rehab), .age = NAN};

const mt_elder mt_i_elder_usual = {.struct_size = sizeof(mt_elder),
                                   .sex = MT_SEX_UNKNOWN,
                                   .weight = NAN,
                                   .mass_sd = NAN,
                                   .grip = NAN,
                                   .gait = NAN,
                                   .activity = 1.0,
                                   .protein = NAN};
