// maps_sharded_fill: 64 maps that only grow: their tables double at different times, under much garbage.
package main

import (
	"goresscen/sc"
	"math/rand"
	"time"
)

var store = make([]map[uint64][]byte, 64)

//go:noinline
func set(h uint64) {
	s := h % 64
	if store[s] == nil {
		store[s] = make(map[uint64][]byte)
	}
	store[s][h] = sc.Filled(700)
}

func main() {
	sc.Init()
	r := rand.New(rand.NewSource(7))
	sc.Churn(70<<20, 16000)
	sc.Loop(10*time.Millisecond, func(time.Duration) {
		for i := 0; i < 25; i++ {
			set(r.Uint64())
		}
	})
}
