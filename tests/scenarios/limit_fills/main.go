// limit_fills: GOGC=off with a memory limit: the heap fills up to the limit, by design.
package main

import (
	"goresscen/sc"
	"runtime/debug"
)

func main() {
	sc.Init()
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(160 << 20)
	live := sc.Filled(10 << 20)
	sc.Churn(4<<20, 4096)
	sc.Wait()
	sc.Sink = live
}
