/// The name that whoever wrote `word` most probably meant: the one the fewest edits away, if they are few for its
/// length.
func nearestName(to word: String, in names: [String]) -> String? {
  let distances = names.map { (name: $0, edits: editDistance(word.lowercased(), $0.lowercased())) }
  guard let best = distances.min(by: { $0.edits < $1.edits }) else { return nil }
  return best.edits <= max(2, best.name.count / 3) ? best.name : nil
}

/// Levenshtein's distance: insertions, deletions and replacements that turn one word into the other.
private func editDistance(_ first: String, _ second: String) -> Int {
  let second = Array(second.unicodeScalars)
  var row = Array(0...second.count)
  for (i, scalar) in first.unicodeScalars.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for j in second.indices {
      let replaced = diagonal + (scalar == second[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, diagonal + 1, row[j] + 1)
    }
  }
  return row[second.count]
}
