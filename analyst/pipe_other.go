//go:build !linux

package analyst

import "os"

// connected are two ends: what is written to one is read from the other.
func connected() (read, write *os.File, err error) { return os.Pipe() }
