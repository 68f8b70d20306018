// c_arenas: threads allocate in malloc's arenas at once, and free all but a little at each end.
package main

/*
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static void work(int n) {
	void **p = malloc(n * sizeof *p);
	for (int i = 0; i < n; i++) { p[i] = malloc(1000); memset(p[i], 1, 1000); }
	usleep(300000);
	for (int i = 0; i + 1 < n; i++) free(p[i]);
	free(p);
}
*/
import "C"

import (
	"goresscen/sc"
	"runtime"
	"sync"
	"time"
)

func main() {
	sc.Init()
	sc.Churn(5<<20, 4096)
	time.Sleep(6 * time.Second)
	var w sync.WaitGroup
	for i := 0; i < 8; i++ {
		w.Add(1)
		go func() {
			runtime.LockOSThread()
			C.work(8000)
			w.Done()
			select {}
		}()
	}
	w.Wait()
	sc.Wait()
}
