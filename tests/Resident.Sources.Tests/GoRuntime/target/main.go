//go:build !bare && !archive

// A program that the tests read from outside. It tells its own figures on demand: one command a line on its standard input,
// one answer on its standard output that ends with a line ".". Answers are written without allocating, so that asking changes
// nothing that is compared.
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

var (
	retained [][]byte
	lists    []*node
	tables   []*table
	churned  []byte
	blocked  = make(chan int)
	mutex    sync.Mutex
	answer   [1 << 20]byte
	stats    runtime.MemStats
	records  [65536]runtime.MemProfileRecord
)

// So large that Go 1.22 and 1.23 unpack where its pointers are when one is made, and keep that apart from the heap.
type table struct {
	count int
	slots [20000]struct {
		place *int
		value int
	}
}

type node struct {
	next *node
	pad  [40]byte
}

type pair[K comparable, V any] struct {
	key   K
	value V
}

//go:noinline
func makePair[K comparable, V any](key K, value V) *pair[K, V] {
	p := &pair[K, V]{key, value}
	pairs = append(pairs, p)
	return p
}

var pairs []any

func main() {
	if threads := atoi(os.Getenv("MAX_THREADS"), 0); threads > 0 {
		debug.SetMaxThreads(threads)
	}
	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(atoi(os.Getenv("FRACTION"), 1))
	fill(atoi(os.Getenv("FILL_MIB"), 8))
	touchSome(atoi(os.Getenv("SPARSE_MIB"), 0))
	for i := atoi(os.Getenv("LEAK"), 20); i > 0; i-- {
		go leakOne(i)
		if i%4 == 0 {
			go leakTwo()
		}
	}
	for i := atoi(os.Getenv("CHURN"), 0); i > 0; i-- {
		go churn()
	}
	if work := atoi(os.Getenv("STEADY"), 0); work > 0 {
		go allocateSteadily(work)
	}
	if os.Getenv("VARIETY") != "" {
		variety()
	}
	if depth := atoi(os.Getenv("DEPTH"), 0); depth > 0 {
		go recurse(depth)
	}
	makePair("a", 1)
	makePair(2, []byte("b"))
	contend()
	time.Sleep(20 * time.Millisecond)
	for i := atoi(os.Getenv("CYCLES"), 3); i > 0; i-- {
		runtime.GC()
	}
	serve()
}

func init() {
	if rate := atoi(os.Getenv("RATE"), -1); rate >= 0 {
		runtime.MemProfileRate = rate
	}
}

func atoi(text string, otherwise int) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return otherwise
}

func fill(mib int) {
	tables = append(tables, &table{})
	for i := 0; i < mib*8; i++ {
		retained = append(retained, make([]byte, 64<<10))
	}
	for i := 0; i < mib*2000; i++ {
		lists = append(lists, grow(i))
	}
	// Every second one goes, so that spans are sparse and a part of the heap becomes idle.
	for i := range lists {
		if i%2 == 1 {
			lists[i] = nil
		}
	}
	for i := range retained {
		if i%4 == 1 {
			retained[i] = nil
		}
	}
}

func grow(i int) *node {
	return &node{next: nil}
}

func leakOne(i int) {
	<-blocked
}

func leakTwo() {
	func() {
		select {
		case <-blocked:
		case <-time.After(100 * time.Hour):
		}
	}()
}

func churn() {
	for {
		for i := 0; i < 2000; i++ {
			churned = make([]byte, 100+i)
			lists[i%len(lists)] = grow(i)
		}
		time.Sleep(time.Millisecond)
	}
}

// Allocates without pause, and works in between.
func allocateSteadily(work int) {
	for i := 0; ; i++ {
		churned = make([]byte, 100+i%2000)
		lists[i%len(lists)] = grow(i)
		for step := 0; step < work; step++ {
			churned[step%len(churned)]++
		}
	}
}

type waiter interface{ wait() }

type inner struct{ condition *sync.Cond }

func (w *inner) wait() {
	w.condition.L.Lock()
	defer w.condition.L.Unlock()
	w.condition.Wait()
}

// Its method wait is a wrapper that the compiler makes.
type outer struct{ *inner }

//go:noinline
func waitDeep(w waiter, depth int) int {
	var room [300]byte
	room[depth%300] = byte(depth)
	if depth > 0 {
		return waitDeep(w, depth-1) + int(room[depth%300])
	}
	w.wait()
	return 0
}

//go:noinline
func recurse(depth int) int {
	if depth == 0 {
		return <-blocked
	}
	return recurse(depth-1) + 1
}

// A finalizer that never ends: it stands on the stack of the runtime's own goroutine.
//
//go:noinline
func finalizeForever() {
	runtime.SetFinalizer(&node{}, func(*node) { <-blocked })
}

func receive[T any](from chan T) T {
	return <-from
}

// Goroutines that stand in all the ways there are.
func variety() {
	finalizeForever()
	var labels []string
	for k := 0; k < 70; k++ {
		labels = append(labels, "label"+strconv.Itoa(k), strings.Repeat("x", 50*k))
	}
	go pprof.Do(context.Background(), pprof.Labels(labels...), func(context.Context) {
		<-blocked
	})
	reader, _, _ := os.Pipe()
	for i := 0; i < 3; i++ {
		go waitDeep(outer{&inner{sync.NewCond(&sync.Mutex{})}}, 20)
		go receive(blocked)
		go receive(make(chan *node))
		go func() {
			var b [1]byte
			reader.Read(b[:])
		}()
		go func() {
			defer func() { recover() }()
			func() { waitDeep(&inner{sync.NewCond(&sync.Mutex{})}, 1) }()
		}()
		go time.Sleep(100 * time.Hour)
		go pprof.Do(context.Background(), pprof.Labels("tenant", "t"+strconv.Itoa(i%2), "kind", "k"), func(context.Context) {
			<-blocked
		})
		// More than fit into one bucket of a map.
		var many []string
		for k := 0; k < 20; k++ {
			many = append(many, "k"+strconv.Itoa(k), "v"+strconv.Itoa(k))
		}
		go pprof.Do(context.Background(), pprof.Labels(many...), func(context.Context) {
			<-blocked
		})
		var group sync.WaitGroup
		group.Add(1)
		go group.Wait()
		var locked sync.Mutex
		locked.Lock()
		go locked.Lock()
	}
}

func contend() {
	var group sync.WaitGroup
	for i := 0; i < 4; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for n := 0; n < 5; n++ {
				mutex.Lock()
				time.Sleep(time.Millisecond)
				mutex.Unlock()
			}
		}()
	}
	group.Wait()
}

// Without pointers, so that nothing but a span's own count tells of them.
var (
	kept      [64][]byte
	allocated int
)

var sparse []byte

// Memory of which a third is in RAM, page by page.
func touchSome(mib int) {
	sparse = make([]byte, mib<<20)
	for i := 0; i+8192 < len(sparse); i += 3 * 4096 {
		sparse[i] = 1
		// Only read: the kernel shows its page of zeros.
		sparse[i] += sparse[i+4096]
	}
}

func serve() {
	reader := bufio.NewReaderSize(os.Stdin, 4096)
	os.Stdout.WriteString("ready\n.\n")
	for {
		line, err := reader.ReadSlice('\n')
		if err != nil {
			return
		}
		command := line[:len(line)-1]
		switch {
		case string(command) == "stats":
			tellStats()
		case string(command) == "gc":
			runtime.GC()
		case string(command) == "free":
			debug.FreeOSMemory()
		case string(command) == "allocate":
			kept[allocated%len(kept)] = make([]byte, 48)
			allocated++
		case string(command) == "unsampled":
			runtime.MemProfileRate = 0
		case string(command) == "heap":
			tellRecords()
		case string(command) == "goroutines":
			pprof.Lookup("goroutine").WriteTo(os.Stdout, 2)
		case string(command) == "heap.pb":
			pprof.Lookup("heap").WriteTo(os.Stdout, 0)
			return
		case strings.HasPrefix(string(command), "exec "):
			path := strings.TrimPrefix(string(command), "exec ")
			syscall.Exec(path, []string{path, "60"}, os.Environ())
		case strings.HasPrefix(string(command), "write "):
			fields := strings.Fields(string(command))
			go writeProfile(fields[1], fields[2])
		case strings.HasPrefix(string(command), "profile "):
			pprof.Lookup(strings.TrimPrefix(string(command), "profile ")).WriteTo(os.Stdout, 1)
		case string(command) == "exit":
			return
		default:
			fmt.Println("unknown command")
		}
		os.Stdout.Write(end)
	}
}

// Writes a profile as the endpoint would serve it, while the program waits for its next command.
func writeProfile(name, path string) {
	time.Sleep(100 * time.Millisecond)
	file, err := os.Create(path + ".part")
	if err == nil {
		err = pprof.Lookup(name).WriteTo(file, 0)
		file.Close()
	}
	if err == nil {
		os.Rename(path+".part", path)
	}
}

var end = []byte("\n.\n")

func tellStats() {
	runtime.ReadMemStats(&stats)
	b := answer[:0]
	b = tell(b, "HeapAlloc", stats.HeapAlloc)
	b = tell(b, "HeapSys", stats.HeapSys)
	b = tell(b, "HeapIdle", stats.HeapIdle)
	b = tell(b, "HeapInuse", stats.HeapInuse)
	b = tell(b, "HeapReleased", stats.HeapReleased)
	b = tell(b, "HeapObjects", stats.HeapObjects)
	b = tell(b, "StackInuse", stats.StackInuse)
	b = tell(b, "StackSys", stats.StackSys)
	b = tell(b, "MSpanInuse", stats.MSpanInuse)
	b = tell(b, "MSpanSys", stats.MSpanSys)
	b = tell(b, "MCacheInuse", stats.MCacheInuse)
	b = tell(b, "MCacheSys", stats.MCacheSys)
	b = tell(b, "BuckHashSys", stats.BuckHashSys)
	b = tell(b, "GCSys", stats.GCSys)
	b = tell(b, "OtherSys", stats.OtherSys)
	b = tell(b, "Sys", stats.Sys)
	b = tell(b, "NextGC", stats.NextGC)
	b = tell(b, "TotalAlloc", stats.TotalAlloc)
	b = tell(b, "Mallocs", stats.Mallocs)
	b = tell(b, "Frees", stats.Frees)
	b = tell(b, "Lookups", stats.Lookups)
	b = tell(b, "NumGC", uint64(stats.NumGC))
	b = tell(b, "NumForcedGC", uint64(stats.NumForcedGC))
	b = tell(b, "PauseTotalNs", stats.PauseTotalNs)
	b = tell(b, "LastGC", stats.LastGC)
	b = tell(b, "Goroutines", uint64(runtime.NumGoroutine()))
	for i := range stats.BySize {
		b = append(b, "BySize"...)
		b = strconv.AppendInt(b, int64(stats.BySize[i].Size), 10)
		b = tell(b, ".Mallocs", stats.BySize[i].Mallocs)
		b = append(b, "BySize"...)
		b = strconv.AppendInt(b, int64(stats.BySize[i].Size), 10)
		b = tell(b, ".Frees", stats.BySize[i].Frees)
	}
	for i := range stats.PauseNs {
		b = append(b, "Pause"...)
		b = strconv.AppendInt(b, int64(i), 10)
		b = tell(b, ".Ns", stats.PauseNs[i])
		b = append(b, "Pause"...)
		b = strconv.AppendInt(b, int64(i), 10)
		b = tell(b, ".End", stats.PauseEnd[i])
	}
	os.Stdout.Write(b)
}

func tell(b []byte, name string, value uint64) []byte {
	b = append(b, name...)
	b = append(b, ' ')
	b = strconv.AppendUint(b, value, 10)
	return append(b, '\n')
}

func tellRecords() {
	n, _ := runtime.MemProfile(records[:], true)
	b := answer[:0]
	for i := range records[:n] {
		r := &records[i]
		b = strconv.AppendInt(b, r.AllocObjects, 10)
		b = append(b, ' ')
		b = strconv.AppendInt(b, r.FreeObjects, 10)
		b = append(b, ' ')
		b = strconv.AppendInt(b, r.AllocBytes, 10)
		b = append(b, ' ')
		b = strconv.AppendInt(b, r.FreeBytes, 10)
		for _, pc := range r.Stack() {
			b = append(b, ' ')
			b = strconv.AppendUint(b, uint64(pc), 16)
		}
		b = append(b, '\n')
	}
	os.Stdout.Write(b)
}
