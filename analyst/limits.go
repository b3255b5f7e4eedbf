package analyst

import (
	"cmp"
	"time"
)

// Limits are what a statement may cost, and how many run at once. The zero value is [Defaults].
type Limits struct {
	Timeout     time.Duration // longest that DuckDB may compute for one statement; waiting for the reader does not count
	Memory      int64         // bytes that DuckDB may hold; the worker may take [headroom] more
	Temp        int64         // bytes that may be spilled to disk
	Rows        int64         // most rows of a result
	Concurrency int           // workers at once
	Threads     int           // threads of a worker
	Nice        int           // its niceness, as of nice(1); 0: the least priority there is
}

// Defaults are the limits where none is configured.
var Defaults = Limits{Timeout: 5 * time.Minute, Memory: 512 << 20, Temp: 4 << 30, Rows: 50_000_000, Concurrency: 4, Threads: 2}

// filled puts the default where a limit is zero.
func (l Limits) filled() Limits {
	return Limits{
		Timeout: cmp.Or(l.Timeout, Defaults.Timeout), Memory: cmp.Or(l.Memory, Defaults.Memory), Temp: cmp.Or(l.Temp, Defaults.Temp),
		Rows: cmp.Or(l.Rows, Defaults.Rows), Concurrency: cmp.Or(l.Concurrency, Defaults.Concurrency), Threads: cmp.Or(l.Threads, Defaults.Threads),
		Nice: l.Nice,
	}
}

// headroom is what a worker may take beside DuckDB's memory: the program itself, threads' stacks, read buffers and a
// batch on its way. What some functions allocate past DuckDB's count, as repeat does, has to fit here too.
const headroom = 384 << 20

const (
	batchRows  = 16_384   // most rows of a batch
	longResult = 2        // batches after which a result is no short one: its processes let go of what only their start needed
	forgetting = 8        // batches after which DuckDB lets go of tables that it has read
	batchBytes = 3 << 20  // most bytes of a batch of several rows: clients of Flight take messages of 4 MB, and there is more in one than the values
	rowBytes   = 32 << 20 // most bytes of one row
	frameBytes = 64 << 20 // most bytes of a frame's head or body: the caller believes no worker that announces more
)
