//go:build unix

package audit

import (
	"os"
	"syscall"
)

// alone takes the file for this program until it ends or closes it.
func alone(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }
