/* The register of draw streams: no two meet, each keeps its numbers and its name. */
#include "model/streams.h"

#include "test.h"

/* Could the two stand for one number of the generator? */
static int collide(const draw_stream *a, const draw_stream *b) {
  const int one_key = a->own_key && b->own_key ? a->key == b->key : 1;
  return a->purpose == b->purpose && a->index <= b->last && b->index <= a->last &&
         one_key;
}

/* A caller may choose any seed, 1948 or 2019 too: then a trainee answers to training by the
 * number by which a virtual person of a forecast is what it is. The two are never in one
 * result, and both are older than the register. No other pair is excused. */
static int is_excused(int64_t a, int64_t b) {
  return a == MT_STREAM_RESPONDS &&
         (b == MT_STREAM_REHAB_USE || b == MT_STREAM_SARCOPENIA_MASS);
}

static void test_streams__no_two_collide(void) {
  for (int64_t a = 0; a < ALL_STREAMS; a++) {
    for (int64_t b = a + 1; b < ALL_STREAMS; b++) {
      if (collide(&mt_i_streams[a], &mt_i_streams[b]) != is_excused(a, b)) {
        printf("%s and %s\n", mt_i_streams[a].name, mt_i_streams[b].name);
        MT_CHECK(0 == 1);
      }
    }
  }
}

static void test_streams__each_has_a_row_and_a_name_of_its_own(void) {
  for (int64_t a = 0; a < ALL_STREAMS; a++) {
    MT_CHECK(mt_i_streams[a].name != NULL);
    MT_CHECK(mt_i_streams[a].index <= mt_i_streams[a].last);
    for (int64_t b = 0; b < a; b++) {
      MT_CHECK(strcmp(mt_i_streams[a].name, mt_i_streams[b].name) != 0);
    }
    if (a < MT_N_STREAMS) {
      MT_CHECK_EQ(mt_i_streams[a].index, mt_i_streams[a].last);
      MT_CHECK(mt_stream_name(a) == mt_i_streams[a].name);
    }
  }
  MT_CHECK(strcmp(mt_stream_name(MT_STREAM_SARCOPENIA_EATS), "sarcopenia_eats") == 0);
  MT_CHECK(mt_stream_name(-1) == NULL && mt_stream_name(MT_N_STREAMS) == NULL);
}

/* Person 3 of each stream, under the caller's seed 99: numbers that never change. */
static void test_streams__each_keeps_its_numbers(void) {
  static const double third[MT_N_STREAMS] = {
      -0.65442666757130852, -0.72155650103738567, -0.15219389720964735,
      -0.48668092567607646, 1.0677554410278653,   -0.84294485203981451,
      -2.5406922776713294,  -0.65747259091197618, -1.0787624368732647,
      0.46529289425738873,  0.31511020551092039,  -0.90794147910444267,
      0.84038152443202352,  -0.11734066406571229, 0.025639185578100489};

  for (int64_t s = 0; s < MT_N_STREAMS; s++) {
    double one = NAN, other = NAN;
    MT_CHECK_EQ(mt_stream_normals(NULL, s, 99, 3, 1, &one), MT_OK);
    MT_CHECK_EQ(one, third[s]);
    MT_CHECK_EQ(mt_stream_normals(NULL, s, 100, 3, 1, &other), MT_OK);
    MT_CHECK((one == other) == (s != MT_STREAM_RESPONDS));
  }
}

static void test_streams__a_person_is_the_same_in_any_call(void) {
  double all[10], part[3];

  MT_CHECK_EQ(mt_stream_normals(NULL, MT_STREAM_RESPONDS, 99, 0, 10, all), MT_OK);
  MT_CHECK_EQ(mt_stream_normals(NULL, MT_STREAM_RESPONDS, 99, 4, 3, part), MT_OK);
  MT_CHECK(memcmp(all + 4, part, sizeof(part)) == 0);
}

static void test_streams__wrong_input(void) {
  double x;

  MT_CHECK_EQ(mt_stream_normals(NULL, -1, 0, 0, 1, &x), MT_ERROR_VALUE);
  MT_CHECK_EQ(mt_stream_normals(NULL, MT_N_STREAMS, 0, 0, 1, &x), MT_ERROR_VALUE);
  MT_CHECK_EQ(mt_stream_normals(NULL, 0, 0, -1, 1, &x), MT_ERROR_SIZE);
  MT_CHECK_EQ(mt_stream_normals(NULL, 0, 0, INT64_MAX, 1, &x), MT_ERROR_SIZE);
  MT_CHECK_EQ(mt_stream_normals(NULL, 0, 0, 0, 0, &x), MT_ERROR_SIZE);
  MT_CHECK_EQ(mt_stream_normals(NULL, 0, 0, 0, 1, NULL), MT_ERROR_NULL);
}

MT_TEST_MAIN(test_streams__no_two_collide,
             test_streams__each_has_a_row_and_a_name_of_its_own,
             test_streams__each_keeps_its_numbers,
             test_streams__a_person_is_the_same_in_any_call, test_streams__wrong_input)
