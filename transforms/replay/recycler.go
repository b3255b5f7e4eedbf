package replay

import (
	"math/bits"
	"sync"

	"github.com/apache/arrow-go/v18/arrow/memory"
)

// recycler gives the memory of batches that are done with to the next ones: a stream of batches
// needs the same sizes again and again, and fresh memory costs more to clear than to fill.
type recycler struct {
	mem    memory.Allocator
	mu     sync.Mutex // batches may be released on any goroutine
	free   map[int][][]byte
	closed bool
}

// Recycle returns an allocator that gives the memory of batches that are done with to the next ones, of
// any files, and what takes the rest back to mem. [ReadTable] does so for one file by itself.
func Recycle(mem memory.Allocator) (_ memory.Allocator, end func()) {
	r := newRecycler(mem)
	return r, r.close
}

func newRecycler(mem memory.Allocator) *recycler {
	return &recycler{mem: mem, free: map[int][][]byte{}}
}

// class is the power of two that holds size bytes.
func class(size int) int { return bits.Len(uint(max(size, 64) - 1)) }

// Allocate returns memory that is not cleared.
func (r *recycler) Allocate(size int) []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	k := class(size)
	if list := r.free[k]; len(list) > 0 {
		r.free[k] = list[:len(list)-1]
		return list[len(list)-1][:size]
	}
	return r.mem.Allocate(1 << k)[:size]
}

// Reallocate implements memory.Allocator.
func (r *recycler) Reallocate(size int, b []byte) []byte {
	if size <= cap(b) {
		return b[:size]
	}
	out := r.Allocate(size)
	copy(out, b)
	r.Free(b)
	return out
}

// Free implements memory.Allocator.
func (r *recycler) Free(b []byte) {
	if cap(b) == 0 {
		return
	}
	k := class(cap(b))
	b = b[:1<<k]
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		r.mem.Free(b)
		return
	}
	r.free[k] = append(r.free[k], b)
}

// close gives back what is free; the rest follows as it is freed.
func (r *recycler) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, list := range r.free {
		for _, b := range list {
			r.mem.Free(b)
		}
	}
	r.free, r.closed = nil, true
}
