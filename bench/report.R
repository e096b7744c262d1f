# RESULTS.md and the picture, from what run.R measured.

# ---- what it ran on ----

first_line <- function(command, ...) {
  out <- suppressWarnings(tryCatch(system2(command, c(...), stdout = TRUE, stderr = FALSE), error = function(e) NULL))
  if (length(out)) trimws(out[[1L]]) else "unknown"
}

about <- function() {
  cpu <- tryCatch(readLines("/proc/cpuinfo"), error = function(e) character())
  field <- function(name) sub(".*:[[:space:]]*", "", grep(paste0("^", name), cpu, value = TRUE)[1L])
  flags <- strsplit(field("flags"), " ")[[1L]]
  isa <- if ("avx512f" %in% flags) "AVX-512" else if ("avx2" %in% flags) "AVX2" else "baseline"
  r_config <- function(name) first_line(file.path(R.home("bin"), "R"), "CMD", "config", name)
  cc <- r_config("CC")
  # -pthread and where SUNDIALS is come on top, see configure; paths say nothing here.
  flags <- gsub("-f[a-z]+-prefix-map=[^ ]*", "", r_config("CFLAGS"))
  changed <- first_line("git", "status", "--porcelain", "--", "src", "R", "inst/include")
  versions <- vapply(c("muscletwin", "deSolve", "mrgsolve", "rxode2", "sundials", "ggplot2"), function(p) {
    if (requireNamespace(p, quietly = TRUE)) as.character(utils::packageVersion(p)) else "not installed"
  }, "")
  list(
    date = format(Sys.Date()), cpu = field("model name"), cores = parallel::detectCores(), isa = isa,
    system = utils::sessionInfo()$running, compiler = first_line(strsplit(cc, " ")[[1L]][[1L]], "--version"),
    flags = paste(cc, gsub(" +", " ", flags), "-ffp-contract=off"),
    r = R.version.string, versions = versions,
    commit = paste0(first_line("git", "rev-parse", "--short", "HEAD"),
      if (!changed %in% c("unknown", "")) " with changes that are not committed"),
    load = tryCatch(strsplit(readLines("/proc/loadavg"), " ")[[1L]][[2L]], error = function(e) NA)
  )
}

# ---- numbers as words ----

# Three digits: 0.0463, 1.07, 208, 3,770.
short <- function(x) {
  ifelse(is.na(x), "", trimws(vapply(x, function(v) {
    if (is.na(v)) return("")
    format(signif(v, 3), big.mark = ",", scientific = FALSE, drop0trailing = v >= 100)
  }, "")))
}

time_words <- function(seconds) {
  unit <- ifelse(seconds < 1e-6, "ns", ifelse(seconds < 1e-3, "us", ifelse(seconds < 1, "ms", "s")))
  paste(short(seconds * c(ns = 1e9, us = 1e6, ms = 1e3, s = 1)[unit]), unit)
}

# 19.5x (18.9 to 20.2)
ratio_words <- function(rows) {
  spread <- ifelse(rows$samples > 1,
    sprintf(" (%s to %s)", short(rows$ratio_low), short(rows$ratio_high)), "")
  paste0(short(rows$ratio), "x", spread)
}

difference_words <- function(x) {
  ifelse(is.na(x), "not compared", ifelse(x == 0, "0", formatC(x, digits = 1, format = "e")))
}

markdown <- function(columns) {
  cells <- do.call(cbind, lapply(columns, as.character))
  row <- function(x) paste("|", paste(x, collapse = " | "), "|")
  c(row(names(columns)), row(rep("---", length(columns))), apply(cells, 1L, row), "")
}

race_table <- function(rows, per = 1, unit = "one call") {
  columns <- list(
    who = rows$who, time_words(rows$seconds / per), ratio_words(rows), difference_words(rows$difference), rows$samples
  )
  names(columns) <- c("who", unit, "times the first row's", "differs by", "samples")
  markdown(columns)
}

# ---- the tables ----

cohort_tables <- function(results) {
  rows <- results$cohort
  sizes <- unique(rows$n)
  who <- unique(rows$who)
  cell <- function(w, n, word) {
    at <- rows[rows$who == w & rows$n == n, ]
    if (nrow(at)) word(at) else "-"
  }
  grid <- function(word) {
    lapply(stats::setNames(sizes, paste("n =", vapply(sizes, count, ""))), function(n) {
      vapply(who, cell, "", n = n, word = word)
    })
  }
  absent <- lapply(names(results$absent), function(w) c(results$labels[[w]], results$absent[[w]]))
  absent_rows <- vapply(absent, function(a) {
    paste("|", a[[1L]], "|", a[[2L]], "|", paste(rep("", length(sizes)), collapse = " | "), "|")
  }, "")
  worst <- vapply(who, function(w) difference_words(max(rows$difference[rows$who == w])), "")
  c(
    "Nanoseconds a trainee:", "",
    utils::head(markdown(c(
      list(who = who), grid(function(at) short(at$seconds / at$n * 1e9)), list("differs by" = worst)
    )), -1L),
    absent_rows, "",
    "Times what muscletwin takes (median of pairs, quartiles):", "",
    markdown(c(list(who = who), grid(ratio_words)))
  )
}

memory_table_words <- function(rows) {
  sizes <- setdiff(unique(rows$n), 0)
  who <- unique(rows$who[rows$n > 0])
  alone <- rows$mb[rows$n == 0]
  columns <- lapply(stats::setNames(sizes, paste("n =", vapply(sizes, count, ""))), function(n) {
    vapply(who, function(w) {
      mb <- rows$mb[rows$n == n & rows$who == w]
      if (length(mb) && !is.na(mb)) paste(short(round(mb)), "MB") else "-"
    }, "")
  })
  c(
    sprintf("R with muscletwin loaded and nothing done: %s MB.", short(round(alone))), "",
    markdown(c(list(who = who), columns))
  )
}

# What was asked of this package, and what came out.
asked_table <- function(results) {
  rows <- list()
  ask <- function(what, asked, measured, met) {
    rows <<- c(rows, list(c(what, asked, measured, if (isTRUE(met)) "yes" else "no")))
  }
  at <- function(table, start, n = NULL) {
    hit <- table[startsWith(table$who, start), ]
    if (!is.null(n)) hit <- hit[hit$n == n, ]
    hit[1L, ]
  }
  post <- at(results$twin$performance, "the post's")
  ask("`banister()` beside the post's", "10 times faster or more", paste0(short(post$ratio), " times"),
    post$ratio >= 10)
  post <- at(results$cohort, "the post's", 400)
  ask("a cohort of 400 beside the post's", "500 times faster or more",
    paste0(short(post$ratio), " times"), post$ratio >= 500)
  sim <- at(results$twin$both, "muscletwin")
  ask("`muscle_sim()`, both layers, CVODE", "under 1.5 ms", time_words(sim$seconds), sim$seconds < 1.5e-3)
  # These were asked of a million.
  if (!is.null(results$threads) && max(results$threads$n) >= 1e6) {
    for (kind in c("the engine's call", "`muscle_sim()`")) {
      for (mass in c(FALSE, TRUE)) {
        what <- paste0(kind, ", ", if (mass) "each one's mass as well" else "performance")
        row <- at(results$threads, paste0(what, ", 1"))
        ns <- row$cpu / row$n * 1e9
        ask(paste0(what, ": a trainee"), if (mass) "90 ns, better 60" else "50 ns, better 30",
          paste(short(ns), "ns"), ns <= if (mass) 90 else 50)
      }
    }
    for (kind in unique(sub(", [12] thread.*", "", results$threads$who))) {
      speedup <- 1 / at(results$threads, paste0(kind, ", 2"))$ratio
      ask(paste0(kind, ": two threads"), "1.8 times faster than one", paste(short(speedup), "times"), speedup >= 1.8)
    }
    seconds <- at(results$threads, "summary, 1")
    ask(paste("summary of", count(seconds$n)), "under 3 s, better 2", time_words(seconds$cpu), seconds$cpu < 3)
    memory <- at(results$memory, "muscletwin, `output = \"summary\"`", max(results$memory$n))
    ask("its memory, the whole process", "under 200 MB", paste(short(round(memory$mb)), "MB"), memory$mb < 200)
  }
  cells <- do.call(rbind, rows)
  markdown(list(what = cells[, 1L], asked = cells[, 2L], measured = cells[, 3L], met = cells[, 4L]))
}

days_words <- function(rows) {
  rate <- rows$bytes / rows$seconds / 1e9
  markdown(list(
    who = rows$who, "one call" = time_words(rows$seconds), "GB/s" = short(rate),
    "share of a plain write's speed" = paste(short(100 * rate / rate[[2L]]), "%")
  ))
}

write_report <- function(results, path) {
  about <- results$about
  versions <- about$versions
  per <- function(rows) rows$n[[1L]]
  lines <- c(
    "# What muscletwin costs, beside other ways to the same numbers", "",
    "Written by `make bench`; `BENCH_QUICK=1 make bench` shows less in a minute.", "",
    if (isTRUE(as.double(about$load) > about$cores + 0.5)) c(
      sprintf("**Other work kept the machine busy during this run (load %s on %d cores).** Ratios on one thread bear",
        about$load, about$cores),
      "that, being of CPU times taken side by side; what two threads gain does not.", ""
    ),
    "![Nanoseconds a trainee by size of the cohort](results.png)", "",
    "## How to read this", "",
    "- Ratios carry over to other machines, seconds do not. Each sample of anybody is taken right after one of",
    "  muscletwin, and a ratio is the median over these pairs; quartiles are in brackets.",
    "- Work on one thread is timed by the CPU time of the process, on more by the clock.",
    "- Before anything counts, results are compared with the plain recursion in R. *Differs by* is the largest",
    "  difference, as a share of the number (of the baseline, 100, where that is larger). Recursions must agree to",
    "  1e-10. Solvers of differential equations are shown with what they differ by; they ran at rtol 1e-8 and",
    "  atol 1e-10 (mrgsolve's and rxode2's cohorts with doses at their own defaults, both 1e-8 for mrgsolve, 1e-6",
    "  and 1e-8 for rxode2).",
    "- muscletwin's cohorts include drawing the people, peak, day of the peak, final mass and the data frame; the",
    "  others were given the parameters and return the peak alone.",
    "- A dash: a single call would have taken more than 40 seconds.",
    "- Peers stand as their own documentation advises, in the fastest form that we found; `bench/peer*.R` has each",
    "  in a few lines. Better ones are welcome. Where a peer wins, its row stays.", "",
    "## What was asked", "", asked_table(results),
    "## Cohort: the peak of each trainee over a block of 140 days", "", cohort_tables(results),
    "### With each trainee's own final mass", "",
    sprintf("%s trainees who differ in all eight parameters; mass by the closed form. Time a trainee:",
      count(per(results$mass))), "",
    race_table(results$mass, per(results$mass), "a trainee"),
    "### With and without random draws", "",
    sprintf("%s trainees, time a trainee:", count(per(results$draws))), "",
    race_table(results$draws, per(results$draws), "a trainee"),
    "### The distribution: mean, sd and nine quantiles of four quantities on each day", "",
    sprintf("%s trainees. Here *differs by* is the largest distance of a quantile from the exact one, in standard",
      count(per(results$summary))),
    "deviations of its day. The packages would have to return every row first; none was run.", "",
    race_table(results$summary),
    if (!is.null(results$threads)) c(
      "### Threads", "", sprintf("%s trainees, by the clock:", count(per(results$threads))), "",
      unlist(lapply(split(results$threads, (seq_len(nrow(results$threads)) - 1L) %/% 2L), race_table))
    ),
    "### Every day of every trainee", "",
    sprintf("%s trainees, 140 days. The engine's four columns stand beside R's `numeric()` of the same size, which",
      count(per(results$days))),
    "clears fresh memory and does nothing else.", "", days_words(results$days),
    "## Peak memory of the whole process", "",
    "Each in a process of its own, once.", "", memory_table_words(results$memory),
    "## One twin, one call", "",
    "140 days. Fitness, fatigue and performance:", "", race_table(results$twin$performance),
    "Mass at the end of each day, by the closed form:", "", race_table(results$twin$exact),
    "Mass by a solver:", "", race_table(results$twin$solver),
    "Both layers:", "", race_table(results$twin$both),
    "## Calibration", "",
    "Athletes of 140 days and 45 tests, simulated. One athlete by CPU time, logs read and checked included:", "",
    fit_tables(results$fit),
    "## What it ran on", "",
    markdown(list(what = c("date", "commit", "CPU", "cores", "kernels used", "system", "compiler", "flags", "R",
      "packages", "took", "load of the machine at the end"), value = c(
      about$date, about$commit, about$cpu, about$cores, about$isa, about$system, about$compiler, about$flags, about$r,
      paste(names(versions), versions, collapse = ", "), sprintf("%.0f minutes", about$minutes), about$load
    )))
  )
  writeLines(utils::head(lines, -1L), path)
}

# ---- the picture ----

draw_picture <- function(results, path) {
  rows <- results$cohort
  rows$ns <- rows$seconds / rows$n * 1e9
  last <- do.call(rbind, lapply(split(rows, rows$who), function(x) x[which.max(x$n), ]))
  last <- last[order(-last$ns), ]
  # Labels stand in a column of their own, far enough apart to be read.
  gap <- 0.19
  place <- log10(last$ns)
  for (i in seq_along(place)[-1L]) place[[i]] <- min(place[[i]], place[[i - 1L]] - gap)
  place <- place + (mean(log10(last$ns)) - mean(place)) / 2
  last$label <- gsub("`", "", last$who)
  others <- !startsWith(last$who, "muscletwin")
  last$label[others] <- paste0(last$label[others], ", ", short(last$ratio[others]), "x")
  last$at <- 10^place
  ours <- startsWith(rows$who, "muscletwin")
  edge <- max(rows$n) * 1.9
  colour <- c("TRUE" = "#3B6EA8", "FALSE" = "grey45")
  plot <- ggplot2::ggplot(rows, ggplot2::aes(n, ns, group = who, colour = factor(ours))) +
    ggplot2::geom_segment(
      data = last, ggplot2::aes(x = n * 1.12, xend = edge * 0.93, y = ns, yend = at),
      colour = "grey80", linewidth = 0.3
    ) +
    ggplot2::geom_line(linewidth = 0.8) +
    ggplot2::geom_point(size = 2) +
    ggplot2::geom_text(
      data = last, ggplot2::aes(x = edge, y = at, label = label, colour = factor(startsWith(who, "muscletwin"))),
      hjust = 0, size = 3.5
    ) +
    ggplot2::scale_colour_manual(values = colour, guide = "none") +
    ggplot2::scale_x_log10(breaks = unique(rows$n), labels = vapply(unique(rows$n), count, "")) +
    ggplot2::scale_y_log10(
      breaks = 10^(0:8), labels = c("1 ns", "10 ns", "100 ns", "1 us", "10 us", "100 us", "1 ms", "10 ms", "100 ms")
    ) +
    ggplot2::coord_cartesian(clip = "off") +
    ggplot2::labs(
      x = "Trainees in the cohort", y = NULL, title = "Time a trainee: the peak of 140 days, one core",
      subtitle = paste(
        "muscletwin draws its people as well; the others were given theirs. Lower is better;",
        "12x: twelve times\nas long as muscletwin at the largest cohort that fitted in the time."
      )
    ) +
    ggplot2::theme_minimal(base_size = 12) +
    ggplot2::theme(
      panel.grid.minor = ggplot2::element_blank(), plot.title.position = "plot",
      plot.margin = ggplot2::margin(8, 265, 8, 8)
    )
  ggplot2::ggsave(path, plot, width = 9.4, height = 5, dpi = 110, bg = "white")
}

# ---- a few lines on the terminal ----

print_short <- function(results) {
  rows <- results$cohort
  n <- max(rows$n[startsWith(rows$who, "the post's")])
  at <- rows[rows$n == n, ]
  cat(sprintf("A trainee's peak over 140 days, cohort of %s:\n", count(n)))
  cat(sprintf("  %-48s %10s  %12s\n",
    gsub("`", "", at$who), time_words(at$seconds / n), paste0(short(at$ratio), "x")), sep = "")
}
