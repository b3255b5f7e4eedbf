//go:build !linux

package dbtest

import "syscall"

// dieWithParent has no counterpart here: a server outlives tests that are killed.
func dieWithParent(*syscall.SysProcAttr) {}
