UPDATE text SET value = x'FF00FF00' || id
