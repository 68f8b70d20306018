package main

import (
	"fmt"
	"math/rand"
	"regexp"
	"strings"
)

var (
	commands = []string{
		"top", "top", "text", "tree", "peek", "traces", "tags", "raw", "dot", "dot", "callgrind", "comments", "topproto", "proto", "list", "traces", "tree",
	}
	units          = []string{"minimum", "auto", "bytes", "kb", "MB", "gb", "ns", "ms", "s", "hrs", "seconds", "count", "widgets", "GCU", "mGCU", "b", "kilobytes", "us", "", "megabyte", "day", "m"}
	numberOptions  = []string{"-nodecount=%s", "-nodefraction=%s", "-edgefraction=%s", "-divide_by=%s"}
	granularities  = []string{"-functions", "-filefunctions", "-files", "-lines", "-addresses"}
	patterns       = []string{".*", "main", "^main", "main$", "(?i)MAIN", "[a-m]+", "a|b", "\\.", "nosuch", "std::.*", "f\\(", "^$", "x", "\\d", "[[:upper:]]", "\\bmain\\b", ".", "func\\d", "[", "(", "*", "a{2,1}", "\\pL", "(?P<n>m)ain", "^.{1,8}$", "[^a-z]", "é|世"}
	ranges         = []string{"1kb:", ":1kb", "1:10", "10", "1kb", "100:2mb", "bytes=64b", "bytes=:1mb", "request=1:", "-1", "+10:", "-10:10", "1ms:", "1s", "0:", "1kb:2", "1widgets:", "latency=1us:1s", "10b:10kb", "99999999999999999999", "1foo:2bar", "1count:", "k e y=1:", "1.5kb"}
	tagExpressions = []string{"a", "tag1", "key1", "key1=a", "key1:a", "a,b", "tag1,b", "key1=a|b", "request=.*", "nosuch=x", ".*", "key1:", "thread=1", "GET", "a:b", "x=", "=x", "[", "key1=[", "tenant=a,b", ",", "^a$", "bytes"}
)

// choose makes a command line for the profile: one command, and nothing to six options.
func choose(r *rand.Rand, p *profile) []string {
	command := pick(r, commands)
	var args []string
	switch command {
	case "peek", "list":
		args = append(args, "-"+command+"="+pattern(r, p))
	default:
		args = append(args, "-"+command)
	}
	if !once(r, 12) {
		args = append(args, "-symbolize="+pick(r, []string{"none", "none", "none", "none", "none", "local", "fastlocal", "force", "demangle=none", "demangle=full", "none:demangle=templates", "demangle=templates", "force:demangle=full", "force:demangle=templates", "fastlocal:demangle=default", "bogus", "remote", "demangle=bogus", "", "force:demangle=none"}))
	}
	count := r.Intn(3)
	if once(r, 3) {
		count += r.Intn(5)
	}
	for ; count > 0; count-- {
		args = append(args, option(r, p))
	}
	if once(r, 60) {
		args = append(args, "-"+pick(r, commands))
	}
	return args
}

func option(r *rand.Rand, p *profile) string {
	switch r.Intn(14) {
	case 0, 1, 2:
		return pick(r, []string{"-focus=", "-ignore=", "-hide=", "-show=", "-show_from=", "-prune_from="}) + pattern(r, p)
	case 3, 4:
		return pick(r, []string{"-tagfocus=", "-tagignore="}) + tag(r, p)
	case 5:
		return pick(r, []string{"-tagshow=", "-taghide="}) + pick(r, append([]string{pattern(r, p)}, keys...))
	case 6:
		return pick(r, []string{"-tagroot=", "-tagleaf="}) + pick(r, []string{pick(r, keys), pick(r, keys) + "," + pick(r, keys), key(r, p), key(r, p) + "," + key(r, p), ""})
	case 7, 8:
		return pick(r, granularities)
	case 9:
		return "-unit=" + pick(r, units)
	case 10:
		return fmt.Sprintf(pick(r, numberOptions), pick(r, []string{"0", "1", "2", "3", "5", "10", "0.1", "0.01", "0.5", "1.5", "-1", "100", "1000", "1e3", "x", "", "0.001", "0x10", "1_000", "99999999999", "010", "+5", "Inf", "NaN", "1e400", "-0", ".5", "5."}))
	case 11:
		return "-sample_index=" + pick(r, []string{"0", "1", "2", "-1", "99", pick(r, p.types).name, pick(r, p.types).name, "nosuch", "space", "inuse_space", "", "objects", "delay"})
	case 12:
		return pick(r, []string{"-relative_percentages", "-compact_labels", "-trim=false", "-call_tree", "-mean", "-noinlines", "-showcolumns", "-drop_negative", "-cum", "-flat", "-sort=cum", "-normalize", "-trim", "-all_frames"})
	default:
		return pick(r, []string{
			"-inuse_space", "-inuse_objects", "-alloc_space", "-alloc_objects", "-total_delay", "-contentions", "-mean_delay", "-add_comment=hello world", "-add_comment=#x", "-buildid=cafe",
			"-source_path=/src", "-trim_path=/src", "-trim_path=/src:/usr", "-seconds=3", "-timeout=5", "-intel_syntax", "-bogus", "--cum", "-relative_percentages=t", "-noinlines=1", "-trim=f", "-mean=bogus", "-tools=/nonexistent", "-no_browser", "-granularity=lines", "-output=", "-http=", "-compact_labels=F", "-call_tree=TRUE", "-nodecount 3", "-diff_base=", "-base="})
	}
}

// pattern is a regular expression: one of those that try the language, or a piece of a name in the profile.
func pattern(r *rand.Rand, p *profile) string {
	if once(r, 3) {
		return pick(r, patterns)
	}
	from := pick(r, p.functions).name
	switch r.Intn(6) {
	case 0:
		from = pick(r, p.functions).file
	case 1:
		if len(p.mappings) > 0 {
			from = pick(r, p.mappings).file
		}
	}
	letters := []rune(from)
	if len(letters) > 0 && once(r, 2) {
		start := r.Intn(len(letters))
		letters = letters[start : start+1+r.Intn(len(letters)-start)]
	}
	text := strings.ReplaceAll(regexp.QuoteMeta(string(letters)), "\x00", "")
	if once(r, 4) {
		text += "|" + regexp.QuoteMeta(pick(r, p.functions).name)
	}
	return text
}

func key(r *rand.Rand, p *profile) string {
	s := pick(r, p.samples)
	if len(s.labels) == 0 {
		return pick(r, keys)
	}
	return pick(r, s.labels).key
}

func tag(r *rand.Rand, p *profile) string {
	s := pick(r, p.samples)
	if len(s.labels) == 0 || once(r, 2) {
		if once(r, 2) {
			return pick(r, ranges)
		}
		return pick(r, tagExpressions)
	}
	l := pick(r, s.labels)
	text := l.text
	if l.numeric {
		text = fmt.Sprint(l.number) + pick(r, []string{l.unit, "", "b", "ms"}) + pick(r, []string{"", ":", ":100mb"})
	}
	return pick(r, []string{"", l.key + "=", l.key + ":"}) + text
}

// shellLine is one line of the shell's language: a command with its arguments, or a setting.
func shellLine(r *rand.Rand, p *profile) string {
	if once(r, 2) {
		return setting(r, p)
	}
	command := pick(r, []string{"top", "text", "tree", "traces", "tags", "raw", "dot", "callgrind", "comments", "peek", "list", "top5", "tree3", "top 2", "text1", "tags3", "nosuch", "nosuch7", "10", "q", "quit", "exit", "o x", "help nosuch", "help a b", "TOP", "sort", "focus", "unit", "o", "options"})
	var words []string
	if command == "peek" || command == "list" {
		if !once(r, 8) {
			words = append(words, shellPattern(r, p))
		}
	}
	for once(r, 2) {
		words = append(words, pick(r, []string{shellPattern(r, p), "-" + shellPattern(r, p), "-cum", "--cum", "3", "0", "-1", "99999999999", ">file", "> file", ">", "-", "--x", "+3", "1.5"}))
	}
	return pick(r, []string{"", "", "", " ", "\t"}) + command + " " + strings.Join(words, " ")
}

func shellPattern(r *rand.Rand, p *profile) string {
	words := strings.Fields(pattern(r, p))
	if len(words) == 0 {
		return "main"
	}
	return pick(r, words)
}

func setting(r *rand.Rand, p *profile) string {
	switch r.Intn(5) {
	case 0:
		return pick(r, []string{":", "mean", "trim", "noinlines", "granularity", "sort", "focus", "nodecount", "unit", "sample_index", "", "  ", "=", "= x", "output", "sample_index=", "nosuch=1", "total_" + pick(r, p.types).name, "mean_" + pick(r, p.types).name, pick(r, p.types).name, "compact_labels", "flat=false", "cum=1", "cum=x", "lines=true", "lines=0", "granularity=lines", "granularity=x", "sort=cum", "sort=", "granularity="})
	case 1:
		return "sample_index=" + pick(r, []string{"0", "1", "9", "-1", pick(r, p.types).name, "nosuch", "inuse_space"})
	case 2:
		return pick(r, []string{"mean", "trim", "noinlines", "showcolumns", "call_tree", "relative_percentages", "compact_labels", "drop_negative", "normalize", "intel_syntax"}) + pick(r, []string{"=", " = ", "= "}) + pick(r, []string{"true", "false", "1", "0", "", "T", "yes", "bogus", "f //: why", "no // why"})
	case 3:
		return pick(r, []string{"nodecount", "nodefraction", "edgefraction", "divide_by"}) + "=" + pick(r, []string{"0", "1", "5", "0.1", "-1", "x", "", "1e2", "3 //: three", "99999999999", "0x10", "1_0", "Inf", "NaN", "1e999"})
	default:
		s := option(r, p)
		if _, value, found := strings.Cut(s, "="); found {
			return strings.TrimPrefix(s[:len(s)-len(value)], "-") + value
		}
		return strings.TrimPrefix(s, "-")
	}
}
