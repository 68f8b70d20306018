// pool_grows: a pool of buffers that each became as large as the largest request.
package main

import (
	"bytes"
	"goresscen/sc"
	"time"
)

var pool []*bytes.Buffer

//go:noinline
func handle(i, size int) {
	b := pool[i%len(pool)]
	b.Reset()
	b.Write(sc.Filled(size))
}

func main() {
	sc.Init()
	sc.Churn(20<<20, 4096)
	for i := 0; i < 60; i++ {
		pool = append(pool, new(bytes.Buffer))
	}
	n := 0
	sc.Loop(50*time.Millisecond, func(e time.Duration) {
		size := 2000
		if n >= 200 && n < 280 {
			size = 700 << 10
		}
		handle(n, size)
		n++
	})
}
