package source

import (
	"context"
	"iter"
	"sync/atomic"
)

// read streams rows: of a table that is read whole by as many connections as there may be, each of which
// takes the next piece of the table when it is done with one.
func (v *pgView) read(ctx context.Context, l *layout, where string) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		queries, err := v.pieces(ctx, l, where)
		if err != nil {
			yield(Batch{}, err)
			return
		}
		readers := min(len(queries), v.pg.config.Limits.Connections)
		if err := v.connect(ctx, readers); err != nil {
			yield(Batch{}, err)
			return
		}
		var next atomic.Int64
		flow(l, readers, func(reader int, s *stream) error {
			r := newPgReader(ctx, v, l, s)
			for i := next.Add(1); int(i) <= len(queries); i = next.Add(1) {
				if err := v.sessions[reader].query(ctx, queries[i-1], asBinary, r.add); err != nil {
					return err
				}
			}
			return r.finish()
		}, yield)
	}
}

// connect opens the connections that a number of readers needs beside those there are.
func (v *pgView) connect(ctx context.Context, readers int) error {
	for len(v.sessions) < readers {
		s, err := v.pg.connect(ctx, v.main().meter, v.main().address)
		if err != nil {
			return err
		}
		v.sessions = append(v.sessions, s)
		if err := s.begin(ctx, v.snapshot); err != nil {
			return err
		}
	}
	return nil
}

// pgReader gathers the rows that one connection reads.
type pgReader struct {
	ctx    context.Context
	view   *pgView
	layout *layout
	stream *stream
	cells  []*pgCell
	g      *gatherer // nil: not begun
	paced  int64     // rows since the pace was looked at
}

func newPgReader(ctx context.Context, v *pgView, l *layout, s *stream) *pgReader {
	r := &pgReader{ctx: ctx, view: v, layout: l, stream: s}
	for _, p := range l.picks {
		r.cells = append(r.cells, newPgCell(p, v.pg.config.Key))
	}
	return r
}

// add takes in a row.
func (r *pgReader) add(cells [][]byte) error {
	if r.g == nil {
		var ok bool
		if r.g, ok = r.stream.next(r.layout); !ok {
			return errEnough
		}
	}
	for i, raw := range cells {
		misfit, err := r.cells[i].add(&r.g.columns[i], raw)
		if err != nil {
			return err
		}
		if misfit != "" {
			r.g.misfit(i, misfit)
		}
		r.g.bytes += len(raw)
	}
	r.g.rows++
	if r.paced++; r.paced == paceRows {
		if err := r.view.pace.wait(r.ctx, r.paced); err != nil {
			return err
		}
		r.paced = 0
	}
	if r.g.full() {
		return r.finish()
	}
	return nil
}

// finish hands over what was gathered.
func (r *pgReader) finish() error {
	if r.g == nil {
		return nil
	}
	r.view.meter().rows.Add(int64(r.g.rows))
	if !r.stream.send(r.g) {
		return errEnough
	}
	r.g = nil
	return nil
}
