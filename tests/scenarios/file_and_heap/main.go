// file_and_heap: a mapped data file grows and is read, and a map is only added to: two causes at once.
package main

import (
	"goresscen/sc"
	"os"
	"syscall"
	"time"
)

var index = map[int][]byte{}

//go:noinline
func addEntry(i int) { index[i] = sc.Filled(1024) }

func main() {
	sc.Init()
	sc.Churn(20<<20, 4096)
	f, err := os.CreateTemp("", "file_and_heap")
	if err != nil {
		panic(err)
	}
	os.Remove(f.Name())
	const most = 256 << 20
	if err := f.Truncate(most); err != nil {
		panic(err)
	}
	data, err := syscall.Mmap(int(f.Fd()), 0, most, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		panic(err)
	}
	block := sc.Filled(64 << 10)
	at, sum, i := int64(0), byte(0), 0
	sc.Loop(20*time.Millisecond, func(e time.Duration) {
		for ; at < int64(e.Seconds()*900*1024) && at+int64(len(block)) < most; at += int64(len(block)) {
			f.WriteAt(block, at)
			for j := int64(0); j < int64(len(block)); j += 4096 {
				sum += data[at+j]
			}
		}
		for ; i < int(e.Seconds()*500); i++ {
			addEntry(i)
		}
	})
	_ = sum
}
