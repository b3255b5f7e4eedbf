//go:build !linux

package torture_test

import "testing"

// scratch is a folder of the test's own.
func scratch(t testing.TB) string {
	t.Helper()
	return t.TempDir()
}
