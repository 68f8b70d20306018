// Command attach-target holds a heap of a stated shape still, or works at a steady pace, for those who read it from outside.
//
//	attach-target [-goroutines N] [-spans N] [-buckets N] [-gib N] [-churn N]
//
// It prints "ready" and what runtime.ReadMemStats costs inside it, then ends with its standard input.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/pprof"
	"sort"
	"time"
)

var (
	spans   [][]byte
	large   [][]byte
	blocked = make(chan int)
	churned []byte
	ticked  []byte
)

func main() {
	goroutines := flag.Int("goroutines", 10, "goroutines that wait for ever")
	spanCount := flag.Int("spans", 0, "spans of one object of 8 KiB each, not touched")
	buckets := flag.Int("buckets", 0, "distinct stacks in the heap profile")
	gib := flag.Int("gib", 0, "GiB in large objects, not touched")
	churn := flag.Int("churn", 0, "goroutines that allocate without pause")
	flag.Parse()
	for i := 0; i < *goroutines; i++ {
		go wait()
	}
	for i := 0; i < *spanCount; i++ {
		spans = append(spans, make([]byte, 8192))
	}
	for i := 0; i < *gib*16; i++ {
		large = append(large, make([]byte, 64<<20))
	}
	if *buckets > 0 {
		old := runtime.MemProfileRate
		runtime.MemProfileRate = 1
		for i := 0; i < *buckets; i++ {
			spans = append(spans, left(i, 14))
		}
		runtime.MemProfileRate = old
		// The linker leaves profiles out of programs that never ask for one.
		pprof.Lookup("heap").WriteTo(io.Discard, 0)
	}
	runtime.GC()
	runtime.GC()
	for i := 0; i < *churn; i++ {
		go work()
	}
	go tick()
	fmt.Printf("ready: ReadMemStats takes %.1f us inside\n", cost())
	io.Copy(io.Discard, os.Stdin)
	runtime.KeepAlive(spans)
	runtime.KeepAlive(large)
}

func wait() { <-blocked }

// A little now and then, as a service does that hardly anybody asks.
func tick() {
	for range time.Tick(50 * time.Millisecond) {
		ticked = make([]byte, 100)
	}
}

func work() {
	for {
		for i := 0; i < 1000; i++ {
			churned = make([]byte, 100+i)
		}
	}
}

// The bits of the number choose who calls whom, so that each number has a stack of its own.
//
//go:noinline
func left(number, depth int) []byte {
	if depth == 0 {
		return make([]byte, 64)
	}
	if number&1 == 0 {
		return left(number>>1, depth-1)
	}
	return right(number>>1, depth-1)
}

//go:noinline
func right(number, depth int) []byte {
	if depth == 0 {
		return make([]byte, 64)
	}
	if number&1 == 0 {
		return left(number>>1, depth-1)
	}
	return right(number>>1, depth-1)
}

func cost() float64 {
	var stats runtime.MemStats
	times := make([]float64, 101)
	for i := range times {
		start := time.Now()
		runtime.ReadMemStats(&stats)
		times[i] = float64(time.Since(start).Nanoseconds()) / 1000
	}
	sort.Float64s(times)
	return times[len(times)/2]
}
