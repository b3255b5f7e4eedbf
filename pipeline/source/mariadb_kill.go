package source

import (
	"context"
	"sync"
)

// killer ends the query that a session runs, when nobody wants its rows any more or the context ends: the
// server would else work on for nobody.
type killer struct {
	session *mariaSession
	once    sync.Once
	killed  bool
	forget  func() bool // the context
}

func newKiller(ctx context.Context, s *mariaSession) *killer {
	k := &killer{session: s}
	k.forget = context.AfterFunc(ctx, k.kill)
	return k
}

// kill asks the server, over a connection of its own, to end the query. When that cannot be done the
// connection is given up.
func (k *killer) kill() {
	k.once.Do(func() {
		k.killed = true
		if !k.session.killQuery() {
			_ = k.session.socket.Close() // the read that waits on it ends
		}
	})
}

// done waits for a kill that is on its way. The query may have ended before it: what is killed then is the next
// statement, which says nothing.
func (k *killer) done() {
	k.forget()
	k.once.Do(func() {})
	if k.killed {
		_ = k.session.wire.query("DO 0", nil, nil) // a connection that is lost is so for the next query too
	}
}

func (s *mariaSession) killQuery() bool {
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	if s.id == "" {
		return false
	}
	other, err := s.db.connect(ctx, s.meter)
	if err != nil {
		return false
	}
	defer other.close()
	return other.wire.query("KILL QUERY "+s.id, nil, nil) == nil
}
