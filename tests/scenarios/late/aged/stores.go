package main

import (
	"container/list"
	"strconv"
	"sync"
	"time"
)

type entry struct {
	r    *record
	dies float64
}

// ttl: a queue whose entries die after ttl seconds. With sweep they die in a janitor's round every so many seconds, in another goroutine.
func holdTTL(p part) {
	size, lives, sweep := p.size(), p.number("ttl", 30), p.number("sweep", 0)
	store := map[string]entry{}
	var mu sync.Mutex
	var queue []string
	drop := func(now float64) {
		mu.Lock()
		defer mu.Unlock()
		for len(queue) > 0 && store[queue[0]].dies < now {
			delete(store, queue[0])
			queue = queue[1:]
		}
	}
	if sweep > 0 {
		go func() {
			for range time.Tick(time.Duration(sweep * float64(time.Second))) {
				drop(age())
			}
		}()
	}
	p.pour(func(id int) {
		mu.Lock()
		key := "t" + strconv.Itoa(id)
		store[key] = entry{login(id, size), age() + lives}
		queue = append(queue, key)
		mu.Unlock()
		if sweep == 0 {
			drop(age())
		}
	})
}

func login(id, size int) *record { return makeRecord(id, size) }

// lru: a cache at its bound: as one comes, the one that was longest unused goes.
func holdLRU(p part) {
	size := p.size()
	bound := int(p.number("mb", 20)*(1<<20)) / size
	order, byKey := list.New(), map[int]*list.Element{}
	p.pour(func(id int) {
		byKey[id] = order.PushFront(makeRecord(id, size))
		for order.Len() > bound {
			last := order.Back()
			delete(byKey, last.Value.(*record).id)
			order.Remove(last)
		}
	})
}

var results = map[int]*record{}

// cache: keys without end, of which a random one goes when the bound is reached.
func fillCache(p part) {
	size := p.size()
	bound := int(p.number("mb", 20)*(1<<20)) / size
	p.pour(func(id int) {
		if len(results) >= bound {
			for key := range results {
				delete(results, key)
				break
			}
		}
		results[id] = makeRecord(id, size)
	})
}

var (
	recent   []*record
	recentAt int
	suspects []*record
)

// mixed: what comes is kept in a ring, and every nth of it for ever: one place in the source is a store at its bound and a leak.
func admitSome(p part) {
	size, nth := p.size(), int(p.number("nth", 10))
	recent = make([]*record, int(p.number("mb", 10)*(1<<20))/size)
	p.pour(func(id int) { admit(id, size, nth) })
}

func admit(id, size, nth int) {
	r := &record{id: id, body: filled(size)}
	recent[recentAt] = r
	recentAt = (recentAt + 1) % len(recent)
	if id%nth == 0 {
		suspects = append(suspects, r)
	}
}

// batches: rows are collected, and written away every so many seconds.
func holdBatches(p part) {
	size, every := p.size(), p.number("every", 10)
	var rows []*record
	next := every
	p.pour(func(id int) {
		rows = append(rows, makeRecord(id, size))
		if age() > next {
			next += every
			rows = nil
		}
	})
}
