package replay

// lines are rows of figures by their keys, in the order in which they are opened. A row keeps its place from month to month.
type lines[K comparable] struct {
	places map[K]int32
	keys   []K
	cells  []cell
}

// expect makes room for about n rows.
func (l *lines[K]) expect(n int) {
	l.places, l.keys, l.cells = make(map[K]int32, n), make([]K, 0, n), make([]cell, 0, n)
}

// number returns the place of a row, which it opens.
func (l *lines[K]) number(k K) int32 {
	i, ok := l.places[k]
	if !ok {
		if l.places == nil {
			l.places = map[K]int32{}
		}
		i = int32(len(l.keys))
		l.places[k] = i
		l.keys, l.cells = append(l.keys, k), append(l.cells, cell{})
	}
	return i
}

// row returns a row's figures; the pointer holds until the next row is opened.
func (l *lines[K]) row(k K) *cell { return &l.cells[l.number(k)] }
