// stacks_deepen: a fixed number of goroutines recurses ever deeper.
package main

import (
	"goresscen/sc"
	"time"
)

//go:noinline
func recurse(depth int, wait chan bool) int {
	var pad [256]byte
	pad[depth%256] = byte(depth)
	if depth == 0 {
		<-wait
		return int(pad[0])
	}
	return recurse(depth-1, wait) + int(pad[depth%256])
}

//go:noinline
func walker() {
	for depth := 100; ; depth += 150 {
		wait := make(chan bool)
		go func() { time.Sleep(500 * time.Millisecond); close(wait) }()
		recurse(depth, wait)
	}
}

func main() {
	sc.Init()
	sc.Churn(4<<20, 4096)
	for i := 0; i < 60; i++ {
		go walker()
	}
	sc.Wait()
}
