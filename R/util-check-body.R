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

check_sexes <- function(sex, n, call) {
  if (is.factor(sex)) sex <- as.character(sex)
  if (!is.character(sex) || length(sex) == 0L) {
    abort_input("type", "{.arg sex} must be {.val male} or {.val female}, not {describe(sex)}.",
      arg = "sex", value = sex, call = call)
  }
  check_recycled(sex, "sex", n, call)
  unique_sex <- unique(sex)
  rep_len(unname(vapply(unique_sex, check_sex, "", call = call)[match(sex, unique_sex)]), n)
}

# Measurements of a clinic: their ranges and what was probably meant.
check_clinic <- function(x, arg, n, call) {
  range <- list(
    grip = c(0, 120, "kg"), asm = c(2, 60, "kg"), height = c(1, 2.5, "metres"), gait = c(0, 4, "m/s"),
    chair_stand = c(1, 300, "seconds"), sppb = c(0, 12, "points"), tug = c(1, 300, "seconds")
  )[[arg]]
  if (!(is_plain_number(x) || (is.logical(x) && all(is.na(x))))) {
    abort_input("type", "{.arg {arg}} must be numeric ({range[[3]]}), not {describe(x)}.", arg = arg, value = x,
      call = call)
  }
  x <- as.double(x)
  check_recycled(x, arg, n, call)
  bad <- which(!is.na(x) & (x < as.double(range[[1L]]) | x > as.double(range[[2L]])) | is.nan(x))
  if (length(bad)) {
    value <- x[[bad[[1L]]]]
    words <- paste0("from ", range[[1L]], " to ", range[[2L]], " (", range[[3L]], ")")
    meant <- if (is.nan(value)) {
      "Write {.val NA} where nothing was measured."
    } else if (arg == "height" && value >= 100 && value <= 250) {
      "Was it given in centimetres? Try {.val {value / 100}}."
    } else if (arg == "asm" && value >= 2000) {
      "Was it given in grams? Try {.val {value / 1000}}."
    } else if (arg == "gait" && value > 4) {
      "Was it given in km/h or as the time over 4 m? Give metres per second."
    } else if (arg == "grip" && value > 120) {
      "Was it given in newtons? Try {.val {round(value / 9.81, 1)}}."
    }
    abort_input("value",
      c("{.arg {arg}} must be {words}, not {.val {value}} at position {bad[[1]]}{more_positions(bad)}.",
        i = meant),
      arg = arg, value = x[bad], position = bad, call = call
    )
  }
  rep_len(x, n)
}
