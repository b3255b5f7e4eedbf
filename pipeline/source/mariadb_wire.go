package source

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"reflect"
	"unsafe"
)

// mariaWire speaks the text protocol of MariaDB and MySQL over a connection that the driver has opened: the
// driver puts every cell into an interface, which is an allocation a cell and most of its time, and hides how
// wide a column is. Logging in, TLS and saying goodbye are the driver's.
type mariaWire struct {
	conn     net.Conn
	buf      []byte
	from, to int    // the unread part of buf
	long     []byte // room for packets that come in parts
	sequence byte
}

const (
	comQuery   = 3
	longPacket = 1<<24 - 1 // a packet of this size is continued in the next
	maxPacket  = 256 << 20 // of a row, in all its parts
	wireBuffer = 64 << 10
)

var (
	errWire     = errors.New("the server's answer is not of its protocol")
	errLongRow  = errors.New("a row is longer than 256 MB")
	errLeftOver = errors.New("the driver has left something unread")
)

// driverWire takes the connection over. The driver keeps to itself what it talks through once TLS has begun, so
// its field is read as it lies; the driver's version is pinned, and the tests of TLS notice when that changes.
func driverWire(c driver.Conn) (*mariaWire, error) {
	v := reflect.ValueOf(c)
	if v.Kind() == reflect.Pointer && v.Elem().Kind() == reflect.Struct {
		f := v.Elem().FieldByName("netConn")
		if f.IsValid() && f.Type() == reflect.TypeFor[net.Conn]() {
			return &mariaWire{conn: *(*net.Conn)(unsafe.Pointer(f.UnsafeAddr())), buf: make([]byte, wireBuffer)}, nil
		}
	}
	return nil, fmt.Errorf("the driver's %T has no connection to read from\n  → build with the version of the driver that go.mod names", c)
}

// send begins a query.
func (w *mariaWire) send(query string) error {
	if w.from != w.to {
		return errLeftOver
	}
	for payload := append([]byte{comQuery}, query...); ; w.sequence++ {
		n := min(len(payload), longPacket)
		header := append(make([]byte, 0, 4+n), byte(n), byte(n>>8), byte(n>>16), w.sequence)
		if _, err := w.conn.Write(append(header, payload[:n]...)); err != nil {
			return err
		}
		if payload = payload[n:]; n < longPacket {
			w.sequence = 0
			return nil
		}
	}
}

// packet reads a packet, valid until the next.
func (w *mariaWire) packet() ([]byte, error) {
	data, err := w.part()
	if err != nil || len(data) < longPacket {
		return data, err
	}
	w.long = append(w.long[:0], data...)
	for len(data) == longPacket {
		if data, err = w.part(); err != nil {
			return nil, err
		}
		if len(w.long)+len(data) > maxPacket {
			return nil, errLongRow
		}
		w.long = append(w.long, data...)
	}
	return w.long, nil
}

func (w *mariaWire) part() ([]byte, error) {
	if err := w.need(4); err != nil {
		return nil, err
	}
	h := w.buf[w.from:]
	n := int(h[0]) | int(h[1])<<8 | int(h[2])<<16
	if err := w.need(4 + n); err != nil {
		return nil, err
	}
	data := w.buf[w.from+4 : w.from+4+n]
	w.from += 4 + n
	return data, nil
}

// need reads until a number of bytes is there.
func (w *mariaWire) need(n int) error {
	if w.to-w.from >= n {
		return nil
	}
	w.to = copy(w.buf, w.buf[w.from:w.to])
	w.from = 0
	if n > len(w.buf) {
		w.buf = append(w.buf, make([]byte, n-len(w.buf))...)
	}
	for w.to < n {
		read, err := w.conn.Read(w.buf[w.to:])
		w.to += read
		if errors.Is(err, io.EOF) && w.to < n {
			return io.ErrUnexpectedEOF
		}
		if err != nil && w.to < n {
			return err
		}
	}
	return nil
}
