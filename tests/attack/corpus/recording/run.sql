UPDATE run SET name = x'00FF', sources = 5, from_ms = -1
