# States of the leucine model, and its default constants.

#' The states and constants of the leucine model
#'
#' `leucine_states()` gives all 40 amounts of a run; `leucine_constants()` the 69 published
#' constants; `leucine_volumes()` plasma and muscle volume of a body by the formulas that the
#' authors of the model use (Nadler's, which gives blood volume, and Janssen's; the constant
#' for women in Nadler's is as the authors have it, 0.6041, not Nadler's 0.1833).
#'
#' @param x A [leucine_response()].
#' @return `leucine_states()`: a data frame with `scenario` (if more than one), `time` (min)
#'   and the 40 amounts (mol). `leucine_constants()`: a data frame with `name` and `value`
#'   (min, mol and L based). `leucine_volumes()`: `c(plasma =, muscle =)`, L.
#' @inherit leucine_response references
#' @examples
#' head(leucine_states(leucine_response(3.5))[, 1:6])
#' leucine_constants()[39, ]
#' leucine_volumes("male", height = 1.73, weight = 72.1, age = 41.9, resistance = 517)
#' @export
leucine_states <- function(x) {
  if (!inherits(x, "leucine_response") || is.null(attr(x, "amounts"))) {
    abort_input("type",
      "{.arg x} must be the whole value of {.fn leucine_response}, not {describe(x)}.",
      arg = "x", value = x
    )
  }
  amounts <- attr(x, "amounts", exact = TRUE)
  columns <- list()
  columns$scenario <- x[["scenario"]]
  columns$time <- x[["time"]]
  states <- names(engine_leucine_constants()$initial)
  for (i in seq_along(states)) columns[[states[[i]]]] <- amounts[i, ]
  new_data_frame(columns, ncol(amounts))
}

#' @rdname leucine_states
#' @export
leucine_constants <- function() {
  new_data_frame(list(name = leucine_rate_names, value = engine_leucine_constants()$value))
}

#' @rdname leucine_states
#' @param sex `"male"` or `"female"`.
#' @param height Height, m.
#' @param weight Body mass, kg.
#' @param age Age, years.
#' @param resistance Bioimpedance, ohm.
#' @export
leucine_volumes <- function(sex, height, weight, age, resistance = 517) {
  call <- rlang::current_env()
  body <- list(
    age = check_age(age, call = call), sex = check_sex(sex, call), height = check_height(height, call = call),
    weight = check_weight(weight, call = call)
  )
  values <- c(
    as.double(body$sex == "male"), 100 * body$height, body$weight, body$age,
    check_number(resistance, "resistance", 100, 2000, unit = "ohm")
  )
  stats::setNames(engine_leucine_volumes(values), c("plasma", "muscle"))
}
