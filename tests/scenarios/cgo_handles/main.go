// cgo_handles: a cgo.Handle for each call, never deleted.
package main

import "C"

import (
	"goresscen/sc"
	"runtime/cgo"
	"time"
)

type request struct{ number int }

func main() {
	sc.Init()
	sc.Churn(6<<20, 4000)
	sc.Loop(5*time.Millisecond, func(time.Duration) {
		for i := 0; i < 60; i++ {
			cgo.NewHandle(&request{i})
		}
	})
}
