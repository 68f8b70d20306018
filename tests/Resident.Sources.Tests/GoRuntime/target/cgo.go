//go:build withcgo
// +build withcgo

package main

// #include <stdlib.h>
import "C"

func init() {
	C.free(C.malloc(1 << 20))
}
