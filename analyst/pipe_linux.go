package analyst

import (
	"os"
	"syscall"
)

// pipeBytes is how much a pipe holds: with Linux's own 64 KiB a batch would take fifteen changes from writer to reader. More than
// this needs a privilege.
const pipeBytes = 1 << 20

// widen lets a pipe hold more; where that is refused it holds what it did.
func widen(f *os.File) {
	_, _, _ = syscall.Syscall(syscall.SYS_FCNTL, f.Fd(), syscall.F_SETPIPE_SZ, pipeBytes)
}
