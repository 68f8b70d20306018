UPDATE meta SET value = '0' WHERE key = 'interval_ms'
