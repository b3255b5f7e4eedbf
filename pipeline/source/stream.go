package source

import (
	"errors"
	"sync"

	"golang.org/x/sync/errgroup"
)

// stream hands what several readers gather to one consumer, which works on one batch while the readers
// make the next.
type stream struct {
	free, ready chan *gatherer
	stop        chan struct{} // closed when nobody wants more
	halted      sync.Once
}

// flow yields what readers gather, and at the end their first error. A reader gets gatherers by next and
// gives them back by send; when one of these says no, it ends with errEnough.
func flow(readers int, read func(reader int, s *stream) error, yield func(Batch, error) bool) {
	gatherers := readers + 2 // one that the consumer has, and one that waits for it
	s := &stream{free: make(chan *gatherer, gatherers), ready: make(chan *gatherer, gatherers), stop: make(chan struct{})}
	for range gatherers {
		s.free <- nil // made when it is needed
	}
	var group errgroup.Group
	for i := range readers {
		group.Go(func() error {
			err := read(i, s)
			if err != nil {
				s.halt()
			}
			return err
		})
	}
	failed := make(chan error, 1)
	go func() {
		failed <- group.Wait()
		close(s.ready)
	}()
	if s.consume(yield) {
		if err := <-failed; err != nil {
			yield(Batch{}, err)
		}
	}
}

// consume yields batches until there are no more, and tells whether the consumer took them all. Readers
// have ended when it returns.
func (s *stream) consume(yield func(Batch, error) bool) bool {
	defer func() {
		s.halt()
		for range s.ready { // what comes late is thrown away
		}
	}()
	line := int64(1)
	for g := range s.ready {
		b := g.batch(line)
		more := yield(b, nil)
		b.Record.Release()
		if !more {
			return false
		}
		line += int64(g.rows)
		g.start()
		s.free <- g
	}
	return true
}

func (s *stream) halt() { s.halted.Do(func() { close(s.stop) }) }

// next gives an empty gatherer; false: nobody wants more.
func (s *stream) next(l *layout) (*gatherer, bool) {
	select {
	case <-s.stop:
		return nil, false
	case g := <-s.free:
		if g == nil {
			g = newGatherer(l)
		}
		return g, true
	}
}

// send hands a gatherer to the consumer; false: nobody wants more.
func (s *stream) send(g *gatherer) bool {
	select {
	case <-s.stop:
		return false
	case s.ready <- g:
		return true
	}
}

// errEnough ends what reads for a consumer that wants no more.
var errEnough = errors.New("the consumer wants no more")
