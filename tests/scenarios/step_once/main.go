// step_once: a table is loaded once, in the middle of the run.
package main

import (
	"goresscen/sc"
	"time"
)

func main() {
	sc.Init()
	sc.Churn(40<<20, 4096)
	var l [][]byte
	for i := 0; i < 20<<20; i += 4096 {
		l = append(l, sc.Filled(4096))
	}
	done := false
	sc.Loop(20*time.Millisecond, func(e time.Duration) {
		if !done && e > 18*time.Second {
			done = true
			for i := 0; i < 30<<20; i += 4096 {
				l = append(l, sc.Filled(4096))
			}
		}
	})
	sc.Sink = l
}
