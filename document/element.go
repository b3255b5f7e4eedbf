package document

import (
	"encoding/xml"
	"strings"
)

// element is an XML element. Names carry their prefix as they are written: w:p.
type element struct {
	name string
	kids []any // attribute, element, lists of them, or text; nil is left out
}

type attribute struct{ name, value string }

func el(name string, kids ...any) element { return element{name, kids} }
func val(name, value string) element      { return el(name, attribute{"w:val", value}) }

// when is the element, or nothing.
func (e element) when(yes bool) any {
	if !yes {
		return nil
	}
	return e
}

// add is the element with more in it; the element itself stays.
func (e element) add(kids ...any) element {
	return element{e.name, append(e.kids[:len(e.kids):len(e.kids)], kids...)}
}

// String is the element as XML.
func (e element) String() string {
	var b strings.Builder
	e.write(&b)
	return b.String()
}

func (e element) write(b *strings.Builder) {
	b.WriteString("<" + e.name)
	for _, k := range e.kids {
		if a, ok := k.(attribute); ok {
			b.WriteString(" " + a.name + `="` + escaped(a.value) + `"`)
		}
	}
	b.WriteString(">")
	within(b, e.kids)
	b.WriteString("</" + e.name + ">")
}

func within(b *strings.Builder, kids []any) {
	for _, k := range kids {
		switch k := k.(type) {
		case element:
			k.write(b)
		case []element:
			for _, one := range k {
				one.write(b)
			}
		case []any:
			within(b, k)
		case raw:
			b.WriteString(string(k))
		case string:
			b.WriteString(escaped(k))
		}
	}
}

// escaped is text as XML and HTML hold it; what XML cannot hold becomes a replacement character.
func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}
