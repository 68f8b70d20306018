package main

import (
	"container/list"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"
)

var (
	keptMap   = map[int]*record{}
	keptSlice []*record
	keptList  = list.New()
	keptSync  sync.Map
	callbacks []func() int
	never     = make(chan struct{})
)

// leak: records that nobody takes out again.
func runLeak(p part) {
	size, as := p.size(), p.figures["as"]
	p.pour(func(id int) { keep(makeRecord(id, size), as) })
}

func keep(r *record, as string) {
	switch as {
	case "", "map":
		keptMap[r.id] = r
	case "slice":
		keptSlice = append(keptSlice, r)
	case "list":
		keptList.PushBack(r)
	case "sync":
		keptSync.Store(r.tag, r)
	case "closure":
		callbacks = append(callbacks, func() int { return len(r.body) })
	case "timer":
		time.AfterFunc(24*time.Hour, func() { sink = r.body })
	case "goroutine":
		go func() { <-never; sink = r.body }()
	default:
		fail("nothing is kept as %q", as)
	}
}

type node struct {
	left, right *node
	key         uint32
}

var root *node

// tiny: a tree of nodes of a few words.
func leakTiny(p part) {
	p.figures["size"] = "24"
	p.pour(func(id int) { root = insert(root, uint32(id)*2654435761) })
}

func insert(n *node, key uint32) *node {
	top := n
	at := &top
	for *at != nil {
		if key < (*at).key {
			at = &(*at).left
		} else {
			at = &(*at).right
		}
	}
	*at = &node{key: key}
	return top
}

var frames [][]byte

// huge: few blocks of megabytes.
func leakHuge(p part) {
	size := int(p.number("size", 8<<20))
	p.figures["size"] = strconv.Itoa(size)
	p.pour(func(int) { frames = append(frames, decode(size)) })
}

func decode(size int) []byte { return filled(size) }

// goroutines: they wait for an answer that never comes; each holds little but its stack.
func leakGoroutines(p part) {
	depth := int(p.number("depth", 8))
	for range time.Tick(time.Duration(float64(time.Second) / p.number("hz", 20))) {
		if now := age(); now >= p.at("from", 0) && now < p.at("until", 1e9) {
			go await(depth)
		}
	}
}

//go:noinline
func await(depth int) byte {
	var room [128]byte
	room[depth] = byte(depth)
	if depth == 0 {
		<-never
		return room[0]
	}
	return await(depth-1) + room[depth]
}

var (
	jobs   []*record
	jobsMu sync.Mutex
)

// queue: the consumer takes a share of what the producer brings.
func fallBehind(p part) {
	size, share := p.size(), p.number("taken", 0.7)
	taken, brought := 0.0, 0.0
	p.pour(func(id int) {
		job := enqueue(id, size)
		brought++
		for taken+1 < brought*share {
			jobsMu.Lock()
			job, jobs = jobs[0], jobs[1:]
			jobsMu.Unlock()
			sink = job.body
			taken++
		}
	})
}

func enqueue(id, size int) *record {
	r := makeRecord(id, size)
	jobsMu.Lock()
	jobs = append(jobs, r)
	jobsMu.Unlock()
	return r
}

// finalizers: one of them waits for ever, so all that come after it wait too.
func backlog(p part) {
	size := p.size()
	p.pour(func(id int) { openHandle(id, size) })
}

func openHandle(id, size int) {
	r := makeRecord(id, size)
	runtime.SetFinalizer(r, func(r *record) {
		if r.id > 100 {
			<-never
		}
	})
}

var names = map[string]int{}

// pieces: a few letters of each page are kept, and the page with them.
func keepPieces(p part) {
	size := p.size()
	p.pour(func(id int) {
		page := render(id, size)
		names[page[:12]] = id
	})
}

func render(id, size int) string {
	b := filled(size)
	copy(b, strconv.Itoa(1e11+id))
	if len(b) == 0 {
		os.Exit(2)
	}
	return string(b)
}
