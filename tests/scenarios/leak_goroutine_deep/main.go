// leak_goroutine_deep: goroutines that wait for ever at the bottom of a recursion: 64 KiB of stack each.
package main

import (
	"goresscen/sc"
	"time"
)

var never = make(chan int)

//go:noinline
func waitDeep(depth int) byte {
	var frame [1024]byte
	frame[depth%1024] = 1
	if depth == 0 {
		<-never
		return frame[0]
	}
	return waitDeep(depth-1) + frame[depth%1024]
}

func main() {
	sc.Init()
	sc.Churn(15<<20, 4096)
	started := 0
	sc.Loop(20*time.Millisecond, func(e time.Duration) {
		for ; started < int(e.Seconds()*20); started++ {
			go waitDeep(30)
		}
	})
}
