// gogc_raised_meanwhile: the program sets GOGC to 600 in the middle of the watch.
package main

import (
	"goresscen/sc"
	"runtime/debug"
	"time"
)

func main() {
	sc.Init()
	var t [][]byte
	for i := 0; i < 3000; i++ {
		t = append(t, sc.Filled(12<<10))
	}
	sc.Churn(60<<20, 2500)
	time.Sleep(14 * time.Second)
	debug.SetGCPercent(600)
	sc.Wait()
	sc.Sink = t
}
