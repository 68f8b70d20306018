// leak_small_in_large: a slow leak of small nodes beside 90 MiB that are live.
package main

import (
	"goresscen/sc"
	"time"
)

type node struct {
	next *node
	b    [184]byte
}

var head *node

//go:noinline
func push() { head = &node{next: head} }
func main() {
	sc.Init()
	live := make([][]byte, 0)
	for i := 0; i < 3000; i++ {
		live = append(live, sc.Filled(30<<10))
	}
	sc.Churn(50<<20, 8000)
	sc.Loop(10*time.Millisecond, func(time.Duration) {
		for i := 0; i < 30; i++ {
			push()
		}
	})
	sc.Sink = live
}
