#' The version of the engine that is linked
#'
#' @return A string, the version of the installed muscletwin.
#' @examples
#' engine_version()
#' @useDynLib mtlink, .registration = TRUE, .fixes = "C_"
#' @importFrom muscletwin banister
#' @export
engine_version <- function() .Call(C_engine_version)
# muscletwin registers its C functions when it is loaded; importing one name of it sees to
# that before they are asked for.

#' Performance of the default twin
#'
#' @param load Load of each day, not negative.
#' @return Performance on each of these days, as [muscletwin::banister()] has it.
#' @examples
#' performance(c(60, 0, 45))
#' @export
performance <- function(load) .Call(C_performance, as.double(load))

#' What the engine says to a load that is not a number
#'
#' @return Two strings, the name of the engine's status and its message.
#' @examples
#' failure()
#' @export
failure <- function() .Call(C_failure)
