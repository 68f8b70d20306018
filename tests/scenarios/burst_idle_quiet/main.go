// burst_idle_quiet: a burst of work is over, the collector has run, and hardly anything is allocated since.
package main

import (
	"goresscen/sc"
	"runtime"
	"time"
)

func main() {
	sc.Init()
	sc.Churn(2<<20, 4096)
	base := sc.Filled(8 << 20)
	var work [][]byte
	isOver := false
	sc.Loop(20*time.Millisecond, func(e time.Duration) {
		if e < 5*time.Second {
			for len(work)*8192 < int(float64(180<<20)*e.Seconds()/5) {
				work = append(work, sc.Filled(8192))
			}
		} else if !isOver {
			isOver = true
			work = nil
			runtime.GC()
		}
		_ = base[0]
	})
}
