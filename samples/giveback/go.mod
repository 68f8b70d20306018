module giveback

go 1.19
