// rules_reloaded: a large set of rules is loaded once into a program that does little else.
package main

import (
	"goresscen/sc"
	"time"
)

var rules [][]byte

func main() {
	sc.Init()

	for i := 0; i < 12<<10; i++ {
		rules = append(rules, sc.Filled(1<<10))
	}
	sc.Churn(1<<20, 2048)
	time.Sleep(14 * time.Second)
	for i := 0; i < 60<<10; i++ {
		rules = append(rules, sc.Filled(1<<10))
		if i%1000 == 0 {
			time.Sleep(20 * time.Millisecond)
		}
	}
	sc.Wait()
}
