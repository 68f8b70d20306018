package main

import (
	"bytes"
	"encoding/binary"
)

type quote struct{ bid, ask, at int64 }

var (
	quotes = map[uint64]quote{}
	audit  bytes.Buffer
	ticks  []quote
)

// table: a map of plain values, whose buckets double. With max it is a cache at its bound: the oldest key goes as one comes.
func growTable(p part) {
	p.figures["size"] = "48"
	max := uint64(p.number("max", 0))
	p.pour(func(id int) { record48(uint64(id), max) })
}

func record48(id, max uint64) {
	quotes[id*0x9e3779b97f4a7c15] = quote{int64(id), int64(id), int64(id)}
	if max > 0 && id >= max {
		delete(quotes, (id-max)*0x9e3779b97f4a7c15)
	}
}

// buffer: a log in memory that doubles. With max it is emptied when it is full, and keeps its array.
func growBuffer(p part) {
	size, max := p.size(), int(p.number("max", 0))<<20
	line := filled(size)
	p.pour(func(id int) {
		if max > 0 && audit.Len()+size > max {
			audit.Reset()
		}
		note(line, id)
	})
}

func note(line []byte, id int) {
	binary.LittleEndian.PutUint64(line, uint64(id))
	audit.Write(line)
}

// numbers: a slice of plain values that is appended to. With max it starts again in its own array.
func growNumbers(p part) {
	p.figures["size"] = "24"
	max := int(p.number("max", 0))
	p.pour(func(id int) {
		if max > 0 && len(ticks) >= max {
			ticks = ticks[:0]
		}
		observe(int64(id))
	})
}

func observe(id int64) { ticks = append(ticks, quote{id, id, id}) }
