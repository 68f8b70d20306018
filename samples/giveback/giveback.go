// Package giveback lets a program be asked to return memory to the operating system:
//
//	import _ "giveback" // with net/http's default mux served somewhere
//
// or, on a mux of your own:
//
//	mux.Handle(giveback.Path, giveback.Handler())
//
// Then: resident free PID --endpoint http://localhost:6060, or curl -X POST http://localhost:6060/debug/freeosmemory.
//
// It collects and returns what is idle, which stops nothing and costs one collection. Serve it where /debug/pprof/ is served: to
// yourselves only. Who can send POST requests to it can keep the collector busy, so that one is done at a time.
package giveback

import (
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

// Path is where the handler is found without being told.
const Path = "/debug/freeosmemory"

func init() { http.Handle(Path, Handler()) }

// Handler frees on POST, and on nothing else: no crawler, no page and no probe asks with POST by accident.
func Handler() http.Handler {
	var one sync.Mutex
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			http.Error(w, "ask with POST", http.StatusMethodNotAllowed)
			return
		}
		one.Lock()
		defer one.Unlock()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		debug.FreeOSMemory()
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		fmt.Fprintf(w, "released %d bytes in %v\n", int64(after.HeapReleased)-int64(before.HeapReleased), took.Round(time.Microsecond))
	})
}
