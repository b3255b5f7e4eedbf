package source

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"strings"

	"github.com/go-sql-driver/mysql"
)

// mariadb reads MariaDB and MySQL: one connection, in one read view. The driver logs in; rows are read by
// mariaWire.
type mariadb struct {
	config  Config
	target  *mariaTarget
	mysql   bool   // MySQL rather than MariaDB
	release string // 10.11.6
}

// oldestMaria and oldestMySQL are the first versions with all that is asked of them.
var oldestMaria, oldestMySQL = [2]int{10, 5}, [2]int{8, 0}

func openMariaDB(ctx context.Context, c Config) (*mariadb, error) {
	db := &mariadb{config: c}
	var err error
	if db.target, err = parseMariaDB(c.URL); err != nil {
		return nil, err
	}
	s, err := db.connect(ctx, &meter{})
	if err != nil {
		return nil, err
	}
	defer s.close()
	row, err := s.one(ctx, "SELECT VERSION()")
	if err != nil {
		return nil, err
	}
	return db, db.known(row[0])
}

// known takes a server's version in, and refuses one that is too old.
func (db *mariadb) known(version string) error {
	name, oldest := "MariaDB", oldestMaria
	if db.mysql = !strings.Contains(version, "MariaDB"); db.mysql {
		name, oldest = "MySQL", oldestMySQL
	}
	db.release, _, _ = strings.Cut(version, "-")
	major, rest, _ := strings.Cut(db.release, ".")
	one, _ := strconv.Atoi(major) // what is no number is no version that is known
	two, _ := strconv.Atoi(leadingDigits(rest))
	if one < oldest[0] || one == oldest[0] && two < oldest[1] {
		return fmt.Errorf("%s is %s %s\n  → read a server of version %d.%d or later", db.target.where(), name, db.release, oldest[0], oldest[1])
	}
	return nil
}

// connect opens a connection whose cost is metered.
func (db *mariadb) connect(ctx context.Context, m *meter) (*mariaSession, error) {
	password := db.target.password
	if db.config.Password != nil {
		var err error
		if password, err = db.config.Password(ctx); err != nil {
			return nil, fmt.Errorf("password of %s: %w", db.target.where(), err)
		}
	}
	var telling error // of all attempts, what says most: the server's own answer
	for _, a := range db.target.attempts {
		s, err := db.try(ctx, a, m, password)
		if err == nil {
			return s, nil
		}
		if telling == nil || isReply(err) {
			telling = err
		}
		if isReply(err) && a.TLSConfig != nil || ctx.Err() != nil { // in the clear it would be no other
			break
		}
	}
	return nil, db.connectError(ctx, telling, password)
}

func (db *mariadb) try(ctx context.Context, a attempt, m *meter, password string) (*mariaSession, error) {
	s := &mariaSession{db: db, meter: m}
	c := db.target.settings(password, a)
	c.Timeout = connectTimeout
	if db.target.timeout > 0 {
		c.Timeout = db.target.timeout
	}
	c.Logger = &s.said
	c.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		s.socket = meteredConn{conn, m}
		return s.socket, nil
	}
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	if s.driver, err = connector.Connect(ctx); err != nil {
		return nil, s.said.instead(err)
	}
	m.connected()
	if s.wire, err = driverWire(s.driver); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}
