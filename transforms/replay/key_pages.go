package replay

import (
	"encoding/binary"
	"errors"
	"io"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/encoding/delta"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// keyPages reads a column chunk of sorted keys, DELTA_BYTE_ARRAY without nulls: each row says how much
// of the text before it has, and what follows. That a row repeats the text before is seen without a
// look at any text, which a general reader would write out row by row.
type keyPages struct {
	chunk []byte // what is left of it
	whole []byte
	mem   memory.Allocator
	codec compress.Codec
	more  int // values in the pages left

	prefix, suffix []int32   // per row of the page, how many bytes
	row            int       // rows that are read
	text           []byte    // the page's suffixes from that row on, end to end
	last           []byte    // the text of the row before
	room           [4][]byte // memory of prefix, suffix, page, and rows that have another text than the row before
}

// mostPage is more than a writer puts into a page: a damaged header does not ask for more memory.
const mostPage = 1 << 28

var errKeys = errors.New("the file is damaged: its keys do not add up")

// hasKeys tells whether a chunk of a column without nulls can be read so.
func hasKeys(meta *format.ColumnMetaData) bool {
	return meta.Type == format.ByteArray && meta.DictionaryPageOffset == 0 && slices.Contains(meta.Encoding, format.DeltaByteArray) &&
		!slices.Contains(meta.Encoding, format.Plain)
}

// open begins a chunk of a file of some size.
func (k *keyPages) open(r io.ReaderAt, size int64, meta *format.ColumnMetaData, mem memory.Allocator) error {
	if meta.TotalCompressedSize < 0 || meta.TotalCompressedSize > size {
		return errKeys
	}
	k.mem, k.codec, k.more = mem, parquet.LookupCompressionCodec(meta.Codec), int(meta.NumValues)
	k.whole = mem.Allocate(int(meta.TotalCompressedSize))
	k.prefix, k.row, k.last, k.chunk = k.prefix[:0], 0, k.last[:0], k.whole
	n, err := r.ReadAt(k.whole, meta.DataPageOffset)
	if n == len(k.whole) {
		err = nil
	}
	return err
}

func (k *keyPages) close() {
	for _, b := range append(k.room[:], k.whole) {
		if b != nil {
			k.mem.Free(b)
		}
	}
	k.room, k.whole = [4][]byte{}, nil
}

// left is how many rows of the page are not read yet.
func (k *keyPages) left() int { return len(k.prefix) - k.row }

// next makes sure that the page at hand has rows left.
func (k *keyPages) next() error {
	for k.left() == 0 {
		if len(k.chunk) == 0 {
			return io.ErrUnexpectedEOF
		}
		var header format.PageHeader
		r := new(thrift.CompactProtocol).NewReaderFromBytes(k.chunk)
		if err := thrift.NewDecoder(r).Decode(&header); err != nil {
			return err
		}
		size := int(header.CompressedPageSize)
		if k.chunk = k.chunk[r.BytesRead():]; size < 0 || size > len(k.chunk) {
			return errKeys
		}
		body := k.chunk[:size]
		k.chunk = k.chunk[size:]
		if err := k.values(&header, body); err != nil {
			return err
		}
	}
	return nil
}

// values takes the values of a page.
func (k *keyPages) values(h *format.PageHeader, body []byte) (err error) {
	values, encoding, packed := h.DataPageHeader.V.NumValues, h.DataPageHeader.V.Encoding, true
	if h.Type == format.DataPageV2 {
		v := &h.DataPageHeaderV2.V
		values, encoding, packed = v.NumValues, v.Encoding, !v.IsCompressed.Valid || v.IsCompressed.V
		if v.DefinitionLevelsByteLength != 0 || v.RepetitionLevelsByteLength != 0 {
			return errKeys
		}
	}
	if encoding != format.DeltaByteArray || values < 0 || int(values) > k.more {
		return errKeys
	}
	if packed {
		if h.UncompressedPageSize < 0 || h.UncompressedPageSize > mostPage {
			return errKeys
		}
		if body, err = k.codec.Decode(k.memory(2, int(h.UncompressedPageSize))[:0], body); err != nil {
			return err
		}
	}
	k.more -= int(values)
	if k.prefix, body, err = lengths(k.numbers(0, int(values)), body); err != nil {
		return err
	}
	k.suffix, k.text, err = lengths(k.numbers(1, int(values)), body)
	k.row = 0
	return err
}

// memory gives one of the pieces of memory, with room for size bytes.
func (k *keyPages) memory(which, size int) []byte {
	if b := k.room[which]; cap(b) < size {
		if b != nil {
			k.mem.Free(b)
		}
		k.room[which] = k.mem.Allocate(size)
	}
	return k.room[which][:size]
}

// numbers gives one of the pieces of memory, with room for n numbers.
func (k *keyPages) numbers(which, n int) []int32 {
	return arrow.Int32Traits.CastFromBytes(k.memory(which, n*arrow.Int32SizeBytes))
}

// lengths decodes into dst as many numbers of DELTA_BINARY_PACKED and returns what follows them.
func lengths(dst []int32, src []byte) (_ []int32, rest []byte, err error) {
	n := len(dst)
	size, count := packedSize(src)
	if count != n || size > len(src) {
		return nil, nil, errKeys
	}
	dst, err = new(delta.BinaryPackedEncoding).DecodeInt32(dst, src[:size])
	if err == nil && len(dst) != n {
		err = errKeys
	}
	return dst, src[size:], err
}

// packedSize returns how many bytes a block of DELTA_BINARY_PACKED has, and how many numbers; no numbers
// when it makes no sense.
func packedSize(src []byte) (size, count int) {
	number := func() int {
		v, n := binary.Uvarint(src[min(size, len(src)):])
		if n <= 0 || v > 1<<31 {
			v, n = 0, len(src)+1
		}
		size += n
		return int(v)
	}
	block, parts, count := number(), number(), number()
	number() // the first one
	if parts == 0 || block/parts == 0 {
		return size, -1
	}
	for left := count - 1; left > 0 && size < len(src); {
		_, n := binary.Uvarint(src[size:]) // the least step
		size += max(n, 1)
		widths := src[min(size, len(src)):min(size+parts, len(src))]
		size += parts
		for _, width := range widths {
			if left <= 0 {
				break
			}
			size += int(width) * (block / parts) / 8
			left -= block / parts
		}
	}
	return size, count
}

// read numbers the texts of the next rows of the page in out, those that differ from the row before
// anew, and adds these to words. again: the first row may have the last text of words.
func (k *keyPages) read(out []int32, words *textValues, again bool) error {
	fresh, size, ok := k.changes(out, int32(words.len()-1), again)
	if !ok {
		return errKeys
	}
	prefix, suffix := k.prefix[k.row:], k.suffix[k.row:]
	words.reserve(len(fresh), size+16) // for whole words
	from, ends := len(words.data), words.offsets
	data := words.data[:cap(words.data)]
	text, rest := k.last, k.text
	for _, i := range fresh {
		head, tail := int(prefix[i]), int(suffix[i])
		if tail > len(rest) {
			return errKeys
		}
		joinTexts(data[from:], text[:head], rest[:tail])
		text, rest = data[from:from+head+tail], rest[tail:]
		from += len(text)
		ends = append(ends, int32(from))
	}
	k.text, words.data, words.offsets = rest, data[:from], ends
	k.last, k.row = append(k.last[:0], text...), k.row+len(out)
	return nil
}

// changes numbers the texts of the next rows after one number, and lists the rows that have another text
// than the row before, and the size of these texts. ok is false when lengths do not add up. It does not
// branch on what differs, which comes in no order that a processor could foresee.
func (k *keyPages) changes(out []int32, number int32, again bool) (fresh []int32, size int, ok bool) {
	prefix, suffix := k.prefix[k.row:k.row+len(out)], k.suffix[k.row:k.row+len(out)]
	fresh = k.numbers(3, len(out))
	met, last, wrong, other := 0, int32(len(k.last)), int32(0), uint32(1)
	if again {
		other = 0
	}
	for i := range out {
		p, n := prefix[i], suffix[i]
		wrong |= p | n | (last - p)
		differs := uint32(p ^ last | n)
		other |= (differs | -differs) >> 31
		last = p + n
		fresh[met] = int32(i)
		met += int(other)
		number += int32(other)
		size += int(last & -int32(other))
		out[i], other = number, 0
	}
	return fresh[:met], size, wrong|last >= 0
}
