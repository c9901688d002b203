/// Reads a formula of the catalogue, which is one line of Unicode: `−α_t (1−p_t)^γ log p_t`. It has a reading for every
/// text: what it does not know it takes for a sign.
///
/// - `_` sets an index, `^` and `²` an exponent: one word, or what `{}` or `()` hold. A name of several letters keeps its
///   underscore, `box_deltas`, unless a single letter follows: `class_k`.
/// - `/` without room makes a fraction of the product before it and the part after it.
/// - `√` takes the part after it.
struct FormulaReader {
  private var rest: Substring

  init(_ text: String) { rest = text[...] }

  /// All parts of the text.
  mutating func parts() -> [FormulaNode] { row(until: nil) }

  private static let closing: [Character: Character] = ["(": ")", "[": "]", "{": "}", "⌊": "⌋", "⌈": "⌉", "|": "|"]
  private static let powers: [Character: String] = [
    "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁻": "−",
  ]
  /// A fraction needs a short numerator, or the line cannot be broken.
  private static let widestNumerator = 30

  private mutating func row(until end: Character?) -> [FormulaNode] {
    var parts: [FormulaNode] = []
    while let next = rest.first, next != end {
      if next == " " {
        parts += room()
      } else if let run = run(in: end) {
        if case .name = parts.last { parts.append(.space(wide: false)) }
        parts.append(run)
      } else {
        parts.append(sign(after: parts.last))
      }
    }
    return parts
  }

  private mutating func room() -> [FormulaNode] {
    let count = rest.prefix { $0 == " " }.count
    rest = rest.dropFirst(count)
    return [.space(wide: count > 1)]
  }

  /// A sign with room on both sides, or none, stands between two parts; with room before it only, it belongs to what
  /// follows.
  private mutating func sign(after last: FormulaNode?) -> FormulaNode {
    let text = rest.removeFirst()
    let isFirst = last.map { $0.isSign } ?? true
    let form: FormulaNode.SignForm = isFirst && rest.first != " " && text != "," && text != ";" ? .prefix : .infix
    return .sign(String(text), form: form)
  }

  /// Parts without room between them, and the fraction that they are the numerator of.
  private mutating func run(in end: Character?) -> FormulaNode? {
    var factors: [FormulaNode] = []
    while rest.first != end, let factor = factor() {
      if case .group = factor, case .name(let word)? = factors.last, word.count > 1 {
        factors.append(.sign("\u{2061}", form: .infix))
      }
      factors.append(factor)
    }
    guard !factors.isEmpty else { return nil }
    let run: FormulaNode = factors.count == 1 ? factors[0] : .run(factors)
    guard rest.first == "/", run.width <= Self.widestNumerator else { return run }
    let start = rest
    rest.removeFirst()
    guard let below = denominator() else {
      rest = start
      return run
    }
    return .fraction(run, below)
  }

  /// One part; a function's argument belongs to it. A function whose argument stands apart, `t/max t`, makes no fraction.
  private mutating func denominator() -> FormulaNode? {
    guard let factor = factor() else { return nil }
    guard case .name(let word) = factor, word.count > 1 else { return factor }
    if rest.first == "(", let argument = self.factor() {
      return .run([factor, .sign("\u{2061}", form: .infix), argument])
    }
    return ["max", "min", "log", "exp"].contains(word) ? nil : factor
  }

  private mutating func factor() -> FormulaNode? {
    guard let next = rest.first else { return nil }
    if next == "√" { return root() }
    if let close = Self.closing[next], next != "{" { return group(next, close).map { scripted($0) } }
    if next.isNumber && Self.powers[next] == nil { return scripted(.number(taken { $0.isNumber || $0 == "." })) }
    if next == "∞" || next == "…" { return scripted(.name(String(rest.removeFirst()))) }
    return next.isLetter ? scripted(name()) : nil
  }

  private mutating func root() -> FormulaNode? {
    let start = rest
    rest.removeFirst()
    guard let inner = factor() else {
      rest = start
      return nil
    }
    return .root(inner)
  }

  private mutating func group(_ open: Character, _ close: Character) -> FormulaNode? {
    let start = rest
    rest.removeFirst()
    let parts = row(until: close)
    guard rest.first == close, !parts.isEmpty else {
      rest = start
      return nil
    }
    rest.removeFirst()
    return .group(open: String(open), parts, close: String(close))
  }

  /// A Greek letter is a name by itself; others run on, with underscores and hyphens between letters.
  private mutating func name() -> FormulaNode {
    guard let first = rest.first, !first.isGreek else { return .name(String(rest.removeFirst())) }
    var word = ""
    while let next = rest.first, !next.isGreek {
      let after = rest.dropFirst()
      let joins = next == "-" || (next == "_" && word.count > 1 && !Self.isIndex(after))
      guard (next.isLetter || (next.isNumber && Self.powers[next] == nil)) || (joins && after.first?.isLetter == true)
      else { break }
      word.append(rest.removeFirst())
    }
    return .name(word)
  }

  /// Whether a single letter stands there: `k` of `class_k`.
  private static func isIndex(_ text: Substring) -> Bool {
    text.first?.isLetter == true && text.dropFirst().first.map { !$0.isLetter && !$0.isNumber && $0 != "_" } ?? true
  }

  private mutating func taken(_ belongs: (Character) -> Bool) -> String {
    let text = rest.prefix(while: belongs)
    rest = rest.dropFirst(text.count)
    return String(text)
  }

  /// The part with the star, index and exponent that follow it.
  private mutating func scripted(_ base: FormulaNode) -> FormulaNode {
    var (low, high): (FormulaNode?, FormulaNode?) = (nil, nil)
    if rest.first == "*" {
      rest.removeFirst()
      high = .sign("*", form: .infix)
    }
    if rest.first == "_" { low = script() }
    if let power = power() {
      guard let star = high else { return .scripts(base, low: low, high: power) }
      return .scripts(.scripts(base, low: low, high: star), low: nil, high: power)
    }
    return low == nil && high == nil ? base : .scripts(base, low: low, high: high)
  }

  private mutating func power() -> FormulaNode? {
    if rest.first == "^" { return script() }
    let text = taken { Self.powers[$0] != nil }.compactMap { Self.powers[$0] }.joined()
    guard !text.isEmpty else { return nil }
    guard text.hasPrefix("−") else { return .number(text) }
    return .run([.sign("−", form: .prefix), .number(String(text.dropFirst()))])
  }

  /// What stands low or high: one word, or what a bracket holds. Nothing is read if there is neither.
  private mutating func script() -> FormulaNode? {
    let start = rest
    rest.removeFirst()
    if rest.first == "{", case .group(_, let parts, _)? = group("{", "}") { return .run(parts) }
    if rest.first == "(", let inner = group("(", ")") { return inner }
    let word = taken { $0.isLetter || $0.isNumber }
    if let first = word.first { return first.isNumber && word.allSatisfy(\.isNumber) ? .number(word) : .name(word) }
    rest = start
    return nil
  }
}

extension Character {
  /// Whether it is a Greek letter.
  fileprivate var isGreek: Bool { unicodeScalars.first.map { (0x391...0x3C9).contains($0.value) } ?? false }
}
