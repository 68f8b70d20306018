// limit_near_live: GOMEMLIMIT=100MiB over 75 MiB that are live.
package main

import (
	"goresscen/sc"
)

func main() {
	sc.Init()
	var t [][]byte
	for i := 0; i < 4700; i++ {
		t = append(t, sc.Filled(16<<10))
	}
	sc.Churn(50<<20, 2500)
	sc.Wait()
	sc.Sink = t
}
