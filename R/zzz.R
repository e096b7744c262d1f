.onLoad <- function(libname, pkgname) {
  loaded$version <- as.character(utils::packageVersion("muscletwin"))
  loaded$most_threads <- engine_most_threads()
  if (isNamespaceLoaded("posterior")) register_draws()
  setHook(packageEvent("posterior", "onLoad"), register_draws)
}
