// Package doors opens the doors of uythac serve: it listens, with TLS where it must be, and closes in good order.
//
// It refuses to open to the network what asks nobody who they are, or what sends passwords in the clear: without accounts, or
// without TLS, a door listens on this machine only.
package doors
