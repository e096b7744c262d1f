# What the pictures are made of; how they look is for eyes.
block <- make_schedule()
monday <- as.Date("2026-01-05")
dated <- muscle_schedule(block, start = monday, phases = list(Base = c(1, 56), Build = c(57, 112), Taper = c(113, 140)))
fed <- c(adequate = 1, low = 0.7)
cohort <- muscle_cohort(60, muscle_population(m0 = c(mean = 35, sd = 4)))
skip_if_not_installed("ggplot2", "3.4.0")

geoms <- function(p) vapply(p$layers, function(layer) sub("Geom", "", class(layer$geom)[[1]]), "")
layer_data <- function(p, geom) {
  do.call(rbind, lapply(which(geoms(p) == geom), function(i) {
    drawn <- ggplot2::layer_data(p, i)
    drawn[intersect(c("colour", "fill", "linewidth", "linetype", "alpha", "size", "label", "group", "PANEL",
      "x", "y", "xmin", "xmax", "ymin", "ymax"), names(drawn))]
  }))
}
colours_of <- function(p, geom = "Line") unique(layer_data(p, geom)$colour)
panels_of <- function(p) levels(ggplot2::ggplot_build(p)$layout$layout$panel)
expect_drawn <- function(p) {
  expect_s3_class(p, "ggplot")
  device <- tempfile(fileext = ".pdf")
  grDevices::pdf(device, width = 7, height = 4.5)
  on.exit({
    grDevices::dev.off()
    unlink(device)
  })
  expect_warning(print(p), NA)
}

test_that("one twin's days: mass over performance with its two components", {
  sim <- muscle_sim(block)
  p <- ggplot2::autoplot(sim)
  expect_drawn(p)
  expect_equal(geoms(p), c("Rect", "Rect", "Line", "Text"))
  expect_equal(panels_of(p), c("Muscle mass\n(kg)", "Performance\n(test units)"))
  lines <- layer_data(p, "Line")
  second <- lines[lines$PANEL == 2, ]
  expect_setequal(second$colour, c("#3B6EA8", "#E87722", "black"))
  expect_equal(unique(second$linewidth[second$colour == "black"]), 1.1)
  expect_equal(unique(second$linewidth[second$colour == "#3B6EA8"]), 0.8)
  expect_equal(second$y[second$colour == "#3B6EA8"], sim$fitness)
  expect_equal(second$y[second$colour == "#E87722"], sim$fatigue)
  expect_equal(second$y[second$colour == "black"], sim$performance)
  expect_equal(lines$y[lines$PANEL == 1], sim$mass)
  # Phases: alternating greys, labels on top of the first panel only.
  phases <- layer_data(p, "Rect")
  expect_setequal(phases$fill, c("grey90", "grey95"))
  expect_equal(unique(phases$alpha), 0.6)
  expect_setequal(phases$xmin, c(0.5, 28.5, 56.5, 84.5, 112.5, 126.5))
  text <- layer_data(p, "Text")
  expect_equal(trimws(text$label), c("Accum.", "Intens.", "Realiz.", "Accum.", "Taper", "Peak"))
  expect_equal(unique(as.integer(text$PANEL)), 1L)
})

test_that("one quantity is one panel, its unit on the axis", {
  p <- ggplot2::autoplot(muscle_sim(block), "mass")
  expect_drawn(p)
  expect_equal(p$labels$y, "Muscle mass (kg)")
  expect_equal(p$labels$x, "Day")
  expect_equal(colours_of(p), "#3B6EA8")
  expect_s3_class(p$facet, "FacetNull")
  p <- ggplot2::autoplot(muscle_sim(block), "performance")
  expect_equal(p$labels$y, "Performance (test units)")
  expect_setequal(colours_of(p), c("#3B6EA8", "#E87722", "black"))
  p <- ggplot2::autoplot(muscle_sim(block), c("fatigue", "performance"))
  expect_equal(panels_of(p), c("Fatigue\n(test units)", "Performance\n(test units)"))
  expect_length(unique(layer_data(p, "Line")$group), 2)
})

test_that("scenarios have colours; what they share is drawn once, in black", {
  p <- ggplot2::autoplot(muscle_sim(block, nutrition = fed))
  expect_drawn(p)
  lines <- layer_data(p, "Line")
  expect_setequal(lines$colour[lines$PANEL == 1], c("#3B6EA8", "#E87722"))
  expect_equal(unique(lines$colour[lines$PANEL == 2]), "black")
  expect_equal(sum(lines$PANEL == 2), 140)
  expect_equal(levels(p$data$series), c("adequate", "low", "the same in all"))
})

test_that("where some scenarios coincide, the upper line is dashed", {
  sim <- muscle_sim(list(all = block, half = block * 0.5), nutrition = fed)
  lines <- layer_data(ggplot2::autoplot(sim, "performance"), "Line")
  kind <- unique(lines[c("colour", "linetype")])
  expect_equal(nrow(kind), 4)
  expect_equal(sum(kind$linetype == "solid"), 2)
  expect_setequal(layer_data(ggplot2::autoplot(sim, "mass"), "Line")$linetype, "solid")
})

test_that("dates are on the axis where they are known, phases where all share them", {
  p <- ggplot2::autoplot(muscle_sim(dated))
  expect_drawn(p)
  expect_equal(p$labels$x, "Date")
  expect_s3_class(p$data$at, "Date")
  expect_equal(min(layer_data(p, "Rect")$xmin), as.numeric(monday) - 0.5)
  p <- ggplot2::autoplot(muscle_sim(list(one = block, other = muscle_schedule(as.numeric(block)))))
  expect_drawn(p)
  expect_false("Rect" %in% geoms(p))
  expect_equal(p$labels$x, "Day")
})

test_that("many scenarios and long names keep their legend inside the picture", {
  names <- paste("a plan with a rather long name, number", 1:9)
  sim <- muscle_sim(stats::setNames(lapply(1:9, function(i) block * (i / 9)), names))
  p <- ggplot2::autoplot(sim, "mass")
  expect_drawn(p)
  expect_length(unique(layer_data(p, "Line")$group), 9)
  expect_length(colours_of(p), 9)
})

test_that("a cohort's days are a fan of exact quantiles", {
  sim <- muscle_sim(block, cohort)
  p <- ggplot2::autoplot(sim)
  expect_drawn(p)
  expect_equal(sum(geoms(p) == "Ribbon"), 3)
  expect_equal(panels_of(p), c("Muscle mass\n(kg)", "Performance\n(test units)"))
  day <- 50
  bands <- layer_data(p, "Ribbon")
  bands <- bands[bands$x == day & bands$PANEL == 2, ]
  expected <- stats::quantile(sim$performance[sim$day == day], c(0.01, 0.1, 0.25, 0.75, 0.9, 0.99), names = FALSE)
  expect_equal(c(bands$ymin, rev(bands$ymax)), expected)
  median <- layer_data(p, "Line")
  expect_equal(median$y[median$x == day & median$PANEL == 2], stats::median(sim$performance[sim$day == day]))
  # Mass is left out where it is everybody's, unless it is asked for.
  alike <- muscle_sim(block, muscle_cohort(20))
  expect_equal(ggplot2::autoplot(alike)$labels$y, "Performance (test units)")
  expect_equal(ggplot2::autoplot(alike, "mass")$labels$y, "Muscle mass (kg)")
})

test_that("a summary is a fan, a column of panels per scenario", {
  sim <- muscle_sim(block, cohort, output = "summary")
  p <- ggplot2::autoplot(sim)
  expect_drawn(p)
  expect_equal(panels_of(p), c("Muscle mass\n(kg)", "Performance\n(test units)", "Fitness\n(test units)", "Fatigue\n(test units)"))
  p <- ggplot2::autoplot(sim, what = "performance")
  expect_equal(p$labels$y, "Performance (test units)")
  expect_equal(unique(as.character(p$data$quantity)), "performance")
  expect_equal(layer_data(p, "Line")$y, sim$q50[sim$quantity == "performance"])
  two <- ggplot2::autoplot(muscle_sim(block, cohort, nutrition = fed, output = "summary"), c("mass", "fatigue"))
  expect_drawn(two)
  expect_equal(nrow(ggplot2::ggplot_build(two)$layout$layout), 4)
})

test_that("trainees: a histogram and a scatter, responders blue", {
  sim <- muscle_sim(block, muscle_cohort(400, rng = "r"), output = "trainees", window = c(120, 140), threshold = 110)
  p <- ggplot2::autoplot(sim, "peak")
  expect_drawn(p)
  bars <- ggplot2::layer_data(p)
  expect_equal(sum(bars$count), 400)
  expect_equal(sum(bars$count[bars$fill == "#E87722"]), 11)
  expect_length(unique(bars$x), 40)
  expect_equal(unique(bars$colour), "white")
  expect_equal(unique(bars$linewidth), 0.15)
  expect_equal(levels(p$data$group), c("Responder (above 110)", "Non-responder (110 or less)"))
  p <- ggplot2::autoplot(sim, "ratio")
  expect_drawn(p)
  points <- ggplot2::layer_data(p)
  expect_equal(points$y, sim$peak)
  expect_equal(points$x, log10(sim$k2 / sim$k1))
  expect_equal(points$colour == "#3B6EA8", sim$responder)
  expect_equal(unique(points$alpha), 0.4)
  skip_if_not_installed("patchwork")
  both <- ggplot2::autoplot(sim)
  expect_s3_class(both, "patchwork")
  expect_drawn(both)
  expect_drawn(ggplot2::autoplot(sim, c("ratio", "peak")))
})

test_that("trainees by scenario, and more of them than points can show", {
  sim <- muscle_sim(block, cohort, nutrition = fed, output = "trainees")
  expect_drawn(ggplot2::autoplot(sim, "peak"))
  expect_equal(nrow(ggplot2::ggplot_build(ggplot2::autoplot(sim, "ratio"))$layout$layout), 2)
  many <- muscle_sim(c(50, 0), muscle_cohort(12000), output = "trainees")
  p <- ggplot2::autoplot(many, "ratio")
  expect_equal(nrow(ggplot2::layer_data(p)), 10000)
  expect_equal(p$labels$caption, "the first 10,000 of 12,000 trainees")
  # Nobody, or everybody, responds: both stay in the legend.
  p <- ggplot2::autoplot(muscle_sim(c(0, 0), cohort, output = "trainees"), "peak")
  expect_drawn(p)
  expect_equal(ggplot2::ggplot_build(p)$plot$scales$get_scales("fill")$get_limits(),
    c("Responder (above +10 %)", "Non-responder (+10 % or less)"))
})

test_that("a ratio that has no logarithm, or none at all", {
  p <- ggplot2::autoplot(muscle_sim(block, muscle_twin(k2 = 0), output = "trainees"), "ratio")
  expect_drawn(p)
  none <- muscle_sim(block, muscle_twin(k1 = 0), output = "trainees")
  expect_error(ggplot2::autoplot(none, "ratio"), class = "muscletwin_error_value")
})

test_that("a schedule is bars with phases", {
  p <- ggplot2::autoplot(block)
  expect_drawn(p)
  expect_equal(geoms(p), c("Rect", "Rect", "Col", "Text"))
  expect_equal(layer_data(p, "Col")$ymax, as.numeric(block))
  expect_equal(p$labels$y, "Training load (units per day)")
  expect_equal(geoms(ggplot2::autoplot(muscle_schedule(c(1, 0)))), "Col")
  expect_equal(ggplot2::autoplot(dated)$labels$x, "Date")
})

test_that("odd sizes are drawn", {
  one_day <- ggplot2::autoplot(muscle_sim(50))
  expect_message(expect_drawn(one_day), NA)
  expect_equal(geoms(one_day), "Point")
  expect_drawn(ggplot2::autoplot(muscle_schedule(0)))
  expect_drawn(ggplot2::autoplot(muscle_sim(rep(50, 4000)), "mass"))
  expect_drawn(ggplot2::autoplot(muscle_sim(50, muscle_cohort(1), output = "summary")))
  expect_drawn(ggplot2::autoplot(muscle_sim(50, muscle_cohort(1), output = "trainees"), "peak"))
  expect_drawn(ggplot2::autoplot(muscle_sim(list(a = c(50, 0), b = c(10, 0, 20)))))
})

test_that("breaks are whole weeks, or days where there are few", {
  expect_equal(day_breaks(c(-0.4, 141)), seq(0, 140, 28))
  expect_equal(day_breaks(c(0.5, 7.5)), 1:7)
  expect_lte(length(day_breaks(c(0, 50000))), 15)
  expect_equal(ratio_breaks(c(0.4, 11)), c(0.5, 1, 2, 5, 10))
  expect_equal(ratio_words(c(0.5, 1, 10)), c("0.5", "1", "10"))
})

test_that("plot() prints the picture and gives it back, unseen", {
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  expect_invisible(plot(muscle_sim(block)))
  expect_s3_class(plot(muscle_sim(block), "mass"), "ggplot")
  expect_invisible(plot(block))
})

test_that("a picture can be changed like any ggplot", {
  p <- ggplot2::autoplot(muscle_sim(block), "mass") + ggplot2::labs(title = "Mine")
  expect_equal(p$labels$title, "Mine")
})

test_that("mistakes", {
  sim <- muscle_sim(block)
  trainees <- muscle_sim(block, cohort, output = "trainees")
  m <- new_mistakes()
  mistake <- m$mistake
  mistake(plot(sim, "muscle"), "choice", "what")
  mistake(plot(sim, "peak"), "choice", "what")
  mistake(plot(sim, c("mass", "fitnes")), "choice", "what[2]")
  mistake(plot(sim, 1), "choice", "what")
  mistake(plot(sim, character()), "choice", "what")
  mistake(plot(sim, NA), "choice", "what")
  mistake(plot(trainees, "mass"), "choice", "what")
  mistake(plot(sim, main = "Title"), "dots", "...")
  mistake(plot(block, col = 2), "dots", "...")
  lost <- sim
  lost$performance <- NULL
  mistake(plot(lost), "type", "x")
  attr(lost, "run") <- NULL
  mistake(plot(lost), "type", "x")
  mistake(summary(lost), "type", "object")
  expect_snapshot(writeLines(m$text()))
})
