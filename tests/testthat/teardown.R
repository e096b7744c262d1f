options(settings_before)
