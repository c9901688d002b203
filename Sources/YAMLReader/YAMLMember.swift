/// A key with its value.
public struct YAMLMember: Sendable, Equatable {
  /// The key, as it was written.
  public var key: String
  /// The value.
  public var value: YAMLNode
  /// The line of the key, from 1.
  public var line: Int

  /// A key with its value.
  public init(key: String, value: YAMLNode, line: Int = 0) {
    self.key = key
    self.value = value
    self.line = line
  }

  /// Where it stands does not matter.
  public static func == (left: YAMLMember, right: YAMLMember) -> Bool {
    left.key == right.key && left.value == right.value
  }
}
