module example.com/resident/target

go 1.18
