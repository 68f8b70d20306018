// cache_fills: a cache of small entries fills at a steady pace, reaches its size in the middle of the run, and stays.
package main

import (
	"goresscen/sc"
	"time"
)

func main() {
	sc.Init()
	sc.Churn(25<<20, 4096)
	cache := map[int][]byte{}
	sc.Loop(20*time.Millisecond, func(e time.Duration) {
		for len(cache) < 40000 && float64(len(cache)) < 40000*e.Seconds()/16 {
			cache[len(cache)] = sc.Filled(1500)
		}
	})
}
