/// A number of a summary under its name: `AP50`. −1 says that there are no objects to measure it by, 0 that none was found.
public struct NamedNumber: Equatable, Sendable {
  /// The name.
  public let name: String
  /// The number.
  public let value: Double

  /// A number.
  public init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
  }
}
