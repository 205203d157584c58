# The devsync agent: keeps one folder of a container equal to what the host sends.
#
#   sh -c "$(cat agent.sh)" devsync ROOT TOKEN OWNER MODE FORMER SINCE NOW
#     ROOT   the folder, absolute; made if it is missing
#     TOKEN  letters and digits, unique for each start: the newest agent of a root fences off older ones
#     OWNER  uid:gid that everything gets (the agent runs as root then), or "-": the agent's own user
#     MODE   safe | replica: whether a folder in the way of a file may go with what is in it
#            look: only L, K and H, nothing is written and nobody fenced off
#     FORMER how the tokens of this writer's earlier agents begin, or "-": then whoever has the root is fenced off
#     SINCE  when this writer last had a root, or "-"; whoever took this one before that is older
#     NOW    both by the host's clock: seconds, a point, thousandths with a 1 before them
#
# POSIX sh (busybox ash, dash, bash, mksh) with tar, mv, rm, mkdir, rmdir, chmod, touch, find, xargs, stat; ln and
# sort where renames are to be renames.
# Standard input carries frames: a line, then as many bytes as the line says. Standard output carries replies,
# a line each, but for listings: their records end with "//" and a newline, which no path can contain. A link's target,
# which follows its record, ends with NUL and a newline: its length is no guide where the link may just be going.
#
#   frame                                      reply
#   T LEN + tiny tar                           T tar=... mtime=ns|s touch=ns|s|- list=find|stat name=BYTES
#   L                                          listing of the root, then the record of what devsync owns
#   K LEN + NUL-separated folders              listing of these and their children, not of what is below
#   H LEN + NUL-separated paths                sha256sum's lines, then "!//"
#   F ID LEN UMASK MODE TIME CLAIM             A ID | N ID reason
#     + a line 'DIR' 'NAME', LEN bytes, an empty line, a line "end TOKEN ID": one file without tar
#   B ID, then D LEN + bytes ..., then E       (N ID reason)          stage a tar: members are OP/NAME...
#   C ID LEN CLAIMS FACTS RENAMES STATS        P ID OP INDEX reason ... then A ID | N ID reason
#     + script, records, steps that link what is here already, what find must say of it then (else N ID renames)
#   W                                          A W | N W stale ROOT   whether ROOT is still the folder that it was
#   O SECONDS                                                         record by how much this clock is ahead of the host's
#   Y                                          this clock, seconds since 1970
#   M LEN + records                            A M | N M reason       replace the record of what is owned
#   Q                                          the agent ends, as it does at the end of its input
#
# First words: "1 ..." (ready) or "X kind details" (cannot work, and ends).
# What is written is staged beside the root on the same file system and renamed, so that no reader ever sees a part.
set -f
umask 022
unset CDPATH ENV IFS
LC_ALL=C EXTRACT_UNSAFE_SYMLINKS=1 # names are bytes; busybox would leave out links that point outside
export LC_ALL EXTRACT_UNSAFE_SYMLINKS
exec 3<&0 4>&1 </dev/null >/dev/null 2>/dev/null # children can neither eat frames nor forge replies
ROOT=$1 TOKEN=$2 OWNER=$3 MODE=$4 FORMER=$5 SINCE=$6 NOW=$7 NL='
'
trap '' PIPE # who dies of a reader that has gone leaves what is staged
say() { printf '%s\n' "$*" >&4 || { leave; exit 1; }; }
leave() { # nothing behind; what belongs to a newer agent is its own
  c=
  read -r c <"$S/owner"
  [ "$c" = "$TOKEN" ] && rm -rf -- "$IN"
}
first() { why=${1%%"$NL"*}; } # sets why: command substitution would cost a fork
die() {
  first "$2"
  say "X $1 $why"
  exit 1
}

# --- the root and the staging folder -------------------------------------------------------------------------
readonly_at() { # PATH: busybox's test -w takes root's word for it, so the mounts are asked
  m= ro=
  [ -r /proc/mounts ] && while read -r c k c e c; do
    case ${1%/}/ in "${k%/}"/*) [ ${#k} -lt ${#m} ] || { m=$k && case ,$e, in *,ro,*) ro=1 ;; *) ro= ;; esac } ;; esac
  done </proc/mounts
  [ "$ro" ]
}
absent() { # says whether ROOT could be made
  p=$ROOT
  until [ -e "$p" ]; do p=${p%/*} && p=${p:-/}; done
  [ -d "$p" ] || die root "$p is not a directory"
  ! readonly_at "$p" || die root "$(id -u) $(id -g) $p: Read-only file system"
  [ -w "$p" ] || die root "$(id -u) $(id -g) $p: Permission denied"
  die absent
}
resolve() { # sets R: the root without links, "" for /
  e=$(cd -P -- "$ROOT" 2>&1) || die root "$e"
  cd -P -- "$ROOT" || exit 1
  R=$PWD
  [ "$R" != / ] || R=
}
later() { # MOMENT OTHER
  [ "${1%.*}" -gt "${2%.*}" ] || { [ "${1%.*}" = "${2%.*}" ] && [ "${1#*.}" -gt "${2#*.}" ]; }
}
settle() { # sets S and IN: where to stage
  [ -d "$ROOT" ] || {
    e=$(mkdir -p -- "$ROOT" 2>&1) || die root "$(id -u) $(id -g) $e"
    [ "$OWNER" = - ] || chown "$OWNER" "$ROOT"
  }
  resolve
  # A failed redirection on a special builtin (: exec . eval) would end dash and ash: "true >" is safe.
  e=$({ true >"$R/.devsync-probe"; } 2>&1) || die unwritable "$(id -u) $(id -g) $e"
  rm -f -- "$R/.devsync-probe"
  for c in "${R%/*}/.devsync-${R##*/}" "$R/.devsync"; do # a hard link proves that both are on one file system
    mkdir -p -- "$c" && true >"$c/probe" && ln -f -- "$c/probe" "$R/.devsync-probe" && S=$c
    rm -f -- "$c/probe" "$R/.devsync-probe"
    [ -z "$S" ] || break
    rmdir -- "$c"
  done
  [ "$S" ] || { # a file system without hard links
    S=$R/.devsync
    e=$(mkdir -p -- "$S" 2>&1) || die unwritable "$(id -u) $(id -g) $e"
  }
  c= t=
  [ "$FORMER" = - ] || { read -r c && read -r t; } <"$S/owner" # an owner from long ago may be found in another place
  case $c in '' | "$FORMER"*) ;; *) ! later "${t:-$NOW}" "$SINCE" || die fenced "by $c" ;; esac
  { printf '%s\n' "$TOKEN" "$NOW" >"$S/owner"; } || die unwritable "$(id -u) $(id -g) $S/owner"
  read -r c <"$S/owner" && [ "$c" = "$TOKEN" ] || die full "No space left on device"
  set +f
  rm -rf -- "$S"/in-*
  set -f
  IN=$S/in-$TOKEN
  mkdir -- "$IN"
}
S= IN= access=write held=
if [ "$MODE" = look ]; then # changes nothing and fences nobody off
  [ -e "$ROOT" ] || absent
  resolve
  [ -w "${R:-/}" ] && ! readonly_at "${R:-/}" || access=look
  for c in "${R%/*}/.devsync-${R##*/}" "$R/.devsync"; do [ ! -f "$c/owned" ] || S=$c; done
else
  settle
  # Held open, the folder can be told from another that takes its place. Tried first: exec would end the shell.
  true 5<"${R:-/}" && exec 5<"${R:-/}" && [ /proc/self/fd/5 -ef "${R:-/}" ] && held=1
fi

# --- tools ---------------------------------------------------------------------------------------------------
for c in tar mv rm mkdir rmdir chmod touch find xargs; do
  command -v "$c" || die tool "$c"
done
# Reads exactly N bytes off the stream. busybox's head reads ahead, an old dd reads short.
exact() { [ "$(printf abcdefghij | { "$@"; printf '|'; cat; })" = 'abc|defghij' ]; }
if exact dd bs=65536 count=3 iflag=fullblock,count_bytes; then # first: in larger pieces than head
  take() { dd bs=65536 count="$1" iflag=fullblock,count_bytes; }
elif exact head -c 3; then
  take() { head -c "$1"; }
elif exact dd bs=3 count=1 iflag=fullblock; then
  take() {
    [ "$1" -lt 65536 ] || dd bs=65536 count=$(($1 / 65536)) iflag=fullblock
    [ $(($1 % 65536)) = 0 ] || dd bs=$(($1 % 65536)) count=1 iflag=fullblock
  }
else
  die tool "head or dd that reads an exact number of bytes"
fi
own= lchown=
probe() { # LEN: which options tar takes, and how exactly times are kept
  v=$(tar --version 2>&1)
  case $v in *GNU*) v=GNU ;; *[Bb]usy[Bb]ox*) v=busybox ;; *) v=other ;; esac
  [ "$OWNER" = - ] || [ $v = GNU ] || lchown=1 # busybox tar gives files and folders away, but not links
  sum=-
  command -v sha256sum && sum=sha256sum
  m=s t=- l=stat longest=
  [ "$(find / -maxdepth 0 -printf '%y\0%y')" = dd ] && l=find # shells drop the NUL
  [ $l = find ] || command -v stat || die tool "stat, or a find that knows -printf"
  listing=$l
  if [ "$MODE" = look ]; then
    take "$1" <&3
    [ $v$l != GNUfind ] || m=ns
  else
    try "$1"
  fi
  say "T tar=$v mtime=$m touch=$t list=$l sum=$sum name=${#longest}"
}
try() { # LEN: unpack the tiny archive
  cd "$IN" || die full "No space left on device"
  take "$1" <&3 >probe.tar || die full "No space left on device"
  tarx=
  for c in --no-same-owner -o -p; do
    case $c in -p) ;; *) [ "$OWNER" = - ] && [ -z "$own" ] || continue ;; esac
    tar -xf probe.tar "$c" && tarx="$tarx $c" && case $c in -p) ;; *) own=1 ;; esac
  done
  [ "$tarx" ] || die full "No space left on device" # every tar takes -p
  [ $v != GNU ] || tarx="$tarx -b 128" # reads pieces as large as dd's
  [ $l != find ] || case $(find . -name 'probe-file*' -printf '%T@ ') in *.123456789*) m=ns ;; esac
  touch -d @1000000000 probe.tar && t=s && touch -d @1000000000.123456789 probe.tar && [ $m = ns ] \
    && case $(find . -name probe.tar -printf '%T@') in *.123456789*) t=ns ;; esac
  for c in 1 2 3 4 5 6 7 8; do longest=$longest${longest}x; done # 255 bytes; eCryptfs takes 143
  until true >"$longest"; do longest=${longest%?} && [ "$longest" ] || break; done
  cd /
  empty
}
mounts= # other file systems below the root: a rename into one is not possible
[ -r /proc/self/mountinfo ] && while read -r c c c c c e; do
  case $c in "$R"/*\\*) ;; "$R"/?*) mounts="$mounts$c/$NL" ;; esac
done </proc/self/mountinfo

# --- guards --------------------------------------------------------------------------------------------------
fence() {
  newest=
  read -r newest <"$S/owner"
  [ "$newest" = "$TOKEN" ] && return
  [ -f "$S/owner" ] || exit 1 # the staging folder was deleted; the next agent makes it again
  die fenced "by $newest"
}
empty() { # staging folder; a left-over staged link would be followed by the next tar
  rm -rf -- "$IN"
  mkdir -- "$IN"
}
enter() { # DIR: physically, never through a link
  fence
  d=$R${1:+/$1}
  [ -d "${d:-/}" ] && cd -P -- "${d:-/}" && [ "$PWD" = "${d:-/}" ]
}
real() { [ -d "$1" ] && [ ! -L "$1" ]; } # a folder, not a link to one
there() { [ -e "$1" ] || [ -L "$1" ]; }
lost() { # NAME: removes a link in a circle, which nobody could follow: busybox's mv would not replace it
  [ ! -L "$1" ] || [ -e "$1" ] || rm -f -- "$1"
}
problem() { # INDEX TEXT
  first "$2"
  say "P $id $op $1 $why"
}

# --- steps of a commit script: STEP OP 'DIR' 'NAME'... -----------------------------------------------------------
link() { # 'DIR' 'OP/TO/' 'NAME'...: links files of DIR into the folder TO
  [ -z "$miss" ] && enter "$1" || { miss=.; return; }
  k=$IN/$2
  shift 2
  [ -d "${k%/*}" ] || mkdir -p -- "${k%/*}"
  ln -- "$@" "$k" || miss=.
}
into() { # rename what was staged under OP into DIR; here a NAME comes as "$IN/OP/"NAME
  # From here on only the working folder is spoken of: $d may become a link that leads elsewhere at any moment.
  op=$1 k=$IN/$1
  enter "$2" || { stale=$R/$2; return; } # never empty, which would mean: not stale
  shift 2
  i=0
  for n do
    n=${n##*/}
    if real "./$n"; then
      if real "$k/$n"; then
        stale="$d/$n"
        return
      elif [ "$MODE" = replica ]; then
        rm -rf -- "./$n"
      else
        e=$(rmdir -- "./$n" 2>&1) || { problem $i "conflict $e"; rm -rf -- "$k/$n"; }
      fi
    elif real "$k/$n" && there "./$n"; then
      rm -f -- "./$n"
    elif there "$k/$n"; then
      lost "./$n"
    fi
    i=$((i + 1))
  done
  [ -d "$k" ] || { stale="staged $op"; return; }
  across=
  case $mounts in ?*) foreign && across=1 ;; esac
  [ -z "$across" ] && mv -f -- "$@" ./ && return
  i=0
  for n do
    there "$n" && { one "${n##*/}" || problem $i "$e"; }
    i=$((i + 1))
  done
}
foreign() { # whether $d lies in a mount below the root
  case $d/ in *"$NL"*) return 1 ;; esac
  IFS=$NL
  for m in $mounts; do
    case $d/ in "$m"*) unset IFS; return 0 ;; esac
  done
  unset IFS
  return 1
}
one() { # NAME: move a single entry staged in $k here, staged once more where a rename is impossible
  if [ -z "$across" ]; then
    e=$(mv -f -- "$k/$1" ./ 2>&1) && return
    case $e in *[Bb]usy*) ;; *) return 1 ;; esac
    # A single file that is mounted cannot be replaced, only written.
    [ -f "./$1" ] && [ ! -L "./$1" ] && [ -f "$k/$1" ] && [ ! -L "$k/$1" ] || return 1
    e=$({ cat -- "$k/$1" >"./$1"; } 2>&1) && say "I $id $op $i"
  elif real "$k/$1"; then
    e=$(cp -a -- "$k/$1" ./ 2>&1)
  else
    rm -rf -- ./.devsync-part
    [ ! -L "./$1" ] || rm -f -- "./$1"
    e=$(cp -a -- "$k/$1" ./.devsync-part 2>&1 && mv -f -- ./.devsync-part "./$1" 2>&1) || {
      rm -rf -- ./.devsync-part
      return 1
    }
  fi
}
drop() { # OP PATH: forget a staged file that changed while it was read
  rm -f -- "$IN/$1/$2"
}
del() { # remove files and links; what has become a folder meanwhile is not what was written
  [ -z "$stale" ] || return 0 # or a renamed file could be missing under both its names
  op=$1 p=$2
  enter "$2" || return 0
  shift 2
  rm -f -- "$@" && return
  i=0
  for n do
    there "./$n" && ! real "./$n" && ! e=$(rm -f -- "./$n" 2>&1) && {
      problem $i "$e"
      keep="$keep+${p:+$p/}$n//$NL"
    }
    i=$((i + 1))
  done
}
rmd() { # remove folders that are empty by now
  [ -z "$stale" ] || return 0
  op=$1
  enter "$2" || return 0
  shift 2
  rmdir -- "$@" && return
  for n do real "./$n" && rmdir -- "./$n"; done
  return 0
}
attr() { # OP DIR MODE TIME NAME...
  [ -z "$stale" ] || return 0
  op=$1
  enter "$2" || { stale=$R/$2; return; }
  m=$3 t=$4
  shift 4
  for n do
    [ -L "./$n" ] || [ ! -e "./$n" ] || continue
    stale="$d/$n"
    return
  done
  if [ "$t" = - ]; then
    i=0
    for n do
      e=$(folder "$n" 2>&1) || problem $i "$e"
      i=$((i + 1))
    done
    return
  fi
  # By other names in the staging folder, where nobody can put a link in the file's place. What cannot be linked (in
  # another mount, somebody else's) goes by its own.
  k=$IN/$op
  mkdir -p -- "$k" && ln -- "$@" "$k/" && cd "$k" && for n do
    [ ! -L "./$n" ] || { stale="$d/$n"; return; }
  done
  # Times go first: a file that somebody else owns keeps its time, which is no reason to send it again.
  [ "$t" = - ] || touch -d "@$t" -- "$@"
  chmod "$m" -- "$@" && return
  i=0
  for n do
    e=$(chmod "$m" -- "$n" 2>&1) || problem $i "$e"
    i=$((i + 1))
  done
}
folder() ( # NAME: gives a folder the mode $m
  if cd -P -- "./$1"; then
    [ "$PWD" = "$d/$1" ] && chmod "$m" .
  else
    real "./$1" && chmod "$m" -- "./$1" # closed to its owner
  fi
)
fin() { fin=$1; }

# --- frames --------------------------------------------------------------------------------------------------
stage() { # ID
  id=$1 staged=
  fence
  [ -d "$IN" ] || mkdir -- "$IN"
  while read -r v n <&3 && [ "$v" = D ]; do take "$n" <&3; done | {
    t=$(cd "$IN" 2>&1 && tar -xf - $tarx 2>&1)
    s=$?
    cat
    [ -z "$lchown" ] || find "$IN" -type l -exec chown -h "$OWNER" {} +
    [ $s = 0 ] && exit
    first "${t:-No space left on device}"
    fence # a newer agent empties the staging folder: that is why
    say "N $id $why"
    exit 1
  } && staged=$id
}
renamed() { # RENAMES STATS: what is only renamed is not sent, but linked from where it is into the staging folder
  miss=
  links=$(take "$1" <&3; echo .)
  stats=$(take "$2" <&3)
  eval "${links%.}"
  cd "$IN" && [ -z "$miss" ] && [ "$(find . -type f -links +1 -printf '%s %T@ %m %P\n' | sort)" = "$stats" ]
}
commit() { # ID LEN CLAIMS FACTS RENAMES STATS
  fence
  fin= stale= keep= id=$1
  [ "$staged" = "$id" ] || { # the reason was told; leave the stream where the next frame starts
    take $(($2 + $3 + $4 + $5 + $6)) <&3
    empty
    return
  }
  script=$(take "$2" <&3; echo .)
  claims=$(take "$3" <&3; echo .)
  facts=$(take "$4" <&3; echo .)
  [ "$5" = 0 ] || renamed "$5" "$6" || {
    cd /
    say "N $id renames"
    empty
    return
  }
  note "$claims" && eval "${script%.}" # claims come before the deed, facts after it
  cd /
  if [ "$stale" ]; then
    say "N $id stale $stale"
  elif [ "$fin" = "$id" ] && note "$facts" && note "$keep."; then # what could not be deleted is owned still
    say "A $id"
  else
    say "N $id No space left on device"
  fi
  empty
}
note() { # RECORDS.: append to the record of what is owned
  # A line that a full disk cut short is closed by the separator that the next one starts with.
  [ "$1" = . ] || printf '//\n%s' "${1%.}" >>"$S/owned"
}
file() { # ID LEN UMASK MODE TIME CLAIM
  id=$1 len=$2 um=$3 mod=$4 t=$5 claim=$6 op=0 stale= e= i=0 across=
  IFS= read -r c <&3 || exit 0
  fence
  eval "set -- $c" # two words, quoted by the host
  p=${1:+$1/}$2
  [ "$claim" = - ] || note "+$p//$NL." || e='No space left on device'
  k=$IN/F
  [ -d "$k" ] || mkdir -p -- "$k"
  umask "$um"
  take "$len" <&3 >"$k/$2" || e=${e:-No space left on device}
  umask 022
  IFS= read -r c <&3
  [ "$c" ] || IFS= read -r c <&3
  while [ "$c" != "end $TOKEN $id" ]; do # not all of it was taken: a full disk; or the stream was cut
    IFS= read -r c <&3 || exit 0
    e=${e:-No space left on device}
  done
  [ "$mod" = - ] || chmod "$mod" "$k/$2"
  touch -d "@$t" "$k/$2"
  if [ -z "$e" ]; then
    if ! enter "$1" || real "./$2"; then
      e="stale $p"
    elif ! there "$k/$2"; then
      e='No space left on device'
    else
      case $mounts in ?*) foreign && across=1 ;; esac
      lost "./$2"
      if [ "$across" ] || ! mv -f -- "$k/$2" ./; then one "$2"; fi && e=
    fi
  fi
  cd /
  if [ -z "$e" ]; then
    case $claim in =*) note "$claim $p//$NL." ;; esac
    say "A $id"
  else
    empty
    first "$e"
    say "N $id $why"
  fi
}
LINKS='for l do
  t=$(readlink -- "$l"; echo .)
  t=${t%.}
  t=${t%?}
  printf "l %s//\n%s\\0\n" "$l" "$t"
done'
export LINKS
list() {
  cd "${R:-/}" || die root "$R"
  set -- -name .devsync -o -name '.devsync-*'
  [ "$R" ] || set -- "$@" -o -path ./proc -o -path ./sys # endless, and never a target
  case $listing in
    find) find . \( "$@" \) -prune -o ! -name . -printf '%y %m %s %T@ %P//\n%l\0\n' >&4 ;;
    *)
      find . \( "$@" \) -prune -o ! -name . ! -type l -exec stat -c '%f %s %Y %n//' {} + >&4
      find . \( "$@" \) -prune -o -type l -exec sh -c "$LINKS" sh {} + >&4
      ;;
  esac
  say '!//'
  cd /
  [ -f "$S/owned" ] && cat "$S/owned" >&4
  printf '//\n!//\n' >&4
}
peek() { # LEN: a few folders, so that nobody waits long
  cd "${R:-/}" || die root "$R"
  case $listing in
    find) take "$1" <&3 | xargs -0 sh -c 'find "$@" -maxdepth 1 \( -name .devsync -o -name ".devsync-*" \) -prune \
      -o -printf "%y %m %s %T@ %p//\\n%l\\0\\n"' sh >&4 ;;
    *) take "$1" <&3 | xargs -0 sh -c '
      find "$@" -maxdepth 1 \( -name .devsync -o -name ".devsync-*" \) -prune -o ! -type l -exec stat -c "%f %s %Y %n//" {} +
      find "$@" -maxdepth 1 \( -name .devsync -o -name ".devsync-*" \) -prune -o -type l -exec sh -c "$LINKS" sh {} +' sh >&4 ;;
  esac
  say '!//'
  cd /
}
record() { # LEN
  fence
  # Drained to the end whatever happens, so that the next frame starts where the host thinks it does.
  e=$(take "$1" <&3 | {
    { cat >"$S/owned.new"; } 2>&1
    s=$?
    cat >/dev/null
    exit $s
  }) && e=$(mv -f -- "$S/owned.new" "$S/owned" 2>&1) && say "A M" && return
  first "$e"
  say "N M ${why:-No space left on device}"
}

check() {
  fence
  cd -P -- "$ROOT" && [ "$PWD" = "${R:-/}" ] && { [ -z "$held" ] || [ /proc/self/fd/5 -ef . ]; }
  if [ $? = 0 ]; then say "A W"; else say "N W stale $ROOT"; fi
  cd /
}

shift= # by which the times of all files differ from the host's
[ -z "$S" ] || [ ! -f "$S/clock" ] || read -r shift <"$S/clock"
say "1 pid=$$ uid=$(id -u) gid=$(id -g) clock=$(date +%s) shift=$shift access=$access stage=$S"
while read -r v i n x y z w <&3; do
  case $v in
    T) probe "$i" ;;
    L) list ;;
    K) peek "$i" ;;
    H)
      cd "${R:-/}"
      take "$i" <&3 | xargs -0 sha256sum -- >&4
      cd /
      say '!//'
      ;;
    F) file "$i" "$n" "$x" "$y" "$z" "$w" ;;
    B) stage "$i" ;;
    C) commit "$i" "$n" "$x" "$y" "$z" "$w" ;;
    W) check ;;
    O) if [ "$i" = 0 ]; then rm -f -- "$S/clock"; else printf '%s\n' "$i" >"$S/clock"; fi ;;
    Y) say "$(date +%s)" ;;
    M) record "$i" ;;
    Q) break ;;
    *) die frame "$v" ;;
  esac
done
leave
exit 0
