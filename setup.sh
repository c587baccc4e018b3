# Sourced by ./run and ./test: finds Python, makes .venv, installs what the lock file names.
# shellcheck shell=sh

say() { # say CHINESE ENGLISH: to stderr, in the reader's language as `lms` chooses it
    case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
    "" | zh* | C*) printf '%s\n' "$1" >&2 ;;
    *) printf '%s\n' "$2" >&2 ;;
    esac
}

find_python() { # prints the first Python that is new enough
    for name in python3 python3.13 python3.12 python3.11 python3.14 python; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    say "需要 Python 3.11 或更高版本，本机没有找到。请先安装，例如：apt install python3 python3-venv" \
        "Python 3.11 or newer is needed and was not found. Install it first: apt install python3 python3-venv"
    return 1
}

make_venv() { # make_venv PYTHON
    if ! "$1" -c 'import ensurepip, venv' 2>/dev/null; then
        package="python$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            say "正在安装 $package ……" "Installing $package …"
            apt-get update -qq >&2 && apt-get install -y -qq "$package" >&2
        else
            say "这台机器的 Python 缺少 venv 模块。请让管理员执行：apt install $package" \
                "This machine's Python lacks the venv module. Ask an administrator for: apt install $package"
            return 1
        fi
    fi
    "$1" -m venv --clear .venv
}

say_minutes() { # says every minute that the work goes on, until whoever began it stops it or ends
    passed=0
    while sleep 60 </dev/null >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
        passed=$((passed + 1))
        say "  …… 仍在进行，已用 $passed 分钟" "  … still at work, minutes so far: $passed"
    done
}

say_packages() { # say_packages TOTAL: reads what pip prints, and says how far it is
    fetched=0
    while IFS= read -r line; do
        case "$line" in
        Collecting*)
            fetched=$((fetched + 1))
            if [ $((fetched % 20)) = 0 ]; then
                say "  已取得 $fetched/$1" "  $fetched of $1 fetched"
            fi
            ;;
        "Installing collected packages"*)
            say "  已全部取得，正在解开，这一步要等一会儿" "  all fetched, now unpacking them; this step says nothing for a while"
            ;;
        esac
    done
}

install_packages() { # install_packages LOCK: what it names, then the program itself
    # A closed room: `pip download -r requirements.lock -d wheels` elsewhere, then carry the folder here.
    from=""
    [ -d wheels ] && from="--no-index --find-links=wheels"
    # A pipe has the outcome of its last command only: pip's is that the file with what it complained of is gone.
    # shellcheck disable=SC2086
    {
        .venv/bin/python -m pip install --disable-pip-version-check --no-deps --require-hashes --progress-bar off \
            $from -r "$1" 2>.venv/complaints && rm -f .venv/complaints
    } | say_packages "$packages"
    if [ -e .venv/complaints ]; then
        cat .venv/complaints >&2
        return 1
    fi
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-index --no-build-isolation -e .
}

install() { # install LOCK…: the last one decides; the ones before it are contained in it
    for lock in "$@"; do :; done
    want=$(cat "$lock" pyproject.toml | cksum)" $PWD"
    stamp=".venv/installed-$lock"
    if [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && [ -x .venv/bin/lms ]; then
        return 0
    fi
    # A folder that was moved or copied has a .venv that points elsewhere.
    if ! .venv/bin/python -c 'import sys; sys.exit(sys.prefix != sys.argv[1])' "$PWD/.venv" 2>/dev/null ||
        ! .venv/bin/pip --version >/dev/null 2>&1; then
        python=$(find_python) || return 1
        say "正在准备运行环境 .venv ……" "Preparing .venv …"
        make_venv "$python" || return 1
    fi
    packages=$(grep -c '^[A-Za-z0-9].*==' "$lock")
    say "正在安装 $packages 个依赖包（只在首次启动或升级后需要，看网络和机器，一到五分钟）……" \
        "Installing $packages dependencies (on the first start and after upgrades only; one to five minutes by network and machine) …"
    say_minutes &
    minutes=$!
    outcome=0
    install_packages "$lock" || outcome=$?
    kill "$minutes" 2>/dev/null || :
    wait "$minutes" 2>/dev/null || :
    if [ "$outcome" != 0 ]; then
        say "依赖没有装成。请检查网络，或把依赖包放进 wheels 文件夹（见 docs/install.md），然后重试。" \
            "The dependencies could not be installed. Check the network, or fill the folder wheels (docs/install.md), and try again."
        return 1
    fi
    say "  已装好" "  installed"
    for lock in "$@"; do
        printf '%s' "$(cat "$lock" pyproject.toml | cksum) $PWD" >".venv/installed-$lock"
    done
}
