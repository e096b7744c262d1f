#' A cohort of virtual trainees
#'
#' `n` twins of a population. The cohort is lazy: it is a seed and a recipe, made into
#' people only while they are simulated. With `rng = "philox"` trainee `i` depends on the
#' seed and on `i` alone, so a cohort may grow, be split or be spread over machines without
#' changing anyone. With `rng = "r"` the draws are those of the post: R's default generator
#' after `set.seed(seed)`, `n` normals for `tau_g`, then `tau_h`, `k1`, `k2` (then `k_s`,
#' `k_d`, `m0`, `p0` where they vary), so trainees depend on `n`. Your own random state is
#' untouched by both.
#'
#' @param n Number of trainees, 1 or more.
#' @param population From [muscle_population()].
#' @param seed A whole number, 0 to 2^53 (`"philox"`), or as for [set.seed()] (`"r"`).
#' @param rng `"philox"`: Philox4x32-10, a counter-based generator; `"r"`: R's own.
#' @return An object of class `muscle_cohort`. `as.data.frame()` draws it: a row per trainee
#'   with `id` and the eight parameters. Errors: `muscletwin_error_type`, `_length`,
#'   `_missing`, `_value`, `_size`, `_choice`.
#' @references
#' Salmon JK, Moraes MA, Dror RO, Shaw DE (2011). Parallel random numbers: as easy as
#' 1, 2, 3. *SC11*. \doi{10.1145/2063384.2063405}
#' @examples
#' cohort <- muscle_cohort(1000)
#' head(as.data.frame(cohort))
#' # the same people in a larger cohort
#' identical(
#'   as.data.frame(muscle_cohort(10)),
#'   head(as.data.frame(cohort), 10)
#' )
#' @export
muscle_cohort <- function(n = 400, population = muscle_population(), seed = 99,
                          rng = c("philox", "r")) {
  call <- rlang::current_env()
  rng <- check_choice(rng, c("philox", "r"), "rng")
  n <- check_count(n, "n", upper = if (rng == "r") .Machine$integer.max else 2^40)
  check_population(population, call)
  seed <- if (rng == "r") {
    check_count(seed, "seed", lower = -.Machine$integer.max, upper = .Machine$integer.max)
  } else {
    check_count(seed, "seed", lower = 0)
  }
  structure(
    list(n = n, first = 0, seed = seed, rng = rng, population = population),
    class = "muscle_cohort"
  )
}

check_population <- function(x, call) {
  n <- length(parameter_names)
  whole <- inherits(x, "muscle_population") && is.list(x) && length(x$kind) == n &&
    all(x$kind %in% names(distribution_codes)) && is.double(x$location) && length(x$location) == n &&
    is.double(x$spread) && length(x$spread) == n && isTRUE(x$load_effect %in% load_effects)
  if (!whole) {
    abort_input("type",
      c("{.arg population} must come from {.fn muscle_population}, not be {describe(x)}.",
        i = if (inherits(x, "muscle_population")) "It was changed since; make it anew."),
      arg = "population", value = x, call = call
    )
  }
}

# A cohort is a plain list that its owner may have changed since it was made.
check_cohort <- function(x, call) {
  if (identical(x, loaded$cohort)) { # the one looked at last, as it was
    return(invisible())
  }
  check_count(x$n, "n", call = call)
  check_count(x$first, "first", lower = 0, call = call)
  check_count(x$seed, "seed", lower = -.Machine$integer.max, call = call)
  check_choice(x$rng, c("philox", "r"), "rng", call)
  check_population(x$population, call)
  loaded$cohort <- x
  invisible()
}

# The cohort as the glue reads it (src/r_cohort.c). Draws by R's generator depend on n, so
# they are made once, here, and handed over as numbers; with them goes how each responds to
# training, where mass is by turnover.
cohort_spec <- function(cohort, turnover = FALSE) {
  population <- cohort$population
  spec <- list(
    n = cohort$n, first = cohort$first, seed = as.double(cohort$seed),
    kind = unname(distribution_codes[population$kind]),
    location = population$location, spread = population$spread,
    correlation = if (!is.null(population$correlation)) as.double(population$correlation),
    twins = NULL, responds = NULL, load_effect = load_effect_code(population$load_effect)
  )
  if (cohort$rng == "r") {
    drawn <- as.double(draw_cohort(spec, 1L))
    if (turnover) {
      spec$seed <- abs(spec$seed)
      spec$responds <- engine_cohort_responds(spec)
    }
    spec$twins <- drawn
  }
  spec
}

draw_cohort <- function(spec, generator) {
  engine_cohort_draw(spec, generator)
}

#' @export
as.data.frame.muscle_cohort <- function(x, ...) {
  call <- rlang::current_env()
  check_cohort(x, call)
  check_rows(x$n, "n", call, "Simulate it with {.code muscle_sim(output = \"summary\")}, or draw fewer.")
  with_memory_errors(arg = "n", value = x$n, call = call, {
    spec <- cohort_spec(x)
    twins <- if (is.null(spec$twins)) draw_cohort(spec, 0L) else matrix(spec$twins, ncol = 8L)
    columns <- c(
      list(id = cohort_ids(x)),
      stats::setNames(lapply(seq_along(parameter_names), function(j) twins[, j]), parameter_names)
    )
    new_data_frame(columns)
  })
}

cohort_ids <- function(cohort) {
  last <- cohort$first + cohort$n
  if (last <= .Machine$integer.max) {
    seq.int(as.integer(cohort$first) + 1L, length.out = as.integer(cohort$n))
  } else {
    cohort$first + seq_len(cohort$n)
  }
}

#' @export
print.muscle_cohort <- function(x, ...) {
  varies <- x$population$parameter[x$population$kind != "fixed"]
  cli::cat_line("<muscle_cohort> ", count_words(x$n, "virtual trainee"), ", seed ", format(x$seed, scientific = FALSE))
  cli::cat_line("drawn  ", if (x$rng == "r") "by R's generator, as in the post" else
    "one by one: trainee i is the same in a cohort of any size")
  cli::cat_line("vary   ", if (length(varies)) paste(varies, collapse = ", ") else "nothing")
  cli::cat_line(hint("simulate it with muscle_sim(twin = , output = \"trainees\")"))
  invisible(x)
}
