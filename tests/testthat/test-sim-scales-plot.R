# All scales in one picture.

week <- c(160 / 3, 0, 160 / 3, 0, 160 / 3, 0, 0) # three sessions at the reference load

test_that("all scales go into one picture", {
  skip_if_not_installed("patchwork")
  food <- diet(meal("07:30", 25), meal("12:30", 35), meal("19:00", 40, "whey"))
  sim <- muscle_sim(rep(week, 4), muscle_twin(mass_model = "turnover"), diet = list(habit = NULL, more = food),
    disuse = disuse(10, 14, "bed_rest"), scales = c("molecule", "cell", "organ", "system"))
  expect_s3_class(plot_scales(sim), "patchwork")
  mistake(plot_scales(muscle_sim(week)), "type", "sim")
  mistake(plot_scales(sim[1:3, ]), "type", "sim")
})
