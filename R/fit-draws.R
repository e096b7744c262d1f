#' Posterior draws of a fit
#'
#' Independent draws of the parameters in the formats of the package 'posterior', which
#' needs to be installed: `posterior::as_draws_df(fit)` and `posterior::as_draws(fit)`.
#' They are made by the counter-based generator: the same seed gives the same bits, and draw
#' \eqn{i} is the same however many are asked for. They are not a chain; all have `.chain` 1.
#'
#' @param x A [muscle_fit()] with `method = "bayes"`.
#' @param ... Not used; arguments after it are named in full.
#' @param draws How many, 1 to a million.
#' @param seed A whole number of 0 or more.
#' @return A `draws_df` with the columns of `coef()`, `sigma` and `drift`, all in the units of
#'   the log, and `.chain`, `.iteration`, `.draw`. For `model = "average"` they are those of
#'   its model `"banister"`, as for `coef()`. Errors: `muscletwin_error_method`, `_type`,
#'   `_value`, `_missing`, `_dots`.
#' @seealso `muscle_sim(twin = fit, draws = )`, which simulates these people.
#' @examplesIf requireNamespace("posterior", quietly = TRUE)
#' fit <- muscle_fit(training_log, model = "banister")
#' posterior::summarise_draws(posterior::as_draws_df(fit, draws = 1000), "mean", "sd")
#' @name as_draws_df.muscle_fit
#' @aliases as_draws.muscle_fit
NULL

fit_draws.muscle_fit <- function(fit, n, seed) {
  model <- main_model(fit)
  drawn <- engine_fit_draws(posterior_for_engine(fit, model), as.double(n), as.double(seed))
  colnames(drawn) <- names_of_fit(model)
  drawn[, c(fit_parameters(fit), "sigma", "drift"), drop = FALSE]
}

as_draws_df.muscle_fit <- function(x, ..., draws = 4000, seed = 1) {
  call <- rlang::current_env()
  check_dots(..., call = call)
  check_can(x, "draws", "object", call)
  draws <- check_count(draws, "draws", upper = 1e6, call = call)
  seed <- check_count(seed, "seed", lower = 0, call = call)
  posterior::as_draws_df(as.data.frame(fit_draws(x, draws, seed)))
}

as_draws.muscle_fit <- function(x, ..., draws = 4000, seed = 1) {
  as_draws_df.muscle_fit(x, ..., draws = draws, seed = seed)
}

# posterior is only suggested: its generics get our methods when it is loaded, now or later.
register_draws <- function(...) {
  for (generic in c("as_draws", "as_draws_df")) {
    registerS3method(generic, "muscle_fit", get(paste0(generic, ".muscle_fit")), envir = asNamespace("posterior"))
  }
}
