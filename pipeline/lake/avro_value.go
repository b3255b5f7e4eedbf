package lake

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// avroType is as much of an Avro schema as is needed to step over its values.
type avroType struct {
	kind     string // null, boolean, int, long, float, double, bytes, string, fixed, enum, record, array, map, union
	size     int    // of fixed
	names    []string
	children []*avroType // fields, branches, or the one type of items or values
}

// parseAvro reads a schema; named holds the types that have names so far.
func parseAvro(raw any, named map[string]*avroType) (*avroType, error) {
	switch s := raw.(type) {
	case string:
		if t, ok := named[s]; ok {
			return t, nil
		}
		switch s {
		case "null", "boolean", "int", "long", "float", "double", "bytes", "string":
			return &avroType{kind: s}, nil
		}
		return nil, fmt.Errorf("Avro type %q is not known", s)
	case []any:
		t := &avroType{kind: "union"}
		for _, branch := range s {
			child, err := parseAvro(branch, named)
			if err != nil {
				return nil, err
			}
			t.children = append(t.children, child)
		}
		return t, nil
	case map[string]any:
		return parseAvroMap(s, named)
	}
	return nil, fmt.Errorf("%v is no Avro type", raw)
}

func parseAvroMap(s map[string]any, named map[string]*avroType) (*avroType, error) {
	kind, ok := s["type"].(string)
	if !ok {
		return parseAvro(s["type"], named)
	}
	t := &avroType{kind: kind}
	name := func() {
		if n, ok := s["name"].(string); ok {
			named[n] = t
		}
	}
	switch kind {
	case "record":
		name()
		fields, _ := s["fields"].([]any)
		for _, f := range fields {
			field, ok := f.(map[string]any)
			if !ok {
				return nil, errors.New("an Avro field is no object")
			}
			child, err := parseAvro(field["type"], named)
			if err != nil {
				return nil, err
			}
			n, _ := field["name"].(string)
			t.names, t.children = append(t.names, n), append(t.children, child)
		}
	case "fixed":
		name()
		size, ok := s["size"].(float64)
		if !ok || size < 0 || size > maxBlock {
			return nil, errors.New("an Avro fixed type has no size")
		}
		t.size = int(size)
	case "enum":
		name()
	case "array", "map":
		key := map[string]string{"array": "items", "map": "values"}[kind]
		child, err := parseAvro(s[key], named)
		if err != nil {
			return nil, err
		}
		t.children = []*avroType{child}
	default:
		return parseAvro(kind, named)
	}
	return t, nil
}

// maxDepth is far more than manifests nest; it ends schemas that hold themselves.
const maxDepth = 32

// value copies one value; field is the name of the record field it stands in.
func (c *avroCopy) value(t *avroType, field string, depth int) error {
	if depth > maxDepth {
		return errors.New("an Avro value is nested too deeply")
	}
	if c.steps++; c.steps > maxDepth*(len(c.in)+maxDepth) {
		return errTruncated // more values than bytes
	}
	switch t.kind {
	case "null":
		return nil
	case "boolean":
		return c.raw(1)
	case "float":
		return c.raw(4)
	case "double":
		return c.raw(8)
	case "fixed":
		return c.raw(t.size)
	case "int", "enum":
		_, err := c.copyLong()
		return err
	case "long":
		return c.number(field)
	case "bytes":
		b, err := c.bytes()
		c.append(b)
		return err
	case "string":
		return c.text()
	case "record":
		for i, child := range t.children {
			if err := c.value(child, t.names[i], depth+1); err != nil {
				return err
			}
		}
		return nil
	case "union":
		n, err := c.copyLong()
		if err != nil {
			return err
		}
		if n < 0 || n >= int64(len(t.children)) {
			return fmt.Errorf("Avro union branch %d of %d", n, len(t.children))
		}
		return c.value(t.children[n], field, depth+1)
	}
	return c.items(t, depth+1)
}

// items copies an array or a map. Sizes of blocks are left out: they would change.
func (c *avroCopy) items(t *avroType, depth int) error {
	for {
		n, err := c.long()
		if err != nil {
			return err
		}
		if n < 0 {
			n = -n
			if _, err := c.long(); err != nil {
				return err
			}
		}
		c.out = binary.AppendVarint(c.out, n)
		if n == 0 {
			return nil
		}
		if n < 0 || n > int64(len(c.in)) {
			return errTruncated // more items than bytes
		}
		for ; n > 0; n-- {
			if t.kind == "map" {
				if err := c.text(); err != nil {
					return err
				}
			}
			if err := c.value(t.children[0], "", depth); err != nil {
				return err
			}
		}
	}
}

func (c *avroCopy) raw(n int) error {
	b, err := c.take(n)
	c.out = append(c.out, b...)
	return err
}

func (c *avroCopy) copyLong() (int64, error) {
	n, err := c.long()
	c.out = binary.AppendVarint(c.out, n)
	return n, err
}

func (c *avroCopy) append(b []byte) {
	c.out = append(binary.AppendVarint(c.out, int64(len(b))), b...)
}

func (c *avroCopy) text() error {
	b, err := c.bytes()
	if err != nil {
		return err
	}
	c.last = c.move(string(b))
	c.changed = c.changed || c.last != string(b)
	c.append([]byte(c.last))
	return nil
}

// number copies a long; a manifest's length is brought up to date.
func (c *avroCopy) number(field string) error {
	n, err := c.long()
	if err != nil {
		return err
	}
	if field == "manifest_length" {
		size, ok, err := c.length(c.last)
		if err != nil {
			return err
		}
		if ok && size != n {
			n, c.changed = size, true
		}
	}
	c.out = binary.AppendVarint(c.out, n)
	return nil
}
