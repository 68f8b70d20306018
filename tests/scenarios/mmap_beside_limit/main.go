// mmap_beside_limit: mappings that are made and never unmapped, in a program whose GOMEMLIMIT is passed by RES: it counts none of them.
package main

import (
	"goresscen/sc"
	"syscall"
	"time"
)

func main() {
	sc.Init()
	sc.Churn(20<<20, 4096)
	sc.Loop(500*time.Millisecond, func(time.Duration) {
		mapped, err := syscall.Mmap(-1, 0, 3<<20, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
		if err != nil {
			panic(err)
		}
		for i := 0; i < len(mapped); i += 4096 {
			mapped[i] = 1
		}
	})
}
