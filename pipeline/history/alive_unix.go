//go:build unix

package history

import (
	"errors"
	"syscall"
)

// alive tells whether there is a process of that number, of any user.
func alive(process int) bool {
	err := syscall.Kill(process, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
