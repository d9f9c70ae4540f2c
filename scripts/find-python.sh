#!/bin/sh
# Print a Python 3.11 or newer that can make virtual environments, or say in one line what is missing.
old_enough='import sys; sys.exit(sys.version_info < (3, 11))'
found=
for name in ${PYTHON:-python3.11 python3.12 python3.13 python3.14 python3 /usr/bin/python3}; do
    path=$(command -v "$name" 2>/dev/null) || continue
    "$path" -c "$old_enough" 2>/dev/null || continue
    if "$path" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "$path"
        exit 0
    fi
    found=$path
done
if [ -n "$found" ]; then
    version=$("$found" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "Python $version is here, but its venv module is not. On Debian or Ubuntu: sudo apt install python$version-venv" >&2
else
    echo "The portal needs Python 3.11 or newer, and none was found (PYTHON=/path/to/python3 names one)." >&2
fi
exit 1
