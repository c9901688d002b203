/// A formula of the catalogue, written on one line in Unicode, as HTML: `α_t` and `(1−p_t)^γ` with low and high letters.
public enum Formula {
  /// The formula with its indices and exponents set. An underscore within a name of several letters stays what it is:
  /// `box_deltas` is a field.
  public static func html(_ text: String) -> HTML {
    var reader = Reader(rest: text[...])
    return reader.pieces(until: nil)
  }

  private struct Reader {
    var rest: Substring
    private var letters = 0
    private var followsGreek = false

    init(rest: Substring) { self.rest = rest }

    mutating func pieces(until end: Character?) -> HTML {
      var pieces: [HTML] = []
      while let next = rest.first, next != end {
        if next == "_", letters == 1, let index = script() {
          pieces.append(.element("sub", [:], Formula.html(index)))
        } else if next == "^", let power = script() {
          pieces.append(.element("sup", [:], Formula.html(power)))
        } else {
          pieces.append(.text(String(next)))
          advance(over: next)
          rest = rest.dropFirst()
        }
      }
      return .group(pieces)
    }

    /// How many letters the name before has: an index belongs to one letter, with a star or not. A Greek letter is a name
    /// by itself.
    private mutating func advance(over next: Character) {
      let isGreek = next.unicodeScalars.first.map { (0x391...0x3C9).contains($0.value) } ?? false
      if isGreek {
        letters = 1
      } else if next.isLetter || next.isNumber || next == "_" {
        letters = followsGreek ? 1 : letters + 1
      } else if next != "*" && next != "\u{302}" {
        letters = 0
      }
      followsGreek = isGreek
    }

    /// What stands low or high: one word, or what a bracket holds.
    private mutating func script() -> String? {
      let body = rest.dropFirst()
      guard let first = body.first else { return nil }
      if first == "{" || first == "(" {
        guard let inner = bracketed(body, first) else { return nil }
        rest = body.dropFirst(inner.count + 2)
        return first == "{" ? String(inner) : "(\(inner))"
      }
      let word = body.prefix { $0.isLetter || $0.isNumber }
      guard !word.isEmpty else { return nil }
      rest = body.dropFirst(word.count)
      return String(word)
    }

    private func bracketed(_ text: Substring, _ opening: Character) -> Substring? {
      let closing: Character = opening == "{" ? "}" : ")"
      var depth = 0
      for index in text.indices {
        if text[index] == opening { depth += 1 }
        if text[index] == closing { depth -= 1 }
        if depth == 0 { return text[text.index(after: text.startIndex)..<index] }
      }
      return nil
    }
  }
}
