// Allocates and collects in rounds, and logs to stderr in between. Arguments: rounds, milliseconds between them.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"time"
)

var kept [][]byte

func main() {
	rounds, _ := strconv.Atoi(os.Args[1])
	pause, _ := strconv.Atoi(os.Args[2])
	fmt.Printf("pid %d %s\n", os.Getpid(), runtime.Version())
	for round := 0; round < rounds; round++ {
		kept = append(kept, make([]byte, 1<<20))
		runtime.GC()
		time.Sleep(time.Duration(pause) * time.Millisecond)
		fmt.Fprintf(os.Stderr, "app line %d\n", round)
	}
	fmt.Fprintln(os.Stderr, "app end")
	os.Exit(7)
}
