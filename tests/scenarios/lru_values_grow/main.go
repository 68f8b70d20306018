// lru_values_grow: an LRU cache whose number of entries is bounded, and whose values are not.
package main

import (
	"container/list"
	"goresscen/sc"
	"math/rand"
	"time"
)

type lru struct {
	m map[int]*list.Element
	l *list.List
}

type val struct {
	key  int
	hist []int64
}

//go:noinline
func (c *lru) touch(key int, v int64) {
	e := c.m[key]
	if e == nil {
		e = c.l.PushFront(&val{key: key})
		c.m[key] = e
	}
	c.l.MoveToFront(e)
	x := e.Value.(*val)
	for i := 0; i < 20; i++ {
		x.hist = append(x.hist, v)
	}
	if c.l.Len() > 1500 {
		b := c.l.Back()
		delete(c.m, b.Value.(*val).key)
		c.l.Remove(b)
	}
}

func main() {
	sc.Init()
	c := &lru{map[int]*list.Element{}, list.New()}
	r := rand.New(rand.NewSource(3))
	sc.Churn(18<<20, 1200)
	sc.Loop(10*time.Millisecond, func(time.Duration) {
		for i := 0; i < 100; i++ {
			c.touch(r.Intn(1500), 7)
		}
	})
}
