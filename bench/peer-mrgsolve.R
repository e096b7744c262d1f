# mrgsolve. The recursion needs no differential equation: it stands in $TABLE, which runs once
# a record; loads are a table inside the model, people come by idata_set, and cohorts in
# chunks, or a million people would need gigabytes. mrgsim_q() is its short cut for one twin.

mrgsolve_chunk <- 10000L

# With doses fewer: past a million records in one data set, an observation comes before the
# dose of the same time, whatever `recsort` says, and one peak in eight is wrong.
mrgsolve_dose_chunk <- 2500L

# The loads of a case as C.
c_table <- function(x) paste0("{", paste(sprintf("%.17g", x), collapse = ", "), "}")

mrgsolve_recursion <- function(case) {
  sprintf("
$PARAM k1 = 1, k2 = 2.2, g_decay = 0.9, h_decay = 0.9, p0 = 100
m_decay = 1, m_gain = 1, m0 = 35
$GLOBAL
static const double loads[] = %s;
static double fit, fat, peak, mass;
$TABLE
if (NEWIND <= 1) { fit = 0; fat = 0; peak = -1e300; mass = m0; }
int day = (int)TIME;
fit = g_decay * fit + k1 * loads[day - 1];
fat = h_decay * fat + k2 * loads[day - 1];
mass = m_decay * mass + m_gain * loads[day - 1];
double perf = p0 + fit - fat;
if (day >= %d && day <= %d && perf > peak) peak = perf;
$CAPTURE fit fat perf peak mass
", c_table(case$load), as.integer(case$from), as.integer(case$to))
}

mrgsolve_compartments <- function(case) {
  sprintf("
$PARAM tau_g = 45, tau_h = 12, k1 = 1, k2 = 2.2, p0 = 100
$CMT fit fat
$GLOBAL
static double peak;
$MAIN
F_fit = k1;
F_fat = k2;
$ODE
dxdt_fit = -fit / tau_g;
dxdt_fat = -fat / tau_h;
$TABLE
if (NEWIND <= 1) peak = -1e300;
double perf = p0 + fit - fat;
if (EVID == 0 && TIME >= %d && TIME <= %d && perf > peak) peak = perf;
$CAPTURE perf peak
", as.integer(case$from), as.integer(case$to))
}

mrgsolve_mass <- "
$PARAM k_s = 0.0018, k_d = 0.0008, m0 = 35, load = 0
$CMT mass
$MAIN
mass_0 = m0;
$ODE
dxdt_mass = k_s * load - k_d * mass;
"

mrgsolve_model <- function(name, code, folder) {
  path <- file.path(folder, "mrgsolve")
  dir.create(path, FALSE, TRUE)
  utils::capture.output(model <- suppressMessages(
    mrgsolve::mcode_cache(name, code, project = path, soloc = path, quiet = TRUE)
  ))
  model
}

# Runs part(twins) over chunks of people; part() gives a data frame with a row for each.
in_chunks <- function(twins, chunk, part) {
  n <- nrow(twins)
  starts <- seq.int(1, n, by = chunk)
  do.call(rbind, lapply(starts, function(from) part(twins[from:min(n, from + chunk - 1), , drop = FALSE])))
}

peers$mrgsolve <- list(
  label = "mrgsolve, recursion in `$TABLE`", packages = "mrgsolve",
  open = function(folder) {
    run <- function(case, wanted) {
      model <- mrgsolve_model("recursion", mrgsolve_recursion(case), folder)
      days <- length(case$load)
      function() {
        in_chunks(case$twins, mrgsolve_chunk, function(x) {
          people <- data.frame(
            ID = seq_len(nrow(x)), k1 = x$k1, k2 = x$k2, g_decay = exp(-1 / x$tau_g),
            h_decay = exp(-1 / x$tau_h), p0 = x$p0
          )
          if ("mass" %in% wanted) {
            people$m0 <- x$m0
            people$m_decay <- exp(-x$k_d)
            people$m_gain <- -x$k_s * expm1(-x$k_d) / x$k_d
          }
          out <- mrgsolve::mrgsim_i(model, people, start = 1, end = days, delta = 1,
            outvars = wanted, output = "df")
          out[out$time == days, ]
        })
      }
    }
    list(
      peaks = function(case) {
        go <- run(case, "peak")
        function() go()$peak
      },
      masses = function(case) {
        go <- run(case, c("peak", "mass"))
        function() {
          out <- go()
          list(peak = out$peak, final_mass = out$mass)
        }
      },
      performance_path = function(case) {
        model <- mrgsolve_model("recursion", mrgsolve_recursion(case), folder)
        x <- case$twins[1L, ]
        days <- length(case$load)
        data <- data.frame(
          ID = 1, time = seq_len(days), evid = 0, amt = 0, cmt = 0, k1 = x$k1, k2 = x$k2,
          g_decay = exp(-1 / x$tau_g), h_decay = exp(-1 / x$tau_h), p0 = x$p0
        )
        function() mrgsolve::mrgsim_q(model, data, output = "df")$perf
      },
      mass_path = function(case) {
        model <- mrgsolve::update(mrgsolve_model("mass", mrgsolve_mass, folder), rtol = 1e-8, atol = 1e-10)
        x <- case$twins[1L, ]
        days <- length(case$load)
        # A covariate holds back to the record before it: the day that ends at this time.
        data <- data.frame(
          ID = 1, time = 0:days, evid = 0, amt = 0, cmt = 0, load = c(0, case$load),
          k_s = x$k_s, k_d = x$k_d, m0 = x$m0
        )
        function() mrgsolve::mrgsim_q(model, data, output = "df")$mass[-1L]
      }
    )
  }
)

peers$mrgsolve_doses <- list(
  label = "mrgsolve, two compartments with doses", packages = "mrgsolve",
  open = function(folder) {
    list(peaks = function(case) {
      model <- mrgsolve_model("compartments", mrgsolve_compartments(case), folder)
      trained <- which(case$load > 0)
      days <- length(case$load)
      doses <- data.frame(time = rep(trained, each = 2L), cmt = 1:2, amt = rep(case$load[trained], each = 2L), evid = 1)
      doses <- mrgsolve::as.ev(doses)
      function() {
        in_chunks(case$twins, mrgsolve_dose_chunk, function(x) {
          people <- data.frame(ID = seq_len(nrow(x)), x[c("k1", "k2", "tau_g", "tau_h", "p0")])
          # recsort 3: a dose comes before the observation of the same time.
          out <- mrgsolve::mrgsim_ei(model, doses, people, start = 1, end = days, delta = 1,
            outvars = "peak", obsonly = TRUE, recsort = 3, output = "df")
          out[out$time == days, ]
        })$peak
      }
    })
  }
)
