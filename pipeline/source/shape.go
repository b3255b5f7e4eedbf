package source

import (
	"slices"

	"github.com/uythac/uythac/schemas"
)

// Shape is what a table's columns are in the source, where they fit.
type Shape struct {
	Extra []string // Evolve: columns beyond the contract, which come as text; sorted
	Notes []string // what drifted and was tolerated
}

// class is what a source's column holds, whatever the server calls its type.
type class uint8

const (
	classOther  class = iota
	classText         // as it is
	classPadded       // trailing blanks say nothing
	classUUID
	classDigit   // whole numbers shown in one digit, which may be MariaDB's truth values
	classSmall   // whole numbers of up to 32 bits
	classWhole   // whole numbers of up to 64 bits
	classDecimal // exact numbers with or without a fraction
	classFloat
	classBool
	classDate
	classMoment // date and time of day without a zone, which is UTC
	classZoned  // with one
)

func (c class) whole() bool { return c == classDigit || c == classSmall || c == classWhole }

// resultColumn is a column of a table or of a query's result.
type resultColumn struct {
	name  string
	typ   string // as the server writes it, numeric(7,4)
	class class
	code  uint32 // the server's number of the type, or what else it says of it
	utf8  bool   // known to be stored in UTF-8
}

// pick is a column that is read: one of the contract, or beyond it as text.
type pick struct {
	schemas.Column
	from   resultColumn
	opaque bool // replaced by a keyed hash
	extra  bool
	alone  bool // a number of 64 bits that no sum covers
}

// newPick is a column of the contract.
func (c *Config) newPick(t *schemas.Table, col schemas.Column, from resultColumn) pick {
	same := func(o schemas.Column) bool { return o.Name == col.Name }
	summed := slices.ContainsFunc(t.Money(), same) || slices.ContainsFunc(t.IDs(), same)
	return pick{Column: col, from: from, opaque: c.hashed(t, col.Name), alone: col.Type == schemas.Int64 && !summed}
}

// accepted tells whether a column of the source can be read as a type of the contract without loss.
func accepted(t schemas.Type, c class) bool {
	switch t {
	case schemas.Code, schemas.Text:
		return c == classText || c == classPadded || c == classUUID || c.whole()
	case schemas.Int64, schemas.Int32, schemas.Int16:
		return c.whole() || c == classDecimal
	case schemas.Bool:
		return c == classBool || c == classDigit
	case schemas.Date:
		return c == classDate
	case schemas.Timestamp:
		return c == classMoment || c == classZoned
	case schemas.Rate:
		return c == classDecimal || c.whole()
	}
	return false
}

// asText tells whether a column takes part in a row's hash by its text.
func (p pick) asText() bool {
	switch p.Type {
	case schemas.Code, schemas.Text, schemas.Rate:
		return true
	case schemas.Int64:
		return p.from.class == classDecimal
	case schemas.Int32, schemas.Int16:
		return p.from.class != classSmall && p.from.class != classDigit // numbers that do not fit are known by their texts
	}
	return false
}

// layout is how a table is read: from where, and which columns in which order.
type layout struct {
	table *schemas.Table
	from  string // a table's name or a query in brackets, with an alias
	query string // of the configuration; empty: the table itself
	picks []pick // the contract's columns, then the others
	shape Shape
	salt  int64 // of the witness; 0: no column is hashed

	proper   bool   // a server that can hold days that there are not holds none here
	improper string // selects such days; empty: not looked for, or there are none
	exact    bool   // a cheaper query did not do: offices must be told apart by their bytes, and sums be of any size
}

func (l *layout) pick(name string) pick {
	i := slices.IndexFunc(l.picks, func(p pick) bool { return p.Name == name })
	return l.picks[i]
}

// columns are the descriptions of what is read.
func (l *layout) columns() []schemas.Column {
	cols := make([]schemas.Column, len(l.picks))
	for i, p := range l.picks {
		cols[i] = p.Column
	}
	return cols
}

// whole tells whether a type is one of whole numbers.
func whole(t schemas.Type) bool {
	return t == schemas.Int64 || t == schemas.Int32 || t == schemas.Int16
}
