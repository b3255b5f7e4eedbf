package source

import (
	"testing"

	"github.com/uythac/uythac/pipeline/source/dbtest"
)

func TestMariaDBBranch(t *testing.T) { branchAgrees(t, "mariadb", dbtest.MariaDB(t)) }
