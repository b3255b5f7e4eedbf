package doors

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/uythac/uythac/account"
)

// Look tells what would come of opening the doors, without opening them; an error is what would be wrong, and what to do.
func (c Config) Look() (string, error) {
	if err := c.Check(); err != nil {
		return "", err
	}
	encryption := "without TLS, on this machine only"
	if c.secure() {
		encryption = "with TLS"
	}
	if c.Accounts == "" {
		return encryption + ", to everybody as " + c.Anonymous, nil
	}
	b, err := account.Read(c.Accounts)
	if err != nil {
		return "", err
	}
	if info, err := os.Stat(c.Accounts); err == nil && info.Mode().Perm()&0o077 != 0 {
		return "", wrong("chmod 600 "+c.Accounts, "the file of the users can be read by others")
	}
	var lost []string
	for _, a := range b.Accounts {
		if _, ok := c.Roles[a.Role]; !ok {
			lost = append(lost, a.Name+" ("+a.Role+")")
		}
	}
	if lost != nil {
		slices.Sort(lost)
		return "", wrong("set access.roles.<role>, or give them another: uythac user add NAME --role ROLE --no-password", "users whose role has no policy get nothing: %s", strings.Join(lost, ", "))
	}
	return fmt.Sprintf("%s, to %d users", encryption, len(b.Accounts)), nil
}
