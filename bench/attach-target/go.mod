module example.com/resident/attach-target

go 1.19
