UPDATE series SET name = 'ledger.res', log = 1 WHERE name = 'process.res'
