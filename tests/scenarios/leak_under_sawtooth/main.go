// leak_under_sawtooth: heavy garbage in large and small blocks, work that comes in bursts, and a slow leak below all of it.
package main

import (
	"goresscen/sc"
	"time"
)

var kept [][]byte

func main() {
	sc.Init()
	sc.Churn(150<<20, 16384)
	base := sc.Filled(30 << 20)
	var work [][]byte
	sc.Loop(20*time.Millisecond, func(e time.Duration) {
		if int(e.Seconds()*2)%7 < 2 {
			for i := 0; i < 8; i++ {
				work = append(work, sc.Filled(32<<10))
			}
		} else {
			work = nil
		}
		for len(kept)*1024 < int(e.Seconds()*700*1024) {
			kept = append(kept, sc.Filled(1024))
		}
		_ = base[0]
	})
}
