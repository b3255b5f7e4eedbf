package lake

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Manifests and manifest lists are Avro object container files. rewriteAvro copies one value by value
// and moves the texts that are locations; all other bytes of the values stay as they were written. A
// library's decode and encode would do it too, if no logical type, default or map order got lost.

var (
	avroMagic    = []byte("Obj\x01")
	errTruncated = errors.New("the Avro file is cut off")
)

// rewriteAvro returns the file with its locations moved; nil when there are none to move. The length of a
// manifest that a list names is taken from the manifest: length tells it, or false when it is not there.
func rewriteAvro(old []byte, move func(string) string, length func(location string) (int64, bool, error)) ([]byte, error) {
	c := &avroCopy{in: old, move: move, length: length}
	magic, err := c.take(4)
	if err != nil || !bytes.Equal(magic, avroMagic) {
		return nil, errors.New("not an Avro file")
	}
	header, err := c.header()
	if err != nil {
		return nil, err
	}
	var raw any
	if err := json.Unmarshal(header["avro.schema"], &raw); err != nil {
		return nil, fmt.Errorf("Avro schema: %w", err)
	}
	schema, err := parseAvro(raw, map[string]*avroType{})
	if err != nil {
		return nil, err
	}
	codec := string(header["avro.codec"])
	sync, err := c.take(16)
	if err != nil {
		return nil, err
	}
	out := bytes.Clone(old[:c.at]) // magic, header and sync marker
	for c.at < len(c.in) {
		if out, err = c.block(out, schema, codec, sync); err != nil {
			return nil, err
		}
	}
	if !c.changed {
		return nil, nil
	}
	return out, nil
}

// avroCopy reads in and writes out.
type avroCopy struct {
	in      []byte
	at      int
	out     []byte
	move    func(string) string
	length  func(string) (int64, bool, error)
	last    string // the latest text: a manifest's location stands before its length
	changed bool
	steps   int // values seen: those without bytes must not be many
}

func (c *avroCopy) take(n int) ([]byte, error) {
	if n < 0 || n > len(c.in)-c.at {
		return nil, errTruncated
	}
	c.at += n
	return c.in[c.at-n : c.at], nil
}

func (c *avroCopy) long() (int64, error) {
	v, n := binary.Varint(c.in[c.at:])
	if n <= 0 {
		return 0, errTruncated
	}
	c.at += n
	return v, nil
}

func (c *avroCopy) bytes() ([]byte, error) {
	n, err := c.long()
	if err != nil || n < 0 || n > int64(len(c.in)) {
		return nil, errTruncated
	}
	return c.take(int(n))
}

// header reads the file's metadata, a map of bytes.
func (c *avroCopy) header() (map[string][]byte, error) {
	header := map[string][]byte{}
	for {
		n, err := c.long()
		if err != nil || n == 0 {
			return header, err
		}
		if n < 0 {
			n = -n
			if _, err := c.long(); err != nil { // the block's size in bytes
				return nil, err
			}
		}
		for ; n > 0; n-- {
			key, err := c.bytes()
			if err != nil {
				return nil, err
			}
			if header[string(key)], err = c.bytes(); err != nil {
				return nil, err
			}
		}
	}
}

// block copies one block of values to out.
func (c *avroCopy) block(out []byte, schema *avroType, codec string, sync []byte) ([]byte, error) {
	count, err := c.long()
	if err != nil {
		return nil, err
	}
	data, err := c.bytes()
	if err != nil {
		return nil, err
	}
	if data, err = unpack(codec, data); err != nil {
		return nil, err
	}
	if count < 0 || count > int64(len(data)) {
		return nil, errTruncated // more records than bytes
	}
	values := &avroCopy{in: data, move: c.move, length: c.length}
	for range count {
		if err := values.value(schema, "", 0); err != nil {
			return nil, err
		}
	}
	c.changed = c.changed || values.changed
	marker, err := c.take(16)
	if err != nil || !bytes.Equal(marker, sync) || values.at != len(values.in) {
		return nil, errTruncated
	}
	packed, err := pack(codec, values.out)
	if err != nil {
		return nil, err
	}
	out = binary.AppendVarint(out, count)
	out = binary.AppendVarint(out, int64(len(packed)))
	return append(append(out, packed...), sync...), nil
}

// maxBlock bounds what a block of a manifest may unpack to.
const maxBlock = 1 << 28

func unpack(codec string, data []byte) ([]byte, error) {
	switch codec {
	case "", "null":
		return data, nil
	case "deflate":
		return io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data)), maxBlock))
	}
	return nil, fmt.Errorf("Avro codec %q is not one of null and deflate", codec)
}

func pack(codec string, data []byte) ([]byte, error) {
	if codec != "deflate" {
		return data, nil
	}
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.DefaultCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
