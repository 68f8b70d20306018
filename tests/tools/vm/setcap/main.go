// Command setcap gives a program one capability, as `setcap NAME=ep FILE` does; busybox has none.
package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"syscall"
)

// vfs_cap_data of linux/capability.h, revision 2, with the effective bit; two words of permitted and inheritable capabilities follow.
const revision2Effective = 0x02000001

func main() {
	number, err := strconv.Atoi(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	var data [20]byte
	binary.LittleEndian.PutUint32(data[0:], revision2Effective)
	binary.LittleEndian.PutUint32(data[4+8*(number/32):], 1<<(number%32))
	if err := syscall.Setxattr(os.Args[2], "security.capability", data[:], 0); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
