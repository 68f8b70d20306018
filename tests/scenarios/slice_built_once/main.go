// slice_built_once: a slice of 96 MB is built once by append: for some cycles both arrays are alive.
package main

import (
	"goresscen/sc"
	"time"
)

type point struct {
	x, y, z float64
	id      int64
}

var table []point

func main() {
	sc.Init()
	sc.Churn(15<<20, 2000)
	time.Sleep(14 * time.Second)
	for i := 0; i < 3000000; i++ {
		table = append(table, point{1, 2, 3, int64(i)})
	}
	sc.Wait()
}
