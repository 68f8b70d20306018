// Command diff-pprof looks for differences between resident pprof and go tool pprof.
//
//	diff-pprof [-seed S] [-n N] [-jobs J] [-keep FOLDER] PPROF RESIDENT
//
// Each case is a random profile and a random command line, both from the case's number alone. Output, exit status and what is said on
// stderr are compared byte by byte. A case whose output changes from one run of go tool pprof to the next is counted, not reported.
// A difference is made small, option by option and sample by sample, before it is shown.
package main

import (
	"flag"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

var shell = flag.Bool("shell", false, "try the shell's language instead of command lines")

type counts struct {
	sync.Mutex
	same, unstable int
	different      map[string]int
}

func main() {
	seed := flag.Int64("seed", 1, "number of the first case")
	n := flag.Int64("n", 1000, "cases")
	jobs := flag.Int("jobs", 2, "at the same time")
	keep := flag.String("keep", "", "folder for the cases that differ")
	only := flag.String("only", "", "commands to try, divided by commas")
	record := flag.String("record", "", "zip to write the cases into, with the answers of go tool pprof, instead of comparing: what the tests replay")
	also := flag.String("also", "", "numbers of more cases to record, divided by commas: those that found something")
	mutate := flag.String("mutate", "", "folder of profiles of any format to change and read, instead of making profiles")
	flag.Parse()
	if *mutate != "" {
		readSeeds(*mutate)
	}
	if flag.NArg() != 2 {
		flag.Usage()
		os.Exit(2)
	}
	if *only != "" {
		commands = strings.Split(*only, ",")
	}
	work, err := os.MkdirTemp("", "diff-pprof")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(work)
	if *record != "" {
		z := newArchive(*record)
		for i := *seed; i < *seed+*n; i++ {
			z.add(i, &trial{pprof: flag.Arg(0), folder: work})
		}
		for _, text := range strings.Split(*also, ",") {
			if i, err := strconv.ParseInt(text, 10, 64); err == nil {
				z.add(i, &trial{pprof: flag.Arg(0), folder: work})
			}
		}
		z.close()
		return
	}
	total := &counts{different: map[string]int{}}
	var wait sync.WaitGroup
	for j := 0; j < *jobs; j++ {
		wait.Add(1)
		go func(j int) {
			defer wait.Done()
			t := &trial{pprof: flag.Arg(0), resident: flag.Arg(1), folder: filepath.Join(work, fmt.Sprint(j))}
			os.MkdirAll(t.folder, 0o755)
			for i := *seed + int64(j); i < *seed+*n; i += int64(*jobs) {
				total.add(i, t, *keep)
			}
		}(j)
	}
	wait.Wait()
	fmt.Printf("%d equal, %d that go tool pprof answers in changing ways, %d different, of %d kinds\n",
		total.same, total.unstable, sum(total.different), len(total.different))
	if len(total.different) > 0 {
		os.RemoveAll(work)
		os.Exit(1)
	}
}

func sum(m map[string]int) (n int) {
	for _, v := range m {
		n += v
	}
	return n
}

// makeCase makes the case of that number.
func makeCase(number int64) *attempt {
	r := rand.New(rand.NewSource(number))
	if len(seeds) > 0 {
		return mutation(r)
	}
	p := generate(r)
	a := &attempt{profiles: []*profile{p}}
	if *shell {
		a.args = []string{"-symbolize=none"}
		for n := 1 + r.Intn(6); n > 0; n-- {
			a.lines = append(a.lines, shellLine(r, p))
		}
		return a
	}
	a.args = choose(r, p)
	if once(r, 6) {
		a.args = append(a.args, pick(r, []string{"-base=", "-diff_base="})+"1.pb")
		a.profiles = append(a.profiles, other(r, p))
		if once(r, 3) {
			a.args = append(a.args, "-normalize")
		}
	}
	if once(r, 8) {
		for more := 1 + r.Intn(2); more > 0; more-- {
			a.extra = append(a.extra, fmt.Sprintf("%d.pb", len(a.profiles)))
			a.profiles = append(a.profiles, other(r, p))
		}
	}
	return a
}

// other is a profile to merge with p or to subtract: often one that shares much with it.
func other(r *rand.Rand, p *profile) *profile {
	if once(r, 8) {
		return generate(r)
	}
	q := *p
	q.samples = nil
	for _, s := range p.samples {
		if once(r, 4) {
			continue
		}
		s.values = append([]int64{}, s.values...)
		if once(r, 2) {
			s.values[r.Intn(len(s.values))] = pick(r, amounts)
		}
		q.samples = append(q.samples, s)
	}
	if len(q.types) > 1 && once(r, 3) {
		q.types = append([]kind{}, q.types...)
		q.types[0], q.types[1] = q.types[1], q.types[0]
	}
	if once(r, 3) {
		q.functions = append([]function{}, p.functions...)
		i := r.Intn(len(q.functions))
		q.functions[i].name = pick(r, names)
	}
	q.time += int64(r.Intn(3)-1) * 1000000000
	return &q
}

func (c *counts) add(number int64, t *trial, keep string) {
	a := makeCase(number)
	verdict, detail := t.compare(a)
	if verdict == different {
		a = t.shrink(a)
		verdict, detail = t.compare(a)
	}
	c.Lock()
	defer c.Unlock()
	switch verdict {
	case same:
		c.same++
	case unstable:
		c.unstable++
	default:
		kind := a.kind()
		c.different[kind]++
		if c.different[kind] <= 2 {
			fmt.Printf("case %d: %s\n%s%.300s\n\n", number, a.line(), detail, a.content)
			if keep != "" {
				t.keep(a, filepath.Join(keep, fmt.Sprint(number)))
			}
		}
	}
}
