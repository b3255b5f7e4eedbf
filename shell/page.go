package shell

import (
	"bytes"
	"errors"
	"io"

	"github.com/uythac/uythac/render"
)

// errQuit is what a writer gets when the reader has left the pager.
var errQuit = errors.New("the pager was left")

// paged runs write on what goes to the screen when it fits there, and into the pager when it does not.
func (s *Shell) paged(write func(io.Writer) error) error {
	p := &page{pager: s.Pager}
	if s.Screen != nil {
		p.width, p.height = s.Screen()
		p.height -= 2 // the prompt and the footer
	}
	if p.width == 0 || p.height <= 0 || s.Pager == nil {
		return write(s.Out)
	}
	err := write(p)
	if p.to != nil {
		err = errors.Join(err, p.to.Close())
	} else {
		_, e := s.Out.Write(p.held.Bytes())
		err = errors.Join(err, e)
	}
	if errors.Is(err, errQuit) {
		return nil
	}
	return err
}

// page holds what fits a screen, and starts the pager when more comes.
type page struct {
	width, height int
	pager         func() (io.WriteCloser, error)
	held          bytes.Buffer
	to            io.WriteCloser // the pager, once it runs
}

func (p *page) Write(b []byte) (int, error) {
	if p.to == nil {
		p.held.Write(b)
		if p.fits() {
			return len(b), nil
		}
		var err error
		if p.to, err = p.pager(); err != nil {
			return 0, err
		}
		b = p.held.Bytes()
	}
	if _, err := p.to.Write(b); err != nil {
		return 0, errQuit
	}
	return len(b), nil
}

// fits tells whether what is held fits the screen.
func (p *page) fits() bool {
	lines := bytes.Split(p.held.Bytes(), []byte("\n"))
	if len(lines) > p.height {
		return false
	}
	for _, l := range lines {
		if render.Width(string(l)) > p.width {
			return false
		}
	}
	return true
}
