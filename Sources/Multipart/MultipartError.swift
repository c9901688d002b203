/// Why a body is no form that can be read.
public struct MultipartError: Error, Equatable, Sendable {
  /// What is wrong with it.
  public enum Kind: Sendable {
    /// It does not follow RFC 2046 or RFC 7578, or uses of them what is not read here.
    case malformed
    /// It has more parts than a form may have.
    case tooManyParts
  }

  /// What is wrong with it.
  public let kind: Kind
  /// A sentence that says what was found, and in which part.
  public let detail: String

  /// An error of that kind.
  init(_ kind: Kind, _ detail: String) {
    self.kind = kind
    self.detail = detail
  }

  /// A malformed body.
  init(_ detail: String) { self.init(.malformed, detail) }
}
