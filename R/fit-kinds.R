# What a kind of fit has to answer, and all that the verbs ask of it.
#
# A muscle_fit holds a posterior (R/fit-members.R). Another kind is a class before
# "muscle_fit", as least squares is (R/fit-least-squares.R), with methods for those of the
# functions below whose answer differs. The verbs know no kind: they ask here.
#
# Every fit is a list with model, load_effect, method, log, start, row, spec; weights, if it
# has more than one model.

# ---- of the person ----

# A list: `coef`, the names of what coef() gives; `estimate` of these and of further terms
# such as sigma; `covariance` of all.
fit_terms <- function(fit) UseMethod("fit_terms", as_kind(fit))

# Lower and upper end of each of the terms: a matrix with a row per term.
fit_spread <- function(fit, terms, level) UseMethod("fit_spread", as_kind(fit))

# Quantiles of the posterior, or of the prior: a matrix with a row per term.
fit_quantiles <- function(fit, probs, prior = FALSE) UseMethod("fit_quantiles", as_kind(fit))

# Draws of the parameters: a matrix with a column each, those of fit_terms().
fit_draws <- function(fit, n, seed) UseMethod("fit_draws", as_kind(fit))

# ---- of the log ----

# What the fit says of each test, or of every row of the log.
fit_fitted <- function(fit, all = FALSE) UseMethod("fit_fitted", as_kind(fit))

# A list: log_lik, df, log_evidence (NA if there is none), converged, and sse if it is not the
# sum of squared residuals of fit_fitted().
fit_evidence <- function(fit) UseMethod("fit_evidence", as_kind(fit))

# ---- of days, those of the log and, with the loads `ahead` (day, load), those after it ----

# Which of performance, fitness and fatigue it knows.
fit_quantities <- function(fit) UseMethod("fit_quantities", as_kind(fit))

# A list: mean, sd and quantiles [day x prob] of a quantity on the days `at`; sd and quantiles
# are NULL where there is no posterior.
fit_predict <- function(fit, at, probs = numeric(), quantity = "performance", noise = FALSE, ahead = NULL) {
  UseMethod("fit_predict", as_kind(fit))
}

# Draws of a quantity on the days `at`: per model a matrix [day x draw].
fit_paths <- function(fit, at, ahead, n, seed, noise = FALSE, quantity = "performance") {
  UseMethod("fit_paths", as_kind(fit))
}

# What one unit of load on each of the days adds on the goal day, under the loads given, by
# one model: a list with `slope`, and with "curvature" the second derivative too (NULL or left
# out if it is 0), or with "draws" `slopes` [day x draw].
fit_slopes <- function(fit, model, day, load, goal, wanted, draws = 0, seed = 0) {
  UseMethod("fit_slopes", as_kind(fit))
}

# ---- of itself ----

# The same fit to another log, as read_log() reads it.
fit_again <- function(fit, read) UseMethod("fit_again", as_kind(fit))

# The lines of its print under the two that all kinds have.
fit_lines <- function(fit) UseMethod("fit_lines", as_kind(fit))

# Why a fit cannot do something: words for abort_input(), NULL if it can. Asked for "draws"
# (of its posterior), "simulate", "plan" and "robust" (a plan for the worst of its draws).
fit_why_not <- function(fit, what) UseMethod("fit_why_not", as_kind(fit))

fit_can <- function(fit, what) is.null(fit_why_not(fit, what))

check_can <- function(fit, what, arg, call, value = fit$method) {
  why <- fit_why_not(fit, what)
  if (!is.null(why)) abort_input("method", why, arg = arg, value = value, call = call)
}

# What decides the methods. A fit that was saved before least squares had a class has only
# "muscle_fit".
as_kind <- function(fit) {
  if (identical(class(fit), "muscle_fit") && !is.null(fit$ls)) {
    class(fit) <- c("muscle_fit_least_squares", "muscle_fit")
  }
  fit
}
