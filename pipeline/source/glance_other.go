//go:build !linux

package source

import "io/fs"

// changed tells nothing here: every file is read.
func changed(fs.FileInfo) (inode uint64, nanoseconds int64) { return 0, 0 }
