// map_starved: a map that was emptied keeps its tables, beside hardly any load.
package main

import (
	"goresscen/sc"
	"time"
)

var seen = map[int64][8]int64{}

func main() {
	sc.Init()

	sc.Churn(3<<20, 4096)
	n := int64(0)
	sc.Loop(20*time.Millisecond, func(e time.Duration) {
		if e < 9*time.Second {
			for i := 0; i < 2000; i++ {
				seen[n] = [8]int64{n}
				n++
			}
			return
		}
		for k := range seen {
			if len(seen) < 500 {
				break
			}
			delete(seen, k)
		}
	})
}
