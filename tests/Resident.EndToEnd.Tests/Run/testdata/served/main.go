// Keeps a page more of everything each millisecond, and serves its own profiles at the address that it prints.
package main

import (
	"fmt"
	"net"
	"net/http"
	_ "net/http/pprof"
	"time"
)

var kept [][]byte

//go:noinline
func retain() {
	page := make([]byte, 4096)
	for i := range page {
		page[i] = byte(i)
	}
	kept = append(kept, page)
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	go http.Serve(listener, nil)
	for {
		retain()
		time.Sleep(time.Millisecond)
	}
}
