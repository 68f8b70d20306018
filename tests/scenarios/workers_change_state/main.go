// workers_change_state: workers of a pool that take one deep job each and wait for something else since: none became more, their stacks did.
package main

import (
	"goresscen/sc"
	"time"
)

func deep(n int) int {
	var pad [256]byte
	pad[n%256] = byte(n)
	if n == 0 {
		return int(pad[0])
	}
	return deep(n-1) + int(pad[n%256])
}

func main() {
	sc.Init()
	jobs := make(chan int)
	for i := 0; i < 400; i++ {
		go func() {
			for n := range jobs {
				deep(n)
				time.Sleep(time.Hour)
			}
		}()
	}
	time.Sleep(3 * time.Second)
	for i := 0; i < 400; i++ {
		jobs <- 700
		time.Sleep(30 * time.Millisecond)
	}
	select {}
}
