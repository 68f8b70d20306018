// aged: a service of some age that is put together from parts, each of which keeps memory for ever, for a while, or not at all.
//
//	aged -look 90 base:mb=150 garbage:kbs=10240 leak:as=map,kbs=400,size=2048
//
// Times are seconds since the start; below zero they count from -look, the age at which somebody looks: from=-60 is a minute before that.
package main

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// A part is one thing that the service does, with its figures.
type part struct {
	kind    string
	figures map[string]string
}

var (
	look  = flag.Float64("look", 60, "age in seconds at which somebody looks")
	start = time.Now()
)

var kinds = map[string]func(part){
	"base": fillBase, "garbage": makeGarbage, "collect": collectEvery, "index": fillIndex,
	"leak": runLeak, "tiny": leakTiny, "huge": leakHuge, "goroutines": leakGoroutines, "queue": fallBehind, "finalizers": backlog, "pieces": keepPieces,
	"table": growTable, "buffer": growBuffer, "numbers": growNumbers,
	"ttl": holdTTL, "lru": holdLRU, "cache": fillCache, "mixed": admitSome, "batches": holdBatches,
	"wave": holdWave, "burst": holdBursts, "step": takeStep, "warmup": warmUp, "pool": usePool, "workers": runWorkers, "reload": reloadEvery,
}

func (p part) number(name string, otherwise float64) float64 {
	text, ok := p.figures[name]
	if !ok {
		return otherwise
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		fail("%s: %s is no number: %q", p.kind, name, text)
	}
	return value
}

func (p part) size() int { return int(p.number("size", 2048)) }

// A time in seconds since the start.
func (p part) at(name string, otherwise float64) float64 {
	value := p.number(name, otherwise)
	if value < 0 {
		value += *look
	}
	return value
}

// Calls f as often as kbs kilobytes a second of such a size need it, between from and until.
func (p part) pour(f func(id int)) {
	size, rate := float64(p.size()), p.number("kbs", 400)*1024
	from, until := p.at("from", 0), p.at("until", 1e9)
	owed, last, id := 0.0, 0.0, 0
	for range time.Tick(50 * time.Millisecond) {
		now := age()
		if now >= from && now < until {
			for owed += rate * (now - last); owed >= size; owed -= size {
				f(id)
				id++
			}
		}
		last = now
	}
}

func age() float64 { return time.Since(start).Seconds() }

func sleepUntil(seconds float64) { time.Sleep(time.Duration((seconds - age()) * float64(time.Second))) }

func fail(format string, a ...interface{}) {
	fmt.Fprintf(os.Stderr, "aged: "+format+"\n", a...)
	os.Exit(2)
}

func parse(text string) part {
	p := part{figures: map[string]string{}}
	at := strings.IndexByte(text, ':')
	if at < 0 {
		at, text = len(text), text+":"
	}
	p.kind = text[:at]
	for _, pair := range strings.Split(text[at+1:], ",") {
		if i := strings.IndexByte(pair, '='); i > 0 {
			p.figures[pair[:i]] = pair[i+1:]
		}
	}
	return p
}

func main() {
	flag.Parse()
	var parts []part
	for _, text := range flag.Args() {
		p := parse(text)
		if kinds[p.kind] == nil {
			fail("there is no part %q", p.kind)
		}
		parts = append(parts, p)
	}
	for _, p := range parts {
		if p.kind == "base" || p.kind == "index" {
			kinds[p.kind](p)
		} else {
			go kinds[p.kind](p)
		}
	}
	fmt.Fprintln(os.Stderr, "ready")
	for {
		time.Sleep(time.Hour)
	}
}
