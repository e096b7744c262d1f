# Numbers and errors do not depend on the language and the country of the session.
block <- make_schedule()
results <- function() {
  list(
    banister(block), muscle_mass(block), as.list(muscle_sim(block, muscle_cohort(20), output = "trainees")),
    as.data.frame(muscle_schedule(data.frame(date = as.Date("2026-01-05") + 0:1, load = c(60.5, 0)))),
    capture.output(print(muscle_twin())), capture.output(print(block)),
    conditionMessage(error_of(muscle_twin(tau_g = -0.5))),
    conditionMessage(error_of(muscle_schedule(data.frame(date = as.Date("2026-01-05") + c(0, 2), load = 1)))),
    class(error_of(muscle_sim(output = "dais")))
  )
}
in_locale <- function(name, category = "LC_ALL") {
  before <- Sys.getlocale()
  set <- function(locale) {
    for (part in strsplit(locale, ";")[[1]]) {
      pair <- strsplit(part, "=")[[1]]
      if (length(pair) == 2 && pair[1] %in% c("LC_COLLATE", "LC_CTYPE", "LC_MONETARY", "LC_NUMERIC", "LC_TIME", "LC_MESSAGES")) {
        suppressWarnings(Sys.setlocale(pair[1], pair[2]))
      }
    }
    if (!grepl("=", locale)) suppressWarnings(Sys.setlocale("LC_ALL", locale))
  }
  on.exit({
    set(before)
    suppressWarnings(Sys.setlocale("LC_NUMERIC", "C"))
  })
  if (!nzchar(suppressWarnings(Sys.setlocale(category, name)))) skip(paste("no locale", name))
  results()
}

test_that("the C locale changes nothing", {
  expected <- results()
  expect_identical(in_locale("C"), expected)
})

test_that("a UTF-8 locale changes nothing", {
  expected <- results()
  expect_identical(in_locale("C.UTF-8"), expected)
})

test_that("a locale with decimal commas changes nothing", {
  expected <- results()
  for (name in c("de_DE.UTF-8", "fr_FR.UTF-8", "de_DE.utf8", "fr_FR.utf8")) {
    if (nzchar(suppressWarnings(Sys.setlocale("LC_MONETARY", name)))) {
      expect_identical(in_locale(name), expected)
      expect_identical(in_locale(name, "LC_NUMERIC"), expected)
      return(invisible())
    }
  }
  skip("no locale with decimal commas")
})

test_that("names and text in any script are kept", {
  skip_if_not(l10n_info()$`UTF-8`)
  names <- c("d\u00e9charge", "\u8bad\u7ec3")
  plans <- setNames(list(c(60, 0), c(30, 30)), names)
  expect_identical(levels(muscle_sim(plans)$scenario), names)
  e <- error_of(muscle_sim(setNames(list(60, NA_real_), names)))
  expect_identical(e$argument, paste0("schedule$", names[2]))
})
