/*
 * Replays files through a fuzz target, so that a corpus is a test under any compiler. With
 * clang the same target explores by itself: compile it with -fsanitize=fuzzer instead of
 * this file.
 *   fuzz_x PATH...     each a file or a directory of files; a missing directory is empty
 */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path) {
  FILE *file = fopen(path, "rb");
  uint8_t *data = NULL;
  size_t size = 0;
  long end;
  int done = 0;
  if (file == NULL) {
    return 0;
  }
  if (fseek(file, 0, SEEK_END) != 0 || (end = ftell(file)) < 0) {
    goto cleanup;
  }
  rewind(file);
  /* Exactly as many bytes as there are, so that a read past them is seen. */
  data = malloc(end > 0 ? (size_t)end : 1);
  if (data == NULL) {
    goto cleanup;
  }
  size = fread(data, 1, (size_t)end, file);
  LLVMFuzzerTestOneInput(data, size);
  done = 1;
cleanup:
  free(data);
  fclose(file);
  return done;
}

int main(int argc, char **argv) {
  const char *slash = strrchr(argv[0], '/');
  int replayed = 0;
  /* Every target has at least the empty input. */
  LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
  replayed++;
  for (int i = 1; i < argc; i++) {
    DIR *folder = opendir(argv[i]);
    if (folder == NULL) {
      replayed += replay_file(argv[i]);
      continue;
    }
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
      char path[4096];
      int length = snprintf(path, sizeof(path), "%s/%s", argv[i], entry->d_name);
      if (entry->d_name[0] != '.' && length > 0 && (size_t)length < sizeof(path)) {
        replayed += replay_file(path);
      }
    }
    closedir(folder);
  }
  printf("%s: %d passed, 0 failed\n", slash != NULL ? slash + 1 : argv[0], replayed);
  return 0;
}
