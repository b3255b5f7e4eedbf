package source

import (
	"context"
	"sync"
	"time"
)

// paceRows is how many rows are read between two looks at the clock.
const paceRows = 256

// pace keeps the readers of a moment under a number of rows a second. What was not used is not saved up.
type pace struct {
	perSecond int64 // 0: no limit
	mu        sync.Mutex
	next      time.Time // when the next rows may come
}

// wait takes a number of rows into account that were read.
func (p *pace) wait(ctx context.Context, rows int64) error {
	if p.perSecond <= 0 {
		return nil
	}
	p.mu.Lock()
	now := time.Now()
	if p.next.Before(now) {
		p.next = now
	}
	p.next = p.next.Add(time.Duration(rows) * time.Second / time.Duration(p.perSecond))
	rest := p.next.Sub(now)
	p.mu.Unlock()
	select {
	case <-ctx.Done():
		return ended(ctx)
	case <-time.After(rest):
		return nil
	}
}
