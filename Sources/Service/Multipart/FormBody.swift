import HTTPMessages
import JSON
import Multipart
import Operations

/// A body of `multipart/form-data`, its parts found and not yet read.
struct FormBody {
  /// A part that is a field of an operation, or brings some.
  struct Field {
    let number: Int
    let name: String
    let kind: Kind
    /// The content, where it lies in the body.
    let content: ByteSlice

    /// Where the field would stand in a body of JSON.
    var pointer: String { "/" + JSONPointer.escape(quoted(name)) }
    /// The part in a message.
    var words: String { "part \(number) of the form (\(quoted(name)))" }
  }

  /// What a part holds, by its type and name.
  enum Kind: Equatable {
    /// The value of the field that the part is named after.
    case value
    /// A safetensors file: inputs by the names of its tensors.
    case tensorFile
    /// A picture: of a type `image/…`, or a part named `image`.
    case picture
    /// Something that holds neither text nor tensors.
    case foreign(type: String)
  }

  let fields: [Field]
  private let body: ByteBuffer

  /// Finds the parts.
  init(_ body: ByteBuffer, contentType: String) throws(Problem) {
    self.body = body
    do throws(MultipartError) {
      let parts = try MultipartReader.parts(of: body.bytes, MultipartBoundary(contentType: contentType))
      fields = parts.map { part in
        Field(
          number: part.number, name: part.name, kind: Kind(part), content: ByteSlice(body, part.content))
      }
    } catch {
      throw Problem(error.kind == .tooManyParts ? .tooManyValues : .invalidMultipart, error.detail)
    }
    try checkNames()
  }

  /// Whether a `Content-Type` is of such a body.
  static func isContent(_ headers: HTTPHeaders) -> Bool {
    guard let type = headers["Content-Type"], type != "application/json" else { return false }
    return MediaType.essence(type) == "multipart/form-data"
  }

  /// Gives the body's memory back: all that is needed of it has been read.
  func discard() { body.discard() }

  /// A field is given once. Of tensor files and pictures the names are of no account.
  private func checkNames() throws(Problem) {
    var numbers: [String: Int] = [:]
    for field in fields where field.kind != .tensorFile && field.kind != .picture {
      if let first = numbers.updateValue(field.number, forKey: field.name) {
        throw Problem(
          .duplicateKey, at: field.pointer,
          "\(quoted(field.name)) is given twice, by the parts \(first) and \(field.number) of the form")
      }
    }
  }
}

extension FormBody.Kind {
  init(_ part: MultipartPart) {
    guard part.name != "image" else {
      self = .picture
      return
    }
    switch part.type {
    case let type? where SafetensorsMedia.types.contains(type): self = .tensorFile
    case let type? where type.hasPrefix("image/"): self = .picture
    case let type? where !MediaType.canHoldJSON(type): self = .foreign(type: quoted(type))
    default: self = .value
    }
  }
}
