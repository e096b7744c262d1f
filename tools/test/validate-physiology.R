# Writes docs/validation-physiology.md: the finer models beside their references. A minute.
#   Rscript tools/test/validate-physiology.R     with muscletwin installed, from the project's root
library(muscletwin)

out <- character()
say <- function(...) out <<- c(out, paste0(...))
f <- function(x, digits) ifelse(is.na(x), "", formatC(x, format = "f", digits = digits))
table <- function(header, rows) {
  say("| ", paste(header, collapse = " | "), " |")
  say("|", strrep("---|", length(header)))
  for (r in rows) say("| ", paste(r, collapse = " | "), " |")
  say("")
}

say("# Validation of the finer models")
say("")
say("Written by `tools/test/validate-physiology.R` (`make validate`). ", R.version.string, ", ", R.version$platform,
  ". The tests hold the same figures to the tolerances named here.")
say("")

# ---- leucine ----
say("## Leucine signalling, 3.5 g, 0 to 180 min")
say("")
factors <- c(1, 0.75, 0.5, 0.25, 0.1)
exact <- rbind(c(0.358275, 0.088661, 0.269614), c(0.322046, 0.090252, 0.231793), c(0.274750, 0.093440, 0.181310),
  c(0.204874, 0.102159, 0.102715), c(0.133920, 0.123213, 0.010707))
authors <- rbind(c(0.3587, 0.2700), c(0.3224, 0.2322), c(0.2750, 0.1816), c(0.2051, 0.1029), c(0.1340, 0.0108))
runs <- lapply(factors, function(x) leucine_response(3.5, rate = c(k39 = x)))
ours <- t(vapply(runs, function(x) unlist(summary(x)[c("mps_g", "mpb_g", "nb_g")]), numeric(3)))
say("Grams of leucine. Exact: a solution at relative tolerance 1e-9; published: McColl and Clarke (2024), whose ",
  "difference from the exact ones is the error of their solver's settings. Asked for: 0.02 % of the exact, 0.3 % (or ",
  "0.0002 g) of the published.")
say("")
table(c("k39 x", "MPS", "exact", "published", "MPB", "exact", "NB", "exact", "published"), lapply(seq_along(factors),
  function(i) c(factors[[i]], f(ours[i, 1], 6), f(exact[i, 1], 6), f(authors[i, 1], 4), f(ours[i, 2], 6),
    f(exact[i, 2], 6), f(ours[i, 3], 6), f(exact[i, 3], 6), f(authors[i, 2], 4))))
say("Largest difference from the exact values ", formatC(100 * max(abs(ours / exact - 1)), format = "g", digits = 2),
  " %, from the published ones ", f(100 * max(abs(ours[, c(1, 3)] / authors - 1)[-5, ]), 2), " % (last row: ",
  f(1e4 * max(abs(ours[5, c(1, 3)] - authors[5, ])), 1), "e-4 g).")
say("")

want <- rbind(
  c(0, 126.059, 27.1707, 89.0869, 16.2671, 13.1068, 31.0084, 233.658, 3.68220, 4.81081),
  c(15, 657.455, 59.0339, 112.073, 16.4584, 13.4771, 31.1304, 240.188, 4.65050, 4.68706),
  c(30, 895.594, 78.8353, 165.029, 19.0315, 16.1548, 33.1988, 278.393, 7.30294, 4.07353),
  c(60, 855.429, 70.8599, 260.554, 32.0737, 24.3456, 43.9532, 397.167, 15.2652, 3.28541),
  c(90, 630.144, 52.3316, 298.455, 45.2106, 26.6712, 51.9205, 456.533, 20.6553, 3.24178),
  c(120, 423.481, 36.1038, 289.705, 51.2367, 24.3238, 53.6485, 458.052, 20.7171, 3.46189),
  c(180, 174.116, 16.9417, 217.412, 45.4968, 15.4767, 49.0582, 397.304, 14.2170, 4.45397),
  c(300, 30.1712, 29.7788, 96.0089, 21.6216, 10.1487, 34.6682, 256.966, 4.43667, 5.39165)
)
columns <- c("leu_plasma", "insulin_plasma", "leu_muscle", "kic_plasma", "p_akt_s473", "p70s6k_p", "mtorc1_active",
  "mps", "mpb")
course <- as.data.frame(runs[[1]])
course <- as.matrix(course[match(want[, 1], course$time), columns])
say("Time course, ", length(course), " cells at 0 to 300 min: the worst is off by ",
  formatC(100 * max(abs(course / want[, -1] - 1)), format = "g", digits = 2), " % (asked for: 0.1 %; the reference has 6 digits).")
say("")
states <- leucine_states(leucine_response(3.5, to = 600))
families <- list(receptor = c("ir", "ir_py", "ir_refractory"), IRS1 = c("irs1", "irs1_py", "irs1_ps636", "irs1_pi3k"),
  PI3K = c("pi3k", "irs1_pi3k"), PDK1 = c("pdk1", "pdk1_p"), Akt = c("akt", "akt_t308", "akt_s473", "akt_t308_s473"),
  TSC = c("tsc", "tsc_p"), mTORC1 = c("mtorc1", "mtorc1_active"), p70S6K = c("p70s6k", "p70s6k_p"),
  `PI3K variant` = c("pi3k_var", "pi3k_var_p"), mTORC2 = c("mtorc2", "mtorc2_p"))
drift <- vapply(families, function(s) {
  total <- rowSums(states[s])
  diff(range(total)) / total[[1]]
}, 0)
leucine <- rowSums(states[c("leu_stomach", "leu_gut", "leu_plasma", "kic_plasma", "leu_muscle", "kic_muscle",
  "leu_protein", "leu_excreted", "kic_oxidised", "leu_splanchnic")])
say("Over 600 min the ten conserved totals drift by ", formatC(max(drift), format = "g", digits = 2),
  " (relative) at most, the leucine balance by ", formatC(max(abs(leucine[-1] - leucine[[1]] - 3.5 / 131.17)) /
    (3.5 / 131.17), format = "g", digits = 2), " of the dose.")
say("")

say("Solver: CVODE, BDF, analytic Jacobian; the run has its 300 min of equilibration before 0, a row a minute. ",
  "Processor time of a call from R, the mean of 20.")
say("")
timed <- lapply(c(180, 480), function(to) {
  x <- leucine_response(3.5, to = to)
  s <- as.list(attr(x, "solver"))
  loop <- system.time(for (i in 1:20) leucine_response(3.5, to = to))
  seconds <- (loop[["user.self"]] + loop[["sys.self"]]) / 20
  c(paste("0 to", to, "min"), s$steps, s$rates, s$jacobians, s$error_failures, s$newton_failures, s$starts,
    paste(f(1000 * seconds, 1), "ms"))
})
table(c("run", "steps", "right-hand sides", "Jacobians", "error failures", "Newton failures", "starts", "time"), timed)

# ---- disuse ----
say("## Disuse")
say("")
say("Loss of the quadriceps and of its strength in healthy young men, per cent. The model's strength is its mass times ",
  "the ratio of `strength_loss()`.")
say("")
measured <- data.frame(
  study = c("Kilroe 2020", "Kilroe 2020", "Wall 2014", "Wall 2014", "de Boer 2007", "de Boer 2007", "Dirks 2016",
    "Mulder 2006", "Alkner 2004"),
  kind = c("brace", "brace", "cast", "cast", "suspension", "suspension", "bed_rest", "bed_rest", "bed_rest"),
  day = c(2, 7, 5, 14, 14, 23, 7, 56, 90), mass = c(1.7, 6.7, 3.5, 8.4, 5.2, 10.0, 3.2, 14.1, 18),
  strength = c(NA, NA, 9.0, 22.9, 14.8, 21.0, 6.9, 16.8, NA)
)
lost <- mapply(function(kind, day) {
  sim <- muscle_sim(rep(0, day), muscle_twin(mass_model = "turnover", m0 = 100), disuse = disuse(1, day, kind))
  100 - sim$mass[day]
}, measured$kind, measured$day)
strength <- ifelse(is.na(measured$strength), NA, strength_loss(measured$day, lost))
table(c("study", "kind", "day", "mass", "model", "miss", "strength", "model", "miss"), lapply(seq_along(lost),
  function(i) c(measured$study[[i]], sub("_", " ", measured$kind[[i]]), measured$day[[i]], f(measured$mass[[i]], 1),
    f(lost[[i]], 1), sprintf("%+.1f", lost[[i]] - measured$mass[[i]]), f(measured$strength[[i]], 1),
    f(strength[[i]], 1), if (is.na(strength[[i]])) "" else sprintf("%+.1f", strength[[i]] - measured$strength[[i]]))))
say("Mass: root mean square miss ", f(sqrt(mean((lost - measured$mass)^2)), 1), " points. Misses of strength: the first ",
  "days in a cast, a week and eight weeks in bed. The ratio is a mean over studies of bed rest (Marusic 2021); Alkner ",
  "2004 found 31 to 60 % of strength lost after 90 days.")
say("")

# ---- meals ----
say("## Meals")
say("")
dose <- function(grams, weight, ...) {
  x <- diet(meal(8, grams, leucine_g = 0.09 * grams))
  100 * sum(getNamespace("muscletwin")$diet_responses(x, weight, ...))
}
grams <- c(5, 10, 20, 40)
table(c("protein after exercise, g", grams), list(
  c("measured, % (Moore 2009)", 37, 56, 97, 97), c("E, 80 kg", f(vapply(grams, dose, 0, weight = 80), 0)),
  c("1.1 E, 86 kg", f(vapply(grams, dose, 0, weight = 86, session = 8), 0))
))
even <- function(per_kg) diet_nutrition(do.call(diet, lapply(c(8, 12, 16, 20), meal, protein_g = per_kg * 20)), 80,
  quantity = "synthesis")
areta <- vapply(list(c(4, 20), c(8, 10), c(2, 40)), function(p) {
  diet_nutrition(do.call(diet, lapply(8 + 12 / p[[1]] * (seq_len(p[[1]]) - 1), meal, p[[2]], "whey")), 80,
    quantity = "synthesis")
}, 0)
say("Day's synthesis: 2.2 g/kg against 1.62 ", sprintf("%+.1f %%", 100 * (even(2.2) / even(1.62) - 1)),
  " (asked for: within 3 %), 1.2 against 1.62 ", sprintf("%+.1f %%", 100 * (even(1.2) / even(1.62) - 1)),
  ". Whey over 12 h, habitual day = 1: 4 x 20 g ", f(areta[[1]], 3), ", 8 x 10 g ", f(areta[[2]], 3), ", 2 x 40 g ",
  f(areta[[3]], 3), ".")

writeLines(out, file.path("docs", "validation-physiology.md"))
cat("validate: docs/validation-physiology.md,", length(out), "lines\n")
