// fill_beside_leak: a cache that fills, and a leak beside it that goes on.
package main

import (
	"goresscen/sc"
	"time"
)

var cache = map[int][]byte{}
var traces [][]byte

//go:noinline
func trace() {
	for i := 0; i < 6; i++ {
		traces = append(traces, sc.Filled(1500))
	}
}

func main() {
	sc.Init()

	sc.Churn(18<<20, 4096)
	n := 0
	sc.Loop(10*time.Millisecond, func(e time.Duration) {
		if e < 12*time.Second {
			for i := 0; i < 30; i++ {
				cache[n%40000] = sc.Filled(1200)
				n++
			}
		}
		trace()
	})
}
