#include <muscletwin.h>
#include <stddef.h>

static const struct {
  mt_status status;
  const char *name;
  const char *meaning;
} statuses[] = {
#define ROW(name, value, meaning) {name, #name, meaning},
    MT_STATUS_LIST(ROW)
#undef ROW
};

const char *mt_version(void) { return MT_VERSION; }

const char *mt_status_name(mt_status status) {
  for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
    if (statuses[i].status == status) {
      return statuses[i].name;
    }
  }
  return "unknown";
}

const char *mt_status_meaning(mt_status status) {
  for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
    if (statuses[i].status == status) {
      return statuses[i].meaning;
    }
  }
  return "a status this library does not know";
}
