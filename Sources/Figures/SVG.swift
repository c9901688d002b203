/// A piece of SVG. Text and attribute values are escaped where they enter, and numbers are written in one way, so that the same
/// figure is the same bytes everywhere.
public struct SVG: Sendable, Equatable {
  /// The markup.
  public let markup: String

  private init(markup: String) { self.markup = markup }

  /// An element with attributes and children; one without children closes itself.
  static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>, _ children: [SVG] = []
  ) -> SVG {
    let opening = "<\(name)" + attributes.map { " \($0.key)=\"\(escaped($0.value))\"" }.joined()
    guard !children.isEmpty else { return SVG(markup: opening + "/>") }
    return SVG(markup: "\(opening)>\(children.map(\.markup).joined())</\(name)>")
  }

  /// Text as text.
  static func text(_ text: String) -> SVG { SVG(markup: escaped(text)) }

  /// A line of text at a place.
  static func label(_ text: String, x: Double, y: Double, _ style: StaticString, anchor: StaticString = "start") -> SVG
  {
    element(
      "text", ["x": number(x), "y": number(y), "class": "\(style)", "text-anchor": "\(anchor)"], [.text(text)])
  }

  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) -> SVG {
    element("line", ["x1": number(x1), "y1": number(y1), "x2": number(x2), "y2": number(y2), "class": style])
  }

  /// A whole document of that size, in the colours of `FigureStyle`. The title is what a screen reader says.
  static func document(width: Double, height: Double, title: String, _ children: [SVG]) -> SVG {
    let size = (number(width), number(height))
    let paper = element("rect", ["width": size.0, "height": size.1, "class": "paper"])
    let style = element("style", [:], [SVG(markup: FigureStyle.sheet)])
    let root = element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "width": size.0, "height": size.1, "viewBox": "0 0 \(size.0) \(size.1)",
        "role": "img",
      ], [element("title", [:], [text(title)]), style, paper] + children)
    return SVG(markup: root.markup + "\n")
  }

  /// A number with at most two decimals. What is not finite stands at 0, what is beyond a million at that.
  static func number(_ value: Double) -> String {
    let limited = value.isFinite ? min(max(value, -1e6), 1e6) : 0
    let hundredths = Int((limited * 100).rounded(.toNearestOrAwayFromZero))
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    switch rest {
    case 0: return "\(sign)\(whole)"
    case _ where rest % 10 == 0: return "\(sign)\(whole).\(rest / 10)"
    default: return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // XML 1.0 §2.2 has no others of the control characters.
      case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
