# The version of the engine that is linked.
engine_version <- function() .Call(C_engine_version)

# Performance of the default twin under daily loads.
performance <- function(load) .Call(C_performance, as.double(load))

# What the engine says to a load that is not a number.
failure <- function() .Call(C_failure)
