UPDATE series SET id = -3 WHERE name = 'process.res'
