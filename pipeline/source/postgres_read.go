package source

import (
	"context"
	"iter"
	"sync/atomic"
)

// read streams rows: of a table that is read whole by as many connections as there may be, each of which
// takes the next piece of the table when it is done with one.
func (v *pgView) read(ctx context.Context, l *layout, parts []part) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		queries, err := v.pieces(ctx, l, parts[0].where) // there is one
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
		flow(readers, func(reader int, s *stream) error {
			r := &rowReader{ctx: ctx, layout: l, stream: s, pace: &v.pace, meter: v.meter()}
			var formats []int16
			for _, p := range l.picks {
				r.cells, formats = append(r.cells, newPgCell(p, v.pg.config.Key)), append(formats, pgFormat(p))
			}
			for i := next.Add(1); int(i) <= len(queries); i = next.Add(1) {
				if err := v.sessions[reader].query(ctx, queries[i-1], formats, r.add); err != nil {
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
		if err := s.begin(ctx, v.snapshot); err != nil {
			s.close() // it must never read what the others do not see
			return err
		}
		v.sessions = append(v.sessions, s)
	}
	return nil
}
