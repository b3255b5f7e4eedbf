//go:build linux || darwin

package pipeline

import "syscall"

// freeBytes is the room left to this user on the disk of a folder.
func freeBytes(path string) (uint64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(path, &s); err != nil {
		return 0, err
	}
	return s.Bavail * uint64(s.Bsize), nil
}

// oneDisk tells whether two folders are on the same disk.
func oneDisk(a, b string) bool {
	var s, t syscall.Stat_t
	return syscall.Stat(a, &s) == nil && syscall.Stat(b, &t) == nil && s.Dev == t.Dev
}
