// load_swings: what is live follows a load that comes and goes; nothing leaks.
package main

import (
	"goresscen/sc"
	"math"
	"time"
)

func main() {
	sc.Init()
	sc.Churn(60<<20, 4096)
	var l [][]byte
	sc.Loop(20*time.Millisecond, func(e time.Duration) {
		want := float64(45<<20) + float64(20<<20)*math.Sin(2*math.Pi*e.Seconds()/9)
		for float64(len(l)*4096) < want {
			l = append(l, sc.Filled(4096))
		}
		for float64(len(l)*4096) > want {
			l[len(l)-1] = nil
			l = l[:len(l)-1]
		}
	})
}
