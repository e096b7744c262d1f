library(testthat)
library(mtlink)

test_check("mtlink")
