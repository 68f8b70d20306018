// leak_huge_objects: a snapshot of 7 MiB every second and a half, all kept.
package main

import (
	"goresscen/sc"
	"time"
)

var snaps [][]byte

//go:noinline
func snapshot() { snaps = append(snaps, sc.Filled(7<<20)) }
func main() {
	sc.Init()
	sc.Churn(30<<20, 40000)
	sc.Loop(1500*time.Millisecond, func(time.Duration) { snapshot() })
}
