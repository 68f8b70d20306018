// ballast_beside_live: a ballast that nobody touches, and a little that is live since the start.
package main

import (
	"goresscen/sc"
)

func main() {
	sc.Init()

	ballast := make([]byte, 300<<20)
	live := sc.Filled(12 << 20)
	sc.Churn(25<<20, 4096)
	sc.Wait()
	sc.Sink = ballast
	sc.Sink = live
}
