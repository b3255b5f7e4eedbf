package replay

import (
	"iter"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
)

// Ahead has batches made on a goroutine from now on, one ahead of their consumer, which may begin
// any time later. stop ends the goroutine and waits for it; it must be called, before, during or
// after the stream, and may be called again. The stream can be consumed once.
func Ahead(batches iter.Seq2[arrow.RecordBatch, error]) (rows iter.Seq2[arrow.RecordBatch, error], stop func()) {
	type item struct {
		batch arrow.RecordBatch
		err   error
	}
	items, done := make(chan item, 1), make(chan struct{})
	go func() {
		defer close(items)
		for batch, err := range batches {
			if batch != nil {
				batch.Retain()
			}
			select {
			case items <- item{batch, err}:
			case <-done:
				if batch != nil {
					batch.Release()
				}
				return
			}
		}
	}()
	rows = func(yield func(arrow.RecordBatch, error) bool) {
		for i := range items {
			more := yield(i.batch, i.err)
			if i.batch != nil {
				i.batch.Release()
			}
			if !more {
				return
			}
		}
	}
	return rows, sync.OnceFunc(func() {
		close(done)
		for i := range items { // until the goroutine has ended
			if i.batch != nil {
				i.batch.Release()
			}
		}
	})
}
