//go:build !unix

package history

import "os"

// alive tells whether there is a process of that number.
func alive(process int) bool {
	p, err := os.FindProcess(process)
	if err != nil {
		return false
	}
	_ = p.Release() // it was only looked for
	return true
}
