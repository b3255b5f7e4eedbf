package lake

import "context"

func (l *Lake) repair(ctx context.Context) error { return nil }
