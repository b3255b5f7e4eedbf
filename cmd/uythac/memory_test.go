package main

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// TestFollowHeap: the soft limit rises with what is in use, and comes back when that is gone.
func TestFollowHeap(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	t.Cleanup(func() { debug.SetMemoryLimit(before) })
	followHeap()
	wait := func(what string, holds func(limit int64) bool) {
		t.Helper()
		for range 100 {
			runtime.GC()
			if holds(debug.SetMemoryLimit(-1)) {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Errorf("%s: the limit is %d MB", what, debug.SetMemoryLimit(-1)>>20)
	}
	held := make([]byte, softMemory) // never touched: it takes no memory of the machine
	wait("450 MB in use", func(limit int64) bool { return limit >= int64(len(held))/4*7 })
	runtime.KeepAlive(held)
	wait("nothing in use", func(limit int64) bool { return limit == softMemory })
}
