package main

import (
	"bytes"
	"compress/gzip"
	"os"
)

// A profile as the format has it: texts stand in it by themselves and find their numbers when it is written.
type profile struct {
	types      []kind
	samples    []sample
	mappings   []mapping
	locations  []location
	functions  []function
	drop, keep string
	time       int64
	duration   int64
	periodType *kind
	period     int64
	comments   []string
	chosen     string // default_sample_type
	address    string // doc_url
	plain      bool   // not compressed
	unpacked   bool   // repeated numbers one by one
}

type kind struct{ name, unit string }

type sample struct {
	stack  []uint64
	values []int64
	labels []label
}

type label struct {
	key, text string
	number    int64
	unit      string
	numeric   bool
}

type mapping struct {
	id, start, limit, offset uint64
	file, build              string
	has                      [4]bool
}

type location struct {
	id, mapping, address uint64
	lines                []line
	folded               bool
}

type line struct {
	function     uint64
	line, column int64
}

type function struct {
	id                 uint64
	name, system, file string
	start              int64
}

type message []byte

func (m *message) varint(v uint64) {
	for v >= 0x80 {
		*m = append(*m, byte(v)|0x80)
		v >>= 7
	}
	*m = append(*m, byte(v))
}

// number leaves out zeros, as the format does.
func (m *message) number(field int, v uint64) {
	if v != 0 {
		m.varint(uint64(field << 3))
		m.varint(v)
	}
}

func (m *message) bytes(field int, b []byte) {
	m.varint(uint64(field<<3 | 2))
	m.varint(uint64(len(b)))
	*m = append(*m, b...)
}

func (m *message) numbers(field int, unpacked bool, values []uint64) {
	if unpacked {
		for _, v := range values {
			m.varint(uint64(field << 3))
			m.varint(v)
		}
		return
	}
	var inner message
	for _, v := range values {
		inner.varint(v)
	}
	m.bytes(field, inner)
}

type texts struct {
	index map[string]uint64
	list  []string
}

func (t *texts) of(s string) uint64 {
	i, ok := t.index[s]
	if !ok {
		i = uint64(len(t.list))
		t.index[s] = i
		t.list = append(t.list, s)
	}
	return i
}

func (p *profile) write(path string) error {
	b := p.encode()
	if !p.plain {
		var out bytes.Buffer
		zip := gzip.NewWriter(&out)
		zip.Write(b)
		zip.Close()
		b = out.Bytes()
	}
	return os.WriteFile(path, b, 0o644)
}

func (p *profile) encode() []byte {
	var m message
	t := &texts{map[string]uint64{"": 0}, []string{""}}
	value := func(k kind) (v message) {
		v.number(1, t.of(k.name))
		v.number(2, t.of(k.unit))
		return v
	}
	for _, k := range p.types {
		m.bytes(1, value(k))
	}
	for _, s := range p.samples {
		m.bytes(2, p.sample(t, s))
	}
	for _, g := range p.mappings {
		var v message
		for i, n := range []uint64{g.id, g.start, g.limit, g.offset, t.of(g.file), t.of(g.build)} {
			v.number(i+1, n)
		}
		for i, has := range g.has {
			if has {
				v.number(7+i, 1)
			}
		}
		m.bytes(3, v)
	}
	for _, l := range p.locations {
		m.bytes(4, l.encode())
	}
	for _, f := range p.functions {
		var v message
		for i, n := range []uint64{f.id, t.of(f.name), t.of(f.system), t.of(f.file), uint64(f.start)} {
			v.number(i+1, n)
		}
		m.bytes(5, v)
	}
	m.number(7, t.of(p.drop))
	m.number(8, t.of(p.keep))
	m.number(9, uint64(p.time))
	m.number(10, uint64(p.duration))
	if p.periodType != nil {
		m.bytes(11, value(*p.periodType))
	}
	m.number(12, uint64(p.period))
	var comments []uint64
	for _, c := range p.comments {
		comments = append(comments, t.of(c))
	}
	if len(comments) > 0 {
		m.numbers(13, p.unpacked, comments)
	}
	m.number(14, t.of(p.chosen))
	m.number(15, t.of(p.address))
	for _, s := range t.list {
		m.bytes(6, []byte(s))
	}
	return m
}

func (p *profile) sample(t *texts, s sample) (m message) {
	m.numbers(1, p.unpacked, s.stack)
	var values []uint64
	for _, v := range s.values {
		values = append(values, uint64(v))
	}
	m.numbers(2, p.unpacked, values)
	for _, l := range s.labels {
		var v message
		v.number(1, t.of(l.key))
		if l.numeric {
			v.number(3, uint64(l.number))
			v.number(4, t.of(l.unit))
		} else {
			v.number(2, t.of(l.text))
		}
		m.bytes(3, v)
	}
	return m
}

func (l *location) encode() (m message) {
	m.number(1, l.id)
	m.number(2, l.mapping)
	m.number(3, l.address)
	for _, n := range l.lines {
		var v message
		v.number(1, n.function)
		v.number(2, uint64(n.line))
		v.number(3, uint64(n.column))
		m.bytes(4, v)
	}
	if l.folded {
		m.number(5, 1)
	}
	return m
}
