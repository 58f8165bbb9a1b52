#!/usr/bin/env bash
# Builds the clients image and loads it into the kind cluster. Works by hand and from kafka-lab, which sets
# KIND_CLUSTER_NAME and KUBECONFIG. NODE_IMAGE replaces the base image that the Dockerfile names.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
manifests=${KAFKA_LAB_MANIFESTS:-$root/manifests}
export KIND_CLUSTER_NAME=${KIND_CLUSTER_NAME:-kafka-lab}
engine=${KIND_EXPERIMENTAL_PROVIDER:-docker}
image=${KAFKA_LAB_CLIENT_IMAGE:-$(sed -n 's/^ *\(- \)\{0,1\}image: *//p' "$manifests/clients.yml" | sed 's/ *#.*//' | tr -d "\"'\r" | sort -u | head -n 1)}

# An engine other than docker keeps short names to itself; the nodes read them in full.
name=$image
if [ "$engine" != docker ]; then
  first=${image%%/*}
  if [[ $image != */* ]]; then name=docker.io/library/$image
  elif [[ $first != *.* && $first != *:* && $first != localhost ]]; then name=docker.io/$image
  fi
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

dockerfile=$manifests/Dockerfile
[ -f "$dockerfile" ] || dockerfile=$root/manifests/Dockerfile
context=$(dirname "$dockerfile")
if grep -q 'clients\.cjs' "$dockerfile"; then
  # The lab's own clients: the bundle and the Dockerfile are all that the image needs.
  context=$scratch/context
  mkdir "$context"
  cp "$root/dist/clients.cjs" "$dockerfile" "$context/"
fi

# An image of this name that somebody else built gets its name back when ours is on the nodes.
theirs=
if before=$("$engine" image inspect --format '{{.Id}}' "$name" 2>/dev/null); then
  label=$("$engine" image inspect --format '{{index .Config.Labels "kafka-lab"}}' "$name" 2>/dev/null || true)
  [ "$label" = clients ] || theirs=$before
fi
give_back() {
  rm -rf "$scratch"
  if [ -n "$theirs" ]; then "$engine" tag "$theirs" "$name"; fi
}
trap give_back EXIT

echo "Building $image ..."
arguments=()
if [ -n "${NODE_IMAGE:-}" ]; then arguments+=(--build-arg "NODE_IMAGE=$NODE_IMAGE"); fi
"$engine" build --label kafka-lab=clients ${arguments[@]+"${arguments[@]}"} -t "$name" "$context"

echo "Loading $image into the nodes of $KIND_CLUSTER_NAME ..."
if [ "$engine" = docker ]; then
  kind load docker-image "$image"
else
  "$engine" save -o "$scratch/image.tar" "$name"
  kind load image-archive "$scratch/image.tar"
fi
for node in $(kind get nodes); do echo "  $node has $image"; done
