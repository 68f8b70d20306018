// Has something to tell in each kind of profile, says so, and then waits for the end of stdin.
package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/pprof"
	"sync"
	"time"
)

var kept [][]byte

//go:noinline
func keepMemory() {
	for i := 0; i < 64; i++ {
		kept = append(kept, make([]byte, 1<<20))
	}
}

//go:noinline
func parkForever(forever chan int) {
	<-forever
}

//go:noinline
func waitForAnswer(answers chan int) {
	<-answers
}

//go:noinline
func holdLock(lock *sync.Mutex) {
	lock.Lock()
	time.Sleep(20 * time.Millisecond)
	lock.Unlock()
}

func main() {
	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(1)
	keepMemory()
	forever, answers := make(chan int), make(chan int)
	for i := 0; i < 10; i++ {
		go parkForever(forever)
	}
	go func() {
		time.Sleep(20 * time.Millisecond)
		answers <- 1
	}()
	waitForAnswer(answers)

	var lock sync.Mutex
	for pprof.Lookup("mutex").Count() == 0 {
		var all sync.WaitGroup
		for i := 0; i < 4; i++ {
			all.Add(1)
			go func() {
				defer all.Done()
				holdLock(&lock)
			}()
		}
		all.Wait()
	}
	for i := 0; i < 3; i++ {
		runtime.GC() // what was allocated is published two cycles later
	}
	fmt.Println("ready", pprof.Lookup("heap").Count())
	_, _ = io.Copy(io.Discard, os.Stdin)
}
