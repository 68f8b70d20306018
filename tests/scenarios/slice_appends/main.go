// slice_appends: one slice that is only ever appended to: steps of 1.25x.
package main

import (
	"goresscen/sc"
	"time"
)

var log []byte

//go:noinline
func record(line []byte) { log = append(log, line...) }

func main() {
	sc.Init()
	sc.Churn(30<<20, 4096)
	line := sc.Filled(64 << 10)
	sc.Loop(50*time.Millisecond, func(time.Duration) { record(line); record(line) })
}
