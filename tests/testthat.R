library(testthat)
library(muscletwin)

test_check("muscletwin")
