UPDATE segment SET width_ms = -1, rows = 9223372036854775807
