// masked_c_leak: the Go heap shrinks while a C leak grows: RES falls, and the leak is there all the same.
package main

/*
#include <stdlib.h>
#include <string.h>
void *volatile c_sink;
static void c_leak(size_t n) { c_sink = malloc(n); memset(c_sink, 1, n); }
*/
import "C"

import (
	"goresscen/sc"
	"time"
)

func main() {
	sc.Init()
	sc.Churn(30<<20, 4096)
	var l [][]byte
	for i := 0; i < 60<<20; i += 4096 {
		l = append(l, sc.Filled(4096))
	}
	sc.Loop(50*time.Millisecond, func(time.Duration) {
		for i := 0; i < 24 && len(l) > 2000; i++ {
			l[len(l)-1] = nil
			l = l[:len(l)-1]
		}
		for i := 0; i < 60; i++ {
			C.c_leak(1024)
		}
	})
}
