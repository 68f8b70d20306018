// tables_sparse: one page in each 2 MiB of a large mapping: page tables as large as what they map.
package main

import (
	"goresscen/sc"
	"syscall"
	"time"
)

func main() {
	sc.Init()
	sc.Churn(10<<20, 4096)
	b, err := syscall.Mmap(-1, 0, 16<<30, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE|syscall.MAP_NORESERVE)
	if err != nil {
		panic(err)
	}
	syscall.Madvise(b, 15) // MADV_NOHUGEPAGE
	at := 0
	sc.Loop(20*time.Millisecond, func(time.Duration) {
		for i := 0; i < 5 && at < len(b); i++ {
			b[at] = 1
			at += 2 << 20
		}
	})
}
