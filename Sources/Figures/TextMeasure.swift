/// How wide text is drawn, roughly: no font is at hand, so letters are counted by their kind.
enum TextMeasure {
  /// Pixels of a text in letters of that size.
  static func width(_ text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + share($1) } * size
  }

  /// The text, or as much of it as is that wide, and an ellipsis.
  static func fitted(_ text: String, size: Double, within width: Double) -> String {
    guard Self.width(text, size: size) > width else { return text }
    var left = width - size
    let part = text.prefix { character in
      left -= Self.width(String(character), size: size)
      return left >= 0
    }
    return part + "…"
  }

  private static func share(_ letter: Unicode.Scalar) -> Double {
    switch letter {
    case "i", "j", "l", "t", "f", "r", " ", ".", ",", ":", "'", "|", "(", ")": 0.33
    case "m", "w", "M", "W", "%": 0.9
    case "A"..."Z": 0.68
    case "0"..."9": 0.64
    case "\u{0300}"..."\u{036F}", "\u{200B}"..."\u{200F}": 0
    case "\u{1100}"...: letter.value >= 0x2E80 || letter.value < 0x1200 ? 1 : 0.6
    default: 0.57
    }
  }
}
