//go:build !unix

package analyst

import (
	"errors"
	"os"
)

// openPlain fails: there are no locks that end with their process, so programs do not count each other's statements.
func openPlain(string) (*os.File, error) { return nil, errors.ErrUnsupported }

func lock(*os.File) error { return errors.ErrUnsupported }
