/// A formula of the catalogue, written on one line in Unicode, as MathML. A browser does not break a line within one
/// `math`, so it becomes several: lines break where there is room in the formula.
public enum Formula {
  /// The formula's pieces, one after the other.
  public static func html(_ text: String) -> HTML {
    var reader = FormulaReader(text)
    let pieces = pieces(flat(reader.parts()))
    return .group(
      pieces.flatMap { [HTML.element("math", ["displaystyle": "true"], $0.map(\.mathML)), .text(" ")] }.dropLast())
  }

  /// How wide a bracket may be that is not broken.
  private static let widestGroup = 24
  /// How wide a piece must be before a new one begins.
  private static let narrowestPiece = 10

  /// The parts, with long brackets opened.
  private static func flat(_ parts: [FormulaNode]) -> [FormulaNode] {
    parts.flatMap { part -> [FormulaNode] in
      switch part {
      case .group(let open, let inner, let close) where part.width > widestGroup:
        [.sign(open, form: .prefix)] + flat(inner) + [.sign(close, form: .postfix)]
      case .run(let inner) where part.width > widestGroup: flat(inner)
      default: [part]
      }
    }
  }

  private static func pieces(_ parts: [FormulaNode]) -> [[FormulaNode]] {
    var pieces: [[FormulaNode]] = [[]]
    var width = 0
    for (index, part) in parts.enumerated() {
      if case .space(let isWide) = part,
        isWide || (width >= narrowestPiece && !endsInOperator(pieces[pieces.count - 1]))
      {
        pieces.append(isWide ? [part] : [])
        width = 0
      } else if case .space = part, isBetweenSigns(parts, index) {
        continue
      } else {
        pieces[pieces.count - 1].append(part)
        width += part.width
      }
    }
    return pieces.filter { !$0.allSatisfy(\.isSpace) }
  }

  /// A sign makes its own room.
  private static func isBetweenSigns(_ parts: [FormulaNode], _ index: Int) -> Bool {
    let before = index > 0 ? parts[index - 1].makesRoomAfter : true
    let after = index + 1 < parts.count ? parts[index + 1].makesRoomBefore : true
    return before || after
  }

  private static func endsInOperator(_ piece: [FormulaNode]) -> Bool {
    guard case .sign(let text, _)? = piece.last else { return false }
    return text != "," && text != ";"
  }
}

extension FormulaNode {
  fileprivate var isSpace: Bool {
    if case .space = self { return true }
    return false
  }
}
