package replay

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/bitutil"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/uythac/uythac/schemas"
)

// pageColumn decodes one column of a row group, some rows at a time.
type pageColumn struct {
	name     string
	leaf     int
	arrow    arrow.DataType
	kind     parquet.Kind
	nullable bool
	mem      memory.Allocator

	pages  parquet.Pages
	page   parquet.Page
	row    int    // rows of the page that are read
	value  int    // values of the page that are read: rows less nulls
	levels []byte // per row of the page, 1 where there is a value; nil when none is null

	// Values of the page, by kind; index instead when they are numbers of a dictionary.
	int64s []int64
	int32s []int32
	bits   []byte
	data   []byte // texts end to end
	ends   []uint32
	index  []int32

	// The dictionary of a column of texts: that of the chunk, then texts met without it.
	dictionary bool // the chunk's dictionary is in
	words      textValues
	dict64     []int64
	dict32     []int32
	alone      bool // the last word was met without dictionary
	keyed      bool // the chunk is read by keys
	keys       keyPages
	bad        bool // a value names a text that the dictionary does not have
}

func newPageColumn(t *schemas.Table, name string, leaf parquet.LeafColumn, mem memory.Allocator) (*pageColumn, error) {
	col, ok := t.Column(name)
	if !ok {
		return nil, fmt.Errorf("%s has no column %s", t.Name, name)
	}
	c := &pageColumn{name: name, leaf: leaf.ColumnIndex, mem: mem, kind: leaf.Node.Type().Kind(), nullable: leaf.Node.Optional()}
	want := map[schemas.Type]parquet.Kind{schemas.Code: parquet.ByteArray, schemas.Text: parquet.ByteArray, schemas.Int64: parquet.Int64,
		schemas.Int32: parquet.Int32, schemas.Int16: parquet.Int32, schemas.Date: parquet.Int32, schemas.Bool: parquet.Boolean}
	if kind, ok := want[col.Type]; !ok || kind != c.kind || leaf.MaxRepetitionLevel > 0 || leaf.MaxDefinitionLevel > 1 {
		return nil, fmt.Errorf("column %s is stored as %s", name, leaf.Node.Type())
	}
	if c.arrow = col.Type.Arrow(); c.kind == parquet.ByteArray {
		c.arrow = schemas.Code.Arrow()
	}
	return c, nil
}

// open begins a column chunk.
func (c *pageColumn) open(r io.ReaderAt, size int64, chunk parquet.ColumnChunk, meta *format.ColumnMetaData) (err error) {
	defer damaged(&err)
	if c.keyed = !c.nullable && hasKeys(meta); c.keyed {
		err = c.keys.open(r, size, meta, c.mem)
	} else {
		c.pages = chunk.Pages()
	}
	c.dictionary, c.words, c.alone = false, textValues{}, false
	c.dict64, c.dict32 = nil, nil
	return err
}

func (c *pageColumn) close() error {
	c.keys.close()
	parquet.Release(c.page)
	c.page = nil
	if c.pages == nil {
		return nil
	}
	err := c.pages.Close()
	c.pages = nil
	return err
}

// next makes sure that the page at hand has rows left.
func (c *pageColumn) next() error {
	for c.page == nil || c.row == int(c.page.NumValues()) {
		parquet.Release(c.page)
		c.page = nil
		page, err := c.pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
		c.page, c.row, c.value, c.levels = page, 0, 0, nil
		if c.nullable && page.NumNulls() > 0 {
			c.levels = page.DefinitionLevels()
		}
		if err := c.values(page); err != nil {
			return err
		}
	}
	return nil
}

// values takes the page's values, and the chunk's dictionary with the first page that needs it.
func (c *pageColumn) values(page parquet.Page) error {
	data := page.Data()
	c.index = nil
	if d := page.Dictionary(); d != nil {
		c.index = data.Int32()
		if c.dictionary {
			return nil
		}
		c.dictionary = true
		words := d.Page().Data()
		switch c.kind {
		case parquet.Int64:
			c.dict64 = words.Int64()
		case parquet.Int32:
			c.dict32 = words.Int32()
		case parquet.ByteArray:
			if c.alone {
				return errors.New("a dictionary after values without one")
			}
			c.words.release()
			c.words = textValues{}
			c.words.append(words.ByteArray())
		default:
			return errors.New("a dictionary of truth values")
		}
		return nil
	}
	switch c.kind {
	case parquet.Int64:
		c.int64s = data.Int64()
	case parquet.Int32:
		c.int32s = data.Int32()
	case parquet.Boolean:
		c.bits = data.Boolean()
	case parquet.ByteArray:
		c.data, c.ends = data.ByteArray()
	}
	return nil
}

// read returns the next n rows as an array.
func (c *pageColumn) read(n int) (arrow.Array, error) {
	width := map[parquet.Kind]int{parquet.Int64: 8, parquet.Int32: 4, parquet.ByteArray: 4}[c.kind]
	size := n * width
	if c.kind == parquet.Boolean {
		size = int(bitutil.BytesForBits(int64(n)))
	}
	out := memory.NewResizableBuffer(c.mem)
	defer out.Release()
	out.Resize(size)
	if c.nullable && c.kind == parquet.Boolean {
		clear(out.Bytes()) // the memory is not fresh, and nulls are skipped
	}
	var valid *memory.Buffer
	defer func() {
		if valid != nil {
			valid.Release()
		}
	}()
	if c.kind == parquet.ByteArray && !c.dictionary { // a batch's texts are its own
		c.words, c.alone = newTextValues(c.mem), false
		defer c.words.release()
	}
	nulls := 0
	if c.keyed {
		if err := c.readKeys(arrow.Int32Traits.CastFromBytes(out.Bytes())); err != nil {
			return nil, err
		}
		return c.array(n, nulls, valid, out), nil
	}
	for done := 0; done < n; {
		if err := c.next(); err != nil {
			return nil, err
		}
		rows := min(n-done, int(c.page.NumValues())-c.row)
		if c.levels == nil {
			c.copy(out.Bytes(), done, rows)
		} else {
			if valid == nil {
				valid = memory.NewResizableBuffer(c.mem)
				valid.Resize(int(bitutil.BytesForBits(int64(n))))
				bitutil.SetBitsTo(valid.Bytes(), 0, int64(n), true)
			}
			nulls += c.spread(out.Bytes(), valid.Bytes(), done, rows)
		}
		done, c.row = done+rows, c.row+rows
	}
	if c.bad {
		return nil, errors.New("the file is damaged: a text is not in its dictionary")
	}
	return c.array(n, nulls, valid, out), nil
}

// readKeys numbers the next texts.
func (c *pageColumn) readKeys(out []int32) error {
	for done := 0; done < len(out); {
		if err := c.keys.next(); err != nil {
			return err
		}
		rows := min(len(out)-done, c.keys.left())
		if err := c.keys.read(out[done:done+rows], &c.words, done > 0); err != nil {
			return err
		}
		done += rows
	}
	return nil
}

// spread copies values to the rows that have one. Texts with numbers, the classes of a ledger, have
// one in every other row; other columns in stretches.
func (c *pageColumn) spread(out, valid []byte, at, rows int) (nulls int) {
	levels := c.levels[c.row : c.row+rows]
	if c.kind == parquet.ByteArray && c.index != nil {
		return c.spreadNumbers(arrow.Int32Traits.CastFromBytes(out)[at:at+rows], valid, at, levels)
	}
	for i := 0; i < rows; {
		run := bytes.IndexByte(levels[i:], 1-levels[i])
		if run < 0 {
			run = rows - i
		}
		if levels[i] == 0 {
			bitutil.SetBitsTo(valid, int64(at+i), int64(run), false)
			nulls += run
			if c.kind == parquet.ByteArray { // a number of no text would be an error
				clear(arrow.Int32Traits.CastFromBytes(out)[at+i : at+i+run])
			}
		} else {
			c.copy(out, at+i, run)
		}
		i += run
	}
	return nulls
}

// spreadNumbers does not branch on nulls, which come in no order that a processor could foresee.
func (c *pageColumn) spreadNumbers(out []int32, valid []byte, at int, levels []byte) (nulls int) {
	index, most := c.index[c.value:], int32(c.words.len()-1)
	next, bad := 0, c.bad
	for i, level := range levels {
		if next == len(index) {
			clear(out[i:])
			break
		}
		k := index[next] & -int32(level)
		bad = bad || uint32(k) > uint32(most)
		out[i] = k
		next += int(level)
	}
	setBits(valid, at, levels)
	c.value, c.alone, c.bad = c.value+next, false, bad
	return len(levels) - next
}

// setBits writes a bit for each level, which is 0 or 1, from bit at on.
func setBits(bits []byte, at int, levels []byte) {
	i := 0
	for ; i < len(levels) && (at+i)%8 != 0; i++ {
		bitutil.SetBitTo(bits, at+i, levels[i] != 0)
	}
	for ; i+8 <= len(levels); i += 8 { // the product has the lowest bits of eight bytes side by side on top
		bits[(at+i)/8] = byte(binary.LittleEndian.Uint64(levels[i:]) * 0x0102040810204080 >> 56)
	}
	for ; i < len(levels); i++ {
		bitutil.SetBitTo(bits, at+i, levels[i] != 0)
	}
}

// copy writes the next n values from row at of out on.
func (c *pageColumn) copy(out []byte, at, n int) {
	from := c.value
	c.value += n
	switch {
	case c.kind == parquet.ByteArray:
		c.copyTexts(arrow.Int32Traits.CastFromBytes(out)[at:at+n], from)
	case c.kind == parquet.Boolean:
		bitutil.CopyBitmap(c.bits, from, n, out, at)
	case c.index != nil && c.kind == parquet.Int64:
		gather(arrow.Int64Traits.CastFromBytes(out)[at:at+n], c.dict64, c.index[from:from+n])
	case c.index != nil:
		gather(arrow.Int32Traits.CastFromBytes(out)[at:at+n], c.dict32, c.index[from:from+n])
	case c.kind == parquet.Int64:
		copy(arrow.Int64Traits.CastFromBytes(out)[at:at+n], c.int64s[from:from+n])
	default:
		copy(arrow.Int32Traits.CastFromBytes(out)[at:at+n], c.int32s[from:from+n])
	}
}

// gather writes the values of numbers, of which there are as many as room in out.
func gather[T any](out, values []T, numbers []int32) {
	numbers = numbers[:len(out)]
	for i := range out {
		out[i] = values[numbers[i]]
	}
}

// copyTexts writes numbers of words. Texts that come without dictionary are new words, one for
// each stretch of rows with the same text.
func (c *pageColumn) copyTexts(out []int32, from int) {
	if c.index != nil {
		words := uint32(c.words.len())
		for i, k := range c.index[from : from+len(out)] {
			if uint32(k) >= words {
				c.bad, k = true, 0
			}
			out[i] = k
		}
		c.alone = false
		return
	}
	w, word := &c.words, int32(c.words.len()-1)
	start, ends := c.ends[from], c.ends[from+1:from+1+len(out)]
	w.reserve(len(out), int(ends[len(ends)-1]-start))
	var last shortText
	if c.alone {
		last = shorten(w.at(int(word)))
	}
	for i, end := range ends {
		s := c.data[start:end]
		if start = end; !last.is(s) && (last.short() || !c.alone || !bytes.Equal(s, w.at(int(word)))) {
			w.add(s)
			c.alone, word, last = true, word+1, shorten(s)
		}
		out[i] = word
	}
}

// array makes the Arrow array of a batch's values.
func (c *pageColumn) array(n, nulls int, valid, out *memory.Buffer) arrow.Array {
	buffers := []*memory.Buffer{valid, out}
	if c.kind != parquet.ByteArray {
		data := array.NewData(c.arrow, n, buffers, nil, nulls, 0)
		defer data.Release()
		return array.MakeFromData(data)
	}
	words := c.words.array()
	defer words.Release()
	data := array.NewDataWithDictionary(c.arrow, n, buffers, nulls, 0, words)
	defer data.Release()
	return array.MakeFromData(data)
}
