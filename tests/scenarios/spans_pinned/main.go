// spans_pinned: one record of 25 stays, the others of its span are free.
package main

import (
	"goresscen/sc"
	"time"
)

type rec struct{ b [900]byte }

var pinned []*rec

func main() {
	sc.Init()

	var all []*rec
	sc.Loop(20*time.Millisecond, func(time.Duration) {
		if sc.Elapsed().Seconds() < 14 {
			for i := 0; i < 500; i++ {
				r := &rec{}
				r.b[5] = 1
				all = append(all, r)
			}
		} else if all != nil {
			for i := 0; i < len(all); i += 25 {
				pinned = append(pinned, all[i])
			}
			all = nil
		} else {
			for i := 0; i < 60; i++ {
				sc.BSink = sc.Filled(30000)
			}
		}
	})
}
