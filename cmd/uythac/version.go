package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"

	"github.com/spf13/cobra"
)

func (a *app) version() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Version of the program and of the libraries that decide its files",
		Args: arguments(0, 0, "uythac version"),
		RunE: func(cmd *cobra.Command, args []string) error {
			fmt.Fprintf(a.stdout, "uythac %s\n%s %s/%s\n", versionText(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			info, ok := debug.ReadBuildInfo()
			if !ok {
				return nil // a build without modules
			}
			for _, m := range info.Deps {
				if slices.Contains([]string{"github.com/apache/arrow-go/v18", "github.com/apache/iceberg-go", "github.com/duckdb/duckdb-go/v2"}, m.Path) {
					fmt.Fprintf(a.stdout, "%s %s\n", m.Path, m.Version)
				}
			}
			return nil
		},
	}
}

func versionText() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "devel"
}
