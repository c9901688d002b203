/// A piece of HTML. Text and attribute values are escaped where they enter; markup comes from this module's callers only.
public struct HTML: Sendable, Equatable {
  /// The markup.
  public let markup: String

  private init(markup: String) { self.markup = markup }

  /// Text as text.
  public static func text(_ text: some StringProtocol) -> HTML { HTML(markup: escaped(text)) }

  /// An element: its name, its attributes, and what stands in it.
  public static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ children: HTML...
  ) -> HTML {
    element(name, attributes, children)
  }

  /// An element with a list of children.
  public static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ children: [HTML]
  ) -> HTML {
    let opening = attributes.map { " \($0.key)=\"\(escaped($0.value))\"" }.joined()
    return HTML(markup: "<\(name)\(opening)>\(children.map(\.markup).joined())</\(name)>")
  }

  /// An element that has no end: `input`.
  public static func void(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) -> HTML {
    HTML(markup: "<\(name)\(attributes.map { " \($0.key)=\"\(escaped($0.value))\"" }.joined())>")
  }

  /// Pieces one after the other.
  public static func group(_ pieces: [HTML]) -> HTML { HTML(markup: pieces.map(\.markup).joined()) }

  /// A page of `Assets` with its marks, `{{title}}`, replaced.
  static func page(_ name: String, _ parts: [String: HTML]) -> HTML {
    var markup = ""
    var rest = Asset.text(name)[...]
    while let opening = rest.firstRange(of: "{{"), let closing = rest[opening.upperBound...].firstRange(of: "}}") {
      markup += rest[..<opening.lowerBound]
      markup += parts[String(rest[opening.upperBound..<closing.lowerBound])]?.markup ?? ""
      rest = rest[closing.upperBound...]
    }
    return HTML(markup: markup + rest)
  }

  private static func escaped(_ text: some StringProtocol) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
