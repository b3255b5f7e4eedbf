package mart

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/access"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// Config says where the mart is and who may read it.
type Config struct {
	URL      string                                // as libpq reads it, without a password
	Password func(context.Context) (string, error) // nil: as the URL and libpq's files say
	Roles    access.Roles                          // roles of the database, each with what it may see
	Wait     time.Duration                         // longest that the swap waits for readers; 0: 10 minutes
}

// Options are the circumstances of a publication.
type Options struct {
	Limits   warehouse.AdHocLimits          // of reading the file
	Progress func(table string, rows int64) // nil: none
	// Suppressed gives a file of the same run in which cells of fewer households are suppressed. It is asked where a role is to read such.
	Suppressed func(ctx context.Context, below int64) (file string, err error)
}

// Result tells what a publication did.
type Result struct {
	Run     string // of the file
	Changed bool   // false: the mart had it all
	Tables  int
	Rows    int64
	Bytes   int64         // sent
	Waited  time.Duration // for readers
	Swap    time.Duration // how long readers were held up
}

// Publish is Load and Swap in one.
func Publish(ctx context.Context, c Config, file string, o Options) (Result, error) {
	p, err := Load(ctx, c, file, o)
	if err != nil {
		return Result{}, err
	}
	defer p.Close()
	return p.Swap(ctx)
}

// Publication is a file that was copied into the mart and that no reader sees yet.
type Publication struct {
	*server
	config    Config
	o         Options
	tables    []table
	over      []string // schemas of former tables
	warehouse *warehouse.AdHoc
	there     map[string]parent
	res       Result
	print     string // the fingerprint
	number    int    // of this publication
	held      bool   // the mart has it all
}

// Load copies a file into the mart where no reader sees it, unless the mart has it. The caller closes the publication.
// After an error what was published before serves on. An error that may pass by itself is an ErrPassing.
func Load(ctx context.Context, c Config, file string, o Options) (_ *Publication, err error) {
	p := &Publication{config: c, o: o, tables: tables(c.Roles)}
	defer func() {
		if err != nil {
			p.Close()
		}
	}()
	if p.warehouse, err = warehouse.OpenAdHoc(file, o.Limits); err != nil {
		return nil, err
	}
	defer p.shut()
	if p.server, err = connect(ctx, c); err != nil {
		return nil, err
	}
	if p.res.Run, err = p.run(ctx); err != nil {
		return nil, err
	}
	p.print = p.fingerprint()
	if err := p.begin(ctx); err != nil {
		return nil, err
	}
	if p.there, err = p.parents(ctx); err != nil {
		return nil, err
	}
	if p.held, err = p.holds(ctx); err != nil || p.held {
		return p, err
	}
	return p, p.fill(ctx)
}

// fill makes and fills all children. All is done in one transaction, which Swap ends: whatever ends it early leaves nothing behind.
func (p *Publication) fill(ctx context.Context) error {
	if err := p.roles(ctx); err != nil {
		return err
	}
	if err := p.exec(ctx, "BEGIN"); err != nil {
		return err
	}
	if err := p.fillFrom(ctx, p.warehouse, 0); err != nil {
		return err
	}
	for _, below := range belows(p.config.Roles) {
		if err := p.fillSuppressed(ctx, below); err != nil {
			return err
		}
	}
	return nil
}

// fillSuppressed fills the tables in which cells of fewer households are suppressed.
func (p *Publication) fillSuppressed(ctx context.Context, below int64) error {
	path, err := p.o.Suppressed(ctx, below)
	if err != nil {
		return err
	}
	file, err := warehouse.OpenAdHoc(path, p.o.Limits)
	if err != nil {
		return err
	}
	defer file.Close()
	return p.fillFrom(ctx, file, below)
}

// fillFrom fills the tables of one suppression from its file.
func (p *Publication) fillFrom(ctx context.Context, file *warehouse.AdHoc, below int64) error {
	for _, t := range p.tables {
		if t.below != below {
			continue
		}
		if err := p.load(ctx, file, t); err != nil {
			return err
		}
	}
	return nil
}

// Swap lets readers see what was loaded. It is called once.
func (p *Publication) Swap(ctx context.Context) (Result, error) {
	if p.held {
		return p.res, nil
	}
	if err := p.swap(ctx); err != nil {
		return p.res, err
	}
	p.res.Changed, p.res.Tables = true, len(p.tables)
	return p.res, p.analyze(ctx)
}

// Loaded tells how many rows were loaded, and how many bytes that were.
func (p *Publication) Loaded() (rows, bytes int64) { return p.res.Rows, p.res.Bytes }

// Close lets go of the mart; what was loaded and not swapped in is gone.
func (p *Publication) Close() {
	p.shut()
	if p.server != nil {
		p.close()
	}
}

// shut lets go of the file.
func (p *Publication) shut() {
	if p.warehouse != nil {
		p.warehouse.Close()
		p.warehouse = nil
	}
}

// store is the schema of the children and of the note.
const store = "uythac_store"

// note is the table that says what is published.
const note = store + ".publication"

// alone is the advisory lock that a publication holds.
const alone = 0x7579746861630001

// goodbye is how long the server may take to notice that the publication before has ended.
const goodbye = 3 * time.Second

// begin makes sure that this publication is the only one and that the schemas are the mart's.
func (p *Publication) begin(ctx context.Context) error {
	// What an administrator set against forgotten sessions is not meant for this one.
	if err := p.exec(ctx, "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0"); err != nil {
		return err
	}
	for until := time.Now().Add(goodbye); ; {
		got, err := p.rows(ctx, fmt.Sprintf("SELECT pg_try_advisory_lock(%d)", int64(alone)))
		if err != nil {
			return err
		}
		if got[0][0] == "t" {
			return p.schemas(ctx)
		}
		if time.Now().After(until) {
			return passing{fmt.Errorf("mart: another publication into %s is at work\n  → let it end, and publish again", p.where)}
		}
		if err := sleep(ctx, goodbye/20); err != nil {
			return err
		}
	}
}

// owned is what a schema of the mart is known by.
const owned = "uythac: made anew by every publication"

// schemas makes the schemas that are missing, and the note.
func (p *Publication) schemas(ctx context.Context) error {
	missing, over, err := p.spaces(ctx)
	if err != nil {
		return err
	}
	p.over = over
	var b strings.Builder
	for _, n := range missing {
		fmt.Fprintf(&b, "CREATE SCHEMA %s; COMMENT ON SCHEMA %[1]s IS %s;", quote(n), literal(owned))
	}
	fmt.Fprintf(&b, "CREATE TABLE IF NOT EXISTS %s (number integer NOT NULL, run text NOT NULL, fingerprint text NOT NULL, roles text NOT NULL, published_at timestamptz NOT NULL)", note)
	return p.exec(ctx, b.String())
}

// spaces lists the schemas of the mart that are not there, and those that are there and needed no more. It refuses those that somebody else made.
func (p *Publication) spaces(ctx context.Context) (missing, over []string, err error) {
	there, err := p.rows(ctx, "SELECT nspname, coalesce(obj_description(oid, 'pg_namespace'), '') FROM pg_namespace")
	if err != nil {
		return nil, nil, err
	}
	wanted := append(namespaces(p.tables), store)
	comments := map[string]string{}
	for _, r := range there {
		comments[r[0]] = r[1]
		if r[1] == owned && !slices.Contains(wanted, r[0]) {
			over = append(over, r[0])
		}
	}
	for _, n := range wanted {
		switch text, ok := comments[n]; {
		case !ok:
			missing = append(missing, n)
		case text != owned:
			return nil, nil, fmt.Errorf("mart: schema %s in %s is somebody else's\n  → give the mart a database of its own", n, p.where)
		}
	}
	return missing, over, nil
}

// holds tells whether the mart has all that the file and the configuration say.
func (p *Publication) holds(ctx context.Context) (bool, error) {
	last, err := p.rows(ctx, "SELECT number, fingerprint FROM "+note)
	if err != nil {
		return false, err
	}
	number := p.latest()
	p.number = number + 1
	if len(last) == 0 || last[0][0] != strconv.Itoa(number) {
		return false, nil // somebody changed one of them
	}
	roles, err := p.rows(ctx, "SELECT count(*) FROM pg_roles WHERE rolname = ANY (string_to_array("+literal(strings.Join(p.config.Roles.Names(), " "))+", ' '))")
	if err != nil {
		return false, err
	}
	held := last[0][1] == p.print && len(p.there) == len(p.tables) && roles[0][0] == strconv.Itoa(len(p.config.Roles))
	for _, t := range p.tables {
		held = held && p.there[name(t)].holds(t, number)
	}
	return held, nil
}

// latest is the highest number that a child has; 0 without one.
func (p *Publication) latest() (highest int) {
	for _, t := range p.there {
		for _, c := range t.children {
			if n, err := strconv.Atoi(c[strings.LastIndexByte(c, '_')+1:]); err == nil {
				highest = max(highest, n)
			}
		}
	}
	return highest
}

// fingerprint is of all that a publication is made of: the run, the tables' descriptions and the roles.
func (p *Publication) fingerprint() string {
	h := sha256.New()
	fmt.Fprintln(h, p.res.Run, warehouse.SuppressVersion)
	for _, t := range p.tables {
		fmt.Fprintln(h, name(t), definition(t), key(t), parent{}.document(t), t.of.Cell())
	}
	for _, r := range p.config.Roles.Names() {
		fmt.Fprintln(h, r, p.config.Roles[r])
		for _, t := range p.tables {
			fmt.Fprintln(h, t.rows(p.config.Roles[r]))
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:32]
}

// run is the run that built the file.
func (p *Publication) run(ctx context.Context) (run string, err error) {
	err = read(ctx, p.warehouse, table{Table: &schemas.Run}, func(_ *arrow.Schema, rows batches) error {
		for b, err := range rows {
			if err != nil {
				return err
			}
			if b.NumRows() > 0 {
				run = strings.Clone(b.Column(0).ValueStr(0)) // it lives in the batch
			}
		}
		return nil
	})
	if err == nil && run == "" {
		err = errors.New("mart: the file names no run\n  → refresh, and publish again")
	}
	return run, err
}

// analyze lets the server know the tables as readers see them.
func (p *Publication) analyze(ctx context.Context) error {
	var all strings.Builder
	for _, t := range p.tables {
		all.WriteString("ANALYZE " + name(t) + ";")
	}
	return p.exec(ctx, all.String())
}
