// frag_creeps: each batch leaves one survivor a span behind.
package main

import (
	"goresscen/sc"
	"time"
)

var keep [][]byte

func main() {
	sc.Init()
	sc.Churn(20<<20, 16<<10)
	sc.Loop(50*time.Millisecond, func(time.Duration) {
		var tmp [][]byte
		for i := 0; i < 300; i++ {
			b := make([]byte, 512)
			b[0] = 1
			if i%16 == 0 {
				keep = append(keep, b)
			} else {
				tmp = append(tmp, b)
			}
		}
		sc.Sink = tmp
	})
}
