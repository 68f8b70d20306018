// Command example has a spike and is idle afterwards, or leaks: what `resident free` is tried on.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	_ "giveback"
)

const megabyte = 1 << 20

var kept [][]byte

func touch(bytes int) []byte {
	block := make([]byte, bytes)
	for i := 0; i < len(block); i += 4096 {
		block[i] = 1
	}
	return block
}

//go:noinline
func spike(megabytes int) {
	blocks := make([][]byte, 0, megabytes)
	for i := 0; i < megabytes; i++ {
		blocks = append(blocks, touch(megabyte))
	}
	runtime.KeepAlive(blocks)
}

func main() {
	megabytes := flag.Int("spike", 0, "MB that are allocated and dropped at the start")
	keep := flag.Int("keep", 8, "MB that stay")
	leak := flag.Int("leak", 0, "KB a tenth of a second that nobody frees")
	returns := flag.Bool("return", false, "return the spike's memory, as FreeOSMemory does")
	listen := flag.String("listen", "127.0.0.1:0", "where the endpoint is served")
	flag.Parse()
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	go func() { _ = http.Serve(listener, nil) }()
	kept = append(kept, touch(*keep*megabyte))
	runtime.GC()
	spike(*megabytes)
	if *returns {
		debug.FreeOSMemory()
	}
	if *leak > 0 {
		go func() {
			for range time.Tick(100 * time.Millisecond) {
				kept = append(kept, touch(*leak*1024))
				_ = touch(*leak * 1024)
			}
		}()
	}
	fmt.Printf("http://%s\n", listener.Addr())

	// It lives as long as whoever started it: until standard input ends. Each line is answered.
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		fmt.Printf("%d limit %d\n", len(kept), debug.SetMemoryLimit(-1))
	}
}
