//go:build linux

package analyst

import (
	"os"
	"strings"
	"testing"
)

const smaps = `00400000-00a9b000 r--p 00000000 fe:00 1 /bin/x y
Rss:  100 kB
Anonymous:             0 kB
00a9b000-04ff5000 r-xp 0069b000 fe:00 1    /bin/x y
Anonymous:             0 kB
0834e000-083cd000 r--p 07f4d000 fe:00 1    /bin/x y
Anonymous:            12 kB
083cd000-084a0000 rw-p 07fcc000 fe:00 1    /bin/x y
Anonymous:             0 kB
7f0000000000-7f0000021000 r--p 00000000 fe:00 2    /lib/libc.so.6
Anonymous:             0 kB
7f0000030000-7f0000031000 rw-p 00000000 00:00 0
Anonymous:             0 kB
`

// TestUntouched: only what is mapped read-only of the file, and was never written to; and what a process lets go of comes back.
func TestUntouched(t *testing.T) {
	got := untouched(strings.NewReader(smaps), "/bin/x y")
	if len(got) != 2 || got[0] != (mapping{0x400000, 0xa9b000}) || got[1] != (mapping{0xa9b000, 0x4ff5000}) {
		t.Errorf("%x", got)
	}
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	self, err := os.Readlink("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	if len(untouched(f, self)) == 0 {
		t.Error("nothing of this program is found: smaps looks otherwise")
	}
	letGo()
	if len(strings.Fields(strings.Repeat("a b ", 1000))) != 2000 {
		t.Error("the program is not what it was")
	}
}
