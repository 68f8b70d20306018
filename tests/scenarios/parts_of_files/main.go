// parts_of_files: a few bytes kept of each file that is read whole.
package main

import (
	"bytes"
	"goresscen/sc"
	"io"
	"time"
)

var (
	file   = bytes.Repeat([]byte("x"), 30<<10)
	titles [][]byte
)

//go:noinline
func index() {
	all, _ := io.ReadAll(bytes.NewReader(file))
	titles = append(titles, all[:16])
}

func main() {
	sc.Init()
	sc.Loop(20*time.Millisecond, func(time.Duration) { index() })
}
