// bursts_same_size: bursts of garbage of one size, with quiet between them.
package main

import (
	"goresscen/sc"
	"time"
)

func main() {
	sc.Init()
	live := sc.Filled(20 << 20)
	for {
		s := 0
		for i := 0; i < 900; i++ {
			b := sc.Filled(60 << 10)
			s += len(b)
			sc.BSink = b
			if i%30 == 0 {
				time.Sleep(5 * time.Millisecond)
			}
		}
		time.Sleep(6 * time.Second)
		sc.Sink = live
	}
}
