// Package substrait stands in for github.com/substrait-io/substrait, which is forty definition files and
// this one function. iceberg-go parses all of them whenever a program that imports it starts, for
// filters that are pushed into its own scans: 32 MB and more time than a report takes. uythac plans files with
// iceberg-go and never scans with it, so go.mod replaces the module by this one, which defines nothing.
package substrait

import "embed"

//go:embed extensions/*
var extensions embed.FS

// GetSubstraitExtensionsFS holds the folder extensions, without a definition.
func GetSubstraitExtensionsFS() embed.FS { return extensions }
