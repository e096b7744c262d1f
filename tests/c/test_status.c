/* Statuses: each has its name and its meaning, and what is none says so. */
#include <muscletwin.h>
#include <string.h>

#include "test.h"

static void test_status__names(void) {
#define ROW(name, value, meaning)                     \
  MT_CHECK_EQ(name, value);                           \
  MT_CHECK(strcmp(mt_status_name(name), #name) == 0); \
  MT_CHECK(strcmp(mt_status_meaning(name), meaning) == 0);
  MT_STATUS_LIST(ROW)
#undef ROW
  MT_CHECK(strcmp(mt_status_name((mt_status)9999), "unknown") == 0);
  MT_CHECK(strstr(mt_status_meaning((mt_status)9999), "does not know") != NULL);
  MT_CHECK(strcmp(mt_version(), MT_VERSION) == 0);
}

MT_TEST_MAIN(test_status__names)
