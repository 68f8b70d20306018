// bursts_with_pauses: every few seconds a burst, each larger than all before, held for a moment.
package main

import (
	"goresscen/sc"
	"time"
)

func main() {
	sc.Init()
	size := 20
	sc.Churn(8<<20, 900)
	for {
		var r [][]byte
		for i := 0; i < size; i++ {
			r = append(r, sc.Filled(1<<20))
		}
		time.Sleep(700 * time.Millisecond)
		sc.Sink = r
		sc.Sink = nil
		r = nil
		size += 15
		time.Sleep(4 * time.Second)
	}
}
