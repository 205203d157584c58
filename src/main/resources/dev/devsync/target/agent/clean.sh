# Removes what devsync left in a target for itself.
#
#   sh -c "$(cat clean.sh)" devsync Rroot... Ffolder...
#     R  a folder that was synced to: its staging folder and record go, what was synced stays
#     F  a folder of devsync's own
#
# A line for each path that was there: "-PATH" (gone) or "!PATH" and a line with the reason; "." at the end.
# "X TOOL" if a tool is missing. The last folder may be the toolbox that this very shell came from: after it only
# builtins are used.
set -f
LC_ALL=C
export LC_ALL
unset CDPATH
NL='
'
for c in rm rmdir find; do
  command -v "$c" >/dev/null || {
    echo "X $c"
    exit 1
  }
done
gone() { # PATH
  [ -e "$1" ] || [ -L "$1" ] || return 0
  e=$(rm -rf -- "$1" 2>&1)
  if [ -e "$1" ] || [ -L "$1" ]; then
    printf '!%s\n%s\n' "$1" "${e%%"$NL"*}"
  else
    printf -- '-%s\n' "$1"
  fi
}
root() { # PATH: physically, as the agent finds it
  cd -P -- "$1" 2>/dev/null || return 0
  R=$PWD
  [ "$R" != / ] || R=
  cd /
  # Parts of files that could not be renamed, only copied, from an agent that was killed meanwhile.
  find "${R:-/}" -xdev \( -name .devsync-part -o -name .devsync-probe \) -prune -exec rm -rf -- {} + 2>/dev/null
  gone "${R%/*}/.devsync-${R##*/}"
  gone "$R/.devsync"
}
for a do
  case $a in
    R*) root "${a#R}" ;;
    F*)
      rm -f -- "${a#F}/from" # a toolbox without its stamp is none, however much of it is left if this ends here
      gone "${a#F}"
      ;;
  esac
done
echo .
