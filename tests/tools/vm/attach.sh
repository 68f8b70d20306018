# Reading a Go program of this machine's own kind, and the relay of what a program writes.
mkdir -p /tmp/out

# ask COMMAND: has the target tell its own figures, which end with a line ".".
ask() {
    before=$(grep -c '^\.$' /tmp/target.out)
    echo "$1" > /tmp/target.in
    until [ "$(grep -c '^\.$' /tmp/target.out)" -gt "$before" ]; do sleep 0.1; done
    awk -v skip="$before" '/^\.$/ { seen++; next } seen >= skip { print }' /tmp/target.out
}

start target env VARIETY=1 /programs/target
sleep 6
say own; ask stats
say stat; resident stat "$pid" --count 1 --json
say own-again; ask stats
say goroutines; resident goroutines "$pid" --json
say map; resident map "$pid" --json

# The target writes its own profile last: that allocates.
for kind in heap goroutine; do
    resident profile $kind "$pid" -o /tmp/out/$kind.pb.gz > /dev/null
    echo "write $kind /tmp/out/own-$kind.pb.gz" > /tmp/target.in
    until [ -e /tmp/out/own-$kind.pb.gz ]; do sleep 0.1; done
    for from in $kind own-$kind; do
        say "top-$from"
        resident pprof -top -nodecount=1000 /tmp/out/$from.pb.gz
    done
done

start leaky /programs/leaky -rate 50 -retain 65536
say why; resident why "$pid" --for 40s --json

# Every trace of the tests, torn lines among them, and bytes that mean nothing, through the relay.
cat /traces/*.txt /programs/leaky > /tmp/out/written
say relayed
resident __run --trace /tmp/out/trace --counts /tmp/out/counts -- sh -c 'cat /tmp/out/written >&2' 2> /tmp/out/passed
sha256sum < /tmp/out/written
sha256sum < /tmp/out/passed
sha256sum < /tmp/out/trace
cat /tmp/out/counts
say untouched
cat /programs/leaky /programs/target | sed 's/gc /xy_/g; s/scvg/xxxx/g' > /tmp/out/plain
resident run --no-browser -- sh -c 'cat /tmp/out/plain; cat /tmp/out/plain >&2' > /tmp/out/stdout 2> /tmp/out/stderr
cmp /tmp/out/plain /tmp/out/stdout && echo stdout same
tail -c "$(wc -c < /tmp/out/plain)" /tmp/out/stderr | cmp - /tmp/out/plain && echo stderr same
