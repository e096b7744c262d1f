# A twin's person: age, sex, body, and what turnover takes where they are not given.

mass_models <- c("post", "turnover")

# A k_d that its owner left to the mass model is NA, in a twin and in a population. This puts
# the model's in its place: once, when a run is made or where numbers are shown.
with_k_d <- function(twin, mass_model) {
  k_d <- engine_defaults()[[if (mass_model == "turnover") "turnover" else "twin"]]$k_d
  if (inherits(twin, "muscle_cohort")) {
    twin$population <- with_k_d(twin$population, mass_model)
  } else if (inherits(twin, "muscle_population")) {
    at <- match("k_d", twin$parameter)
    if (is.na(twin$location[[at]])) twin$location[[at]] <- k_d
  } else if (is_unset(twin$k_d)) {
    twin$k_d <- k_d
  }
  twin
}

is_unset <- function(x) length(x) == 1L && (is.logical(x) || is.numeric(x)) && is.na(x) && !is.nan(x)

# What a twin may have beyond the eight parameters; what was not given is NULL, and the engine
# has a value for it or does without.
person_fields <- c("age", "sex", "height", "weight", "training_gain", "reference_load", "training_age", "vo2max")

# Fields for muscle_twin(): only what was given, so that a twin of the post stays as it is.
check_person <- function(given, call) {
  body <- check_body(given$age, given$sex, given$height, given$weight, call)
  number <- function(name, lower, upper, open = FALSE, unit = NULL) {
    if (!is.null(given[[name]])) check_number(given[[name]], name, lower, upper, open = open, unit = unit, call = call)
  }
  fields <- c(body, list(
    training_gain = number("training_gain", 0, 2),
    reference_load = number("reference_load", 0, Inf, TRUE, "load units a week"),
    training_age = number("training_age", 0, 52 * 80, unit = "weeks"),
    vo2max = number("vo2max", 5, 100, unit = "mL/kg/min")
  ))
  fields[!vapply(fields, is.null, NA)]
}

turnover_person <- function(twin) {
  known <- intersect(person_fields, names(twin))
  unclass(twin)[known]
}

# What the turnover model asks of a person.
person_for_engine <- function(person) {
  number <- function(name) if (!is.null(person[[name]])) as.double(person[[name]])
  list(age = number("age"), sex = sex_code(person$sex), training_gain = number("training_gain"),
    reference_load = number("reference_load"), training_age = number("training_age"))
}

weight_of <- function(twin) {
  weight <- turnover_person(twin)$weight
  if (is.null(weight)) engine_defaults()$day$weight else weight
}

# 0 to age 50, 1 from 70 on: how much of an old person's response applies.
oldness <- function(age) {
  if (is.null(age)) 0 else engine_oldness(as.double(age))
}

# mL/kg/min: as given, or by age, sex and body mass.
vo2max_of <- function(person) {
  if (!is.null(person$vo2max)) {
    return(person$vo2max)
  }
  number <- function(x) if (!is.null(x)) as.double(x)
  engine_vo2max(number(person$age), sex_code(person$sex), number(person$weight))
}
