// leak_under_limit: a linked list that grows while GOMEMLIMIT holds RES: garbage makes room for what is live, until there is none.
package main

import (
	"goresscen/sc"
	"time"
)

type entry struct {
	next *entry
	data [240]byte
}

var newest *entry

func main() {
	sc.Init()
	sc.Churn(32<<20, 64<<10)
	sc.Loop(10*time.Millisecond, func(time.Duration) {
		for i := 0; i < 60; i++ {
			newest = &entry{next: newest}
		}
	})
}
