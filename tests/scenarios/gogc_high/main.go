// gogc_high: GOGC=900: garbage may be nine times what is live.
package main

import "goresscen/sc"

func main() {
	sc.Init()
	var l [][]byte
	for i := 0; i < 20<<20; i += 4096 {
		l = append(l, sc.Filled(4096))
	}
	sc.Churn(5<<20, 4096)
	sc.Wait()
	sc.Sink = l
}
