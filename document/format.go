package document

import (
	"context"
	"io"
)

// writers are the formats there are, by the extension of the file's name.
var writers = []struct {
	format string
	write  func(context.Context, io.Writer, *Document) error
}{{"docx", plain(DOCX)}, {"xlsx", plain(XLSX)}, {"html", plain(HTML)}, {"pdf", PDF}}

// plain is a writer that needs no context: it computes, and waits for nobody.
func plain(write func(io.Writer, *Document) error) func(context.Context, io.Writer, *Document) error {
	return func(_ context.Context, w io.Writer, d *Document) error { return write(w, d) }
}

// Formats lists the formats there are.
func Formats() []string {
	var all []string
	for _, w := range writers {
		all = append(all, w.format)
	}
	return all
}

// To writes a document in the format of that name; false when there is no such format.
func To(ctx context.Context, w io.Writer, format string, d *Document) (known bool, err error) {
	for _, x := range writers {
		if x.format == format {
			return true, x.write(ctx, w, d)
		}
	}
	return false, nil
}
