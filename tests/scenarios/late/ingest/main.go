// ingest: a batch job. It decodes documents, groups them, and writes a group away when its minute is over. What it keeps is chosen by -keep:
//
//	window  the groups of the last -window seconds: a sawtooth as long as the window
//	index   a summary for each key, and keys never end
//	dedupe  the ids that were seen, in a set that is only ever added to
//	last    the last document of each of 500 keys
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	_ "net/http/pprof"
	"strings"
	"time"
)

type document struct {
	Key    string   `json:"key"`
	ID     int      `json:"id"`
	Values []string `json:"values"`
}

type summary struct {
	count  int
	sample []string
}

var (
	keep   = flag.String("keep", "window", "what is kept")
	hz     = flag.Int("hz", 400, "documents a second")
	window = flag.Float64("window", 20, "seconds of a group")
	base   = flag.Int("base", 30, "MB of a dictionary")

	dictionary []string
	groups     = map[string][]*document{}
	index      = map[string]*summary{}
	seen       = map[int]struct{}{}
	last       = map[string]*document{}
	start      = time.Now()
)

func receive(id int) []byte {
	values := make([]string, 20)
	for i := range values {
		values[i] = fmt.Sprintf("value %d of document %d", i, id)
	}
	text, _ := json.Marshal(document{fmt.Sprint("key", id%500), id, values})
	return text
}

func decode(text []byte) *document {
	d := new(document)
	if err := json.Unmarshal(text, d); err != nil {
		panic(err)
	}
	return d
}

func summarize(d *document) *summary { return &summary{1, append([]string(nil), d.Values[:4]...)} }

func accept(d *document) {
	switch *keep {
	case "window":
		groups[d.Key] = append(groups[d.Key], d)
	case "index":
		index[fmt.Sprint(d.Key, "/", d.ID)] = summarize(d)
	case "dedupe":
		seen[d.ID] = struct{}{}
	case "last":
		last[d.Key] = d
	}
}

func main() {
	flag.Parse()
	for n := 0; n < *base<<20; n += 500 {
		dictionary = append(dictionary, strings.Repeat(fmt.Sprint(n, " "), 480/len(fmt.Sprint(n, " "))))
	}
	id, written := 0, *window
	for range time.Tick(50 * time.Millisecond) {
		for i := 0; i < *hz/20; i++ {
			accept(decode(receive(id)))
			id++
		}
		if now := time.Since(start).Seconds(); now > written {
			written += *window
			groups = map[string][]*document{}
		}
	}
}
