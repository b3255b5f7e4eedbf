package source

import (
	"io/fs"
	"syscall"
)

// changed gives a file's number and the time of its last change; 0 when the system does not tell.
func changed(info fs.FileInfo) (inode uint64, nanoseconds int64) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, 0
	}
	return s.Ino, s.Ctim.Nano()
}
