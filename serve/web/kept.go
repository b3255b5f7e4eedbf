package web

import (
	"bytes"
	"container/list"
	"errors"
	"sync"

	"golang.org/x/sync/singleflight"
)

const (
	keptBytes = 64 << 20  // most bytes of answers that are kept
	keptEach  = 512 << 10 // most of one
)

// body is an answer that is kept.
type body struct {
	key    string
	text   []byte
	tables []string
	rows   int64
	next   string // link to the page after it; empty: none
}

// kept holds small answers, by what was asked of which file in which format: files never change. The zero value is empty.
type kept struct {
	flight singleflight.Group
	mu     sync.Mutex
	by     map[string]*list.Element
	order  list.List // of *body, the one that was asked for last at the front
	bytes  int
	large  map[string]bool // that were too large to be kept
}

// errLarge is of an answer that is too large to be kept.
var errLarge = errors.New("too large to be kept")

// get gives an answer that is kept, or makes it; many who ask for the same at once have it made once. write writes it to
// a buffer that stops at keptEach bytes. One that is too large gives errLarge.
func (k *kept) get(key string, write func(*bounded) (body, error)) (*body, error) {
	k.mu.Lock()
	if e, ok := k.by[key]; ok {
		k.order.MoveToFront(e)
		k.mu.Unlock()
		return e.Value.(*body), nil
	}
	large := k.large[key]
	k.mu.Unlock()
	if large {
		return nil, errLarge
	}
	made, err, _ := k.flight.Do(key, func() (any, error) {
		var b bounded
		answer, err := write(&b)
		if b.full {
			k.note(key)
			return nil, errLarge
		}
		if err != nil {
			return nil, err
		}
		answer.key, answer.text = key, b.Bytes()
		k.put(&answer)
		return &answer, nil
	})
	if err != nil {
		return nil, err
	}
	return made.(*body), nil
}

func (k *kept) put(b *body) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.by == nil {
		k.by = map[string]*list.Element{}
	}
	k.by[b.key] = k.order.PushFront(b)
	for k.bytes += len(b.text); k.bytes > keptBytes; {
		e := k.order.Back()
		old := k.order.Remove(e).(*body)
		delete(k.by, old.key)
		k.bytes -= len(old.text)
	}
}

// mostLarge is how many large answers are remembered as such.
const mostLarge = 1000

func (k *kept) note(key string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.large == nil || len(k.large) >= mostLarge {
		k.large = map[string]bool{}
	}
	k.large[key] = true
}

// bounded is a buffer that takes keptEach bytes and no more.
type bounded struct {
	bytes.Buffer
	full bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.full || b.Len()+len(p) > keptEach {
		b.full = true
		return 0, errLarge
	}
	return b.Buffer.Write(p)
}
