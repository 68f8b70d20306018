// finalizer_cycle: two objects that point at each other, one of them with a finalizer.
package main

import (
	"goresscen/sc"
	"runtime"
	"time"
)

type file struct {
	buffer [2 << 10]byte
	owner  *session
}

type session struct{ file *file }

//go:noinline
func open() {
	s := &session{}
	s.file = &file{owner: s}
	for i := range s.file.buffer {
		s.file.buffer[i] = 1
	}
	runtime.SetFinalizer(s, func(*session) {})
}

func main() {
	sc.Init()
	sc.Loop(4*time.Millisecond, func(time.Duration) {
		for i := 0; i < 5; i++ {
			open()
		}
	})
}
