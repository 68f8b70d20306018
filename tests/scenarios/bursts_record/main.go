// bursts_record: every few seconds a burst, each larger than all before.
package main

import (
	"goresscen/sc"
	"time"
)

//go:noinline
func burst(mb int) {
	var r [][]byte
	for i := 0; i < mb*128; i++ {
		r = append(r, sc.Filled(8192))
	}
	sc.Sink = r
	sc.Sink = nil
}

func main() {
	sc.Init()
	live := sc.Filled(8 << 20)
	sc.Churn(2<<20, 4096)
	n := 0
	sc.Loop(50*time.Millisecond, func(e time.Duration) {
		if e > time.Duration(n+1)*5*time.Second {
			n++
			burst(20 + n*15)
		}
	})
	sc.Sink = live
}
