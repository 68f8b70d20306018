// ballast: a large array that is never touched raises the goal: garbage may fill the room up to it.
package main

import "goresscen/sc"

func main() {
	sc.Init()
	ballast := make([]byte, 200<<20)
	live := sc.Filled(10 << 20)
	sc.Churn(6<<20, 4096)
	sc.Wait()
	sc.Sink = live
	sc.Sink = ballast
}
