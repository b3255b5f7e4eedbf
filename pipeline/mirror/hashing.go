package mirror

import (
	"context"
	"errors"

	"github.com/uythac/uythac/schemas"
)

// propHashing is the property of control_total that names how columns are hashed; it is not there when none is.
const propHashing = "uythac.mirror.hashing"

// hashing refuses to go on where other columns are hashed than those of the copy, or with another key: no
// checksum covers them, so what was read before would stay as it was and nothing would tell.
func (x *run) hashing(ctx context.Context) error {
	held, err := x.lk.Property(ctx, &schemas.ControlTotal, propHashing)
	now := x.m.Hashing()
	if err != nil || held == now {
		return err
	}
	begun, err := x.begun(ctx)
	if err != nil {
		return err
	}
	if begun {
		return errors.New("the lake was filled with other columns hashed, or with another key\n  → take source.hmac and its key back, or remove the lake: the next run fills it again")
	}
	if x.o.Look {
		return nil
	}
	_, err = x.lk.Commit(ctx, &schemas.ControlTotal, nil, nil, map[string]string{propHashing: now})
	return err
}

// begun tells whether the copy holds anything.
func (x *run) begun(ctx context.Context) (bool, error) {
	for _, t := range schemas.Contract() {
		parts, err := x.lk.Parts(ctx, schemas.MirrorOf(t))
		if err != nil || len(parts) > 0 {
			return len(parts) > 0, err
		}
	}
	return false, nil
}
