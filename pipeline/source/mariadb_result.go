package source

// maxColumns is how many columns a server allows.
const maxColumns = 4096

// query runs a statement. It gives the columns of its result, if it has one, and then the rows, valid until
// the next.
func (w *mariaWire) query(text string, fields func([]mariaField), each func(cells [][]byte) error) error {
	if err := w.send(text); err != nil {
		return err
	}
	head, err := w.packet()
	if err != nil {
		return err
	}
	count, _, null, ok := lenenc(head)
	switch {
	case len(head) > 0 && head[0] == packetOK:
		return nil
	case len(head) > 0 && head[0] == packetError:
		return readError(head)
	case !ok, null, count == 0, count > maxColumns: // the mark of NULL asks for a file of ours
		return errWire
	}
	list, err := w.fields(int(count))
	if err != nil {
		return err
	}
	if fields != nil {
		fields(list)
	}
	return w.rows(len(list), each)
}

func (w *mariaWire) fields(n int) (list []mariaField, err error) {
	for range n {
		b, err := w.packet()
		if err != nil {
			return nil, err
		}
		f, ok := readField(b)
		if !ok {
			return nil, errWire
		}
		list = append(list, f)
	}
	return list, nil
}

// rows gives the rows. Older servers end the columns by a packet of five bytes; that which ends the rows is
// like it, or a longer one.
func (w *mariaWire) rows(columns int, each func(cells [][]byte) error) error {
	cells := make([][]byte, columns)
	for first := true; ; first = false {
		b, err := w.packet()
		switch {
		case err != nil:
			return err
		case len(b) == 0:
			return errWire
		case b[0] == packetError:
			return readError(b)
		case b[0] == packetEOF && len(b) < longPacket && !(first && len(b) == 5):
			return nil
		case b[0] == packetEOF && len(b) == 5:
			continue
		case !cutRow(b, cells):
			return errWire
		}
		if err := each(cells); err != nil {
			return err
		}
	}
}
