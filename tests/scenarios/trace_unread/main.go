// trace_unread: an execution trace whose writer waits for ever, as an upload that hangs does: the runtime's buffers pile up.
package main

import (
	"goresscen/sc"
	"runtime/trace"
	"time"
)

type upload struct{ left int }

func (u *upload) Write(p []byte) (int, error) {
	if u.left--; u.left < 0 {
		select {}
	}
	return len(p), nil
}

func main() {
	sc.Init()
	if err := trace.Start(&upload{left: 20}); err != nil {
		panic(err)
	}
	for i := 0; i < 4; i++ {
		go func() {
			for {
				done := make(chan int)
				go func() { done <- 1 }()
				<-done
				time.Sleep(100 * time.Microsecond)
			}
		}()
	}
	sc.Loop(time.Second, func(time.Duration) {})
}
