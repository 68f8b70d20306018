// thp_bloat: freed (scavenged) heap pages come back as huge pages; simulated with MADV_HUGEPAGE + MADV_COLLAPSE.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"goresscen/sc"
	"os"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

const (
	madvHuge     = 14
	madvCollapse = 25 // Linux 6.1+
)

var keep [][]byte

// Go 1.26 and later place the heap at random: what holds a kept chunk is the heap.
func holdsHeap(lo, hi uintptr) bool {
	for _, k := range keep {
		if p := uintptr(unsafe.Pointer(&k[0])); lo <= p && p < hi {
			return true
		}
	}
	return false
}

func arenas() (r [][2]uintptr) {
	f, _ := os.Open("/proc/self/maps")
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		var lo, hi uintptr
		if n, _ := fmt.Sscanf(s.Text(), "%x-%x rw-p", &lo, &hi); n == 2 && strings.Contains(s.Text(), "rw-p") && holdsHeap(lo, hi) {
			r = append(r, [2]uintptr{lo, hi})
		}
	}
	return
}

func main() {
	mb := flag.Int("mb", 160, "MiB allocated, 15/16 freed and scavenged")
	per := flag.Duration("per", 250*time.Millisecond, "one 2 MiB collapse per this time")
	churn := flag.Int("churn", 1<<20, "garbage bytes per second")
	sc.Init()
	const chunk = 64 << 10
	var all [][]byte
	for i := 0; i < *mb<<20/chunk; i++ {
		all = append(all, sc.Filled(chunk))
	}
	for i := 0; i < len(all); i += 16 {
		keep = append(keep, all[i])
	}
	all = nil
	debug.FreeOSMemory()
	sc.Churn(*churn, 4096)
	as := arenas()
	const huge = 2 << 20
	var next uintptr
	sc.Loop(*per, func(time.Duration) {
		for _, a := range as {
			p := (a[0] + huge - 1) &^ (huge - 1)
			if next > p {
				p = next
			}
			if p+huge <= a[1] {
				syscall.Syscall(syscall.SYS_MADVISE, p, huge, madvHuge)
				_, _, e := syscall.Syscall(syscall.SYS_MADVISE, p, huge, madvCollapse)
				if e != 0 {
					fmt.Println("collapse", e)
				}
				next = p + huge
				return
			}
		}
	})
}
