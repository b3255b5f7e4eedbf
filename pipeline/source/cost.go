package source

import (
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Cost is what a moment has cost the source so far.
type Cost struct {
	Connections                      int // at once, at most
	LongestQuery, LongestTransaction time.Duration
	Queries                          int
	Rows                             int64 // that Read took
	Bytes                            int64 // that came over the wire
}

// meter adds up a moment's cost. It may be used by several goroutines.
type meter struct {
	mu           sync.Mutex
	open         int
	cost         Cost
	begun, ended time.Time // of the transaction; ended is zero while it lasts
	rows, bytes  atomic.Int64
}

func (m *meter) connected() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.open++
	m.cost.Connections = max(m.cost.Connections, m.open)
}

func (m *meter) disconnected() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.open--
}

// queried counts a query that began at a time and has just ended.
func (m *meter) queried(begun time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.cost.Queries++
	m.cost.LongestQuery = max(m.cost.LongestQuery, time.Since(begun))
}

func (m *meter) begin() { m.begun = time.Now() }

func (m *meter) end() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.ended.IsZero() {
		m.ended = time.Now()
	}
}

func (m *meter) total() Cost {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := m.cost
	c.Rows, c.Bytes = m.rows.Load(), m.bytes.Load()
	if m.ended.IsZero() {
		c.LongestTransaction = time.Since(m.begun)
	} else {
		c.LongestTransaction = m.ended.Sub(m.begun)
	}
	return c
}

// meteredConn counts the bytes that come in.
type meteredConn struct {
	net.Conn
	meter *meter
}

func (c meteredConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.meter.bytes.Add(int64(n))
	return n, err
}
