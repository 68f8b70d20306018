// tmpfs_fills: files on tmpfs that are written, not mapped: the container pays, RES does not.
package main

import (
	"goresscen/sc"
	"os"
	"time"
)

func main() {
	sc.Init()
	sc.Churn(10<<20, 4096)
	f, err := os.CreateTemp("/dev/shm", "goresscen")
	if err != nil {
		panic(err)
	}
	os.Remove(f.Name())
	line := sc.Filled(4096)
	sc.Loop(50*time.Millisecond, func(time.Duration) {
		for i := 0; i < 40; i++ {
			f.Write(line)
		}
	})
}
