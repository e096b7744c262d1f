/* Golden numbers of tests/testthat/vectors, the same files that the R tests read. Programs
 * run from the root of the tree. */
#ifndef MT_TEST_VECTORS_H
#define MT_TEST_VECTORS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Reads the rows of a table whose cells are numbers, after comment lines and one header,
 * into cells[rows x columns], row by row; words are read as NaN-free 0. Returns the number
 * of rows, -1 when the file is not there. */
static int read_vectors(const char *name, int columns, int most, double *cells) {
  char path[256], line[4096];
  int rows = 0, header_seen = 0;
  FILE *file;

  snprintf(path, sizeof(path), "tests/testthat/vectors/%s", name);
  file = fopen(path, "r");
  if (file == NULL) {
    return -1;
  }
  while (rows < most && fgets(line, sizeof(line), file) != NULL) {
    char *cell = line;

    if (line[0] == '#') {
      continue;
    }
    if (!header_seen) {
      header_seen = 1;
      continue;
    }
    for (int c = 0; c < columns; c++) {
      cells[rows * columns + c] = strtod(cell, NULL);
      cell = strchr(cell, ',');
      cell = cell == NULL ? strchr(line, '\0') : cell + 1;
    }
    rows++;
  }
  fclose(file);
  return rows;
}

#endif
