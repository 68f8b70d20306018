// leak_few_cycles: a leak in a large heap that is collected every few seconds only.
package main

import (
	"goresscen/sc"
	"time"
)

var kept [][]byte

//go:noinline
func remember(n int) { kept = append(kept, sc.Filled(n)) }

func main() {
	sc.Init()
	base := make([][]byte, 0, 40000)
	for i := 0; i < 20000; i++ {
		base = append(base, sc.Filled(4096))
	}
	sc.Churn(16<<20, 4096)
	sc.Loop(20*time.Millisecond, func(e time.Duration) {
		for len(kept) < int(e.Seconds()*800) {
			remember(2048)
		}
	})
	_ = base
}
