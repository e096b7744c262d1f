# A person's body: checks that find what was probably meant.

sexes <- c("male", "female")

# Returns a list of age (years), sex, height (m) and weight (kg); what was not given is NULL.
check_body <- function(age = NULL, sex = NULL, height = NULL, weight = NULL, call = rlang::caller_env()) {
  list(
    age = if (!is.null(age)) check_age(age, "age", call),
    sex = if (!is.null(sex)) check_sex(sex, call),
    height = if (!is.null(height)) check_height(height, "height", call),
    weight = if (!is.null(weight)) check_weight(weight, "weight", call)
  )
}

# "m", "man" and the like are understood: nothing else can be meant.
check_sex <- function(sex, call) {
  if (is.factor(sex)) sex <- as.character(sex)
  if (is.character(sex) && length(sex) == 1L && !is.na(sex)) {
    known <- c(m = "male", man = "male", men = "male", male = "male", f = "female", w = "female", woman = "female",
      women = "female", female = "female")
    found <- known[tolower(sex)]
    if (!is.na(found)) {
      return(unname(found))
    }
  }
  check_choice(sex, sexes, "sex", call)
}

# The models rest on adults of 18 to 90.
check_age <- function(age, arg = "age", call = rlang::caller_env(), lower = 18, upper = 90) {
  age <- check_number(age, arg, 0, open = TRUE, unit = "years", call = call)
  if (age > 120) {
    abort_input("value",
      c("{.arg {arg}} is {.val {age}} years, which nobody has reached.",
        i = if (age > 1900) "Is it the year of birth? Give the age in years." else "Give the age in years."),
      arg = arg, value = age, position = 1L, call = call
    )
  }
  if (age < lower || age > upper) {
    cli::cli_warn(
      c("{.arg {arg}} is {age} years; the evidence is from adults of {lower} to {upper}.",
        i = "Take the result as an extrapolation."),
      class = c("muscletwin_warning_age", "muscletwin_warning"), call = call
    )
  }
  age
}

check_height <- function(height, arg = "height", call = rlang::caller_env()) {
  height <- check_number(height, arg, 0, open = TRUE, unit = "metres", call = call)
  if (height < 1 || height > 2.5) {
    meant <- if (height >= 100 && height <= 250) {
      "Was it given in centimetres? Try {.val {height / 100}}."
    } else if (height >= 1000 && height <= 2500) {
      "Was it given in millimetres? Try {.val {height / 1000}}."
    } else if (height >= 39 && height <= 98) {
      "Was it given in inches? Try {.val {round(height * 0.0254, 2)}}."
    } else if (height >= 3 && height < 9) {
      "Was it given in feet? Try {.val {round(height * 0.3048, 2)}}."
    }
    abort_input("value",
      c("{.arg {arg}} must be from 1 to 2.5 (metres), not {.val {height}}.", i = meant),
      arg = arg, value = height, position = 1L, call = call
    )
  }
  height
}

check_weight <- function(weight, arg = "weight", call = rlang::caller_env()) {
  weight <- check_number(weight, arg, 0, open = TRUE, unit = "kg", call = call)
  if (weight < 25 || weight > 350) {
    abort_input("value",
      c("{.arg {arg}} must be from 25 to 350 (kg), not {.val {weight}}.",
        i = if (weight >= 25000) "Was it given in grams? Try {.val {weight / 1000}}."),
      arg = arg, value = weight, position = 1L, call = call
    )
  }
  weight
}
