// numbers_append: measurements in one slice that is never cut.
package main

import (
	"goresscen/sc"
	"time"
)

var values []float64

//go:noinline
func add(v float64) { values = append(values, v) }

func main() {
	sc.Init()

	sc.Churn(12<<20, 4096)
	sc.Loop(10*time.Millisecond, func(time.Duration) {
		for i := 0; i < 2200; i++ {
			add(float64(i))
		}
	})
}
