// Leaks as many KiB a second as its second argument says, and serves what promhttp's handler does of a Go process at its first argument:
// the figures of runtime.MemStats and of /proc/self, in Prometheus' text format. Standard library only.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
)

var kept [][]byte

var sink []byte

//go:noinline
func retain(bytes int) {
	page := make([]byte, bytes)
	for i := range page {
		page[i] = byte(i)
	}
	kept = append(kept, page)
}

func main() {
	rate, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	listener, err := net.Listen("tcp", os.Args[1])
	if err != nil {
		panic(err)
	}
	http.HandleFunc("/metrics", metrics)
	go http.Serve(listener, nil)
	fmt.Printf("http://%s\n", listener.Addr())
	for {
		for i := 0; i < 4; i++ {
			retain(rate * 1024 / 400)
		}
		for i := 0; i < 64; i++ {
			sink = make([]byte, 4096)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func metrics(w http.ResponseWriter, _ *http.Request) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	var gc debug.GCStats
	debug.ReadGCStats(&gc)
	gauge := func(name string, value float64) { fmt.Fprintf(w, "# TYPE %s gauge\n%s %v\n", name, name, value) }
	gauge("go_goroutines", float64(runtime.NumGoroutine()))
	fmt.Fprintf(w, "# TYPE go_info gauge\ngo_info{version=%q} 1\n", runtime.Version())
	gauge("go_memstats_alloc_bytes", float64(m.Alloc))
	gauge("go_memstats_heap_alloc_bytes", float64(m.HeapAlloc))
	gauge("go_memstats_heap_sys_bytes", float64(m.HeapSys))
	gauge("go_memstats_heap_idle_bytes", float64(m.HeapIdle))
	gauge("go_memstats_heap_inuse_bytes", float64(m.HeapInuse))
	gauge("go_memstats_heap_released_bytes", float64(m.HeapReleased))
	gauge("go_memstats_stack_inuse_bytes", float64(m.StackInuse))
	gauge("go_memstats_stack_sys_bytes", float64(m.StackSys))
	gauge("go_memstats_sys_bytes", float64(m.Sys))
	gauge("go_memstats_next_gc_bytes", float64(m.NextGC))
	gauge("go_memstats_gc_sys_bytes", float64(m.GCSys))
	fmt.Fprintf(w, "# TYPE go_memstats_alloc_bytes_total counter\ngo_memstats_alloc_bytes_total %d\n", m.TotalAlloc)
	fmt.Fprintf(w, "# TYPE go_memstats_mallocs_total counter\ngo_memstats_mallocs_total %d\n", m.Mallocs)
	fmt.Fprintf(w, "# TYPE go_gc_duration_seconds summary\ngo_gc_duration_seconds{quantile=\"1\"} 0\n")
	fmt.Fprintf(w, "go_gc_duration_seconds_sum %v\ngo_gc_duration_seconds_count %d\n", gc.PauseTotal.Seconds(), gc.NumGC)
	gauge("process_resident_memory_bytes", resident())
	gauge("process_start_time_seconds", started())
}

func resident() float64 {
	statm, _ := os.ReadFile("/proc/self/statm")
	pages, _ := strconv.ParseFloat(strings.Fields(string(statm))[1], 64)
	return pages * float64(os.Getpagesize())
}

// As procfs of client_golang computes it: the boot time in whole seconds, and the ticks since then.
func started() float64 {
	stat, _ := os.ReadFile("/proc/self/stat")
	after := string(stat)[strings.LastIndexByte(string(stat), ')')+2:]
	ticks, _ := strconv.ParseFloat(strings.Fields(after)[19], 64)
	system, _ := os.ReadFile("/proc/stat")
	for _, line := range strings.Split(string(system), "\n") {
		if strings.HasPrefix(line, "btime ") {
			boot, _ := strconv.ParseFloat(strings.Fields(line)[1], 64)
			return boot + ticks/100
		}
	}
	return 0
}
