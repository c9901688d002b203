/// The core schema of YAML 1.2 §10.3.
enum YAMLScalar {
  static let tagPrefix = "tag:yaml.org,2002:"

  /// What a scalar means: a plain one by its look, any other is text.
  static func node(_ text: String, isPlain: Bool, _ event: YAMLEvent) throws(YAMLError) -> YAMLNode {
    switch event.tag {
    case nil: return isPlain ? resolve(text) : .string(text)
    case "!", tagPrefix + "str": return .string(text)
    case let tag?: throw event.error("the tag \(tag) is not supported")
    }
  }

  static func resolve(_ text: String) -> YAMLNode {
    switch text {
    case "", "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE": .bool(true)
    case "false", "False", "FALSE": .bool(false)
    case ".nan", ".NaN", ".NAN": .double(.nan)
    default: number(text) ?? .string(text)
    }
  }

  private static func number(_ text: String) -> YAMLNode? {
    if let radix = text.hasPrefix("0x") ? 16 : text.hasPrefix("0o") ? 8 : nil {
      let digits = text.dropFirst(2)
      // Int(_:radix:) would take a sign here.
      guard digits.first?.isHexDigit == true else { return nil }
      return Int(digits, radix: radix).map(YAMLNode.int)
    }
    let isNegative = text.hasPrefix("-")
    let magnitude = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
    if [".inf", ".Inf", ".INF"].contains(magnitude) { return .double(isNegative ? -.infinity : .infinity) }
    guard isDecimal(magnitude.utf8) else { return nil }
    if let integer = Int(text) { return .int(integer) }
    // Swift wants digits on both sides of the point, YAML on one.
    let (mantissa, exponent) = split(magnitude)
    let full =
      (mantissa.hasPrefix(".") ? "0" : "") + mantissa + (mantissa.hasSuffix(".") ? "0" : "") + exponent
    return Double((isNegative ? "-" : "") + full).map(YAMLNode.double)
  }

  private static func split(_ text: Substring) -> (mantissa: Substring, exponent: Substring) {
    let end = text.firstIndex { $0 == "e" || $0 == "E" } ?? text.endIndex
    return (text[..<end], text[end...])
  }

  /// `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
  private static func isDecimal(_ text: Substring.UTF8View) -> Bool {
    var rest = text[...]
    func skipDigits() -> Int {
      let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }.count
      rest = rest.dropFirst(digits)
      return digits
    }
    var digits = skipDigits()
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      digits += skipDigits()
    }
    guard digits > 0 else { return false }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
      guard skipDigits() > 0 else { return false }
    }
    return rest.isEmpty
  }
}
