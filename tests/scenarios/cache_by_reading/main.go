// cache_by_reading: a file that is not cached is read from its beginning: the container's page cache grows, RES does not.
package main

import (
	"goresscen/sc"
	"io"
	"os"
	"syscall"
	"time"
)

const fadvDontneed = 4

func main() {
	sc.Init()
	f, err := os.CreateTemp(".", "goresscen")
	if err != nil {
		panic(err)
	}
	os.Remove(f.Name())
	block := sc.Filled(1 << 20)
	for i := 0; i < 300; i++ {
		if _, err := f.Write(block); err != nil {
			panic(err)
		}
	}
	f.Sync()
	syscall.Syscall6(syscall.SYS_FADVISE64, f.Fd(), 0, 0, fadvDontneed, 0, 0)
	f.Seek(0, io.SeekStart)
	part := make([]byte, 64<<10)
	sc.Loop(10*time.Millisecond, func(time.Duration) {
		for i := 0; i < 2; i++ {
			if n, _ := f.Read(part); n == 0 {
				f.Seek(0, io.SeekStart)
			}
		}
	})
}
