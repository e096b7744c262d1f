#' A distribution of twins
#'
#' How the parameters of [muscle_twin()] vary between people. Each is given as
#' `c(median =, sdlog =)`, log-normal; as `c(mean =, sd =)`, normal; or as one number, the
#' same for everybody.
#'
#' The defaults are those of the post. They make the response far larger than training
#' studies report: nearly everybody gains several hundred per cent. Loads, or `k1` and `k2`,
#' scaled by 0.0193 repair that (see `vignette("post-claims")`):
#' `muscle_population(k1 = c(median = 0.0193, sdlog = 0.35), k2 = c(median = 0.0425, sdlog = 0.35))`.
#'
#' @param tau_g,tau_h Time constants of fitness and of fatigue, days.
#' @param k1,k2 Fitness and fatigue gained per unit of load.
#' @param ... Not used; arguments after it are named in full.
#' @param k_s,k_d,m0,p0 The other parameters of a twin, in the same three forms; `k_d` may be
#'   `NA`: the same for all, what the mass model has (0.0008, and 0.0126 with `"turnover"`).
#' @param correlation `NULL` (default: independent), or a correlation matrix of the
#'   underlying normals (of the logarithm, for a log-normal), with parameter names as row
#'   and column names.
#' @param load_effect As in [muscle_twin()], the same for everybody.
#' @return An object of class `muscle_population`. Errors: `muscletwin_error_type`,
#'   `_length`, `_missing`, `_value`, `_distribution`, `_correlation`, `_choice`, `_dots`.
#' @seealso [muscle_cohort()] draws from it.
#' @examples
#' muscle_population()
#' muscle_population(tau_g = c(median = 40, sdlog = 0.2), tau_h = 12, m0 = c(mean = 30, sd = 4))
#' together <- matrix(c(1, 0.6, 0.6, 1), 2, dimnames = list(c("k1", "k2"), c("k1", "k2")))
#' muscle_population(correlation = together)
#' @export
muscle_population <- function(tau_g = c(median = 45, sdlog = 0.25),
                              tau_h = c(median = 12, sdlog = 0.30),
                              k1 = c(median = 1, sdlog = 0.35),
                              k2 = c(median = 2.2, sdlog = 0.35),
                              ...,
                              k_s = 0.0018, k_d = NA, m0 = 35, p0 = 100,
                              correlation = NULL,
                              load_effect = c("same_day", "next_day")) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  given <- list(k_s = k_s, k_d = k_d, m0 = m0, p0 = p0, k1 = k1, k2 = k2, tau_g = tau_g, tau_h = tau_h)
  parts <- lapply(parameter_names, function(name) read_distribution(given[[name]], name, call))
  structure(
    list(
      parameter = parameter_names,
      kind = vapply(parts, `[[`, "", "kind"),
      location = vapply(parts, `[[`, 0, "location"),
      spread = vapply(parts, `[[`, 0, "spread"),
      correlation = read_correlation(correlation, call),
      load_effect = check_choice(load_effect, load_effects, "load_effect")
    ),
    class = "muscle_population"
  )
}

distribution_forms <- list(
  lognormal = c("median", "sdlog"), normal = c("mean", "sd")
)

read_distribution <- function(x, arg, call) {
  if (arg == "k_d" && is_unset(x) && is.null(names(x))) {
    return(list(kind = "fixed", location = NA_real_, spread = 0))
  }
  if (!is_plain_number(x)) {
    abort_input("type",
      c("{.arg {arg}} must be numeric, not {describe(x)}.",
        i = "Give {.code c(median = , sdlog = )}, {.code c(mean = , sd = )} or one number."),
      arg = arg, value = x, call = call
    )
  }
  if (length(x) == 1L && is.null(names(x))) {
    return(list(kind = "fixed", location = check_parameter(x, arg, call), spread = 0))
  }
  for (kind in names(distribution_forms)) {
    form <- distribution_forms[[kind]]
    if (length(x) == 2L && setequal(names(x), form)) {
      spread <- check_number(x[[form[[2L]]]], paste0(arg, "[[\"", form[[2L]], "\"]]"), lower = 0, call = call)
      label <- paste0(arg, "[[\"", form[[1L]], "\"]]")
      location <- if (kind == "lognormal") {
        check_number(x[[form[[1L]]]], label, lower = 0, open = TRUE, call = call)
      } else {
        check_number(x[[form[[1L]]]], label, call = call)
      }
      return(list(kind = kind, location = location, spread = spread))
    }
  }
  abort_input("distribution",
    c("{.arg {arg}} is not a distribution.",
      x = if (is.null(names(x))) "It has {length(x)} number{?s} without names." else "Its names are {.val {names(x)}}.",
      i = "Give {.code c(median = , sdlog = )}, {.code c(mean = , sd = )} or one number."),
    arg = arg, value = x, call = call
  )
}

# An 8 x 8 matrix over all parameters, from one over some of them.
read_correlation <- function(x, call) {
  if (is.null(x)) {
    return(NULL)
  }
  if (!is.matrix(x) || !is.numeric(x) || nrow(x) != ncol(x)) {
    abort_input("type", "{.arg correlation} must be a square numeric matrix, not {describe(x)}.",
      arg = "correlation", value = x, call = call)
  }
  names <- rownames(x)
  if (is.null(names) || !identical(names, colnames(x)) || !all(names %in% parameter_names) || anyDuplicated(names)) {
    abort_input("correlation",
      c("{.arg correlation} must have parameter names as row and column names.",
        x = if (!is.null(names)) "Its rows are {.val {names}}.",
        i = "Use names among {.val {parameter_names}}, the same for rows and columns."),
      arg = "correlation", value = names, call = call
    )
  }
  wrong <- function(reason, i, j) {
    abort_input("correlation",
      c("{.arg correlation} is not a correlation matrix.", x = reason,
        i = "It is symmetric, has 1 on its diagonal, and no negative eigenvalue."),
      arg = "correlation", value = if (!is.na(i)) x[i, j], position = if (!is.na(i)) c(i,
        j), call = call, .envir = environment()
    )
  }
  at <- which(!is.finite(x), arr.ind = TRUE)
  if (length(at)) wrong("Row {.val {names[at[1, 1]]}}, column {.val {names[at[1, 2]]}} is not a finite number.", at[1, 1], at[1, 2])
  at <- which(diag(x) != 1)
  if (length(at)) wrong("The diagonal at {.val {names[at[[1]]]}} is {x[at[[1]], at[[1]]]}.", at[[1]], at[[1]])
  x[] <- ifelse(abs(x) > 1 & abs(x) <= 1 + 1e-12, sign(x), x) # as cov2cor() rounds
  at <- which(abs(x) > 1, arr.ind = TRUE)
  if (length(at)) wrong("Row {.val {names[at[1, 1]]}}, column {.val {names[at[1, 2]]}} is {x[at[1, 1], at[1, 2]]}, beyond 1.", at[1, 1], at[1, 2])
  at <- which(abs(x - t(x)) > 1e-12, arr.ind = TRUE)
  if (length(at)) wrong("Rows and columns {.val {names[at[1, 1]]}} and {.val {names[at[1, 2]]}} differ: not symmetric.", at[1, 1], at[1, 2])
  smallest <- min(eigen(x, symmetric = TRUE, only.values = TRUE)$values)
  if (smallest < -1e-10) wrong("Its smallest eigenvalue is {signif(smallest, 3)}: no set of variables can have these correlations.", NA, NA)
  full <- diag(length(parameter_names))
  dimnames(full) <- list(parameter_names, parameter_names)
  full[names, names] <- (x + t(x)) / 2
  full
}

#' @export
print.muscle_population <- function(x, ...) {
  shown <- x
  x <- with_k_d(x, "post")
  varies <- x$kind != "fixed"
  cli::cat_line("<muscle_population> ", sum(varies), " of ", length(varies), " parameters vary")
  for (i in which(varies)) {
    words <- if (x$kind[[i]] == "lognormal") {
      paste0("median ", format_value(x$location[[i]]), ", sd of the logarithm ", format_value(x$spread[[i]]))
    } else {
      paste0("mean ", format_value(x$location[[i]]), ", sd ", format_value(x$spread[[i]]))
    }
    cli::cat_line(format(x$parameter[[i]], width = 6), words)
  }
  fixed <- which(!varies)
  if (length(fixed)) {
    cat_wrapped("fixed ", paste(x$parameter[fixed], vapply(x$location[fixed], format_value, ""), collapse = ", "))
  }
  if (!is.null(x$correlation)) {
    at <- which(upper.tri(x$correlation) & x$correlation != 0, arr.ind = TRUE)
    pairs <- paste0(parameter_names[at[, 1]], "-", parameter_names[at[, 2]], " ",
      format(x$correlation[at], digits = 2, trim = TRUE))
    cat_wrapped("correlated ", if (length(pairs)) paste(utils::head(pairs, 6), collapse = ", ") else "none",
      if (length(pairs) > 6) ", ...")
  }
  cli::cat_line(hint("draw people with muscle_cohort(n, population = )"))
  invisible(shown)
}
