package torture_test

import (
	"os"
	"syscall"
	"testing"
)

// scratch is a folder in memory where there is enough of it: the program makes every file of the lake
// durable, and disks take most of a test's time for that. That it does is tested in package lake.
func scratch(t testing.TB) string {
	t.Helper()
	const shm, enough = "/dev/shm", 2 << 30
	var fs syscall.Statfs_t
	if err := syscall.Statfs(shm, &fs); err != nil || fs.Bavail*uint64(fs.Bsize) < enough {
		return t.TempDir()
	}
	dir, err := os.MkdirTemp(shm, "uythac-torture-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}
