// buffer_never_flushed: a bytes.Buffer as a log that is never flushed: old and new array at each copy.
package main

import (
	"bytes"
	"fmt"
	"goresscen/sc"
	"time"
)

var buf bytes.Buffer

//go:noinline
func logf(n int) {
	fmt.Fprintf(&buf, "%d request handled in %d ms, status %d, nothing unusual to tell about it\n", n, n%77, 200)
}

func main() {
	sc.Init()
	live := sc.Filled(10 << 20)
	n := 0
	sc.Churn(10<<20, 2000)
	sc.Loop(10*time.Millisecond, func(time.Duration) {
		for i := 0; i < 150; i++ {
			logf(n)
			n++
		}
	})
	sc.Sink = live
}
