#!/usr/bin/env python3
"""Posts a JSON file to an operation and prints the answer: client.py losses.focal Examples/focal.json [URL]"""
import json
import sys
import urllib.error
import urllib.request


def call(operation, arguments, base="http://127.0.0.1:8080"):
    """The answer of an operation ("losses.focal") to a dictionary of its fields; ValueError names each wrong field."""
    url = f"{base}/v1/{operation.replace('.', '/')}"
    request = urllib.request.Request(url, json.dumps(arguments).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refusal:
        errors = json.load(refusal)["errors"]
        raise ValueError("\n".join(f"{e['pointer'] or 'request'}: {e['detail']}" for e in errors)) from None


if __name__ == "__main__":
    try:
        with open(sys.argv[2]) as file:
            print(json.dumps(call(sys.argv[1], json.load(file), *sys.argv[3:]), indent=2))
    except ValueError as wrong:
        sys.exit(str(wrong))
