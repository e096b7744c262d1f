# Snapshots must not depend on the user's settings. testthat itself sees to colour, width,
# ASCII and language in each test; this is the rest.
settings_before <- options(digits = 7, scipen = 0, muscletwin.threads = 1L)
