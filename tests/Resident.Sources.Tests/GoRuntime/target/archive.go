//go:build archive
// +build archive

package main

import "C"

import "runtime"

var nothing = make(chan int)

//export Begin
func Begin(count C.int) {
	for i := 0; i < int(count); i++ {
		go wait()
	}
	runtime.GC()
}

func wait() {
	<-nothing
}

func main() {}
