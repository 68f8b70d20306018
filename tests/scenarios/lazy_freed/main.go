// lazy_freed: with madvdontneed=0 memory is given back lazily: the kernel counts it until it needs it.
package main

import (
	"goresscen/sc"
	"runtime/debug"
	"time"
)

func main() {
	sc.Init()
	sc.Churn(2<<20, 4096)
	done := false
	sc.Loop(50*time.Millisecond, func(e time.Duration) {
		if !done && e > 5*time.Second {
			done = true
			var r [][]byte
			for i := 0; i < 150*128; i++ {
				r = append(r, sc.Filled(8192))
			}
			sc.Sink = r
			sc.Sink = nil
			r = nil
			debug.FreeOSMemory()
		}
	})
}
