# Yama's four scopes, hidepid and programs that protect themselves: what each refusal says, and that what it names helps.
scope=/proc/sys/kernel/yama/ptrace_scope
cp -r /resident /disk/privileged
cp /programs/target /disk/protected
setcap 19 /disk/privileged/resident # CAP_SYS_PTRACE
setcap 10 /disk/protected           # CAP_NET_BIND_SERVICE: any makes it protected
chmod 755 /disk

# try NAME COMMAND: the first lines of what it says, and its status.
try() {
    say "$1"
    shift
    "$@" > /tmp/try.out 2> /tmp/try.err
    status=$?
    head -c 1200 /tmp/try.err
    head -c 1200 /tmp/try.out
    echo
    echo "status $status"
}

# Alice's programs; their parent is this script, so that no descent opens them to anybody. The second is position-independent.
start target become alice /programs/target
alices=$pid
start moved become alice /programs/moved
moved=$pid
start protected become alice /disk/protected
protected=$pid
echo 0 > $scope
sleep 6
say pids
echo "$alices $protected"

for value in 0 1 2; do
    echo $value > $scope
    try "scope-$value.owner" as alice resident goroutines "$alices" --json
    try "scope-$value.other" as bob resident goroutines "$alices" --json
    try "scope-$value.root" resident goroutines "$alices" --json
    try "scope-$value.capable" as bob /disk/privileged/resident goroutines "$alices" --json
    try "scope-$value.stat" as alice resident stat "$alices" --count 1 --json
done

# What Resident starts itself is its descendant, which scope 1 lets it read.
echo 1 > $scope
say scope-1.child
as alice resident run --no-browser --listen 127.0.0.1:7070 -- /programs/leaky > /tmp/run.out 2>&1 &
for attempt in $(seq 60); do
    wget -q -O /tmp/sample http://127.0.0.1:7070/api/sample 2> /dev/null && grep -q '"go":{' /tmp/sample && break
    sleep 1
done
cat /tmp/sample
echo
killall leaky
echo 0 > $scope
try moved.capable as bob /disk/privileged/resident goroutines "$moved" --json
try protected.owner as alice resident goroutines "$protected" --json
try protected.capable as alice /disk/privileged/resident goroutines "$protected" --json

for value in 1 2; do
    mount -o "remount,hidepid=$value,gid=2000" /proc
    try "hidepid-$value.owner" as alice resident stat "$alices" --count 1 --json
    try "hidepid-$value.other" as bob resident stat "$alices" --count 1 --json
    try "hidepid-$value.other-goroutines" as bob resident goroutines "$alices"
    try "hidepid-$value.other-name" as bob resident stat target --count 1 --json
    try "hidepid-$value.absent" as bob resident stat 30000 --count 1 --json
    try "hidepid-$value.group" as carol resident stat "$alices" --count 1 --json
    try "hidepid-$value.capable" as bob /disk/privileged/resident stat "$alices" --count 1 --json
    try "hidepid-$value.ps" as bob resident ps
done
mount -o remount,hidepid=0,gid=0 /proc

# The last one stays until the machine ends.
echo 3 > $scope
for user in alice root; do
    try "scope-3.$user" as $user resident goroutines "$alices" --json
done
try scope-3.stat resident stat "$alices" --count 1 --json
