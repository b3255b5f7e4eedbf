package main

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"

	_ "github.com/uythac/uythac/cmd/uythac/garbage" // before all others
)

// softMemory keeps Go's garbage small beside DuckDB, which has a limit of its own: one branch of five
// million entries then fits into 700 MB. GOMEMLIMIT overrides it.
const softMemory = 450 << 20

// boundMemory tells the garbage collector how much the process may take; how much garbage there may be, package garbage has told it.
func boundMemory() {
	if debug.SetMemoryLimit(-1) == math.MaxInt64 {
		followHeap()
	}
}

// followHeap sets the soft limit, and sets it again after every collection, for as long as the
// process lives. A fixed limit is right for a branch that fits under it; when what is in use comes
// near, the collector runs without end: deriving 15 million entries, up to 600 MB in use, took 72 CPU
// seconds, and takes 37 since the limit moves, three times what five million take.
func followHeap() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	debug.SetMemoryLimit(limitFor(live[0].Value.Uint64()))
	runtime.AddCleanup(new(cycle), func(struct{}) { followHeap() }, struct{}{})
}

// limitFor leaves room for three bytes of garbage to four in use, and softMemory at least.
func limitFor(live uint64) int64 { return max(softMemory, int64(live/4*7)) }

// cycle is an object that nobody holds: it is gone at the end of the next collection. The pointer keeps
// it out of the blocks that tiny objects share, which live longer.
type cycle struct{ _ *cycle }
