// leak_gogc_fifty: closures that are kept, with GOGC=50.
package main

import (
	"goresscen/sc"
	"time"
)

var subs []func() int

//go:noinline
func subscribe(b []byte) { subs = append(subs, func() int { return len(b) }) }
func main() {
	sc.Init()
	sc.Churn(25<<20, 900)
	sc.Loop(10*time.Millisecond, func(time.Duration) {
		for i := 0; i < 10; i++ {
			subscribe(sc.Filled(2000))
		}
	})
}
