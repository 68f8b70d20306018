// cache_linked_entries: a map of linked entries without a bound: its table doubles now and then.
package main

import (
	"fmt"
	"goresscen/sc"
	"sync"
	"time"
)

type entry struct {
	key  string
	v    [15]int64
	next *entry
}

type cache struct {
	m  map[string]*entry
	mu sync.Mutex
}

func (c *cache) put(key string) { c.mu.Lock(); c.m[key] = &entry{key: key}; c.mu.Unlock() }
func main() {
	sc.Init()

	c := &cache{m: map[string]*entry{}}
	n := 0
	sc.Churn(30<<20, 512)
	sc.Loop(10*time.Millisecond, func(time.Duration) {
		for i := 0; i < 90; i++ {
			c.put(fmt.Sprint("user:", n))
			n++
		}
	})
}
