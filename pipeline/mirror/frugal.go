package mirror

import (
	"os"
	"runtime/debug"
)

// frugal makes garbage be collected early until the returned function is called: a copy makes little of it, so
// that memory costs next to nothing here. GOGC overrides it.
func frugal() (restore func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	const collectAt = 40 // percent of what is in use
	before := debug.SetGCPercent(collectAt)
	return func() { debug.SetGCPercent(before) }
}
