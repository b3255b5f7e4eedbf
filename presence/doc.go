// Package presence tells which programs have doors open on a warehouse, without asking them.
//
// A program that serves puts up a sign: a file in the warehouse's folder that says where it listens and which version it serves, with a
// lock that the system takes away when the program ends, however it ends. A sign without the lock is of a program that was killed.
//
// It refuses to say that a door answers: a program that runs may be stuck.
package presence
