# What is known from loading on: the process, whose forked children must not use threads, and
# the version (reading DESCRIPTION at each call would take longer than simulating 400 people).
loaded <- new.env(parent = emptyenv())

.onLoad <- function(libname, pkgname) {
  loaded$pid <- Sys.getpid()
  loaded$version <- as.character(utils::packageVersion("muscletwin"))
  if (isNamespaceLoaded("posterior")) register_draws()
  setHook(packageEvent("posterior", "onLoad"), register_draws)
}
