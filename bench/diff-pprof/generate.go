package main

import (
	"fmt"
	"math/rand"
)

var (
	names = []string{
		"main.main", "main.work", "main.(*Server).Serve", "main.(*Server).Serve.func1", "main.Map[...]", "main.Map[go.shape.int,go.shape.string]",
		"main.(*Tree[go.shape.int]).Walk", "runtime.mallocgc", "runtime.main", "runtime.goexit", "runtime.gcBgMarkWorker", "net/http.(*conn).serve",
		"example.com/very/long/import/path/pkg.Function", "example.com/a-b/c.d/v2.(*T).M", "gopkg.in/yaml%2ev3.Unmarshal", "type..eq.main.key",
		"std::vector<int, std::allocator<int> >::push_back", "std::__1::map<std::string, int>::operator[](std::string const&)", "ns::(anonymous namespace)::f(int)",
		"void foo<bar::baz>(int, char*)", "operator new(unsigned long)", "foo::operator()", "foo::~foo", "java.util.HashMap.put", "com.example.Foo.bar(Foo.java:12)",
		"_ZN3foo3barEv", "_Z3fooi", "_RNvC3foo3bar", "__libc_malloc", "malloc", "<unknown>", "[kernel]", "a b c", "quoted \"name\"", "back\\slash", "per%cent %s", "new\nline", "tab\there",
		"héllo.wörld", "世界.关数", "λ", "x", "X", "main.main", "", " leading", "trailing ", "semi;colon", "a|b", "$dollar", "f(x)", "f[x]", "a::b<c>::d", "{closure#0}", "<&T as core::fmt::Debug>::fmt",
		"core::ptr::drop_in_place<alloc::string::String>", "main.glob..func1", "main.init.0", "main.F.G.func1.2.3", "main.(*S).M-fm", "runtime/debug.FreeOSMemory",
		"github.com/foo/bar.(*Baz).Qux", "a.very.long.name.that.goes.on.and.on.and.on.for.ever.and.ever.and.needs.to.be.shortened.somewhere.in.graphs.or.not",
	}
	files  = []string{"/src/main.go", "/src/a/b.go", "main.go", "", "C:\\x\\y.cc", "/usr/include/c++/vector", "/src/../src/./main.go", "/home/u/go/pkg/mod/example.com/a@v1.2.3/c.go", "a b.go", "q\"f.go", "日本.go", "x//y.go", "/", "."}
	objs   = []string{"/usr/bin/app", "/lib/libc.so.6", "", "[vdso]", "[kernel.kallsyms]", "linux-vdso.so.1", "/a b/prog", "//anon", "/usr/bin/app2", "prog.exe"}
	builds = []string{"", "", "abc123", "deadbeef"}
	kinds  = []kind{
		{"samples", "count"}, {"cpu", "nanoseconds"}, {"alloc_objects", "count"}, {"alloc_space", "bytes"}, {"inuse_objects", "count"}, {"inuse_space", "bytes"},
		{"contentions", "count"}, {"delay", "nanoseconds"}, {"wall", "ms"}, {"energy", "joules"}, {"cycles", "GCU"}, {"space", "kilobytes"}, {"time", "seconds"}, {"goroutine", "count"},
		{"mem", "MB"}, {"us", "microseconds"}, {"empty", ""}, {"odd unit", "x y"}, {"objects", "count"}, {"mgcu", "mGCU"}, {"pb", "pb"}, {"hours", "hrs"}, {"days", "day"}, {"minutes", "minute"},
	}
	keys      = []string{"bytes", "request", "key1", "thread", "tenant", "pprof::base", "k e y", "größe", "alignment", "a:b", "latency", "x"}
	words     = []string{"a", "b", "tag1", "value 2", "GET /x", "", "true", "1kb", "10", "a,b", "a:b", "\"q\"", "日本", "nl\nx", "-1", "back\\"}
	unitNames = []string{"", "bytes", "kilobytes", "ms", "seconds", "count", "widgets", "mb", "byte", "ns", "us", "request", "gcu"}
	amounts   = []int64{0, 1, 2, 3, 5, 10, 16, 64, 100, 512, 1000, 1024, 1023, 4096, 12345, 65536, 99999, 1 << 20, 1500000, 1 << 30, 123456789, 3600000000000, 86400000000000, 1 << 40, 1<<53 + 1, -1, -10, -1024, -5000000}
)

func pick[T any](r *rand.Rand, from []T) T { return from[r.Intn(len(from))] }

// once says yes one time in n.
func once(r *rand.Rand, n int) bool { return r.Intn(n) == 0 }

func generate(r *rand.Rand) *profile {
	p := &profile{plain: once(r, 8), unpacked: once(r, 8)}
	for n := 1 + r.Intn(3); n > 0; n-- {
		k := pick(r, kinds)
		if !once(r, 40) && p.typed(k.name) {
			continue
		}
		p.types = append(p.types, k)
	}
	p.generateTables(r)
	p.generateSamples(r)
	if once(r, 4) {
		p.drop = pick(r, []string{"malloc.*", "runtime\\..*", "main\\.work", ".*", "std::.*", "operator new.*", "x"})
	}
	if p.drop != "" && once(r, 2) {
		p.keep = pick(r, []string{"malloc", "runtime\\.main", ".*Serve", "x|X"})
	}
	if once(r, 2) {
		p.time = pick(r, []int64{1700000000000000000, 1, 999999999, 1234567890123456789, -1, 253402300800000000})
	}
	if once(r, 2) {
		p.duration = pick(r, []int64{1, 1500, 1000000, 30000000000, 10000000000, 90000000000, 3600000000000, 86400000000001, 1234567890, -5})
	}
	if once(r, 2) {
		k := pick(r, kinds)
		p.periodType = &k
		p.period = pick(r, []int64{0, 1, 100, 10000000, 524288})
	}
	for once(r, 3) {
		p.comments = append(p.comments, pick(r, []string{"a comment", "#hidden", "", "two\nlines", "日本", "a comment", " x "}))
	}
	if once(r, 3) {
		p.chosen = pick(r, p.types).name
		if once(r, 5) {
			p.chosen = pick(r, []string{"nosuch", "space", "inuse_space"})
		}
	}
	if once(r, 10) {
		p.address = pick(r, []string{"https://example.com/doc", "javascript:x", "/rel"})
	}
	return p
}

func (p *profile) typed(name string) bool {
	for _, k := range p.types {
		if k.name == name {
			return true
		}
	}
	return false
}

func (p *profile) generateTables(r *rand.Rand) {
	for i, n := 0, r.Intn(4); i < n; i++ {
		m := mapping{id: uint64(i + 1), start: uint64(0x400000 * (i + 1)), offset: uint64(r.Intn(3) * 0x1000), file: pick(r, objs), build: pick(r, builds)}
		m.limit = m.start + uint64(1+r.Intn(5))*0x1000
		if once(r, 10) {
			m.start, m.limit = 0, 0
		}
		for j := range m.has {
			m.has[j] = once(r, 2)
		}
		p.mappings = append(p.mappings, m)
	}
	pool := make([]string, 2+r.Intn(9))
	for i := range pool {
		pool[i] = pick(r, names)
	}
	for i, n := 0, 1+r.Intn(12); i < n; i++ {
		f := function{id: uint64(i + 1), name: pick(r, pool), file: pick(r, files)}
		f.system = f.name
		if once(r, 6) {
			f.system = pick(r, names)
		}
		if once(r, 2) {
			f.start = int64(r.Intn(100))
		}
		p.functions = append(p.functions, f)
	}
	sparse := uint64(1)
	if once(r, 6) {
		sparse = 1000003
	}
	for i, n := 0, 1+r.Intn(16); i < n; i++ {
		p.locations = append(p.locations, p.generateLocation(r, uint64(i+1)*sparse, n))
	}
}

func (p *profile) generateLocation(r *rand.Rand, id uint64, n int) location {
	l := location{id: id, folded: once(r, 12)}
	if len(p.mappings) > 0 && !once(r, 6) {
		m := pick(r, p.mappings)
		l.mapping = m.id
		l.address = m.start + uint64(r.Intn(n))*16
	} else if once(r, 2) {
		l.address = uint64(r.Intn(64)) * 8
	}
	lines := 1
	if once(r, 3) {
		lines = r.Intn(4)
	}
	for ; lines > 0; lines-- {
		n := line{function: pick(r, p.functions).id}
		if !once(r, 5) {
			n.line = int64(r.Intn(30))
		}
		if once(r, 3) {
			n.column = int64(r.Intn(9))
		}
		l.lines = append(l.lines, n)
	}
	return l
}

func (p *profile) generateSamples(r *rand.Rand) {
	small := once(r, 2)
	for n := r.Intn(14); n >= 0; n-- {
		var s sample
		for d := r.Intn(7); d > 0; d-- {
			s.stack = append(s.stack, pick(r, p.locations).id)
		}
		for range p.types {
			v := pick(r, amounts)
			if small {
				v = int64(r.Intn(200))
			}
			s.values = append(s.values, v)
		}
		for once(r, 3) {
			s.labels = append(s.labels, generateLabel(r))
		}
		p.samples = append(p.samples, s)
		if once(r, 8) {
			again := s
			again.values = append([]int64{}, s.values...)
			p.samples = append(p.samples, again)
		}
	}
}

func generateLabel(r *rand.Rand) label {
	l := label{key: pick(r, keys)}
	if once(r, 2) {
		l.text = pick(r, words)
		if l.key == "pprof::base" {
			l.text = "true"
		}
		return l
	}
	l.numeric, l.number, l.unit = true, pick(r, amounts), pick(r, unitNames)
	return l
}

func (p *profile) String() string {
	return fmt.Sprintf("%d samples, %d locations, %d functions", len(p.samples), len(p.locations), len(p.functions))
}
