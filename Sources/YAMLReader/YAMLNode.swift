/// What a YAML document says.
///
/// Plain scalars are read by the core schema of YAML 1.2 §10.3: `true`, `null` and `12` mean what they say, and
/// `yes`, `no`, `on` and `off` are text. Quoted scalars and block scalars are text always. Keys are text always.
public indirect enum YAMLNode: Sendable, Equatable {
  /// `null`, `~`, or nothing.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// An integer, decimal, `0o` or `0x`. A decimal one that is too large is a ``double(_:)``.
  case int(Int)
  /// A floating-point number; `.inf` and `.nan` among them.
  case double(Double)
  /// Text.
  case string(String)
  /// A list.
  case sequence([YAMLNode])
  /// Keys and values, in the order they were written. No key occurs twice.
  case mapping([YAMLMember])

  /// The value of a key, if this is a mapping that has it.
  public subscript(key: String) -> YAMLNode? {
    guard case .mapping(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// Reads a text of one document. An empty text is ``null``.
  ///
  /// Refused are keys given twice, keys that are not text, tags other than `!!str`, `!!seq` and `!!map`,
  /// merge keys (`<<`), more than ``maximumDepth`` levels, and aliases that stand for more than
  /// ``maximumExpansion`` nodes altogether.
  public static func parse(_ text: String) throws(YAMLError) -> YAMLNode {
    let bytes = Array(text.utf8)
    return try bytes.withUnsafeBufferPointer { (input) throws(YAMLError) -> YAMLNode in
      var builder = YAMLBuilder(events: try YAMLEvents(input))
      return try builder.document()
    }
  }

  /// How deep sequences and mappings may nest.
  public static let maximumDepth = 64
  /// How many nodes all aliases of a document may stand for.
  public static let maximumExpansion = 10_000
}
