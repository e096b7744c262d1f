# Dates, read by one function wherever one is taken.

is_date_like <- function(x) inherits(x, c("Date", "POSIXct", "POSIXlt"))

# Whole days of class Date, NA where there is none. A moment counts on the day that the clock
# of its own time zone says, whatever the clock did that day; a fraction of a Date is a time
# of that day. `field`: is `arg` a column?
as_dates <- function(x, arg, call, field = FALSE) {
  date <- if (inherits(x, "POSIXlt")) as.POSIXct(x) else x
  if (inherits(date, "POSIXct")) {
    zone <- attr(date, "tzone", exact = TRUE)
    date <- as.Date(date, tz = if (is.null(zone)) "" else zone[[1L]])
  }
  mark <- if (field) "field" else "arg"
  if (!inherits(date, "Date") || !is.numeric(unclass(date))) {
    abort_input("type",
      c(paste0("{.", mark, " {arg}} must be of class {.cls Date}, not {describe(x)}."), i = date_advice(x)),
      arg = arg, value = x, call = call
    )
  }
  day <- floor(as.double(date))
  day[!is.finite(day)] <- NA
  at <- which(day < first_date | day > last_date)
  if (length(at)) {
    shown <- format(as.Date(day[[at[[1L]]]], origin = "1970-01-01"))
    abort_input("value",
      c(paste0("{.", mark, " {arg}} has {.val {shown}} at position {at[[1]]}{more_positions(at)}, which can hardly be meant."),
        i = "A year of two digits is read with {.code %y}, one of four with {.code %Y}."),
      arg = arg, value = x[at], position = at, call = call
    )
  }
  as.Date(day, origin = "1970-01-01")
}

# 1950-01-01 and 2149-12-31: outside these a date was misread, as year 26 or 2925.
first_date <- -7305
last_date <- 65743

one_date <- function(x, arg, call) {
  if (!is_date_like(x) || length(x) != 1L) {
    abort_input("type", c("{.arg {arg}} must be one date, not {describe(x)}.",
      i = if (length(x) == 1L) date_advice(x) else "Write {.code as.Date(\"2026-03-02\")}."),
      arg = arg, value = x, call = call)
  }
  date <- as_dates(x, arg, call)
  if (is.na(date)) {
    abort_input("missing", c("{.arg {arg}} is missing ({.val {NA}}).", i = "Leave it out if no date is known."),
      arg = arg, value = x, position = 1L, call = call)
  }
  date
}

# How to make dates of what was given, by a call that loses none of it.
date_advice <- function(x) {
  if (is.factor(x)) x <- levels(x)
  if (is.character(x)) {
    return(text_date_advice(unique(trimws(x[!is.na(x) & nzchar(trimws(x))]))))
  }
  if (is_plain_number(x)) {
    known <- x[is.finite(x)]
    is_within <- function(from, to) length(known) > 0L && all(known >= from & known <= to)
    if (is_within(19500101, 21491231)) return("It looks like year, month and day: {.code as.Date(as.character(x), \"%Y%m%d\")}.")
    if (is_within(7000, 30000)) return("Days since 1970, as R counts them? {.code as.Date(x, origin = \"1970-01-01\")}.")
    if (is_within(30001, 60000)) return("Days counted by a spreadsheet? {.code as.Date(x, origin = \"1899-12-30\")}.")
    if (is_within(1e9, 4e9)) return("Seconds since 1970? {.code as.POSIXct(x, origin = \"1970-01-01\")}.")
  }
  "Write {.code as.Date(\"2026-03-02\")}."
}

text_date_advice <- function(x) {
  all_like <- function(pattern) length(x) > 0L && all(grepl(pattern, x))
  if (all_like("^[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}")) {
    return("Convert it with {.code as.Date(x)}.")
  }
  if (all_like("^[0-9]{8}$")) {
    return("Convert it with {.code as.Date(x, \"%Y%m%d\")}.")
  }
  if (all_like("^[0-9]{1,2}[./-][0-9]{1,2}[./-]([0-9]{2}|[0-9]{4})$")) {
    part <- strsplit(x, "[./-]")
    first <- as.integer(vapply(part, `[[`, "", 1L))
    second <- as.integer(vapply(part, `[[`, "", 2L))
    sign <- substr(gsub("[0-9]", "", x[[1L]]), 1L, 1L)
    year <- if (nchar(part[[1L]][[3L]]) == 2L) "%y" else "%Y"
    day_first <- paste("%d", "%m", year, sep = sign)
    month_first <- paste("%m", "%d", year, sep = sign)
    if (any(first > 12L)) return(paste0("Day first: {.code as.Date(x, \"", day_first, "\")}."))
    if (any(second > 12L)) return(paste0("Month first: {.code as.Date(x, \"", month_first, "\")}."))
    return(paste0("Is \"", x[[1L]], "\" day and month, {.code as.Date(x, \"", day_first, "\")}, or month and day, ",
      "{.code as.Date(x, \"", month_first, "\")}?"))
  }
  "Convert it with {.code as.Date(x, format = )}, naming the format that it has, and look for {.val {NA}}."
}
