# The devsync runner: starts one process of the user's, in a group of its own, and looks after it to its end.
#
#   sh -c "$(cat runner.sh)" devsync NAME TOKEN SIGNAL GRACE ECHO
#     NAME   marks the process and its children in their environment, so that strays are found
#     TOKEN  letters and digits that the process does not write by chance
#     SIGNAL GRACE  how to stop it when devsync itself is gone: TERM, and how many tenths of a second until KILL
#     ECHO   echo: its output goes to process 1's as well, where that is permitted; or -
#
# It is started in advance and waits: a process starts within 1-2 ms then, where a new exec takes 70.
#
#   standard input                             what for
#   S LINES + so many lines                    start this script
#   A                                          or look after a process of that NAME that runs already
#   G PID                                      which group it is (S below, said back)
#   K SIGNAL                                   signal the group and strays;   L SIGNAL: its leader alone
#   Q                                          how many processes of it live
#   T HEX PORT                                 whether something listens on that port; also while it waits
#   Z                                          let it live when the input ends
#   end of input                               stop it
#
# Standard output is the process's own, stdout and stderr in the order of writing. Between it, after a zero byte and
# TOKEN, each up to a newline:
#   P PID ready   S PID started   E CODE ended   Q N answer   T y, n or ? answer   X REASON cannot work
#   - (A only) there is none   D all that it wrote was given
NAME=$1 TOKEN=$2 SIGNAL=$3 GRACE=$4 ECHO=$5 G= NL='
'
# Each start has a mark of its own: what looked after an older process of that NAME must not touch a newer one.
MARK="$NAME;$TOKEN;"
set -f
trap : INT HUP # a local devsync's Ctrl-C reaches this shell, too; what it looks after is stopped in order
unset CDPATH ENV IFS
exec 3<&0 4>&1 </dev/null
tell() { printf '\0%s %s\n' "$TOKEN" "$*" >&4; }
nap() { sleep 0.1 2>/dev/null || sleep 1; }

marked() { # sets M: the processes that carry the mark; zombies have no environment any more
  M=
  set +f
  for p in $(grep -l "DEVSYNC_PROCESS=$MARK" /proc/[0-9]*/environ 2>/dev/null); do
    p=${p#/proc/}
    M="$M ${p%/environ}"
  done
  set -f
}
group() { # adds to N the living processes of group G: a kill -0 alone would count zombies that process 1 never reaps
  [ "$G" ] && kill -0 -"$G" 2>/dev/null || return 0
  [ -r /proc/self/stat ] || { N=$((N + 1)); return 0; }
  set +f
  for p in /proc/[0-9]*/stat; do
    { read -r s <"$p"; } 2>/dev/null || continue
    s=${s##*) } # the name before it may hold anything
    z=${s%% *}
    s=${s#* } s=${s#* }
    [ "${s%% *}" = "$G" ] && case $z in Z | X) ;; *) N=$((N + 1)) ;; esac
  done
  set -f
}
living() { # sets N
  N=0
  group
  [ $N != 0 ] || { marked; for p in $M; do N=$((N + 1)); done; }
}
signal() { # SIGNAL: to the group, and to what has left it
  [ -z "$G" ] || kill -"$1" -"$G" 2>/dev/null
  marked
  for p in $M; do
    { read -r s <"/proc/$p/stat"; } 2>/dev/null || continue
    s=${s##*) } s=${s#* } s=${s#* }
    [ "${s%% *}" = "$G" ] || kill -"$1" "$p" 2>/dev/null
  done
}
listens() { # HEX PORT: by what the kernel tells; where that cannot be read (no Linux), by a connection
  if [ -r /proc/net/tcp ]; then
    f=
    [ ! -r /proc/net/tcp6 ] || f=/proc/net/tcp6
    if grep -q ":$1 [0:]* 0A" /proc/net/tcp $f; then tell T y; else tell T n; fi
  elif command -v nc >/dev/null; then
    if nc -z -w 1 127.0.0.1 "$2" 2>/dev/null; then tell T y; else tell T n; fi
  else
    tell T '?'
  fi
}
stop() { # devsync is gone
  signal "$SIGNAL"
  n=0
  while nap; do
    living
    n=$((n + 1))
    # Not before the third look: the process may just be starting.
    [ $N != 0 ] || [ $n -lt 3 ] || return
    [ $n -lt "$GRACE" ] || signal KILL
    [ $n -lt $((GRACE + 100)) ] || return
  done
}
control() {
  keep=
  while read -r v x <&3; do
    case $v in
      G) G=$x ;;
      K) signal "$x" ;;
      L) kill -"$x" "$G" 2>/dev/null ;;
      Q) living; tell Q $N ;;
      T) listens $x ;;
      Z) keep=1 ;;
    esac
  done
  [ "$keep" ] || stop
}

if command -v setsid >/dev/null; then
  lead() { DEVSYNC_PROCESS="$MARK" setsid "$@"; }
elif command -v perl >/dev/null; then
  lead() { DEVSYNC_PROCESS="$MARK" perl -e 'setpgrp(0, 0); exec @ARGV or exit 127' "$@"; }
elif command -v python3 >/dev/null; then
  lead() { DEVSYNC_PROCESS="$MARK" python3 -c 'import os, sys; os.setpgrp(); os.execvp(sys.argv[1], sys.argv[1:])' "$@"; }
else
  tell X setsid
  exit 1
fi

tell P $$
while :; do
  read -r v n <&3 || exit 0 # not needed after all
  [ "$v" = T ] || break
  listens $n
done
case $v in
  A)
    MARK="$NAME;"
    marked
    # Leaders of groups; the first is the process that was started, the others are daemons of its own.
    for p in $M; do
      { read -r s <"/proc/$p/stat"; } 2>/dev/null || continue
      s=${s##*) } s=${s#* } s=${s#* }
      [ "${s%% *}" != "$p" ] || { G=$p; break; }
    done
    [ "$G" ] || { tell -; exit 0; }
    # From now on by its own mark: one that is started after it has the same NAME, and is not to be touched.
    m=$(tr '\0' '\n' <"/proc/$G/environ" 2>/dev/null | grep "^DEVSYNC_PROCESS=$MARK") && MARK=${m#*=}
    tell S "$G"
    control &
    while kill -0 "$G" 2>/dev/null && { read -r s <"/proc/$G/stat"; } 2>/dev/null; do
      s=${s##*) }
      case $s in Z* | X*) break ;; esac
      nap
    done
    tell E - # whose code is for its parent to know
    ;;
  S)
    script=
    while [ "$n" -gt 0 ]; do
      IFS= read -r l <&3 || exit 0
      script=$script$l$NL
      n=$((n - 1))
    done
    control & # in the background, and the process in front: in the background sh would have it ignore SIGINT
    # The number is told first: it is the group's. stderr joins here, so that "Terminated" and the like, which the
    # shell outside says, do not look like the process's own words.
    head="printf '\\0%s S %s\\n' $TOKEN \$\$ >&4; exec 2>&1 3<&- 4>&-$NL"
    run() {
      lead sh -c "$head$script"
      c=$?
      tell E $c
    }
    if [ "$ECHO" = echo ] && { true >>/proc/1/fd/1; } 2>/dev/null && command -v tee >/dev/null; then
      run | tee -a /proc/1/fd/1 >&4
    else
      run >&4
    fi
    ;;
esac
tell D
exec >/dev/null 4>&-
wait
exit 0
