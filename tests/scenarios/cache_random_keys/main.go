// cache_random_keys: a cache of keys that come at random: it fills ever more slowly, under a load.
package main

import (
	"goresscen/sc"
	"math/rand"
	"time"
)

func main() {
	sc.Init()

	c := map[int][]byte{}
	r := rand.New(rand.NewSource(4))
	sc.Churn(30<<20, 2000)
	sc.Loop(10*time.Millisecond, func(time.Duration) {
		for i := 0; i < 35; i++ {
			id := r.Intn(20000)
			if _, ok := c[id]; !ok {
				c[id] = sc.Filled(2400)
			}
		}
	})
}
