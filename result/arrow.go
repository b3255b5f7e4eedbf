package result

import (
	"bufio"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
)

// arrowStream is Arrow's streaming format. After an error it has no end mark, so that no reader takes it for whole.
type arrowStream struct{ to *ipc.Writer }

func newArrow(out *bufio.Writer, schema *arrow.Schema) *arrowStream {
	return &arrowStream{ipc.NewWriter(out, ipc.WithSchema(schema))}
}

func (a *arrowStream) batch(b arrow.RecordBatch) error { return a.to.Write(b) }

func (a *arrowStream) end() error { return a.to.Close() }
