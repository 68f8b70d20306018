//go:build bare

// A program in which nothing asks for a profile, so that the linker leaves profiling out. It allocates, and waits for the end of its
// standard input.
package main

import "os"

var retained [][]byte

func main() {
	for i := 0; i < 256; i++ {
		retained = append(retained, make([]byte, 64<<10))
	}
	os.Stdout.WriteString("ready\n.\n")
	var line [64]byte
	for {
		if n, _ := os.Stdin.Read(line[:]); n == 0 {
			return
		}
	}
}
