//go:build !unix

package lake

import (
	"errors"
	"os"
)

// tryLock refuses: without a lock that ends with the process, two runs could spoil each other's work.
func tryLock(*os.File) error {
	return errors.New("this system has no file locks that uythac knows\n  → run it on Linux or macOS")
}
