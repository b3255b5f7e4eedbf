package replay

import (
	"iter"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
)

// waiting is how many batches wait for their consumer at most: about the month of a branch, so that one is
// decoded while the one before is still rolled up.
const waiting = 12

// Ahead has batches made on a goroutine from now on, some ahead of their consumer, which may begin
// any time later. stop ends the goroutine and waits for it; it must be called, before, during or
// after the stream, and may be called again. The stream can be consumed once.
func Ahead(batches iter.Seq2[arrow.RecordBatch, error]) (rows iter.Seq2[arrow.RecordBatch, error], stop func()) {
	kept := func(yield func(arrow.RecordBatch, error) bool) {
		for batch, err := range batches {
			if batch != nil {
				batch.Retain()
			}
			if !yield(batch, err) {
				return
			}
		}
	}
	return inFront(kept, func(batch arrow.RecordBatch) {
		if batch != nil {
			batch.Release()
		}
	})
}

// inFront is Ahead for anything; done is told of each that is done with.
func inFront[T any](from iter.Seq2[T, error], done func(T)) (to iter.Seq2[T, error], stop func()) {
	type item struct {
		value T
		err   error
	}
	items, quit := make(chan item, waiting), make(chan struct{})
	go func() {
		defer close(items)
		for value, err := range from {
			select {
			case items <- item{value, err}:
			case <-quit:
				done(value)
				return
			}
		}
	}()
	to = func(yield func(T, error) bool) {
		for i := range items {
			more := yield(i.value, i.err)
			done(i.value)
			if !more {
				return
			}
		}
	}
	return to, sync.OnceFunc(func() {
		close(quit)
		for i := range items { // until the goroutine has ended
			done(i.value)
		}
	})
}
