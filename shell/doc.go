// Package shell is the SQL shell of analysts: it reads lines and commands, runs statements through package analyst on one
// version of the warehouse, and prints the rows.
//
// It refuses to decide what a statement may do, and where the rows come from: both are given to it.
package shell
