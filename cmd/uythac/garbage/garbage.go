// Package garbage tells Go's collector how much may lie about before it works. It does so when it is initialised, and imports next to
// nothing so that this is early: until main is reached the packages of the program allocate nine megabytes that stay, for which
// the collector ran three times, a quarter of the time until then. It refuses to know anything else.
package garbage

import (
	"os"
	"runtime/debug"
)

// percent lets garbage grow to four times what is in use before it is collected: batches live briefly, and the soft limit of
// memory holds anyway. GOGC overrides it.
const percent = 400

func init() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}
