// profile_buckets: a memory profile of each allocation, with ever new stacks.
package main

import (
	"goresscen/sc"
	"runtime"
	"runtime/pprof"
	"time"
)

//go:noinline
func left(bits uint64, depth int) { walk(bits>>1, depth-1) }

//go:noinline
func right(bits uint64, depth int) { walk(bits>>1, depth-1) }

//go:noinline
func walk(bits uint64, depth int) {
	if depth == 0 {
		sc.BSink = make([]byte, 64)
		return
	}
	if bits&1 == 0 {
		left(bits, depth)
	} else {
		right(bits, depth)
	}
}

func main() {
	sc.Init()

	runtime.MemProfileRate = 1
	sc.Churn(5<<20, 4096)
	n := uint64(1)
	sc.Loop(20*time.Millisecond, func(time.Duration) {
		for i := 0; i < 40; i++ {
			n = n*6364136223846793005 + 1442695040888963407
			walk(n, 24)
		}
	})
	_ = pprof.Lookup("heap")
}
