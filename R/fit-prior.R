prior_names <- c("log_tau_h", "log_ratio", "log_sigma", "log_drift", "p0", "kappa1", "kappa2", "log_tau_3")

#' What is believed before the first test
#'
#' The prior of [muscle_fit()]: weak, free of scale, and printed with the fit. It is a normal
#' distribution of eight numbers, with the two `kappa` cut off at 0.
#'
#' @section The numbers:
#' `tau_h` is the time constant of fatigue. `ratio` is `tau_g / tau_h - 1.5`, so that fitness
#' always lasts more than 1.5 times as long as fatigue. `sigma`, the noise of a test, and
#' `drift`, what performance wanders per square root of a day without training saying why,
#' are shares of the performance scale. `p0` is the distance of the baseline from that scale,
#' as a share of it. `kappa1` and `kappa2` are the shares of the scale that a steady load at
#' the load scale adds to fitness and to fatigue: `k1 = kappa1 * performance / (load * tau_g)`.
#' `tau_3` belongs to the model `"vdr"`.
#'
#' @param tau_h,ratio,sigma,drift,tau_3 `c(median =, sdlog =)`, or one number to fix it;
#'   `drift = 0` means none.
#' @param p0,kappa1,kappa2 `c(mean =, sd =)`.
#' @param half_life Half-life of the drifting level, days; `Inf` for a random walk.
#' @param initial_sd Of initial fitness and fatigue where they are free, share of the scale.
#' @param performance,load The scales. `NULL` (default): the mean of the first three tests,
#'   and the mean load a day, of the log of the first fit; [update()][stats::update] keeps them.
#' @param mean,covariance Named instead of the above: the whole normal distribution, as
#'   learned from a population. A vector and a matrix in the order `r toString(prior_names)`.
#' @return An object of class `muscle_prior`.
#' @examples
#' muscle_prior()
#' muscle_prior(tau_h = c(median = 7, sdlog = 0.3), drift = 0)
#' @export
muscle_prior <- function(tau_h = c(median = 10, sdlog = 0.5), ratio = c(median = 1.5, sdlog = 0.6),
                         sigma = c(median = 0.013, sdlog = 0.5), drift = c(median = 0.004, sdlog = 0.6),
                         p0 = c(mean = 0, sd = 0.05), kappa1 = c(mean = 0, sd = 0.5),
                         kappa2 = c(mean = 0, sd = 0.5), tau_3 = c(median = 5, sdlog = 0.6),
                         half_life = 120, initial_sd = 0.05, performance = NULL, load = NULL,
                         mean = NULL, covariance = NULL) {
  call <- rlang::current_env()
  if (is.null(mean) != is.null(covariance)) {
    abort_input("value", "{.arg mean} and {.arg covariance} come together, or not at all.",
      arg = if (is.null(mean)) "mean" else "covariance", call = call)
  }
  if (is.null(mean)) {
    logs <- list(log_tau_h = tau_h, log_ratio = ratio, log_sigma = sigma, log_drift = drift)
    plain <- list(p0 = p0, kappa1 = kappa1, kappa2 = kappa2)
    parts <- c(
      lapply(names(logs), function(n) prior_part(logs[[n]], sub("log_", "", n), "median", "sdlog", call)),
      lapply(names(plain), function(n) prior_part(plain[[n]], n, "mean", "sd", call)),
      list(prior_part(tau_3, "tau_3", "median", "sdlog", call))
    )
    mean <- vapply(parts, `[[`, 0, 1L)
    covariance <- diag(vapply(parts, `[[`, 0, 2L)^2)
  } else {
    mean <- check_prior_numbers(mean, "mean", 8L, call)
    covariance <- matrix(check_prior_numbers(covariance, "covariance", 64L, call), 8L)
    covariance <- (covariance + t(covariance)) / 2
    values <- eigen(covariance, symmetric = TRUE, only.values = TRUE)$values
    if (min(values) < -1e-10 * max(values)) {
      abort_input("correlation",
        c("{.arg covariance} is not a covariance matrix: it has the eigenvalue {.val {min(values)}}."),
        arg = "covariance", value = covariance, call = call
      )
    }
  }
  names(mean) <- prior_names
  dimnames(covariance) <- list(prior_names, prior_names)
  scale <- function(x, arg) {
    if (is.null(x)) NA_real_ else check_number(x, arg, 0, open = TRUE, call = call)
  }
  half_life <- if (identical(half_life, Inf)) Inf else check_number(half_life, "half_life", 0, open = TRUE,
    unit = "days")
  structure(
    list(
      performance = scale(performance, "performance"), load = scale(load, "load"),
      half_life = half_life, initial_sd = check_number(initial_sd, "initial_sd", 0, open = TRUE),
      mean = mean, covariance = covariance
    ),
    class = "muscle_prior"
  )
}

prior_part <- function(x, arg, location, spread, call) {
  is_log <- location == "median"
  if (is_plain_number(x) && length(x) == 1L && is.null(names(x)) && is_log) {
    value <- check_number(x, arg, 0, open = arg != "drift", call = call)
    return(list(log(value), 0))
  }
  if (!is_plain_number(x) || length(x) != 2L || !identical(sort(names(x)), sort(c(location, spread)))) {
    abort_input("type",
      c("{.arg {arg}} must be {.code c({location} = , {spread} = )}{if (is_log) ' or one number'}, not {describe(x)}."),
      arg = arg, value = x, call = call
    )
  }
  middle <- check_number(x[[location]], paste0(arg, "[\"", location, "\"]"), if (is_log) 0 else -Inf, open = is_log,
    call = call)
  width <- check_number(x[[spread]], paste0(arg, "[\"", spread, "\"]"), 0, open = !is_log, call = call)
  list(if (is_log) log(middle) else middle, width)
}

check_prior_numbers <- function(x, arg, n, call) {
  if (!is.numeric(x) || length(x) != n || any(!is.finite(x) & !(arg == "mean" & x %in% -Inf))) {
    abort_input("type",
      c("{.arg {arg}} must be {n} finite numbers, not {describe(as.vector(x))}.",
        i = "In the order {.val {prior_names}}."),
      arg = arg, value = x, call = call
    )
  }
  as.double(x)
}

#' @export
print.muscle_prior <- function(x, ...) {
  sd <- sqrt(diag(x$covariance))
  line <- function(name, text) cli::cat_line(format(name, width = 8), text)
  share <- function(name, unit) {
    value <- exp(x$mean[[name]])
    if (sd[[name]] == 0) paste0(format(100 * value, digits = 3), " % ", unit, ", fixed")
    else paste0("median ", format(100 * value, digits = 3), " % ", unit, ", sdlog ", format(sd[[name]], digits = 3))
  }
  days <- function(name) {
    if (sd[[name]] == 0) paste0(format(exp(x$mean[[name]]), digits = 3), " d, fixed")
    else paste0("median ", format(exp(x$mean[[name]]), digits = 3), " d, sdlog ", format(sd[[name]], digits = 3))
  }
  cli::cat_line("<muscle_prior> before the first test",
    if (is.na(x$performance)) ", scales from the log" else paste0(", scales: performance ",
      format(x$performance, digits = 4), ", load ", format(x$load, digits = 4), " a day"))
  line("tau_h", days("log_tau_h"))
  line("tau_g", paste0("1.5 tau_h and more: ratio above it median ", format(exp(x$mean[["log_ratio"]]), digits = 3),
    ", sdlog ", format(sd[["log_ratio"]], digits = 3)))
  line("p0", paste0("the scale ", if (x$mean[["p0"]] >= 0) "+ " else "- ",
    format(100 * abs(x$mean[["p0"]]), digits = 3),
    " %, sd ", format(100 * sd[["p0"]], digits = 3), " %"))
  line("k1, k2", paste0("steady training moves up to ", format(100 * sd[["kappa1"]], digits = 3), " % and ",
    format(100 * sd[["kappa2"]], digits = 3), " % of the scale (half-normal sd)"))
  line("sigma", share("log_sigma", "of the scale"))
  line("drift", paste0(share("log_drift", "per square root of a day"), ", half-life ", format(x$half_life), " d"))
  line("tau_3", days("log_tau_3"))
  invisible(x)
}
