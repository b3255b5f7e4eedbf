package web

import (
	"fmt"
	"net/url"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/result"
)

// page is a part of the rows. The zero value is all.
type page struct{ offset, limit int64 }

// mostPage is the most rows of a page: they are held until all of them are there.
const mostPage = 10_000

// pageOf reads limit and offset.
func pageOf(values url.Values) (p page, err error) {
	for name, into := range map[string]*int64{"limit": &p.limit, "offset": &p.offset} {
		text := values.Get(name)
		if text == "" {
			continue
		}
		if _, err := fmt.Sscanf(text, "%d", into); err != nil || *into < 0 || fmt.Sprint(*into) != text {
			return p, bad(name+" is no whole number", "write it as "+name+"=100")
		}
	}
	if p.limit > mostPage {
		return p, bad(fmt.Sprintf("a page has at most %d rows", mostPage), "leave limit out to get all rows in one answer")
	}
	return p, nil
}

// of takes the page's rows out of all, and tells whether more follow. Without a limit they pass through.
func (p page) of(all result.Batches) (rows result.Batches, more bool, err error) {
	if p.limit == 0 {
		return p.skipped(all), false, nil
	}
	var held []arrow.RecordBatch
	left := p.limit
	for b, err := range p.skipped(all) {
		if err != nil {
			for _, h := range held {
				h.Release()
			}
			return nil, false, err
		}
		n := min(left, b.NumRows())
		if more = n < b.NumRows(); n > 0 {
			held = append(held, b.NewSlice(0, n))
		}
		if left -= n; more {
			break
		}
	}
	return func(yield func(arrow.RecordBatch, error) bool) {
		wanted := true
		for _, b := range held {
			wanted = wanted && yield(b, nil)
			b.Release()
		}
	}, more, nil
}

// skipped leaves out the rows before the page.
func (p page) skipped(all result.Batches) result.Batches {
	return func(yield func(arrow.RecordBatch, error) bool) {
		skip := p.offset
		for b, err := range all {
			if err != nil || skip == 0 {
				if !yield(b, err) {
					return
				}
				continue
			}
			n := min(skip, b.NumRows())
			if skip -= n; n == b.NumRows() {
				continue
			}
			rest := b.NewSlice(n, b.NumRows())
			more := yield(rest, nil)
			rest.Release()
			if !more {
				return
			}
		}
	}
}

// next is the link to the page after this one.
func (p page) next(u *url.URL) string {
	values := u.Query()
	values.Set("limit", fmt.Sprint(p.limit))
	values.Set("offset", fmt.Sprint(p.offset+p.limit))
	return u.Path + "?" + values.Encode()
}
