package lake

import (
	"iter"

	"github.com/apache/arrow-go/v18/arrow"
)

// readAhead is how many batches are decoded before they are asked for.
const readAhead = 2

type item struct {
	batch arrow.RecordBatch
	err   error
}

func (i item) release() {
	if i.batch != nil {
		i.batch.Release()
	}
}

// ahead runs a stream of batches on a goroutine of its own, a little before its consumer: a replay must take
// the months one after another, and this way decoding them costs it no time while a core is free.
// The goroutine ends with the stream or with the consumer's loop, whichever is first.
func ahead(rows iter.Seq2[arrow.RecordBatch, error]) iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		items, quit := make(chan item, readAhead), make(chan struct{})
		go func() {
			defer close(items)
			for batch, err := range rows {
				if batch != nil {
					batch.Retain()
				}
				select {
				case items <- item{batch, err}:
				case <-quit:
					item{batch, err}.release()
					return
				}
			}
		}()
		defer func() {
			close(quit)
			for i := range items { // until the goroutine has ended
				i.release()
			}
		}()
		for i := range items {
			more := yield(i.batch, i.err)
			i.release()
			if !more {
				return
			}
		}
	}
}
