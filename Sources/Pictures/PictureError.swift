/// Why a file gives no picture: what was found, and what the sender can do.
public struct PictureError: Error, Equatable, Sendable {
  /// Kinds of reasons, for a status or a code.
  public enum Kind: String, Sendable, CaseIterable {
    /// Neither JPEG nor PNG nor WebP.
    case unknownFormat
    /// A kind of such a file that is not read.
    case unsupported
    /// More pixels, or a longer side, than the limits allow.
    case tooLarge
    /// The file ends too soon.
    case truncated
    /// The file breaks its format's rules.
    case damaged
    /// Memory could not be had, or the file wants more than it should.
    case noMemory
    /// The time was over.
    case deadlineExceeded
  }

  /// The kind.
  public let kind: Kind
  /// A clause that says what was found: "a PNG of 30000 × 30000 pixels is larger than …".
  public let what: String
  /// A clause that says what would do: "send it smaller".
  public let mend: String

  /// An error in words.
  public init(_ kind: Kind, _ what: String, mend: String) {
    self.kind = kind
    self.what = what
    self.mend = mend
  }

  static func truncated(_ format: PictureFormat) -> PictureError {
    PictureError(.truncated, "the \(format.rawValue) file ends too soon", mend: "send the whole file")
  }

  static func damaged(_ format: PictureFormat, _ how: String) -> PictureError {
    PictureError(
      .damaged, "the \(format.rawValue) file is damaged" + (how.isEmpty ? "" : ": \(how)"),
      mend: "save the picture anew and send that file")
  }

  static func unsupported(_ format: PictureFormat, _ how: String, mend: String) -> PictureError {
    PictureError(.unsupported, "the \(format.rawValue) file \(how)", mend: mend)
  }
}

extension PictureError: CustomStringConvertible {
  /// Both clauses.
  public var description: String { "\(what); \(mend)" }
}
