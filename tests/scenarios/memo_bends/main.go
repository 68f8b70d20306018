// memo_bends: a memo of a bounded number of keys fills ever more slowly.
package main

import (
	"goresscen/sc"
	"math/rand"
	"time"
)

var memo = map[int][]byte{}

//go:noinline
func get(k int) []byte {
	v := memo[k]
	if v == nil {
		v = sc.Filled(1800)
		memo[k] = v
	}
	return v
}

func main() {
	sc.Init()

	r := rand.New(rand.NewSource(7))
	sc.Churn(20<<20, 4096)
	sc.Loop(10*time.Millisecond, func(time.Duration) {
		for i := 0; i < 60; i++ {
			get(r.Intn(36000))
		}
	})
}
