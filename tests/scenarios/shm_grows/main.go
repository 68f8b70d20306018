// shm_grows: a shared anonymous mapping that is written page by page.
package main

import (
	"goresscen/sc"
	"syscall"
	"time"
)

func main() {
	sc.Init()
	sc.Churn(10<<20, 4096)
	b, err := syscall.Mmap(-1, 0, 256<<20, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_SHARED)
	if err != nil {
		panic(err)
	}
	at := 0
	sc.Loop(50*time.Millisecond, func(time.Duration) {
		for i := 0; i < 16 && at < len(b); i++ {
			b[at] = 1
			at += 4096
		}
	})
}
