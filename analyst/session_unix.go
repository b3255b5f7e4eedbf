//go:build unix

package analyst

import (
	"os/exec"
	"syscall"
)

// apart starts a worker in a session of its own: what the terminal sends to its foreground, as on Ctrl-C, is the caller's to judge.
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
