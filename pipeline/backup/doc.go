// Package backup copies folders into one folder or one file and back, proved by hashes.
//
// A backup is a tree: a folder for each folder that was copied, and MANIFEST.json with the length and SHA-256 of every
// file. As a file it is the same tree as a tar, packed by zstd. It is written aside and renamed, so that it is there
// whole or not at all; so is what it is brought back to.
//
// The package refuses to bring back what is not exactly what was copied: a file that is missing, changed or added is
// an error that names it. What the folders hold, and that nobody writes to them meanwhile, is the caller's business.
package backup
