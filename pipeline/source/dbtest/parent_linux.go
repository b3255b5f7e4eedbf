package dbtest

import "syscall"

// dieWithParent ends a server when the tests are killed.
func dieWithParent(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGQUIT }
