// gateway: an HTTP service with its own clients. What it keeps is chosen by -keep:
//
//	nothing   requests and answers only
//	expiring  sessions that live for -ttl seconds, dropped by a janitor once a second
//	sessions  sessions that nobody logs out
//	labels    a counter for each path, and paths hold ids
//	contexts  a context of the service for each request, never cancelled
//	bodies    answers of a backend that are never read to their end nor closed
//	streams   clients that stay connected and are never told to go
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"strings"
	"sync"
	"time"
)

var (
	keep = flag.String("keep", "nothing", "what is kept")
	hz   = flag.Float64("hz", 100, "requests a second")
	ttl  = flag.Float64("ttl", 20, "seconds that a session lives where it expires")
	base = flag.Int("base", 20, "MB of a catalogue")
)

type session struct {
	User    string
	Cart    []string
	Created time.Time
}

type product struct {
	ID   int
	Name string
	Text string
}

var (
	mu        sync.Mutex
	sessions  = map[string]*session{}
	counters  = map[string]*int64{}
	catalogue []*product
	root, _   = context.WithCancel(context.Background())
	streamed  = make(chan string)
	backend   string
)

func newSession(r *http.Request) *session {
	s := &session{User: strings.Clone(r.URL.Query().Get("user")), Created: time.Now()}
	for i := 0; i < 8; i++ {
		s.Cart = append(s.Cart, strings.Repeat(fmt.Sprint(s.User, i), 16))
	}
	mu.Lock()
	sessions[s.User] = s
	mu.Unlock()
	return s
}

func count(path string) {
	mu.Lock()
	c := counters[path]
	if c == nil {
		c = new(int64)
		counters[path] = c
	}
	*c++
	mu.Unlock()
}

func watch(r *http.Request) context.Context {
	ctx, _ := context.WithCancel(context.WithValue(root, "user", r.URL.Query().Get("user"))) //nolint:all // that is the leak
	return ctx
}

func askBackend() {
	answer, err := http.Get(backend + "/catalogue")
	if err == nil {
		io.CopyN(io.Discard, answer.Body, 100)
	}
}

func serve(w http.ResponseWriter, r *http.Request) {
	switch *keep {
	case "sessions", "expiring":
		json.NewEncoder(w).Encode(newSession(r))
		return
	case "labels":
		count(r.URL.Path)
	case "contexts":
		defer watch(r).Err()
	case "bodies":
		askBackend()
	case "streams":
		w.(http.Flusher).Flush()
		fmt.Fprintln(w, <-streamed)
	}
	json.NewEncoder(w).Encode(catalogue[:20])
}

func sweep() {
	for range time.Tick(time.Second) {
		mu.Lock()
		for key, s := range sessions {
			if time.Since(s.Created).Seconds() > *ttl {
				delete(sessions, key)
			}
		}
		mu.Unlock()
	}
}

func request(url string) {
	answer, err := http.Get(url)
	if err != nil {
		return
	}
	io.Copy(io.Discard, answer.Body)
	answer.Body.Close()
}

func main() {
	flag.Parse()
	for n := 0; n < *base<<20; n += 1100 {
		p := &product{ID: len(catalogue), Name: fmt.Sprint("product ", len(catalogue))}
		p.Text = strings.Repeat(p.Name+" ", 70)
		catalogue = append(catalogue, p)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, "gateway:", err)
		os.Exit(3)
	}
	backend = "http://" + l.Addr().String()
	http.HandleFunc("/catalogue", func(w http.ResponseWriter, r *http.Request) { json.NewEncoder(w).Encode(catalogue[:200]) })
	http.HandleFunc("/", serve)
	go http.Serve(l, nil)
	if *keep == "expiring" {
		go sweep()
	}
	id := 0
	for range time.Tick(time.Duration(float64(time.Second) / *hz)) {
		id++
		go request(fmt.Sprintf("%s/orders/%d?user=u%d", backend, id, id))
	}
}
