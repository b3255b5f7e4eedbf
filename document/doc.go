// Package document makes the documents that officers hand in: one model of headings, paragraphs, tables
// and notes, filled from report rows by text templates, and four writers for it: DOCX, XLSX, HTML, PDF.
//
// Every figure comes from a report's cell: the package words, lays out and rounds for people, and refuses
// to compute one. Writers get no clock and no randomness: the same input gives the same bytes, but of PDF, which
// a browser prints.
//
// DOCX is written here, with archive/zip and a small element tree: of the Go libraries for it, one is kept
// up under a licence that may be linked (github.com/ubavic/godocx, MIT), and it could not be had through
// the module proxy when this was written; the others are AGPL or LGPL, commercial, or without repeated
// header rows, landscape sections and page numbers.
package document
