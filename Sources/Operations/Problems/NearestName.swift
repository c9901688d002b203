/// The known name that is nearest to a mistyped one, by edit distance without case; `nil` if none is near enough to be
/// meant. A name whose last part is right (`focal` of `losses.focal`, or of a path) is near.
public func nearestName(to name: String, among known: [String]) -> String? {
  // No name that is known is nearly as long.
  guard name.utf8.count <= 1024 else { return nil }
  if let last = lastPart(name), let whole = known.first(where: { lastPart($0) == last }) { return whole }
  let scored = known.map { (distance: editDistance(name.lowercased(), $0.lowercased()), name: $0) }
  guard let best = scored.min(by: { $0.distance < $1.distance }) else { return nil }
  return best.distance <= max(2, best.name.count / 3) ? best.name : nil
}

/// What follows the last dot or slash, in lower case.
private func lastPart(_ name: String) -> Substring? {
  name.lowercased().split(omittingEmptySubsequences: false) { $0 == "." || $0 == "/" }.last.flatMap {
    $0.isEmpty ? nil : $0
  }
}

/// Levenshtein's distance over bytes; names longer than 64 bytes are compared by their first 64.
private func editDistance(_ a: String, _ b: String) -> Int {
  let (a, b) = (Array(a.utf8.prefix(64)), Array(b.utf8.prefix(64)))
  var row = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let next = x == y ? diagonal : 1 + min(diagonal, row[j], row[j + 1])
      diagonal = row[j + 1]
      row[j + 1] = next
    }
  }
  return row[b.count]
}
