// cache_saturates: a cache whose hit rate rises: it fills ever more slowly towards its size.
package main

import (
	"goresscen/sc"
	"math"
	"time"
)

func main() {
	sc.Init()
	sc.Churn(40<<20, 4096)
	var l [][]byte
	sc.Loop(20*time.Millisecond, func(e time.Duration) {
		want := float64(70<<20) * (1 - math.Exp(-e.Seconds()/9))
		for float64(len(l)*4096) < want {
			l = append(l, sc.Filled(4096))
		}
	})
}
