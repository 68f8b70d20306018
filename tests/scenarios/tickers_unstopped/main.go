// tickers_unstopped: a ticker for each session, never stopped (before Go 1.23).
package main

import (
	"goresscen/sc"
	"time"
)

//go:noinline
func session() {
	ticker := time.NewTicker(time.Hour)
	select {
	case <-ticker.C:
	default:
	}
}

func main() {
	sc.Init()
	sc.Churn(6<<20, 4000)
	sc.Loop(5*time.Millisecond, func(time.Duration) {
		for i := 0; i < 60; i++ {
			session()
		}
	})
}
