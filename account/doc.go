// Package account says who asks: accounts with a password, tokens or both, kept in a file, and the role that each has.
//
// Passwords and the secrets of tokens are kept as argon2id hashes. What was verified is remembered for some minutes, under a
// key of this process, so that requests stay fast; a change of the file ends that at once. An account that is not there costs
// as long as one that is. Whoever gives wrong credentials too often from one address waits.
//
// It denies by default: no file, a file that cannot be read, an account that has expired, a token that has expired, all are
// no. It refuses to know what a role may see.
package account
