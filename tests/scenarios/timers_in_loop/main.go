// timers_in_loop: time.After of hours in a loop that seldom waits for it (before Go 1.23).
package main

import (
	"goresscen/sc"
	"time"
)

func main() {
	sc.Init()
	work := make(chan int, 1)
	sc.Churn(6<<20, 4000)
	sc.Loop(5*time.Millisecond, func(time.Duration) {
		for i := 0; i < 60; i++ {
			work <- i
			select {
			case <-work:
			case <-time.After(3 * time.Hour):
				return
			}
		}
	})
}
