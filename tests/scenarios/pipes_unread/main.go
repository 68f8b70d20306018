// pipes_unread: io.Pipe whose reader stops before the end.
package main

import (
	"goresscen/sc"
	"io"
	"time"
)

//go:noinline
func export() {
	reader, writer := io.Pipe()
	go func() {
		buffer := make([]byte, 8<<10)
		for i := 0; i < 10; i++ {
			writer.Write(buffer)
		}
		writer.Close()
	}()
	reader.Read(make([]byte, 100))
}

func main() {
	sc.Init()
	sc.Loop(4*time.Millisecond, func(time.Duration) { export() })
}
