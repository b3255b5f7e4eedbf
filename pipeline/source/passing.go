package source

import (
	"errors"
	"strings"
)

// ErrPassing is among what a failure is that may pass by itself: a server that cannot be reached, is starting or
// is short of something, a lost connection, a lock of somebody else, a replica that needed the rows' place. The
// same call later can succeed with nobody having done anything.
var ErrPassing = errors.New("this may pass by itself")

// passing marks an error as one that may pass.
type passing struct{ error }

func (p passing) Is(target error) bool { return target == ErrPassing }
func (p passing) Unwrap() error        { return p.error }

// mayPass marks err where that is so.
func mayPass(err error, so bool) error {
	if so {
		return passing{err}
	}
	return err
}

// pgPasses tells of a PostgreSQL server's code whether the cause may pass; a query that is over its own limit
// will be so again.
func pgPasses(code string) bool {
	switch code {
	case "55P03", "40001", "40P01", "57014":
		return true
	}
	return strings.HasPrefix(code, "57P") || strings.HasPrefix(code, "08") || strings.HasPrefix(code, "53")
}

// mariaPasses tells the same of a MariaDB or MySQL server's number.
func mariaPasses(number uint16, state string) bool {
	switch number {
	case mariaTooMany, mariaUserTooMany, mariaShutdown, mariaNormalShutdown, mariaInterrupted, mariaKilled, mariaLocked, mariaDeadlock, mariaChanged:
		return true
	}
	return strings.HasPrefix(state, "08")
}

// ofTLS tells whether a connection failed over certificates or ciphers: that is a matter of configuration.
func ofTLS(text string) bool {
	return strings.Contains(text, "tls") || strings.Contains(text, "x509") || strings.Contains(text, "certificate")
}
