// finalizers_send: finalizers that send to a channel that nobody reads.
package main

import (
	"goresscen/sc"
	"runtime"
	"time"
)

type img struct{ px []byte }

var back = make(chan []byte, 5)

func decode() {
	i := &img{sc.Filled(200 << 10)}
	runtime.SetFinalizer(i, func(i *img) { back <- i.px })
	sc.Sink = i
}

func main() {
	sc.Init()
	sc.Loop(100*time.Millisecond, func(time.Duration) { decode() })
}
