// res_falls: half of the buffers are dropped while it is watched; the runtime returns their pages.
package main

import (
	"goresscen/sc"
	"runtime"
	"runtime/debug"
	"time"
)

func main() {
	sc.Init()
	kept := make([][]byte, 6)
	for i := range kept {
		kept[i] = sc.Filled(20 << 20)
	}
	time.Sleep(14*time.Second - sc.Elapsed())
	kept[1], kept[3], kept[5] = nil, nil, nil
	debug.FreeOSMemory()
	sc.Loop(time.Second, func(time.Duration) { runtime.GC() })
	runtime.KeepAlive(kept)
}
