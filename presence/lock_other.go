//go:build !unix

package presence

import (
	"errors"
	"os"
)

// hold refuses: without a lock that ends with the program nobody could tell whether it runs.
func hold(*os.File) error { return errors.New("this system has no file locks that uythac knows") }

func held(*os.File) (bool, error) { return false, nil }
