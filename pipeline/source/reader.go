package source

import "context"

// cell reads the values of one column as a server sends them.
type cell interface {
	// add appends a value; nil is NULL. One that does not fit the column becomes null, and its text is given.
	add(b *columnBuilder, raw []byte) (misfit string, err error)
}

// rowReader gathers the rows that one connection reads.
type rowReader struct {
	ctx    context.Context
	layout *layout
	stream *stream
	pace   *pace
	meter  *meter
	cells  []cell    // as the layout's picks
	g      *gatherer // nil: not begun
	paced  int64     // rows since the pace was looked at
}

// add takes in a row.
func (r *rowReader) add(cells [][]byte) error {
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
		if err := r.pace.wait(r.ctx, r.paced); err != nil {
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
func (r *rowReader) finish() error {
	if r.g == nil {
		return nil
	}
	r.meter.rows.Add(int64(r.g.rows))
	if !r.stream.send(r.g) {
		return errEnough
	}
	r.g = nil
	return nil
}
