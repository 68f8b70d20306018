// step_in_the_middle: an index is loaded in the middle of the watch, and stays.
package main

import (
	"goresscen/sc"
	"time"
)

func main() {
	sc.Init()
	live := sc.Filled(15 << 20)
	sc.Churn(35<<20, 3000)
	time.Sleep(16 * time.Second)
	idx := map[int]*[120]int64{}
	for i := 0; i < 30000; i++ {
		idx[i] = &[120]int64{1}
	}
	sc.Sink = idx
	sc.Wait()
	sc.Sink = live
}
