package replay

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// largePage is the size of a large page of memory.
const largePage = 2 << 20

// large makes a list whose rows are looked at here and there. It asks for large pages, of which the
// processor remembers more than enough; a system that has none refuses, which does no harm.
func large[T any](n int) []T {
	s := make([]T, n)
	b := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), n*int(unsafe.Sizeof(*new(T))))
	if len(b) >= 2*largePage {
		from := int(-uintptr(unsafe.Pointer(&b[0])) % largePage)
		_ = unix.Madvise(b[from:from+(len(b)-from)/largePage*largePage], unix.MADV_HUGEPAGE)
	}
	return s
}
