// Command heap-profile writes a synthetic heap profile: four values a sample, labels, stacks of about 40 frames.
//
//	heap-profile SAMPLES SEED FILE
//
// Equal arguments give equal bytes. Another seed changes one stack in five and all values: the base of a difference.
// It writes the protobuf by itself, so that what it makes owes nothing to the programs under test.
package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"log"
	"math/rand"
	"os"
	"strconv"
)

const (
	functions  = 5000
	locations  = 20000
	meanDepth  = 40
	inlinedOf  = 100
	inlined    = 15
	endpoints  = 40
	tenants    = 200
	sharedOf   = 5
	sharedSeed = 1
)

type message []byte

func (m *message) varint(v uint64) {
	for v >= 0x80 {
		*m = append(*m, byte(v)|0x80)
		v >>= 7
	}
	*m = append(*m, byte(v))
}

func (m *message) number(field int, v uint64) {
	m.varint(uint64(field << 3))
	m.varint(v)
}

func (m *message) bytes(field int, b []byte) {
	m.varint(uint64(field<<3 | 2))
	m.varint(uint64(len(b)))
	*m = append(*m, b...)
}

type table struct {
	index map[string]uint64
	texts []string
}

func (t *table) of(s string) uint64 {
	i, ok := t.index[s]
	if !ok {
		i = uint64(len(t.texts))
		t.index[s] = i
		t.texts = append(t.texts, s)
	}
	return i
}

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: heap-profile SAMPLES SEED FILE")
	}
	samples, err := strconv.Atoi(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	seed, err := strconv.ParseInt(os.Args[2], 10, 64)
	if err != nil {
		log.Fatal(err)
	}
	if err := write(samples, seed, os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func write(samples int, seed int64, path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	zip := gzip.NewWriter(file)
	out := bufio.NewWriterSize(zip, 1<<16)
	strings := &table{index: map[string]uint64{"": 0}, texts: []string{""}}
	emit := func(field int, m message) {
		var outer message
		outer.bytes(field, m)
		out.Write(outer)
	}
	for _, t := range [][2]string{{"alloc_objects", "count"}, {"alloc_space", "bytes"}, {"inuse_objects", "count"}, {"inuse_space", "bytes"}} {
		emit(1, valueType(strings, t[0], t[1]))
	}
	common, own := rand.New(rand.NewSource(sharedSeed)), rand.New(rand.NewSource(seed+100))
	for i := 0; i < samples; i++ {
		emit(2, sample(strings, common, own, i))
	}
	var mapping message
	for field, v := range []uint64{1, 0x400000, 0x4000000, 0, strings.of("/usr/bin/orders-api"), strings.of("feedc0de"), 1, 1, 1, 1} {
		mapping.number(field+1, v)
	}
	emit(3, mapping)
	r := rand.New(rand.NewSource(7))
	for i := 1; i <= locations; i++ {
		emit(4, location(r, i))
	}
	for i := 1; i <= functions; i++ {
		var m message
		pkg := i % 120
		name := fmt.Sprintf("example.com/orders/internal/pkg%d.(*Type%d).Method%d", pkg, i%37, i)
		m.number(1, uint64(i))
		m.number(2, strings.of(name))
		m.number(3, strings.of(name))
		m.number(4, strings.of(fmt.Sprintf("/src/orders/internal/pkg%d/file%d.go", pkg, i%11)))
		m.number(5, uint64(10+i%900))
		emit(5, m)
	}
	kind := valueType(strings, "space", "bytes")
	defaultType := strings.of("inuse_space")
	for _, s := range strings.texts {
		emit(6, message(s))
	}
	emit(11, kind)
	var tail message
	tail.number(9, 1700000000000000000)
	tail.number(12, 524288)
	tail.number(14, defaultType)
	out.Write(tail)
	if err := out.Flush(); err != nil {
		return err
	}
	if err := zip.Close(); err != nil {
		return err
	}
	return file.Close()
}

func valueType(strings *table, kind, unit string) (m message) {
	m.number(1, strings.of(kind))
	m.number(2, strings.of(unit))
	return m
}

// sample makes a stack as a walk through a graph of calls: each location leads to one of eight others, so that stacks share their roots.
func sample(strings *table, common, own *rand.Rand, i int) (m message) {
	shape, values := common.Int63(), own.Int63()
	if i%sharedOf == 0 {
		shape = values
	}
	r := rand.New(&source{uint64(shape)})
	depth := meanDepth/2 + r.Intn(meanDepth+1)
	stack := make([]uint64, depth)
	at := uint64(r.Intn(4))
	for d := depth - 1; d >= 0; d-- {
		stack[d] = at%locations + 1
		at = at*8 + 1 + uint64(r.Intn(8))
		if at > 1<<40 {
			at = at % locations * 31
		}
	}
	var inner message
	for _, l := range stack {
		inner.varint(l)
	}
	m.bytes(1, inner)
	size := uint64(16) << r.Intn(12)
	objects := uint64(values%5000) + 1
	live := objects * uint64(r.Intn(100)) / 100
	inner = inner[:0]
	for _, v := range []uint64{objects, objects * size, live, live * size} {
		inner.varint(v)
	}
	m.bytes(2, inner)
	label := func(key, text string) {
		var l message
		l.number(1, strings.of(key))
		l.number(2, strings.of(text))
		m.bytes(3, l)
	}
	label("endpoint", "/api/v1/resource"+strconv.Itoa(r.Intn(endpoints)))
	label("tenant", "tenant-"+strconv.Itoa(r.Intn(tenants)))
	var l message
	l.number(1, strings.of("bytes"))
	l.number(3, size)
	l.number(4, strings.of("bytes"))
	m.bytes(3, l)
	return m
}

func location(r *rand.Rand, i int) (m message) {
	m.number(1, uint64(i))
	m.number(2, 1)
	m.number(3, 0x400000+uint64(i)*16)
	lines := 1
	if r.Intn(inlinedOf) < inlined {
		lines += 1 + r.Intn(2)
	}
	for l := 0; l < lines; l++ {
		var line message
		line.number(1, uint64((i+l*977)%functions+1))
		line.number(2, uint64(10+i%900+l))
		m.bytes(4, line)
	}
	return m
}

// source is splitmix64: cheap to start, and the same everywhere.
type source struct{ state uint64 }

func (s *source) Seed(seed int64) { s.state = uint64(seed) }
func (s *source) Int63() int64    { return int64(s.Uint64() >> 1) }
func (s *source) Uint64() uint64 {
	s.state += 0x9E3779B97F4A7C15
	z := s.state
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}
