// defers_in_loop: defer in a loop that does not end.
package main

import (
	"goresscen/sc"
	"sync"
	"time"
)

//go:noinline
func serve(lock *sync.Mutex) {
	for {
		for i := 0; i < 80; i++ {
			lock.Lock()
			sc.Sink = i
			lock.Unlock()
			defer lock.TryLock()
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func main() {
	sc.Init()
	sc.Churn(6<<20, 4000)
	go serve(&sync.Mutex{})
	sc.Loop(time.Second, func(time.Duration) {})
}
