// buffers_reset: a bytes.Buffer for each session, grown once by a large message and kept by Reset.
package main

import (
	"bytes"
	"goresscen/sc"
	"time"
)

var (
	sessions = map[int]*bytes.Buffer{}
	message  = bytes.Repeat([]byte("x"), 20<<10)
)

//go:noinline
func receive(session int) {
	buffer := sessions[session]
	if buffer == nil {
		buffer = &bytes.Buffer{}
		sessions[session] = buffer
	}
	buffer.Write(message)
	buffer.Reset()
}

func main() {
	sc.Init()
	next := 0
	sc.Loop(20*time.Millisecond, func(time.Duration) {
		receive(next)
		next++
	})
}
