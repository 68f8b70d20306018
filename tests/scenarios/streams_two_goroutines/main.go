// streams_two_goroutines: streams with two goroutines and two channels each that are never closed.
package main

import (
	"goresscen/sc"
	"time"
)

type stream struct {
	in, out chan []byte
	done    chan struct{}
	buf     []byte
}

func (s *stream) recvLoop() {
	for {
		select {
		case m := <-s.in:
			sc.BSink = m
		case <-s.done:
			return
		}
	}
}

func (s *stream) sendLoop() {
	w := make([]byte, 4096)
	for {
		select {
		case m := <-s.out:
			copy(w, m)
		case <-s.done:
			return
		}
	}
}

func open() {
	s := &stream{make(chan []byte, 64), make(chan []byte, 64), make(chan struct{}), sc.Filled(16 << 10)}
	go s.recvLoop()
	go s.sendLoop()
	s.in <- s.buf
}

func main() {
	sc.Init()
	live := sc.Filled(20 << 20)
	sc.Churn(20<<20, 2500)
	sc.Loop(40*time.Millisecond, func(time.Duration) { open() })
	sc.Sink = live
}
