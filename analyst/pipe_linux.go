package analyst

import (
	"os"
	"syscall"
)

// pipeBytes is how much a worker may be ahead of who reads; more than net.core.wmem_max the machine does not give.
const pipeBytes = 1 << 20

// connected are two ends: what is written to one is read from the other. They are sockets, for a pipe is locked while either
// side copies, and the other side burns its core until it may.
func connected() (read, write *os.File, err error) {
	ends, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, os.NewSyscallError("socketpair", err)
	}
	_ = syscall.SetsockoptInt(ends[1], syscall.SOL_SOCKET, syscall.SO_SNDBUF, pipeBytes)       // it holds something without, too
	_ = syscall.SetNonblock(ends[0], true)                                                     // who waits for it then keeps no thread
	return os.NewFile(uintptr(ends[0]), "worker"), os.NewFile(uintptr(ends[1]), "worker"), nil //nolint:gosec // they are no negative numbers
}
