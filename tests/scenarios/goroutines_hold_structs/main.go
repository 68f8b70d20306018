// goroutines_hold_structs: a goroutine every 200 ms that waits for ever, what it holds was allocated by its creator.
package main

import (
	"goresscen/sc"
	"time"
)

type watcher struct {
	ch  chan struct{}
	buf []byte
}

func (w *watcher) loop() { <-w.ch; sc.BSink = w.buf }
func main() {
	sc.Init()
	live := make([][]byte, 0)
	for i := 0; i < 1500; i++ {
		live = append(live, sc.Filled(20<<10))
	}
	sc.Churn(20<<20, 4000)
	sc.Loop(200*time.Millisecond, func(time.Duration) { w := &watcher{make(chan struct{}), sc.Filled(90 << 10)}; go w.loop() })
	sc.Sink = live
}
