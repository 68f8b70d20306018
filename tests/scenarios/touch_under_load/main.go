// touch_under_load: a table that was reserved at once is written to little by little, under a load.
package main

import (
	"goresscen/sc"
	"runtime"
	"time"
)

func main() {
	sc.Init()
	b := make([]int64, 60<<20)
	sc.Churn(10<<20, 900)
	i := 0
	sc.Loop(10*time.Millisecond, func(time.Duration) {
		for j := 0; j < 12 && i < len(b); j++ {
			b[i] = 1
			i += 512
		}
	})
	runtime.KeepAlive(b)
}
