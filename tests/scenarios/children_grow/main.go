// children_grow: a program that starts children, which hold memory; its own RES does not change.
package main

import (
	"goresscen/sc"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "child" {
		held := sc.Filled(16 << 20)
		time.Sleep(time.Hour)
		runtime.KeepAlive(held)
	}
	sc.Init()
	// The kernel ends the children with the thread that started them.
	runtime.LockOSThread()
	sc.Churn(4<<20, 4096)
	sc.Loop(2*time.Second, func(time.Duration) {
		exe, _ := os.Executable()
		child := exec.Command(exe, "child")
		child.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
		if err := child.Start(); err != nil {
			panic(err)
		}
	})
}
