// contexts_never_cancelled: a context with a timeout of hours for each request, never cancelled.
package main

import (
	"context"
	"goresscen/sc"
	"time"
)

//go:noinline
func serve(root context.Context) {
	ctx, _ := context.WithTimeout(root, 3*time.Hour)
	sc.Sink = context.WithValue(ctx, "id", sc.Filled(512))
}

func main() {
	sc.Init()

	root, cancel := context.WithCancel(context.Background())
	defer cancel()
	sc.Churn(15<<20, 4000)
	sc.Loop(10*time.Millisecond, func(time.Duration) {
		for i := 0; i < 12; i++ {
			serve(root)
		}
	})
}
