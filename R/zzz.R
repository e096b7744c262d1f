# The process that loaded the package: its forked children must not use threads.
loaded <- new.env(parent = emptyenv())

.onLoad <- function(libname, pkgname) {
  loaded$pid <- Sys.getpid()
}
