package analyst

import "github.com/uythac/uythac/pipeline/warehouse"

// Error is why a statement gave no rows, or no more: its reason, problem, remedy and place. Every error that a
// statement causes is one; others are the machine's.
type Error = warehouse.QueryError

// The reasons of an Error.
const (
	Refused   = warehouse.Refused     // the statement is not one SELECT on the warehouse's tables
	Invalid   = warehouse.Invalid     // the statement is wrong
	Memory    = warehouse.OutOfMemory // it needs more memory or disk than it may use; its worker may be gone
	Cancelled = warehouse.Interrupted // the caller stopped it
	Broken    = warehouse.Broken      // the disk is full, or the warehouse is damaged
	Timeout   = "timeout"             // it computed for longer than it may
	TooMany   = "rows"                // the result has more rows than it may; those before were handed over
	TooLarge  = "size"                // a row is larger than can be handed over
	Busy      = "busy"                // all workers were at work for too long
	Crashed   = "crashed"             // its worker ended
)
