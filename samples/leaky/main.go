// Command leaky is a small web service with a leak: every request leaves its session in a cache that nobody empties.
// It sends itself a steady load, so that there is something to see, and it logs a line now and then as services do.
package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	// Without it the linker leaves heap profiling out, and nobody can tell where memory is allocated.
	_ "net/http/pprof"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// sessionCache keeps what it is given. The leak is here: Put has no opposite. Only the machine that shows the demo is
// spared: at the limit, after some 35 minutes with the defaults, nothing more is kept, and RES stays near twice the limit.
type sessionCache struct {
	mu       sync.Mutex
	sessions map[string][]byte
	bytes    int
	limit    int
}

func (c *sessionCache) Put(id string, state []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.bytes+len(state) > c.limit {
		return
	}
	c.sessions[id] = state
	c.bytes += len(state)
}

func (c *sessionCache) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.sessions)
}

type server struct {
	cache  *sessionCache
	retain int
	churn  int
}

// order does honest work, which makes garbage, and then leaks a little.
func (s *server) order(w http.ResponseWriter, r *http.Request) {
	id := fmt.Sprintf("%s-%d", r.RemoteAddr, time.Now().UnixNano())
	scratch := make([]byte, s.churn)
	for i := range scratch {
		scratch[i] = byte(i)
	}
	sum := sha256.Sum256(scratch)
	state := make([]byte, s.retain)
	for i := 0; i < len(state); i += len(sum) {
		copy(state[i:], sum[:])
	}
	s.cache.Put(id, state)
	fmt.Fprintf(w, "%x\n", sum)
}

func load(url string, perSecond int, stop <-chan struct{}) {
	client := &http.Client{Timeout: 5 * time.Second}
	tick := time.NewTicker(time.Second / time.Duration(perSecond))
	defer tick.Stop()
	for {
		select {
		case <-stop:
			return
		case <-tick.C:
			response, err := client.Get(url)
			if err != nil {
				log.Printf("load: %v", err)
				continue
			}
			_, _ = io.Copy(io.Discard, response.Body)
			_ = response.Body.Close()
		}
	}
}

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "address to serve on")
	perSecond := flag.Int("rate", 40, "requests a second that the service sends itself")
	retain := flag.Int("retain", 6<<10, "bytes that each request leaves behind")
	limit := flag.Int("limit", 512<<20, "bytes at which the leak stops, to spare the machine")
	churn := flag.Int("churn", 640<<10, "bytes that each request allocates and drops")
	duration := flag.Duration("for", 0, "stop after this time; 0 is never")
	flag.Parse()

	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		log.Fatal(err)
	}

	s := &server{cache: &sessionCache{sessions: map[string][]byte{}, limit: *limit}, retain: *retain, churn: *churn}
	mux := http.NewServeMux()
	mux.HandleFunc("/order", s.order)
	go func() { log.Fatal(http.Serve(listener, mux)) }()

	stop := make(chan struct{})
	go load("http://"+listener.Addr().String()+"/order", *perSecond, stop)
	log.Printf("leaky: serving on http://%s/order, %d requests a second, each leaves %d bytes behind",
		listener.Addr(), *perSecond, *retain)

	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	report := time.NewTicker(10 * time.Second)
	var end <-chan time.Time
	if *duration > 0 {
		end = time.After(*duration)
	}
	for {
		select {
		case <-report.C:
			log.Printf("leaky: %d sessions cached", s.cache.Len())
		case <-signals:
			close(stop)
			return
		case <-end:
			close(stop)
			return
		}
	}
}
