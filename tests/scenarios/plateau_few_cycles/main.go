// plateau_few_cycles: a table of small entries is filled within a few seconds and stays; the heap is large, cycles are few.
package main

import (
	"goresscen/sc"
	"time"
)

func main() {
	sc.Init()
	sc.Churn(12<<20, 4096)
	table := make([][]byte, 0, 200000)
	sc.Loop(20*time.Millisecond, func(e time.Duration) {
		for len(table) < 45000 && len(table) < int(e.Seconds()*45000/12) {
			table = append(table, sc.Filled(1024))
		}
	})
}
