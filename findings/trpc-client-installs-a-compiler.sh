#!/usr/bin/env bash
# @trpc/client: whoever installs it gets the TypeScript compiler.
#
# @trpc/client 11.22.1 names typescript as a peer that is not optional. npm installs such peers by itself, so a program in
# plain JavaScript that depends on the client alone has a compiler that it never loads: about 31 MB of TypeScript 7.0.2
# beside 3.4 MB of the client and its server.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent --omit=dev @trpc/client@11.22.1
peer=$(node -p "const { peerDependencies, peerDependenciesMeta = {} } = require('./node_modules/@trpc/client/package.json'); [peerDependencies.typescript !== undefined, peerDependenciesMeta.typescript?.optional === true].join()")
client=$(du -sk node_modules/@trpc | cut -f1)
compiler=$(du -skc node_modules/typescript node_modules/@typescript | tail -1 | cut -f1)
echo "named as a peer, optional: $peer; the client and its server: $client kB; the compiler: $compiler kB"
[ "$peer" = true,false ]
[ "$compiler" -gt 20000 ]
[ "$compiler" -gt "$client" ]
echo 'as seen: the compiler comes along'
