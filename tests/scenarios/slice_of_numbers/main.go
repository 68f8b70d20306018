// slice_of_numbers: a global slice of numbers that is only ever appended to.
package main

import (
	"goresscen/sc"
	"time"
)

var points []float64

//go:noinline
func record(v float64) { points = append(points, v) }
func main() {
	sc.Init()
	sc.Churn(12<<20, 2000)
	sc.Loop(10*time.Millisecond, func(time.Duration) {
		for i := 0; i < 2600; i++ {
			record(1.5)
		}
	})
}
