// channel_fills: a channel with a large buffer that nobody reads: its buffer is touched for the first time.
package main

import (
	"goresscen/sc"
	"time"
)

type job [2048]byte

func main() {
	sc.Init()
	c := make(chan job, 150000)
	sc.Churn(1<<20, 2000)
	var j job
	sc.Loop(20*time.Millisecond, func(time.Duration) {
		for i := 0; i < 25; i++ {
			j[0]++
			select {
			case c <- j:
			default:
			}
		}
	})
}
