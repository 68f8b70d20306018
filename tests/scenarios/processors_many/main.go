// processors_many: GOMAXPROCS of a large host in a process that may use few CPUs, and spans of which few slots are in use.
package main

import (
	"goresscen/sc"
	"time"
)

var kept [][]byte

func main() {
	sc.Init()
	sc.Churn(10<<20, 16<<10)
	loaded := false
	sc.Loop(50*time.Millisecond, func(age time.Duration) {
		if loaded || age < 3*time.Second {
			return
		}
		var others [][]byte
		for i := 0; i < 400_000; i++ {
			block := make([]byte, 512)
			block[0] = 1
			if i%16 == 0 {
				kept = append(kept, block)
			} else {
				others = append(others, block)
			}
		}
		sc.Sink = others
		sc.Sink = nil
		loaded = true
	})
}
