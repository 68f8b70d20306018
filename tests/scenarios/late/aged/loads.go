package main

import (
	"math/rand"
	"runtime"
	"strconv"
	"sync"
	"time"
)

type record struct {
	id   int
	body []byte
	tag  string
}

var (
	baseRecords []*record
	indexOfBase = map[string]*record{}
	sink        []byte
)

func filled(n int) []byte {
	b := make([]byte, n)
	for i := 0; i < n; i += 512 {
		b[i] = byte(i>>9) | 1
	}
	return b
}

func makeRecord(id, size int) *record {
	return &record{id: id, body: filled(size), tag: "r" + strconv.Itoa(id)}
}

// base: what a service loads when it starts, and keeps.
func fillBase(p part) {
	size := p.size()
	for n := 0; n < int(p.number("mb", 100))<<20; n += size + 64 {
		baseRecords = append(baseRecords, makeRecord(len(baseRecords), size))
	}
}

// index: the same in a map.
func fillIndex(p part) {
	size := p.size()
	for n := 0; n < int(p.number("mb", 100))<<20; n += size + 160 {
		r := makeRecord(len(indexOfBase), size)
		indexOfBase[r.tag] = r
	}
}

// garbage: what requests need and drop.
func makeGarbage(p part) {
	p.figures["size"] = "4096"
	p.pour(func(int) {
		n := 1 + rand.Intn(8192)
		sink = make([]byte, n)
		sink[0] = 1
	})
}

// collect: a program that collects its heap itself.
func collectEvery(p part) {
	for range time.Tick(time.Duration(p.number("every", 10) * float64(time.Second))) {
		runtime.GC()
	}
}

// wave: a load that comes and goes, what it holds rising and falling in a line.
func holdWave(p part) {
	size, period := p.size(), p.number("period", 30)
	top := int(p.number("mb", 20)*(1<<20)) / size
	var held []*record
	for range time.Tick(50 * time.Millisecond) {
		phase := age() / period
		phase -= float64(int(phase))
		want := int(float64(top) * 2 * phase)
		if phase > .5 {
			want = int(float64(top) * 2 * (1 - phase))
		}
		for len(held) < want {
			held = append(held, makeRecord(len(held), size))
		}
		for len(held) > want {
			held[len(held)-1] = nil
			held = held[:len(held)-1]
		}
	}
}

// burst: much for a moment, now and then.
func holdBursts(p part) {
	size, top := p.size(), int(p.number("mb", 20))<<20
	every, hold := p.number("every", 20), p.number("hold", 2)
	for next := p.at("from", every); ; next += every {
		sleepUntil(next)
		held := make([]*record, 0, top/size)
		for n := 0; n < top; n += size {
			held = append(held, makeRecord(n, size))
		}
		sleepUntil(next + hold)
		runtime.KeepAlive(held)
	}
}

var stepped []*record

// step: one more table is loaded, once.
func takeStep(p part) {
	sleepUntil(p.at("at", 30))
	size := p.size()
	for n := 0; n < int(p.number("mb", 30))<<20; n += size {
		stepped = append(stepped, makeRecord(n, size))
	}
}

var warmed = map[string]*record{}

// warmup: what is asked for the first time is kept; after a while all was asked for.
func warmUp(p part) {
	size := p.size()
	all := int(p.number("mb", 30)*(1<<20)) / size
	p.pour(func(int) {
		tag := "w" + strconv.Itoa(rand.Intn(all))
		if warmed[tag] == nil {
			r := makeRecord(0, size)
			r.tag = tag
			warmed[tag] = r
		}
	})
}

// pool: buffers that go round.
func usePool(p part) {
	size := int(p.number("size", 1<<20))
	pool := sync.Pool{New: func() interface{} { return make([]byte, size) }}
	for range time.Tick(20 * time.Millisecond) {
		b := pool.Get().([]byte)
		b[rand.Intn(len(b))] = 1
		pool.Put(b) //nolint:staticcheck // as much code does it
	}
}

// workers: goroutines that come and go, each with a buffer for as long as it lives.
func runWorkers(p part) {
	size, lives := p.size(), p.number("lives", 5)
	p.pour(func(id int) {
		go func() {
			r := makeRecord(id, size)
			time.Sleep(time.Duration(lives * float64(time.Second)))
			runtime.KeepAlive(r)
		}()
	})
}

var rules map[string]*record

// reload: a table that is read again now and then, the old one dropped.
func reloadEvery(p part) {
	size, all := p.size(), int(p.number("mb", 20))<<20
	for next := 0.0; ; next += p.number("every", 20) {
		sleepUntil(next)
		fresh := make(map[string]*record)
		for n := 0; n < all; n += size {
			r := makeRecord(n, size)
			fresh[r.tag] = r
		}
		rules = fresh
	}
}
