package main

import "github.com/spf13/pflag"

// globalFlags are the flags that every command takes.
type globalFlags struct {
	config, logLevel, logFormat string
	keys                        map[string]*keyFlag
}

// keyFlag is a configuration key given on the command line.
type keyFlag struct {
	text string
	set  bool
}

func (f *keyFlag) String() string     { return f.text }
func (f *keyFlag) Type() string       { return "value" }
func (f *keyFlag) Set(s string) error { f.text, f.set = s, true; return nil }

func (g *globalFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&g.config, "config", "", "configuration file (default ./"+configFile+")")
	flags.StringVar(&g.logLevel, "log-level", "warn", "what to log on stderr: debug, info, warn, error")
	flags.StringVar(&g.logFormat, "log-format", "text", "form of the log: text, json")
	g.keys = map[string]*keyFlag{}
	for _, k := range keys {
		g.keys[k.name] = &keyFlag{}
		flags.Var(g.keys[k.name], k.name, k.usage+"; overrides the configuration and "+k.env())
	}
}
