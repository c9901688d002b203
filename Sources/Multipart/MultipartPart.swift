/// A part of a form: a field (RFC 7578 §4). Names of files are of no use here, and not kept.
public struct MultipartPart: Sendable, Equatable {
  /// Which part of the body it is, counted from 1.
  public let number: Int
  /// The field's name.
  public let name: String
  /// The media type in lower case, without its parameters: `application/json`; `nil` if none is said.
  public let type: String?
  /// Where in the body the content lies.
  public let content: Range<Int>
}
