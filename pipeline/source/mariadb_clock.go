package source

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// replicaTimeouts are the names, by version, of how many seconds a replica waits for news before it knows
// that it is cut off.
var replicaTimeouts = []string{"slave_net_timeout", "replica_net_timeout"}

// clock reads the server's clock, outside a transaction.
func (s *mariaSession) clock(ctx context.Context) (c Clock, err error) {
	row, err := s.one(ctx, "SELECT UTC_TIMESTAMP(6)")
	if err != nil {
		return c, err
	}
	micros, ok := parseTimestamp([]byte(row[0]))
	if !ok {
		return c, fmt.Errorf("%s: the server's clock says %q", s.db.target.where(), row[0])
	}
	c.Now = time.UnixMicro(micros).UTC()
	channels, err := s.channels(ctx)
	var failure *mariaFailure
	if errors.As(err, &failure) {
		// Who may not ask sees at least that the server takes no writes, as replicas do.
		row, err = s.one(ctx, "SELECT @@GLOBAL.read_only")
		c.Replica = err == nil && row[0] == "1"
		return c, err
	}
	if err != nil || len(channels) == 0 {
		return c, err
	}
	c.Replica = true
	err = s.replayed(ctx, &c, channels)
	return c, err
}

// channels tell what a replica says of each server that it follows.
func (s *mariaSession) channels(ctx context.Context) (list []map[string]string, err error) {
	ask := "SHOW ALL REPLICAS STATUS"
	if s.db.mysql {
		ask = "SHOW REPLICA STATUS"
	}
	var names []string
	err = s.query(ctx, ask, func(fields []mariaField) {
		for _, f := range fields {
			names = append(names, f.name)
		}
	}, func(cells [][]byte) error {
		status := map[string]string{}
		for i, c := range cells {
			if c != nil {
				status[names[i]] = string(c)
			}
		}
		list = append(list, status)
		return nil
	})
	return list, err
}

// replayed finds out up to when the commits of all channels are in: what the replica says it is behind, and the
// time within which it does not know that it hears nothing more.
func (s *mariaSession) replayed(ctx context.Context, c *Clock, channels []map[string]string) error {
	deaf := 60 // as both servers have it by default
	for _, name := range replicaTimeouts {
		err := s.query(ctx, "SHOW GLOBAL VARIABLES LIKE '"+name+"'", nil, func(cells [][]byte) (err error) {
			deaf, err = strconv.Atoi(string(cells[1]))
			return err
		})
		if err != nil {
			return err
		}
	}
	behind := 0
	for _, status := range channels {
		seconds, known := status["Seconds_Behind_Master"]
		if !known {
			seconds, known = status["Seconds_Behind_Source"]
		}
		if !known || seconds == "" {
			return nil // it does not run: unknown
		}
		n, err := strconv.Atoi(seconds)
		if err != nil {
			return err
		}
		behind = max(behind, n)
	}
	c.Late = time.Duration(behind) * time.Second
	c.ReplayedTo = c.Now.Add(-c.Late - time.Duration(deaf)*time.Second)
	return nil
}
