# Sourced by the other commands: where things lie, and the defaults of an installation nobody has configured.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
VENV="$ROOT/.venv"
cd "$ROOT" || exit 1
export PATH="$VENV/bin:$PATH"

# Fill in what the environment does not say, so that the laboratory opens on this machine alone, over plain http.
use_demo_defaults() {
  export LABSITE_DATA="${LABSITE_DATA:-$ROOT/var}"
  (umask 077 && mkdir -p "$LABSITE_DATA")
  if [ -z "${SECRET_KEY:-}" ]; then
    local file="$LABSITE_DATA/secret_key"
    [ -s "$file" ] || (umask 077 && "$VENV/bin/python" -c 'import secrets; print(secrets.token_urlsafe(50))' >"$file")
    SECRET_KEY="$(cat "$file")"
  fi
  export SECRET_KEY
  export ALLOWED_HOSTS="${ALLOWED_HOSTS:-127.0.0.1,localhost}"
  export LABSITE_INSECURE_HTTP="${LABSITE_INSECURE_HTTP:-1}"
  export LABSITE_PUBLIC_ADDRESS="${LABSITE_PUBLIC_ADDRESS:-http://127.0.0.1:${PORT:-8000}}"
}
