/// A part of a formula.
indirect enum FormulaNode: Sendable, Equatable {
  /// A name: `α`, `log`, `class_logits`.
  case name(String)
  /// Digits, or a half.
  case number(String)
  /// A sign between two parts, or before one.
  case sign(String, form: SignForm)
  /// Room between two parts.
  case space(wide: Bool)
  /// Parts that belong together without a sign: a product, or a function with its argument.
  case run([FormulaNode])
  /// Parts between brackets.
  case group(open: String, [FormulaNode], close: String)
  case fraction(FormulaNode, FormulaNode)
  case root(FormulaNode)
  /// A base with an index, an exponent, or both.
  case scripts(FormulaNode, low: FormulaNode?, high: FormulaNode?)

  /// Where a sign stands.
  enum SignForm: String, Sendable { case prefix, infix, postfix }

  /// Whether it is a sign or room, so that its neighbours need no room more.
  var isSign: Bool {
    switch self {
    case .sign, .space: true
    default: false
    }
  }

  /// Whether room beside it would be too much: it makes its own. A sign before a part, −t, has none on its left.
  var makesRoomBefore: Bool {
    switch self {
    case .sign(_, let form): form != .prefix
    case .space: true
    default: false
    }
  }

  /// Likewise after it; a bracket that closes has none on its right.
  var makesRoomAfter: Bool {
    switch self {
    case .sign(_, let form): form != .postfix
    case .space: true
    default: false
    }
  }

  /// About how many letters wide it is.
  var width: Int {
    switch self {
    case .name(let text), .number(let text): text.count
    case .sign: 2
    case .space: 1
    case .run(let parts): parts.map(\.width).reduce(0, +)
    case .group(_, let parts, _): parts.map(\.width).reduce(2, +)
    case .fraction(let top, let bottom): max(top.width, bottom.width)
    case .root(let inner): inner.width + 1
    case .scripts(let base, let low, let high): base.width + max(low?.width ?? 0, high?.width ?? 0)
    }
  }

  /// The part without brackets around it, as it stands in a fraction, under a root, or as an exponent.
  var bare: FormulaNode {
    switch self {
    case .group("(", let parts, _): .run(parts)
    case .run(let parts) where parts.count == 1: parts[0].bare
    default: self
    }
  }

  /// The part as MathML Core.
  var mathML: HTML {
    switch self {
    case .name("Σ"): .element("mi", ["mathvariant": "normal"], .text("Σ"))
    case .name(let text): .element("mi", [:], .text(text))
    case .number(let text): .element("mn", [:], .text(text))
    case .sign(let text, let form): Self.sign(text, form, grows: false)
    case .space(let isWide): .element("mspace", ["width": isWide ? "1em" : "0.25em"])
    case .run(let parts): .element("mrow", [:], parts.map(\.mathML))
    case .group(let open, let parts, let close):
      .element(
        "mrow", [:],
        [Self.sign(open, .prefix, grows: isTall)] + parts.map(\.mathML) + [Self.sign(close, .postfix, grows: isTall)])
    case .fraction(let top, let bottom): .element("mfrac", [:], top.bare.mathML, bottom.bare.mathML)
    case .root(let inner): .element("msqrt", [:], inner.bare.mathML)
    case .scripts(let base, let low, let high): Self.scripts(base.mathML, low?.bare.mathML, high?.bare.mathML)
    }
  }

  /// Brackets grow with what they hold only where that is a fraction: an index would stretch them, too.
  private static func sign(_ text: String, _ form: SignForm, grows: Bool) -> HTML {
    .element("mo", ["form": form.rawValue, "stretchy": grows ? "true" : "false"], .text(text))
  }

  private var isTall: Bool {
    switch self {
    case .fraction: true
    case .name, .number, .sign, .space: false
    case .run(let parts), .group(_, let parts, _): parts.contains(where: \.isTall)
    case .root(let inner): inner.isTall
    case .scripts(let base, _, _): base.isTall
    }
  }

  private static func scripts(_ base: HTML, _ low: HTML?, _ high: HTML?) -> HTML {
    switch (low, high) {
    case (let low?, let high?): .element("msubsup", [:], base, low, high)
    case (let low?, nil): .element("msub", [:], base, low)
    case (nil, let high?): .element("msup", [:], base, high)
    case (nil, nil): base
    }
  }
}
