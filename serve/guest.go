package serve

import (
	"context"
	"errors"
	"time"

	"golang.org/x/time/rate"

	"github.com/uythac/uythac/account"
	"github.com/uythac/uythac/audit"
)

// Guest is one who was let in.
type Guest struct {
	account.Who
	From string // address
}

// Why somebody is not answered, beside account.ErrDenied and account.ErrWait.
var (
	ErrNobody    = errors.New("who asks is not said\n  → give a user and password, or a token")
	ErrNoRole    = errors.New("this user's role has no policy\n  → let an administrator set access.roles.<role>")
	ErrSlower    = errors.New("too many requests\n  → ask less often")
	ErrPreparing = errors.New("the figures of this role are being prepared\n  → ask again in a minute")
)

// Rate is how often an account may ask. The zero value is 50 a second, 200 at once.
type Rate struct {
	PerSecond float64
	Burst     int
}

func (r Rate) filled() Rate {
	if r.PerSecond == 0 {
		r.PerSecond = 50
	}
	if r.Burst == 0 {
		r.Burst = int(4 * r.PerSecond)
	}
	return r
}

// Password lets in by user and password.
func (d *Desk) Password(ctx context.Context, door, from, name, password string) (Guest, error) {
	if d.Gate == nil {
		return Guest{}, account.ErrDenied
	}
	who, err := d.Gate.Password(ctx, from, name, password)
	return d.welcome(door, Guest{who, from}, name, err)
}

// Token lets in by a token.
func (d *Desk) Token(ctx context.Context, door, from, token string) (Guest, error) {
	if d.Gate == nil {
		return Guest{}, account.ErrDenied
	}
	who, err := d.Gate.Token(ctx, from, token)
	return d.welcome(door, Guest{who, from}, "", err)
}

// Nobody lets in who shows no credentials, where that is configured.
func (d *Desk) Nobody(door, from string) (Guest, error) {
	if d.Anonymous == "" {
		return Guest{}, ErrNobody
	}
	return d.welcome(door, Guest{account.Who{Name: "-", Role: d.Anonymous}, from}, "", nil)
}

// Again lets in a guest who was let in before, if the account is still good.
func (d *Desk) Again(door string, g Guest) (Guest, error) {
	if g.Name == "-" {
		return d.Nobody(door, g.From)
	}
	who, err := d.Gate.Still(g.Who)
	return d.welcome(door, Guest{who, g.From}, g.Name, err)
}

// welcome turns away who has no role or asks too often. Who gave wrong credentials is written down.
func (d *Desk) welcome(door string, g Guest, claimed string, err error) (Guest, error) {
	if err == nil {
		if _, ok := d.Roles[g.Role]; !ok {
			err = ErrNoRole
		} else if !d.limiter(g.Name).Allow() {
			return Guest{}, ErrSlower
		}
	}
	switch {
	case err == nil:
		return g, nil
	case errors.Is(err, account.ErrDenied), errors.Is(err, ErrNoRole):
		if e := d.Audit.Add(audit.Record{Who: claimed, From: g.From, Door: door, Action: "refused", Error: firstLine(err)}); e != nil {
			d.Log.Error("a refusal is not written down", "error", e)
		}
	}
	return Guest{}, err
}

// mostLimiters is how many accounts are watched: more than there are people in a bank's head office.
const mostLimiters = 10_000

func (d *Desk) limiter(name string) *rate.Limiter {
	d.mu.Lock()
	defer d.mu.Unlock()
	l := d.limiters[name]
	if l == nil {
		if d.limiters == nil || len(d.limiters) >= mostLimiters {
			d.limiters = map[string]*rate.Limiter{}
		}
		r := d.Rate.filled()
		l = rate.NewLimiter(rate.Limit(r.PerSecond), r.Burst)
		d.limiters[name] = l
	}
	return l
}

// Time is the desk's clock.
func (d *Desk) Time() time.Time { return d.now() }

func (d *Desk) now() time.Time {
	if d.Now != nil {
		return d.Now()
	}
	return time.Now()
}
