// goroutines_few_fat: few goroutines that wait for ever, each holds nearly a mebibyte.
package main

import (
	"goresscen/sc"
	"time"
)

func upload(c chan int) { part := sc.Filled(900 << 10); <-c; sc.Sink = part }
func main() {
	sc.Init()

	c := make(chan int)
	sc.Churn(20<<20, 5000)
	sc.Loop(500*time.Millisecond, func(time.Duration) { go upload(c) })
}
