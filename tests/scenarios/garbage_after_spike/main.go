// garbage_after_spike: a spike of 200 MB is over, its garbage waits for a cycle.
package main

import (
	"goresscen/sc"
	"runtime"
	"time"
)

func main() {
	sc.Init()
	live := sc.Filled(6 << 20)
	time.Sleep(8 * time.Second)
	{
		var r [][]byte
		for i := 0; i < 500; i++ {
			r = append(r, sc.Filled(400<<10))
		}
		sc.Sink = r
		runtime.GC()
		sc.Sink = nil
	}
	sc.Loop(time.Second, func(time.Duration) { sc.BSink = sc.Filled(2000) })
	sc.Sink = live
}
