# Every argument of every exported function is given odd values, one at a time. The answer
# is a classed error or a result without NaN; never a crash, a warning, or an error of R's
# own from somewhere inside.
#
# An error takes cli 30 ms to word, so each argument gets a sixteenth of the values, another
# one than the argument before it. MUSCLETWIN_EVERY_INPUT=yes tries all, in two minutes.
every_input <- identical(Sys.getenv("MUSCLETWIN_EVERY_INPUT"), "yes")
odd_values <- list(
  `NULL` = NULL, `NA` = NA, `NA_real_` = NA_real_, `NA_character_` = NA_character_, `NaN` = NaN, `Inf` = Inf,
  `-Inf` = -Inf, `-1` = -1, `0` = 0, `0.5` = 0.5, `1` = 1, `3L` = 3L, `1e-320` = 1e-320,
  `1e15` = 1e15, `1e300` = 1e300, `1e308` = 1e308, `-1e308` = -1e308, `2^31` = 2^31,
  empty = numeric(), `integer(0)` = integer(), `character(0)` = character(), `list()` = list(),
  text = "a", `""` = "", digits = "1", utf8 = "\u00e9\u4e2d", braces = "{stop('x')}", long = strrep("x", 5000),
  texts = c("a", "b"), `TRUE` = TRUE, logicals = c(TRUE, NA), factor = factor(c("a", "b")),
  Date = as.Date("2026-01-05"), POSIXct = as.POSIXct("2026-01-05", tz = "UTC"),
  difftime = as.difftime(1, units = "days"), complex = 1i, raw = as.raw(1), pair = c(1, 2),
  with_NA = c(1, NA, 2), named = c(a = 1, b = 0.5), matrix = matrix(1:4, 2), array = array(0.5, c(1, 1, 1)),
  list = list(1, 2), named_list = list(a = 1, b = 0.5), nested = list(a = list(1)), frame = data.frame(a = 1:2),
  empty_frame = data.frame(), function_ = function(x) x, builtin = sum, symbol = as.name("x"),
  call = quote(f(x)), formula = y ~ x, environment = new.env(), classed = structure(1, class = "strange"),
  classed_list = structure(list(1), class = "strange"), as_is = I(1), attributes = structure(0.5, note = "x"),
  integer64 = structure(4.9e-324, class = "integer64"), S4 = getClass("numeric"),
  twin = muscle_twin(), population = muscle_population(), cohort = muscle_cohort(2), prior = muscle_prior(),
  false_fit = structure(list(), class = "muscle_fit"), false_prior = structure(list(), class = "muscle_prior"),
  false_twin = structure(list(), class = "muscle_twin"), false_cohort = structure(list(n = 1), class = "muscle_cohort"),
  false_population = structure(list(), class = "muscle_population"),
  false_schedule = structure("a", class = "muscle_schedule"), schedule = muscle_schedule(c(60, 0, 30))
)

has_nan <- function(x) {
  if (is.double(x)) any(is.nan(x) | is.infinite(x)) else is.list(x) && any(vapply(unclass(x), has_nan, NA))
}

# The rest of the call is small, so that what an odd value lets through is quick.
callers <- list(
  make_schedule = list(), muscle_schedule = list(load = c(60, 0, 30)), muscle_twin = list(),
  muscle_population = list(), muscle_cohort = list(n = 3), banister = list(load = c(60, 0, 30)),
  # CVODE with such numbers is in test-mistakes.R, in a process of its own
  muscle_mass = list(schedule = c(60, 0, 30), solver = "exact"),
  muscle_sim = list(schedule = c(60, 0, 30), twin = quote(muscle_cohort(2)), solver = "exact", progress = FALSE)
)

# The finer models' functions.
callers <- c(callers, list(
  leucine_response = list(leucine_g = 1, to = 60), leucine_states = list(x = quote(leucine_response(1, to = 10))),
  leucine_volumes = list(sex = "male", height = 1.7, weight = 70, age = 40),
  muscle_turnover = list(days = 3), convert_turnover = list(k_s = 0.001, load = 5),
  diet = list(quote(meal(8, 20))), meal = list(time = 8, protein_g = 20), habitual_diet = list(),
  diet_nutrition = list(x = quote(diet(meal(8, 20)))), meal_kinetics = list(x = quote(diet(meal(8, 20))), to = 60),
  diet_plan = list(weight = 80, protein_g = 100), disuse = list(from = 1, to = 3),
  strength_loss = list(day = 5, mass_loss = 3), sarcopenia_status = list(sex = "male", grip = 26),
  sarcopenia_forecast = list(age = 70, sex = "male", height = 1.75, grip = 30, asm = 22, draws = 50),
  crossings = list(x = quote(sarcopenia_forecast(70, "male", 1.75, grip = 30, asm = 22, draws = 50))),
  rehab_forecast = list(days = 30, draws = 50),
  rehab_check = list(x = quote(rehab_forecast(draws = 50, days = 30)), day = 20, value = 90),
  plot_scales = list(sim = quote(muscle_sim(c(60, 0, 30), scales = c("molecule", "cell", "organ", "system"))))
))

# A short log, so that a fit takes two milliseconds, and a fit of each method.
short_log <- data.frame(day = 1:30, load = rep(c(60, 0, 40), 10),
  performance = ifelse(1:30 %% 4 == 2, 200 + sin(1:30) + 1:30 / 10, NA))
short_fit <- muscle_fit(short_log, model = "banister", points = 64)
callers <- c(callers, list(
  muscle_fit = list(log = quote(short_log), model = "banister", points = 64), muscle_prior = list(),
  muscle_compare = list(fit = quote(short_fit), plans = list(a = c(60, 0), b = c(0, 60)), day = 32, draws = 100),
  rolling_origin = list(log = quote(short_log), models = "level", start = 6, points = 64)
))
# What a generic of another package does with a fit.
methods <- list(
  forecast.muscle_fit = list(object = quote(short_fit), schedule = c(60, 0, 30)),
  predict.muscle_fit = list(object = quote(short_fit)),
  update.muscle_fit = list(object = quote(short_fit), new_log = data.frame(day = 31, load = 3, performance = 204)),
  simulate.muscle_fit = list(object = quote(short_fit)), confint.muscle_fit = list(object = quote(short_fit)),
  tidy.muscle_fit = list(x = quote(short_fit)), augment.muscle_fit = list(x = quote(short_fit)),
  summary.muscle_fit = list(object = quote(short_fit))
)

# What of a result must be without NaN: of a fit its answers, as it also holds what its model
# lacks; a prior may have a logarithm of 0, and days without a test are NA, not NaN.
answers <- function(x) {
  if (inherits(x, "muscle_fit")) {
    coef(x)
  } else if (inherits(x, "summary.muscle_fit")) {
    x$coefficients
  } else if (inherits(x, "muscle_compare")) {
    unclass(x)[c("plans", "differences")]
  } else if (!inherits(x, "muscle_prior")) {
    x
  }
}

test_that("every exported function is tried", {
  # those that write to a folder have tests of their own
  folders <- c("cohort_parts", "cohort_plan", "cohort_part", "cohort_collect")
  no_arguments <- "leucine_constants"
  generics <- c("forecast", "tidy", "glance", "augment") # their methods are below
  # plans have their own table of mistakes in test-plan.R
  plans <- c("muscle_plan", "plan_limits")
  expect_setequal(setdiff(getNamespaceExports("muscletwin"), c(folders, no_arguments, generics, plans)), names(callers))
})

callers <- c(callers, methods)
for (name in names(callers)) {
  test_that(paste0(name, "() takes nothing odd quietly"), {
    verb <- get(name, asNamespace("muscletwin"))
    wrong <- character()
    tried <- 0L
    # a method is called by its generic, so its first argument is sure to be a fit
    arguments_of <- setdiff(names(formals(verb)), c("...", "to"))
    if (name %in% names(methods)) arguments_of <- arguments_of[-1L]
    for (at in seq_along(arguments_of)) {
      argument <- arguments_of[[at]]
      outputs <- if (name == "muscle_sim" && argument != "output") c("days", "trainees", "summary") else NA
      slice <- if (every_input) names(odd_values) else names(odd_values)[seq(at %% 16 + 1, length(odd_values), by = 16)]
      for (odd in slice) {
        outputs <- c(outputs[-1], outputs[1]) # take turns
        tries <- if (every_input) outputs else outputs[[1]]
        # a billion days is legal and needs 8 GB: not here
        if (name == "make_schedule" && argument == "n" && odd %in% c("2^31")) next
        for (output in tries) {
          arguments <- callers[[name]]
          arguments[argument] <- list(odd_values[[odd]])
          if (is.language(odd_values[[odd]])) arguments[argument] <- list(call("quote", odd_values[[odd]]))
          if (!is.na(output)) arguments$output <- output
          tried <- tried + 1L
          outcome <- tryCatch(
            {
              result <- eval(as.call(c(verb, arguments)))
              if (has_nan(answers(result))) "gives NaN or Inf" else ""
            },
            muscletwin_error = function(e) {
              text <- conditionMessage(e)
              if (!nzchar(text) || grepl("internal:|<NULL>", text)) paste("has a strange message:", text) else ""
            },
            muscletwin_warning = function(e) "",
            error = function(e) paste("has R's own error:", conditionMessage(e)),
            warning = function(e) paste("warns:", conditionMessage(e))
          )
          if (nzchar(outcome)) {
            wrong <- c(wrong, paste0(name, "(", argument, " = ", odd,
              if (!is.na(output)) paste0(", output = ", output), ") ", outcome))
          }
        }
      }
    }
    expect_identical(wrong, character())
    expect_gt(tried, 3 * length(arguments_of))
  })
}
