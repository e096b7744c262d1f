.onLoad <- function(libname, pkgname) {
  loaded$version <- as.character(utils::packageVersion("muscletwin"))
  if (isNamespaceLoaded("posterior")) register_draws()
  setHook(packageEvent("posterior", "onLoad"), register_draws)
}
