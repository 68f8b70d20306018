// c_threads: each request blocks an OS thread in C.
package main

/*
#include <unistd.h>
static void nap(void) { sleep(1000); }
*/
import "C"

import (
	"goresscen/sc"
	"time"
)

//go:noinline
func blockInC() { C.nap() }

func main() {
	sc.Init()
	sc.Churn(10<<20, 4096)
	n := 0
	sc.Loop(50*time.Millisecond, func(time.Duration) {
		for i := 0; i < 2 && n < 3000; i++ {
			go blockInC()
			n++
		}
	})
}
