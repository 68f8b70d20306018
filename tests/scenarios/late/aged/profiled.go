//go:build !nopprof

package main

// Links runtime.MemProfile: without it the linker turns the heap profile off.
import _ "net/http/pprof"
