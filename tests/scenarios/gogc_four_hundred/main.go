// gogc_four_hundred: GOGC=400 over 32 MiB that are live.
package main

import (
	"goresscen/sc"
)

func main() {
	sc.Init()
	var t [][]byte
	for i := 0; i < 2000; i++ {
		t = append(t, sc.Filled(16<<10))
	}
	sc.Churn(40<<20, 3000)
	sc.Wait()
	sc.Sink = t
}
