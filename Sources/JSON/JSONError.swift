/// Why a text is not JSON that can be taken, and where.
package struct JSONError: Error, Equatable {
  package enum Kind: Sendable {
    case syntax
    /// It is JSON, but no double is that large.
    case numberOutOfRange
    case duplicateKey
    /// Deeper than ``JSONReader/maximumDepth``.
    case tooDeep
    /// More than ``JSONReader/maximumValues`` values outside rectangular arrays of numbers.
    case tooManyValues
    case outOfMemory
  }

  package var kind: Kind
  /// RFC 6901; "" is the whole document. Where the text breaks off, the innermost place that was reached.
  package var pointer: String
  /// A sentence that says what was found.
  package var detail: String

  package init(kind: Kind, pointer: String, detail: String) {
    self.kind = kind
    self.pointer = pointer
    self.detail = detail
  }
}
